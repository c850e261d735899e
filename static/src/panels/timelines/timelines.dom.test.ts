import { describe, expect, it } from "vitest";
import { points, type Frame } from "../../charts/lines";
import { spread, timeTicks } from "../../charts/scales";
import { pan, zoom } from "../../charts/range";
import { dollars } from "../../charts/words";
import { Scene } from "../../core/scene";
import { Store } from "../../core/store";
import type { Header, Topology } from "../../core/types";
import type { Actions, View } from "../../core/panel";
import { createTimelines } from "./index";
import { choicesFor, readInterval, readRow, rowsFor } from "./rows";
import { unbroken } from "./row-view";
import { pieces } from "./strip";
import { sentencesOf, tableData } from "./table";
import { described, sceneOf } from "../../core/testing/scene";

const node = (id: string, type: string) => ({ id, type, title: id }) as Topology["nodes"][number];
const SYNC: Topology = {
  nodes: [node("users", "client"), node("api", "function")],
  edges: [{ from: "users", to: "api", kind: "invoke" }],
};
const QUEUED: Topology = {
  nodes: [node("orders", "queue"), node("dlq", "queue"), node("esm", "event_source_mapping"), node("a", "function"), node("b", "function")],
  edges: [
    { from: "orders", to: "esm", kind: "receive" }, { from: "esm", to: "a", kind: "invoke" }, { from: "orders", to: "dlq", kind: "dead-letter" },
  ],
};

function run(series: Record<string, Record<string, (number | null)[]>>, bins = 100, binS = 1): Store {
  const store = new Store(described(QUEUED), bins * binS);
  store.setHeader({ duration_s: bins * binS, bin_s: binS, frame_s: bins * binS } as Header);
  store.add({ v: 1, n: 0, t0: 0, t1: bins * binS, series, counters: {} });
  return store;
}

describe("rows", () => {
  it("suit the scenario", () => {
    expect(rowsFor(sceneOf(SYNC)).map((r) => r.name)).toEqual(["Concurrency", "Requests", "Throttles", "Latency", "Cost"]);
    expect(rowsFor(sceneOf(QUEUED)).map((r) => r.name)).toEqual(["Concurrency", "Queue depth", "Throttles", "Latency", "Cost"]);
  });
  it("add functions up and leave dead-letter queues out", () => {
    const [concurrency, depth] = rowsFor(sceneOf(QUEUED));
    const store = run({
      a: { ConcurrentExecutions: [3, 4] }, b: { ConcurrentExecutions: [10, null] }, account: { ConcurrentExecutions: [12, 4] },
      orders: { ApproximateNumberOfMessagesVisible: [7, 8] }, dlq: { ApproximateNumberOfMessagesVisible: [99, 99] },
    }, 2);
    // Their maxima are not of one moment: the account's is that of the sum.
    expect(readRow(concurrency!, store, 0.5, null)).toEqual({ value: "12", sub: "most in this second" });
    expect(readRow(concurrency!, store, 1.5, null).value).toBe("4");
    expect(readRow(depth!, store, 1.5, null).value).toBe("8");
  });
  it("turn counts into rates", () => {
    const store = run({ a: { Throttles: [100, 300] } }, 2, 10);
    expect(readRow(rowsFor(sceneOf(QUEUED))[2]!, store, 15, null).value).toBe("30/s");
  });
  it("read an interval as change, slope, or sum", () => {
    const rising = Array.from({ length: 100 }, (_, t) => t * 10);
    const store = run({ orders: { ApproximateNumberOfMessagesVisible: rising }, a: { Throttles: Array(100).fill(2) } });
    expect(readInterval(rowsFor(sceneOf(QUEUED))[1]!, store, 10.5, 60.5)).toEqual({ value: "Δ +500", sub: "+10/s" });
    expect(readInterval(rowsFor(sceneOf(QUEUED))[2]!, store, 19.5, 10.5).value).toBe("Σ 20");
  });
});

describe("rows of several components", () => {
  const TWO: Topology = {
    nodes: [node("shoppers", "client"), node("nightly", "client"), node("a", "function"), node("b", "function")],
    edges: [{ from: "shoppers", to: "a", kind: "invoke" }, { from: "nightly", to: "b", kind: "invoke" }],
  };
  const places = choicesFor(sceneOf(TWO));
  it("show all of them as one first, then each", () => {
    expect(places.map((choices) => choices.map((row) => row.name))).toEqual([
      ["Concurrency", "Concurrency, a", "Concurrency, b"], ["Requests", "Requests, shoppers", "Requests, nightly"],
      ["Throttles", "Throttles, a", "Throttles, b"], ["Latency", "Latency, nightly", "Duration, a", "Duration, b"], ["Cost"],
    ]);
    const store = run({ a: { ConcurrentExecutions: [3] }, b: { ConcurrentExecutions: [10] }, account: { ConcurrentExecutions: [12] } });
    expect(places[0]!.map((row) => readRow(row, store, 0.5, null).value)).toEqual(["12", "3", "10"]);
  });
  it("say whose percentiles they are, which do not add up", () => {
    expect(places[3]!.map((row) => row.spoken)).toEqual(["Client latency of shoppers, p99,", "Client latency of nightly, p99,", "Duration of a, p99,", "Duration of b, p99,"]);
  });
  it("leave none out because another type has one by the same id", () => {
    const nodes = [node("clicks", "stream"), node("pollers", "stream_event_source_mapping"), node("f", "function"), node("orders", "queue"), node("sqs", "event_source_mapping"), node("g", "function")];
    const edges: Topology["edges"] = [{ from: "clicks", to: "pollers", kind: "poll" }, { from: "pollers", to: "f", kind: "invoke" }, { from: "orders", to: "sqs", kind: "receive" }, { from: "sqs", to: "g", kind: "invoke" }];
    const scene = sceneOf({ nodes, edges });
    const latencies = choicesFor(scene)[3]!;
    expect(latencies.map((row) => row.lines[2]!.line.spec.sources[0]!)).toEqual([
      { component: "pollers", metric: "RecordLatency.p99" }, { component: "orders", metric: "MessageLatency.p99" }, { component: "f", metric: "Duration.p99" }, { component: "g", metric: "Duration.p99" },
    ]);
    expect(latencies.map(({ id }) => id)).toEqual(["latency", "latency.orders", "latency.f", "latency.g"]);
    const offered = scene.nodes.flatMap((one) => (one.picture.rows ?? []).filter((row) => scene.hasEnds(one.id, row.needs)).map((row) => `${row.lines.at(-1)!.metric} ${one.id}`));
    const shown = choicesFor(scene).flat().flatMap((row) => row.lines.at(-1)!.line.spec.sources.map((source) => `${source.metric} ${source.component}`));
    expect(offered.filter((one) => !shown.includes(one))).toEqual([]);
  });
  it("need no type that this page knows", () => {
    const picture = { rows: [{ id: "load", title: "Load", spoken: "Load", place: 1, rank: 1, lines: [{ label: "load", metric: "ToyLoad", tone: "ink2" as const }] }] };
    const scene = new Scene({ topology: { nodes: [node("toy", "toy")], edges: [] }, types: { toy: { title: "Toy", noun: "toy", order: 1, picture } } });
    const [row] = rowsFor(scene);
    expect(readRow(row!, run({ toy: { ToyLoad: [7] } }), 0.5, null).value).toBe("7");
  });
});

describe("iterator age", () => {
  const STREAM: Topology = { nodes: [node("clicks", "stream"), node("pollers", "stream_event_source_mapping"), node("f", "function")], edges: [] };
  it("is that of the oldest record: a shard that stalls tells of no batch", () => {
    const store = run({ pollers: { AgeOfOldestRecord: [421], "IteratorAge.p50": [80.3], "IteratorAge.p99": [240] } });
    const row = choicesFor(sceneOf(STREAM))[1]![0]!;
    expect(readRow(row, store, 0.5, null)).toEqual({ value: "421 s", sub: "oldest · p50 80.3 ms · p99 240 ms" });
    expect(sentencesOf(row, store).join(" ")).toContain("Iterator age, oldest record,");
  });
  it("keeps a number and its unit on one line", () => {
    expect(unbroken("p99 · p50 160 s · p95 1.2 min · account 1,000 · 3 shards")).toBe("p99 · p50 160\u00a0s · p95 1.2\u00a0min · account 1,000 · 3 shards");
  });
});

describe("points", () => {
  const frame = (t1: number, width: number): Frame => ({ binS: 1, t0: 0, t1, width, y: (v) => v });
  it("are steps where bins are wide, and keep every peak where they are not", () => {
    const spike = Float64Array.from({ length: 5000 }, (_, i) => (i === 2345 ? 1000 : 1));
    const few = points({ values: spike, length: 10 }, frame(10, 500));
    expect(few.length).toBe(20);
    const many = points({ values: spike, length: 5000 }, frame(5000, 600));
    expect(many.length).toBeLessThanOrEqual(1300);
    expect(Math.max(...many.y.subarray(0, many.length))).toBe(1000);
  });
  it("leave gaps open", () => {
    const out = points({ values: Float64Array.from([1, NaN, 3]), length: 3 }, frame(3, 3));
    expect(Number.isNaN(out.y[1]!)).toBe(true);
  });
  it("stand at the ends of bins where a level was observed there, and hold until the next", () => {
    const level = points({ values: Float64Array.from([1, 2, 3]), length: 3 }, { ...frame(3, 300), level: true });
    expect([[...level.x.subarray(0, level.length)], [...level.y.subarray(0, level.length)]]).toEqual([[100, 200, 200, 300, 300, 300], [1, 1, 2, 2, 3, 3]]);
  });
  it("start at the tail when asked", () => {
    const values = new Float64Array(600).fill(5);
    const tail = points({ values, length: 600 }, frame(600, 600), 590);
    expect(tail.length).toBeLessThan(15);
    expect(tail.x[0]).toBeLessThan(590);
  });
});

describe("axis", () => {
  it("has round ticks and stays inside the run", () => {
    expect(timeTicks({ min: 0, max: 600 }, 8)).toEqual([0, 120, 240, 360, 480, 600]);
    expect(zoom({ t0: 0, t1: 600 }, 300, 0.5, 600)).toEqual({ t0: 150, t1: 450 });
    expect(pan({ t0: 150, t1: 450 }, 1, 600)).toEqual({ t0: 300, t1: 600 });
    expect(zoom({ t0: 300, t1: 600 }, 600, 4, 600)).toEqual({ t0: 0, t1: 600 });
  });
  it("keeps labels apart and inside", () => {
    expect(spread([10, 10, 10], 0, 30, 11)).toEqual([8, 19, 30]);
    expect(spread([5, 40], 0, 50, 11)).toEqual([5, 40]);
  });
  it("says small sums in full", () => {
    expect(dollars(0.0000002)).toBe("$0.000000200");
    expect(dollars(0.412)).toBe("$0.412");
    expect(dollars(12.3)).toBe("$12.30");
  });
});

describe("table", () => {
  it("has at most thirty rows, rates as means", () => {
    const store = run({ a: { Throttles: Array(100).fill(3), ConcurrentExecutions: Array.from({ length: 100 }, (_, i) => i) }, account: { ConcurrentExecutions: Array.from({ length: 100 }, (_, i) => i) } });
    const [concurrency, , throttles] = rowsFor(sceneOf(QUEUED));
    const data = tableData([concurrency!, throttles!], store, { t0: 0, t1: 100 });
    expect(data.rows.length).toBeLessThanOrEqual(30);
    expect(data.columns).toEqual(["Concurrency: in use", "Throttles", "Limited by: a", "Limited by: b"]);
    expect(data.rows[1]!.cells).toEqual(["9", "3/s", "–", "–"]);
  });
});

describe("limiter strip", () => {
  const NAMES = ["upstream", "account concurrency", "reserved concurrency"];
  function limited(values: (number | null)[]): Store {
    const store = new Store(described(SYNC), values.length);
    const metrics = { LimitedBy: { unit: "Limit", label: "Limited by", statistic: "Most frequent", names: NAMES } };
    store.setHeader({ run: "A", duration_s: values.length, bin_s: 1, frame_s: values.length, metrics } as unknown as Header);
    store.add({ v: 1, n: 0, t0: 0, t1: values.length, series: { api: { LimitedBy: values, ConcurrentExecutions: values.map(() => 5) } }, counters: {} });
    return store;
  }
  const binding = Array.from({ length: 600 }, (_, t) => (t >= 80 && t < 240 ? 2 : t < 40 ? 0 : null));
  it("has a piece for each stretch, and none where nothing binds", () => {
    expect(pieces(limited(binding), "api", { t0: 0, t1: 600 }, 600)).toEqual([
      { name: "upstream", x0: 0, x1: 40 }, { name: "reserved concurrency", x0: 80, x1: 240 },
    ]);
  });
  it("has in a column what held most of its seconds, nothing and upstream among them", () => {
    const names = (value: (t: number) => number | null): string[] =>
      pieces(limited(Array.from({ length: 5000 }, (_, t) => value(t))), "api", { t0: 0, t1: 5000 }, 500).map((piece) => piece.name);
    expect(names((t) => (t % 10 === 1 ? 1 : 0))).toEqual(["upstream"]);
    expect(names((t) => (t % 10 === 1 ? 1 : null))).toEqual([]);
    expect(names((t) => (t % 10 < 5 ? 0 : 1))).toEqual(["account concurrency"]);
  });
  it("is told in the sentence of the concurrency and in its table", () => {
    const [concurrency] = rowsFor(sceneOf(SYNC));
    expect(sentencesOf(concurrency!, limited(binding)).at(-1)).toBe("api: reserved concurrency bound from 1:20 to 4:00.");
    const data = tableData([concurrency!], limited(binding), { t0: 0, t1: 600 });
    expect(data.columns.at(-1)).toBe("Limited by");
    expect(data.rows.find((row) => row.t === 120)!.cells.at(-1)).toBe("reserved concurrency 30 s");
  });
  it("has in the table all that limited a step, with the seconds of each, that which did longest first", () => {
    const mixed = limited(Array.from({ length: 600 }, (_, t) => (t % 30 < 3 ? 2 : t % 30 < 12 ? 1 : t % 30 < 18 ? 0 : null)));
    const { rows } = tableData([rowsFor(sceneOf(SYNC))[0]!], mixed, { t0: 0, t1: 600 });
    expect(rows[1]!.cells.at(-1)).toBe("account concurrency 9 s, upstream 6 s, reserved concurrency 3 s");
  });
  it("names what binds at the playhead, and what occurs", () => {
    const invalidate = (): void => undefined;
    const panel = createTimelines({ actions: { invalidate } as unknown as Actions, scene: sceneOf(SYNC), durationS: 600 });
    const view = { store: limited(binding), t: 100, hover: null, pin: null, range: { t0: 0, t1: 600 }, computed: 600 };
    panel.update({ ...view, baseline: null, connection: "live", selection: null, playing: false } as unknown as View);
    expect(panel.element.querySelector(".tl-strip-labels")?.textContent).toBe("Limited byreserved concurrency");
  });
});

describe("asynchronous rows", () => {
  const ASYNC: Topology = {
    nodes: [node("s3", "client"), node("thumb", "function"), node("failed", "queue")],
    edges: [{ from: "s3", to: "thumb", kind: "invoke-async" }, { from: "thumb", to: "failed", kind: "on-failure" }],
  };
  it("leave a queue that is read its place", () => {
    const nodes = [...ASYNC.nodes, node("esm", "event_source_mapping")];
    const edges = [...ASYNC.edges, { from: "failed", to: "esm", kind: "receive" }];
    expect(rowsFor(sceneOf({ nodes, edges }))[1]!.name).toBe("Queue depth");
  });
  it("take the place of the queue", () => {
    expect(rowsFor(sceneOf(ASYNC)).map((r) => r.name)).toEqual(["Concurrency", "Event age", "Throttles", "Event latency", "Cost"]);
    expect(choicesFor(sceneOf(ASYNC))[1]!.map((r) => r.name)).toEqual(["Event age", "Events dropped", "Events waiting", "Requests", "Queue depth, failed"]);
    expect(choicesFor(sceneOf(QUEUED))[1]!.map((r) => r.name)).toEqual(["Queue depth", "Queue depth, dlq"]);
  });
  it("can be chosen", () => {
    const panel = createTimelines({ actions: { invalidate: () => undefined } as unknown as Actions, scene: sceneOf(ASYNC), durationS: 60 });
    document.body.replaceChildren(panel.element);
    const select = panel.element.querySelector<HTMLSelectElement>(".tl-choice")!;
    select.value = "events-dropped";
    select.dispatchEvent(new Event("change"));
    const after = panel.element.querySelector<HTMLSelectElement>(".tl-choice")!;
    expect(after.value).toBe("events-dropped");
    expect(document.activeElement).toBe(after);
    expect(panel.element.querySelectorAll(".tl-label").length).toBe(5);
  });
});
