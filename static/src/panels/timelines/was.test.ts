import { describe, expect, it } from "vitest";
import { described, sceneOf } from "../../core/testing/scene";
import { Store } from "../../core/store";
import type { Header, Topology } from "../../core/types";
import { rowsFor } from "./rows";
import { wasAt, wasInWords, wasOver } from "./was";

const TOPOLOGY: Topology = {
  nodes: [{ id: "orders", type: "queue", title: "" }, { id: "esm", type: "event_source_mapping", title: "" }, { id: "a", type: "function", title: "" }],
  edges: [{ from: "orders", to: "esm", kind: "receive" }, { from: "esm", to: "a", kind: "invoke" }],
};

function run(visible: number[], throttles: number[], busy = throttles, binS = 1): Store {
  const store = new Store(described(TOPOLOGY), visible.length * binS);
  store.setHeader({ duration_s: visible.length * binS, bin_s: binS, frame_s: 1 } as Header);
  const series = { orders: { ApproximateNumberOfMessagesVisible: visible }, a: { Throttles: throttles, ConcurrentExecutions: busy } };
  store.add({ v: 1, n: 0, t0: 0, t1: visible.length * binS, series, counters: {} });
  return store;
}

const [concurrency, queue, throttles] = rowsFor(sceneOf(TOPOLOGY));

describe("what was", () => {
  const was = run([100, 200, 300, 900], [2, 2, 2, 2]);
  const now = run([100, 150, 100, 50], [4, 4, 0, 2]);
  const words = (found: ReturnType<typeof wasAt>): string => wasInWords(found!);
  it("stands beside the value at a moment, with the change and what that means", () => {
    expect(words(wasAt(queue!, now, was, 1.5))).toBe("was 200 · −50 better");
    expect(words(wasAt(throttles!, now, was, 0.5))).toBe("was 2/s · +2/s worse");
    expect(words(wasAt(queue!, now, was, 0.5))).toBe("was 100 · ±0");
    expect(words(wasAt(concurrency!, now, was, 0.5))).toBe("was 2 · +2");
  });
  it("is read over an interval as the run is: levels by their change, rates by their sum", () => {
    expect(words(wasOver(queue!, now, was, 0.5, 3.5))).toBe("was 800 · −850 better");
    expect(words(wasOver(throttles!, now, was, 3.5, 0.5))).toBe("was 8 · +2 worse");
  });
  it("is nothing where the other run has no data", () => {
    expect(wasAt(queue!, run([1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0]), was, 5)).toBeNull();
    expect(wasAt(queue!, now, new Store(described(TOPOLOGY), 4), 1)).toBeNull();
  });
  it("has a change even where the bins are of other lengths", () => {
    expect(words(wasAt(throttles!, now, run([1, 1], [8, 8], [8, 8], 2), 0.5))).toBe("was 4/s · ±0");
  });
});
