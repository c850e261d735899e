import { describe, expect, it } from "vitest";
import { decodeSlots } from "./environments";
import { SLOT } from "./panel";
import { lastAtOrBefore, Store } from "./store";
import type { EnvironmentsPayload, EventRow, FramePayload, Header } from "./types";

const HEADER: Header = {
  type: "header",
  protocol: 1,
  run: "ABCDEFGHIJ",
  scenario: { id: "s", title: "S" },
  seed: 1,
  profile: "aws-2026",
  duration_s: 10,
  bin_s: 1,
  frame_s: 2,
  frames: 5,
  topology: { nodes: [], edges: [] },
  metrics: {},
  types: {},
  edge_kinds: {},
  state: "running",
};

it("knows components as the header declares them, and as the page does where an old header is silent", () => {
  const topology = { nodes: [{ id: "a", type: "toy", title: "A" }], edges: [{ from: "a", to: "a", kind: "throw" }] };
  const toy = { title: "Toy", noun: "toy box", order: 1, picture: {} };
  const made = new Store({ topology, types: { toy }, edge_kinds: { throw: { words: "throws" } } });
  const { types: _, edge_kinds: __, ...old } = { ...HEADER, topology };
  made.setHeader(old as unknown as Header);
  expect([made.scene.node("a")?.noun, made.scene.edges[0]?.look.words]).toEqual(["toy box", "throws"]);
  made.setHeader({ ...HEADER, topology, types: { toy: { ...toy, noun: "toy" } } });
  expect([made.scene.node("a")?.noun, made.scene.edges[0]?.look.words]).toEqual(["toy", undefined]);
});

function frame(n: number, more: Partial<FramePayload> = {}): FramePayload {
  return { v: 1, n, t0: 2 * n, t1: 2 * n + 2, series: {}, counters: {}, events_total: 10 * (n + 1), ...more };
}

function store(...frames: FramePayload[]): Store {
  const made = new Store();
  made.setHeader(HEADER);
  for (const each of frames) made.add(each);
  return made;
}

describe("series", () => {
  const filled = store(
    frame(0, { series: { worker: { Errors: [1, null] } } }),
    frame(1, { series: { worker: { Errors: [3, 4], Throttles: [5, 6] } } }),
  );

  it("holds a value a bin, and NaN where there is none", () => {
    expect([...(filled.series("worker", "Errors")?.values.slice(0, 5) ?? [])]).toEqual([1, NaN, 3, 4, NaN]);
    expect([...(filled.series("worker", "Throttles")?.values.slice(0, 4) ?? [])]).toEqual([NaN, NaN, 5, 6]);
    expect(filled.series("worker", "Errors")?.length).toBe(4);
  });

  it("reads the bin that t lies in and stays within the bins received", () => {
    expect(filled.valueAt("worker", "Errors", 2.9)).toBe(3);
    expect(filled.valueAt("worker", "Errors", 99)).toBe(4);
    expect(filled.binIndex(-1)).toBe(0);
    expect(store().binIndex(1)).toBe(-1);
    expect(filled.valueAt("nobody", "Errors", 1)).toBeNaN();
  });

  it("knows how far it came", () => {
    expect(filled.computed).toBe(4);
    expect(filled.bins).toBe(4);
    expect(filled.last).toBe(1);
  });
});

describe("frames", () => {
  it("are taken once and in order", () => {
    const one = store(frame(0));
    expect(one.add(frame(0))).toBe(false);
    expect(() => one.add(frame(2))).toThrow(RangeError);
    expect(one.add(frame(1))).toBe(true);
    expect(one.frames.length).toBe(2);
  });

  it("give counters as they stood when the last of them ended", () => {
    const counted = store(frame(0, { counters: { q: { Sent: 3 } } }), frame(1, { counters: { q: { Sent: 8 } } }));
    expect(counted.counters("q", 1)).toEqual({});
    expect(counted.counters("q", 2)).toEqual({ Sent: 3 });
    expect(counted.counters("q", 3.9)).toEqual({ Sent: 3 });
    expect(counted.counters("q", 9)).toEqual({ Sent: 8 });
  });

  it("share out the events inside a frame", () => {
    const counted = store(frame(0), frame(1));
    expect([0, 1, 2, 3, 4, 9].map((t) => counted.eventsTotal(t))).toEqual([0, 5, 10, 15, 20, 20]);
  });
});

describe("events", () => {
  it("are kept by time, though rare kinds come first in a frame", () => {
    const row = (t: number): EventRow => [t, "init", "worker", "", ""];
    const busy = store(frame(0, { events: [row(1.5), row(0.5)] }), frame(1, { events: [row(2.5)] }));
    expect(busy.events.map((event) => event[0])).toEqual([0.5, 1.5, 2.5]);
    expect([0, 0.5, 1.6, 9].map((t) => busy.eventsUntil(t))).toEqual([0, 1, 2, 3]);
  });
});

describe("environments", () => {
  const payload = (slots: string, more: Partial<EnvironmentsPayload> = {}): EnvironmentsPayload => ({ slots, changes: 0, limit: 5, refused: 0, ...more });

  it("decodes run lengths, with and without a number", () => {
    expect([...decodeSlots("B2I.2N1E")]).toEqual([2, 2, 3, 0, 0, 1, 4]);
    expect([...decodeSlots("")]).toEqual([]);
    expect(decodeSlots("B1000").length).toBe(1000);
  });

  it("plays the exact moves over the keyframe before", () => {
    const exact = store(
      frame(0, { environments: { worker: payload("NB", { moves: [[0.5, 1], [0, 1], ["N", "B"]] }) } }),
      frame(1, { environments: { worker: payload("BIN", { moves: [[2.5, 3, 3.5], [0, 1, 2], ["B", "I", "N"]] }) } }),
    );
    const at = (t: number): number[] => [...exact.environmentsAt("worker", t)];
    expect(at(0.4)).toEqual([SLOT.free, SLOT.free]);
    expect(at(0.5)).toEqual([SLOT.init, SLOT.free]);
    expect(at(2)).toEqual([SLOT.init, SLOT.busy, SLOT.free]);
    expect(at(3)).toEqual([SLOT.busy, SLOT.idle, SLOT.free]);
    expect(at(4)).toEqual([SLOT.busy, SLOT.idle, SLOT.init]);
    expect(at(99)).toEqual([SLOT.busy, SLOT.idle, SLOT.init]);
    expect(at(0.5)).toEqual([SLOT.init, SLOT.free]);
  });

  it("goes from move to move of one environment, over frames and both ways", () => {
    const run = store(
      frame(0, { environments: { worker: payload("NB", { moves: [[0.5, 1], [0, 1], ["N", "B"]] }) } }),
      frame(1, { environments: { worker: payload("BB", { moves: [[2.5], [0], ["B"]] }) } }),
      frame(2, { environments: { worker: payload("IB") } }),
    );
    const walk = (t: number, direction: 1 | -1): number => run.slotMoveBeside("worker", 0, t, direction);
    expect([walk(0, 1), walk(0.5, 1), walk(2.5, 1)]).toEqual([0.5, 2.5, 6]);
    expect([walk(6, -1), walk(2.5, -1), walk(0.5, -1)]).toEqual([2.5, 0.5, NaN]);
    expect(run.slotMoveBeside("worker", 1, 1, 1)).toBeNaN();
    expect(run.slotMoveBeside("nobody", 0, 0, 1)).toBeNaN();
  });
  it("steps from keyframe to keyframe where the moves were too many", () => {
    const coarse = store(frame(0, { environments: { worker: payload("B3") } }), frame(1, { environments: { worker: payload("I3") } }));
    expect([...coarse.environmentsAt("worker", 3.9)]).toEqual([2, 2, 2]);
    expect([...coarse.environmentsAt("worker", 4)]).toEqual([3, 3, 3]);
  });

  it("tells since when a slot is in its state", () => {
    const exact = store(
      frame(0, { environments: { worker: payload("B", { moves: [[0.5, 1], [0, 0], ["N", "B"]] }) } }),
      frame(1, { environments: { worker: payload("B", { moves: [[], [], []] }) } }),
    );
    expect(exact.slotSince("worker", 0, 3.5)).toBe(1);
    expect(exact.slotSince("worker", 0, 0.7)).toBe(0.5);
    expect(exact.slotSince("worker", 7, 3)).toBeNaN();
  });

  it("tells the refusals of the bin that ended last", () => {
    const refused = store(
      frame(0, { environments: { worker: payload("B", { refused: 7 }) } }),
      frame(1, { environments: { worker: payload("B", { refused: 9 }) } }),
    );
    expect(refused.environmentsInfo("worker", 3)?.refused).toBe(7);
    expect(refused.environmentsInfo("worker", 4)?.refused).toBe(9);
  });
});

it("finds the last row at or before a time", () => {
  const rows = [1, 2, 2, 5];
  expect([0, 1, 2, 4, 6].map((t) => lastAtOrBefore(rows, (row) => row, t))).toEqual([-1, 0, 2, 2, 3]);
});

it("lists the end of an invocation before the start that follows it at once", () => {
  const events: EventRow[] = [
    [2, "busy", "worker", "env 0001 start", ""],
    [2, "end", "worker", "env 0001 success", "40 ms"],
    [1, "busy", "worker", "env 0002 start", ""],
  ];
  expect(store(frame(0, { events })).events.map((row) => row[3])).toEqual(["env 0002 start", "env 0001 success", "env 0001 start"]);
});

it("begins a fork with the frames that it shares, and leaves them as they are", () => {
  const whole = new Store(undefined, 4);
  const frame = (n: number, value: number): FramePayload => ({
    v: 1, n, t0: n, t1: n + 1, series: { worker: { Throttles: [value] } }, counters: { worker: { throttles: value } }, events_total: n + 1,
    environments: { worker: { slots: `B${n + 1}`, changes: 0, limit: null, refused: 0 } },
    distributions: { worker: { Duration: [[0, 640, [n + 1]]] } }, events_counted: { worker: { thr: n + 1 } },
    events: [[n + 0.5, "thr", "worker", String(n), ""]], flags: [{ t_s: n, kind: "first_error", component: "worker", detail: "" }],
  });
  for (let n = 0; n < 4; n++) whole.add(frame(n, n));
  const fork = whole.begun(2);
  expect([fork.last, fork.computed, fork.bins, fork.complete]).toEqual([1, 2, 2, false]);
  expect([fork.events.length, fork.flags.length, fork.eventsTotal(2)]).toEqual([2, 2, 2]);
  expect(fork.environmentsAt("worker", 3.5)).toHaveLength(2);
  const samples = (run: Store): unknown[] => [0, 1, 2, 3].map((bin) => run.distribution("worker", "Duration")?.at(bin)?.counts[0]);
  const throttles = (run: Store): unknown => run.eventCounts?.get("worker")?.get("thr");
  expect([samples(fork), throttles(fork)]).toEqual([[1, 2, undefined, undefined], 3]);
  fork.add({ ...frame(2, 77), distributions: { worker: { Duration: [[0, 640, [50]]] } }, events_counted: { worker: { thr: 10 } } });
  expect([samples(fork), throttles(fork)]).toEqual([[1, 2, 50, undefined], 13]);
  expect([samples(whole), throttles(whole)]).toEqual([[1, 2, 3, 4], 10]);
  expect([fork.valueAt("worker", "Throttles", 2.5), whole.valueAt("worker", "Throttles", 2.5)]).toEqual([77, 2]);
  expect([fork.valueAt("worker", "Throttles", 1.5), whole.begun(0).last, whole.begun(99).last]).toEqual([1, -1, 3]);
});
