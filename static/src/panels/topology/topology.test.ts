import { describe, expect, it } from "vitest";
import type { RunStore } from "../../core/panel";
import { Scene } from "../../core/scene";
import { Store } from "../../core/store";
import type { Header, Topology } from "../../core/types";
import { figures, spoken } from "./figures";
import { Flow, flowsOf, MOST_MARKS, perMark, routeWidth } from "./flows";
import { along, flowOrder, layoutOf, neighbour } from "./layout";
import { described, sceneOf } from "../../core/testing/scene";

const TOPOLOGY: Topology = {
  nodes: [
    { id: "dlq", type: "queue", title: "Orders DLQ" },
    { id: "producers", type: "client", title: "Producers" },
    { id: "orders", type: "queue", title: "Orders" },
    { id: "esm", type: "event_source_mapping", title: "Pollers" },
    { id: "worker", type: "function", title: "Worker" },
  ],
  edges: [
    { from: "producers", to: "orders", kind: "send" },
    { from: "orders", to: "esm", kind: "receive" },
    { from: "esm", to: "worker", kind: "invoke" },
    { from: "orders", to: "dlq", kind: "dead-letter" },
  ],
};

function store(series: Record<string, Record<string, number[]>>, bins = 10): RunStore {
  const made = new Store(described(TOPOLOGY), bins);
  made.setHeader({ duration_s: bins, bin_s: 1, frame_s: bins, metrics: {}, topology: TOPOLOGY } as unknown as Header);
  made.add({ v: 1, n: 0, t0: 0, t1: bins, series, counters: { producers: { requests: 40 } } });
  return made;
}

describe("layout", () => {
  const map = layoutOf(sceneOf(TOPOLOGY), 808);
  it("goes left to right and hangs dead-letter queues below", () => {
    expect(flowOrder(map.places)).toEqual(["producers", "orders", "dlq", "esm", "worker"]);
    const [orders, dlq] = ["orders", "dlq"].map((id) => map.places.find((p) => p.id === id)!);
    expect(dlq!.x).toBe(orders!.x);
    expect(dlq!.y).toBeGreaterThan(orders!.y + orders!.height);
    expect(map.width).toBeLessThanOrEqual(808);
    expect(map.width).toBeGreaterThan(700);
  });
  it("does not cut a name while there is room, and stays in its width where there is none", () => {
    const long = { ...TOPOLOGY, nodes: TOPOLOGY.nodes.map((node) => (node.id === "esm" ? { ...node, title: "Event source mapping" } : node)) };
    const widths = [1200, 700].map((width) => layoutOf(sceneOf(long), width).places.find(({ id }) => id === "esm")!.width);
    expect(widths[0]).toBeGreaterThanOrEqual(20 * 6.5 + 40);
    expect(widths[1]).toBe(120);
  });
  it("lets arrow keys follow the messages", () => {
    expect(neighbour(map, "producers", "ArrowRight")).toBe("orders");
    expect(neighbour(map, "orders", "ArrowDown")).toBe("dlq");
    expect(neighbour(map, "dlq", "ArrowUp")).toBe("orders");
    expect(neighbour(map, "worker", "ArrowLeft")).toBe("esm");
    expect(neighbour(map, "worker", "ArrowRight")).toBeNull();
  });
  it("finds points along a route with corners", () => {
    expect(along([[0, 0], [10, 0], [10, 10]], 0.75)).toEqual([10, 5]);
  });
});

describe("flows", () => {
  const map = layoutOf(sceneOf(TOPOLOGY), 808);
  it("puts each mark where it is at t, whatever came before", () => {
    const flow = new Flow(flowsOf(map).find((f) => f.glyph === "busy")!);
    flow.read(store({ producers: { Requests: [0, 4, 4, 0, 0, 0, 0, 0, 0, 0] } }));
    const at = flow.positions(2.5, 1, 1);
    flow.positions(9, 1, 1);
    expect(flow.positions(2.5, 1, 1)).toEqual(at);
    expect(at.length).toBe(4);
    expect(flow.positions(2.55, 1, 1).at(-1)).toBeCloseTo(at.at(-1)! + 0.05, 6);
    expect(flow.positions(5, 1, 1)).toEqual([]);
  });
  it("never draws more marks than it may", () => {
    expect(perMark(0.8, 10)).toBe(1);
    expect(perMark(42, 9000)).toBe(50);
    expect(1e7 / perMark(10, 1e7)).toBeLessThanOrEqual(MOST_MARKS);
  });
  it("widens routes with the square root of the rate", () => {
    expect(routeWidth(400, 400) - 2).toBeCloseTo(2 * (routeWidth(100, 400) - 2));
  });
});

describe("figures", () => {
  const map = layoutOf(sceneOf(TOPOLOGY), 808);
  const place = (id: string) => map.places.find((p) => p.id === id)!;
  const run = store({
    orders: { ApproximateNumberOfMessagesVisible: Array(10).fill(9312), ApproximateAgeOfOldestMessage: Array(10).fill(22) },
    dlq: { ApproximateNumberOfMessagesVisible: Array(10).fill(1) },
    worker: { "Environments.busy": Array(10).fill(3), ConcurrentExecutions: Array(10).fill(3) },
  });
  it("gives a headline and one line below", () => {
    expect(figures(place("orders"), run, 5)).toEqual({ headline: "9,312", sub: "oldest 22 s" });
    expect(figures(place("worker"), run, 5)).toEqual({ headline: "3 envs", sub: "most 3 in this second" });
  });
  it("reads levels as they were observed last, and nothing before that", () => {
    const made = new Store(described(TOPOLOGY), 3);
    const metrics = { ApproximateNumberOfMessagesVisible: { unit: "Count", label: "Visible", statistic: "Last" } };
    made.setHeader({ duration_s: 3, bin_s: 1, frame_s: 1, metrics, topology: TOPOLOGY } as unknown as Header);
    made.add({ v: 1, n: 0, t0: 0, t1: 3, series: { orders: { ApproximateNumberOfMessagesVisible: [10, 20, 30] } }, counters: {} });
    const shown = [0.5, 1, 1.99, 2, 3].map((t) => figures(place("orders"), made, t).headline);
    expect(shown).toEqual(["–", "10", "10", "20", "30"]);
  });
  it("is spoken with its kind", () => {
    expect(spoken(place("dlq"), figures(place("dlq"), run, 5))).toBe("Orders DLQ 1 message, dead-letter queue");
  });
});

describe("event sources", () => {
  const map = layoutOf(sceneOf(TOPOLOGY), 808);
  const place = (id: string) => map.places.find((p) => p.id === id)!;
  it("tell event pollers from the batches that they may have at once", () => {
    const on = store({ esm: { Pollers: Array(10).fill(50) } });
    expect(figures(place("esm"), on, 5)).toEqual({ headline: "50", sub: "pollers" });
    const provisioned = store({ esm: { Pollers: Array(10).fill(400), ProvisionedPollers: Array(10).fill(40) } });
    const shown = figures(place("esm"), provisioned, 5);
    expect(shown).toEqual({ headline: "40", unit: "pollers", sub: "400 at once" });
    expect(spoken(place("esm"), shown)).toBe("Pollers 40 pollers, 400 at once, event source mapping");
  });
  it("show what is moved back from a dead-letter queue on its way up", () => {
    const way = flowsOf(map).filter(({ route }) => route.deadLetter);
    expect(way.map(({ glyph, back, sources }) => [glyph, back, sources[0]!.component])).toEqual([["dlq", false, "orders"], ["retry", true, "dlq"]]);
  });
});

describe("a dead-letter queue that two queues share", () => {
  const queue = (id: string) => ({ id, type: "queue", title: id });
  const scene = sceneOf({
    nodes: [queue("orders"), queue("returns"), queue("lost")],
    edges: [{ from: "orders", to: "lost", kind: "dead-letter" }, { from: "returns", to: "lost", kind: "dead-letter" }],
  });
  const map = layoutOf(scene, 800);
  it("gets the dead letters of each along its own way, and gives them back once", () => {
    const flows = flowsOf(map).map((f) => `${f.route.from} ${f.glyph} ${f.sources[0]!.component}.${f.sources[0]!.metric}`);
    expect(flows).toEqual(["orders dlq orders.MessagesDeadLettered", "orders retry lost.MessagesMoved", "returns dlq returns.MessagesDeadLettered"]);
  });
  it("is where both ways end", () => {
    const lost = map.places.find(({ id }) => id === "lost")!;
    for (const { points } of map.routes) {
      const [x, y] = points.at(-1)!;
      expect(x >= lost.x && x <= lost.x + lost.width && y >= lost.y && y <= lost.y + lost.height).toBe(true);
    }
  });
  it("gets what a function gives up, where a queue leads to it too", () => {
    const shared = layoutOf(sceneOf({
      nodes: [queue("orders"), { id: "thumb", type: "function", title: "Thumb" }, queue("done"), queue("lost")],
      edges: [{ from: "orders", to: "lost", kind: "dead-letter" }, { from: "thumb", to: "lost", kind: "dead-letter" }, { from: "thumb", to: "done", kind: "on-success" }],
    }), 800);
    const dead = flowsOf(shared).filter(({ route, glyph }) => route.from === "thumb" && glyph === "dlq");
    expect(dead.map(({ sources }) => sources[0])).toEqual([{ component: "thumb", metric: "AsyncEventsDropped" }]);
  });
});

describe("a function whose handler calls another one", () => {
  const nodes = ["shop", "prices"].map((id) => ({ id, type: "function", title: id }));
  const call = { from: "shop", to: "prices", kind: "invoke" };
  const told = (edges: readonly { from: string; to: string; kind: string }[]) =>
    flowsOf(layoutOf(sceneOf({ nodes: [...nodes, { id: "site", type: "client", title: "Site" }], edges: [...edges] }), 800))
      .filter(({ route }) => route.from === "shop")
      .map(({ glyph, back, sources }) => [glyph, back, sources[0]!.component, sources[0]!.metric]);
  it("is seen to call and to be refused, by what the other one says", () => {
    expect(told([call])).toEqual([["busy", false, "prices", "Invocations"], ["thr", true, "prices", "Throttles"]]);
  });
  it("is not credited with the invocations of others", () => {
    expect(told([call, { from: "site", to: "prices", kind: "invoke" }])).toEqual([]);
  });
});

describe("a type that the page has never heard of", () => {
  const picture = {
    headline: [{ text: "{} parts", figures: [{ reading: { read: "value" as const, of: ["ToyParts"] } }] }],
    sub: [{ text: "{} broken", figures: [{ reading: { read: "counter" as const, of: ["broken"] } }], when: [{ reading: { read: "counter" as const, of: ["broken"] } }] }, { text: "whole" }],
    takes: "ToysTaken",
  };
  const types = { toy: { title: "Toy", noun: "toy box", order: 5, picture } };
  const scene = new Scene({ topology: { nodes: [{ id: "a", type: "toy", title: "A" }, { id: "b", type: "toy", title: "B" }, { id: "c", type: "riddle_box", title: "C" }], edges: [{ from: "a", to: "b", kind: "throw" }] }, types });
  const map = layoutOf(scene, 800);
  it("is drawn as it declares, and one without a word of itself as a name", () => {
    const run = new Store(undefined, 1);
    run.setHeader({ duration_s: 1, bin_s: 1, frame_s: 1 } as Header);
    run.add({ v: 1, n: 0, t0: 0, t1: 1, series: { a: { ToyParts: [3] } }, counters: { a: { broken: 0 } } });
    const [a, , c] = map.places;
    expect(spoken(a!, figures(a!, run, 1))).toBe("A 3 parts whole, toy box");
    expect(spoken(c!, figures(c!, run, 1))).toBe("C, riddle box");
    expect(flowsOf(map).map(({ glyph, sources }) => [glyph, sources[0]])).toEqual([["busy", { component: "b", metric: "ToysTaken" }]]);
  });
});

describe("asynchronous invocation", () => {
  const ASYNC: Topology = {
    nodes: [
      { id: "uploads", type: "client", title: "Uploads" },
      { id: "thumb", type: "function", title: "Thumb" },
      { id: "done", type: "topic", title: "Done" },
      { id: "failed", type: "bus", title: "Failed" },
      { id: "lost", type: "queue", title: "Lost" },
      { id: "mailer", type: "function", title: "Mailer" },
    ],
    edges: [
      { from: "uploads", to: "thumb", kind: "invoke-async" },
      { from: "thumb", to: "lost", kind: "dead-letter" },
      { from: "thumb", to: "done", kind: "on-success" },
      { from: "thumb", to: "failed", kind: "on-failure" },
      { from: "done", to: "mailer", kind: "notify" },
      { from: "mailer", to: "thumb", kind: "on-success" },
    ],
  };
  const map = layoutOf(sceneOf(ASYNC), 900);
  const at = (id: string) => map.places.find((p) => p.id === id)!;

  it("hangs a function's dead-letter queue below it and leads a loop back below all", () => {
    expect(at("lost").deadLetter).toBe(true);
    expect(at("lost").x).toBe(at("thumb").x);
    const back = map.routes.find((r) => r.from === "mailer")!;
    expect(back.points.length).toBe(4);
    const lowest = Math.max(...back.points.map(([, y]) => y));
    expect(lowest).toBeGreaterThan(at("lost").y + at("lost").height);
    expect(map.height).toBeGreaterThanOrEqual(lowest);
  });
  it("is no higher than it must be, and nothing lies on anything else", () => {
    expect(Math.min(...map.places.map((p) => p.y))).toBe(4);
    const [upper, lower] = [at("done"), at("failed")].sort((a, b) => a.y - b.y);
    expect(lower!.y - upper!.y - upper!.height).toBe(20);
    const apart = (a: typeof upper, b: typeof upper): boolean =>
      a!.x + a!.width <= b!.x || b!.x + b!.width <= a!.x || a!.y + a!.height <= b!.y || b!.y + b!.height <= a!.y;
    for (const a of map.places) for (const b of map.places) expect(a === b || apart(a, b)).toBe(true);
  });
  it("does not hang what is read", () => {
    const read = layoutOf(sceneOf({ nodes: [...ASYNC.nodes, { id: "esm", type: "event_source_mapping", title: "P" }], edges: [...ASYNC.edges, { from: "lost", to: "esm", kind: "receive" }] }), 900);
    expect(read.places.find((p) => p.id === "lost")!.deadLetter).toBe(false);
  });
  it("counts what travels by what the target takes, and never twice", () => {
    const flows = flowsOf(map).map((f) => `${f.route.from}>${f.route.to} ${f.glyph} ${f.sources[0]!.component}.${f.sources[0]!.metric}`);
    expect(flows).toEqual([
      "uploads>thumb busy uploads.Requests", "uploads>thumb retry thumb.AsyncRetries", "uploads>thumb thr thumb.AsyncAttemptsRefused",
      "thumb>lost dlq lost.MessagesAdded", "thumb>done busy done.NumberOfMessagesPublished", "thumb>failed err failed.EventsReceived",
      "done>mailer busy mailer.AsyncEventsReceived", "done>mailer retry mailer.AsyncRetries", "done>mailer thr mailer.AsyncAttemptsRefused",
      "mailer>thumb busy mailer.DestinationDeliveries",
    ]);
  });
  it("has numbers for topics and buses", () => {
    const run = store({ done: { NumberOfMessagesPublished: Array(10).fill(4) } });
    expect(figures(at("done"), run, 5)).toEqual({ headline: "4/s", sub: "0 so far" });
    expect(spoken(at("failed"), { headline: "0/s", sub: "" })).toBe("Failed 0/s, EventBridge bus");
  });
});
