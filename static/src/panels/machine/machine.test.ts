import { describe, expect, it } from "vitest";
import type { Machine } from "../../core/machine";
import { Total } from "../../core/state-counts";
import { chain, randomMachine } from "../../core/testing/machines";
import { Store } from "../../core/store";
import { columns, SAGA, SAGA_HEADER, sagaStore, TOPOLOGY } from "../../core/testing/machine";
import { described } from "../../core/testing/scene";
import { asideOf, MOST_BENDS, spansOf } from "./aside";
import { figuresOf } from "./figures";
import { scaleWords } from "./index";
import { arranged, layoutOf, MOST_DRAWN, neighbour, order } from "./graph";
import { Shares, sharesOf } from "./shares";
import { Stream } from "./streams";
import { waysOf } from "./ways";

const ways = waysOf(SAGA);
const named = (way: (typeof ways)[number]): string => `${way.from}>${way.to}`;

describe("the numbers of a state", () => {
  it("are how many were stopped in it, too: who came and is nowhere else", () => {
    const store = new Store({ ...described(TOPOLOGY), machines: { saga: SAGA } }, 3);
    store.setHeader({ ...SAGA_HEADER, duration_s: 3 });
    const states = columns([{ bin: 0, state: 5, entered: 9, failed: 3, retried: 2, caught: 1, succeeded: 1, running: 7 }, { bin: 1, state: 5, running: 2 }, { bin: 1, state: 4, entered: 2, succeeded: 2 }]);
    store.add({ v: 1, n: 0, t0: 0, t1: 3, series: {}, counters: {}, states: { saga: states } });
    const stopped = [1, 2, 3].map((t) => figuresOf(store, "saga", 5, t).aborted);
    expect([...stopped, figuresOf(store, "saga", 4, 3).aborted, figuresOf(store, "saga", 0, 3).aborted]).toEqual([0, 5, 5, 0, 0]);
  });
});

describe("the ways of a machine", () => {
  it("begin, end, and lead into what holds other states and out of it", () => {
    expect(ways.map(named)).toEqual(["start>s0", "s0>s1", "s1>s2", "s1>s8", "s2>s3", "s2>s7", "x3>s6", "s3>s4", "s3>s5", "s4>x3", "s5>x3", "s6>end", "s7>s1", "s8>s9", "s9>end"]);
  });
  it("end with what fails, and within a Parallel state lead nowhere from there", () => {
    const state = (number: number, type: string, parent: number, to: readonly number[] = []): Machine["states"][number] => ({ number, name: `S${number}`, type, path: "", parent, start: true, next: to.map((one) => ({ to: one, kind: "branch", label: "" })) });
    const machine: Machine = { workflow: "EXPRESS", states: [state(0, "Parallel", -1, [1, 2]), state(1, "Fail", 0), state(2, "Pass", 0)] };
    expect(waysOf(machine).map(named)).toEqual(["start>s0", "s0>s1", "s0>s2", "x0>end", "s2>x0"]);
  });
  it("are each taken as often as the counts at their ends say", () => {
    const shares = new Shares("saga", SAGA, ways);
    shares.read(sagaStore());
    const taken = Object.fromEntries(ways.map((way, i) => [named(way), shares.totals[i]!.all]));
    expect(taken).toEqual({
      "start>s0": 4, "s0>s1": 4, "s1>s2": 3, "s1>s8": 1, "s2>s3": 2, "s2>s7": 1, "x3>s6": 1, "s3>s4": 2, "s3>s5": 2, "s4>x3": 2, "s5>x3": 1,
      "s6>end": 1, "s7>s1": 0, "s8>s9": 1, "s9>end": 1,
    });
    expect(sharesOf(SAGA, ways).guessed.size).toBe(0);
  });
  it("read another run anew, and one that grows frame by frame", () => {
    const shares = new Shares("saga", SAGA, ways);
    shares.read(sagaStore().begun(1));
    expect(shares.totals[1]!.all).toBe(3);
    shares.read(sagaStore());
    expect(shares.totals[1]!.all).toBe(4);
    shares.read(sagaStore().begun(1));
    expect(shares.totals[1]!.all).toBe(3);
  });
  it("share out what nobody can know: two choices between the same two states", () => {
    const choice = (number: number): Machine["states"][number] => ({ number, name: `C${number}`, type: "Choice", path: "", parent: -1, start: number === 0, next: [{ to: 2, kind: "choice", label: "" }, { to: 3, kind: "default", label: "" }] });
    const end = (number: number): Machine["states"][number] => ({ number, name: `E${number}`, type: "Succeed", path: "", parent: -1, next: [] });
    const machine: Machine = { workflow: "EXPRESS", states: [choice(0), choice(1), end(2), end(3)] };
    const { sums, guessed } = sharesOf(machine, waysOf(machine));
    expect(guessed.size).toBe(1);
    expect(sums.filter((sum) => sum.size === 0)).toEqual([]);
  });
});

describe("what is on its way", () => {
  const total = new Total();
  total.add(1, 4);
  const stream = new Stream("busy", [[0, 0], [100, 0], [100, 100]], () => total);
  stream.read({ binS: 1 } as never);
  it("is where it is by simulated time alone", () => {
    // They left at 1.25, 1.5, 1.75 and 2; each takes two seconds.
    expect(stream.positions(2.25, 2, 1)).toEqual([0.125, 0.25, 0.375, 0.5]);
    expect(stream.positions(3.6, 2, 2)).toEqual([0.8]);
    expect(stream.positions(1, 2, 1)).toEqual([]);
    expect(stream.underWay(2.25, 0.5)).toBe(1);
  });
  it("goes along the line", () => {
    expect([0, 0.25, 0.5, 0.75, 1].map((share) => stream.point(share))).toEqual([[0, 0], [50, 0], [100, 0], [100, 50], [100, 100]]);
  });
});

describe("the picture of a machine", () => {
  const inside = (a: { x: number; y: number; width: number; height: number }, b: typeof a): boolean =>
    a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
  it.each(["LR", "TB"] as const)("has states beside each other, and branches in their frame (%s)", (direction) => {
    const map = arranged(SAGA, direction);
    const [frame] = map.frames;
    expect(frame!.state.name).toBe("Fan");
    const within = map.places.filter((place) => inside(place, frame!)).map(({ stop }) => stop);
    expect(within.sort()).toEqual(["s3", "s4", "s5", "x3"]);
    const overlapping = map.places.flatMap((a, i) => map.places.slice(i + 1).filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height));
    expect(overlapping).toEqual([]);
    expect(map.routes.every(({ points }) => points.length >= 2 && points.every(([x, y]) => x >= 0 && y >= 0 && x <= map.width && y <= map.height))).toBe(true);
  });
  it("is drawn of any machine: all within its frame, nothing over another, every way from end to end", () => {
    for (let seed = 1; seed <= 12; seed++) {
      const machine = randomMachine(seed);
      const map = arranged(machine, seed % 2 ? "LR" : "TB");
      expect(map.places.filter(({ state }) => state).map(({ state }) => state!.number).sort((a, b) => a - b)).toEqual(machine.states.map(({ number }) => number));
      const overlapping = map.places.flatMap((a, i) => map.places.slice(i + 1).filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height));
      expect(overlapping, String(seed)).toEqual([]);
      const outside = map.frames.flatMap((frame) => map.places.filter(({ state, ...place }) => state?.parent === frame.state.number && !inside(place, frame)));
      expect(outside, String(seed)).toEqual([]);
      expect(map.routes.filter(({ points }) => points.length < 2 || points.flat().some((n) => !Number.isFinite(n))), String(seed)).toEqual([]);
    }
  });
  it("of one with many states that lead far takes lanes: few ways are laid out past others", () => {
    const machine = chain(60);
    const edges = waysOf(machine).map(({ from, to }) => ({ from, to }));
    const [spans, aside] = [spansOf(edges), asideOf(edges)];
    const past = (some: readonly number[]): number => some.reduce((sum, span) => sum + Math.max(0, span - 1), 0);
    // 58 lead to the last state, past 58 others to one.
    expect(past(spans)).toBe((58 * 59) / 2);
    expect(past(spans.filter((_, i) => !aside.has(i)))).toBeLessThanOrEqual(MOST_BENDS);
    for (const direction of ["LR", "TB"] as const) {
      const map = arranged(machine, direction);
      const overlapping = map.places.flatMap((a, i) => map.places.slice(i + 1).filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height));
      expect(overlapping).toEqual([]);
      expect(map.routes.every(({ points }) => points.length >= 2 && points.every(([x, y]) => x >= 0 && y >= 0 && x <= map.width && y <= map.height))).toBe(true);
      // All in the lane of the one state that they lead to.
      const side = direction === "LR" ? 1 : 0;
      expect(new Set([...aside].map((i) => map.routes[i]!.points[1]![side])).size).toBe(1);
    }
  });
  it("lays few states out as ever, and leads loops aside no sooner than other ways", () => {
    expect(asideOf(waysOf(SAGA))).toEqual(new Set());
    expect(spansOf([{ from: "a", to: "b" }, { from: "b", to: "c" }, { from: "c", to: "a" }, { from: "c", to: "c" }])).toEqual([1, 1, 2, 0]);
  });
  it("of too many states is none", () => {
    expect([layoutOf(chain(MOST_DRAWN), 800, 420).places.length, layoutOf(chain(MOST_DRAWN + 1), 800, 420).places.length]).toEqual([MOST_DRAWN + 2, 0]);
  });
  it("stands upright where it is narrow", () => {
    expect([layoutOf(SAGA, 358, 420).direction, layoutOf(SAGA, 4000, 420).direction]).toEqual(["TB", "LR"]);
  });
  it("is walked through with arrow keys", () => {
    const map = arranged(SAGA, "TB");
    expect(order(map)[0]!.state!.name).toBe("Reserve");
    expect(neighbour(map, 0, "ArrowDown")).toBe(1);
    expect(neighbour(map, 1, "ArrowUp")).toBe(0);
    expect(neighbour(map, 0, "ArrowUp")).toBeNull();
  });
});

describe("what a mark stands for", () => {
  it("is told of troubles by their names: in a storm they are not rare", () => {
    const scales = { common: 10, rare: 1000 };
    expect(scaleWords({ scales, rareInSight: new Set(["retry", "err"] as const) })).toBe("1 mark = 10 executions, failed and retried 1,000");
    expect(scaleWords({ scales, rareInSight: new Set() })).toBe("1 mark = 10 executions");
    expect(scaleWords({ scales: { common: 1, rare: 1 }, rareInSight: new Set(["err"] as const) })).toBe("1 mark = 1 execution");
  });
});
