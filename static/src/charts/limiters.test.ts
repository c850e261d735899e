import { describe, expect, it } from "vitest";
import { hatching, patternOf } from "./patterns";
import { moment } from "./words";
import { limiterAt, limiterSentence, limiterSpans, roleOf, secondsBound } from "../core/limiters";
import { Store } from "../core/store";
import type { Header } from "../core/types";
import { described } from "../core/testing/scene";

const NAMES = ["upstream", "account concurrency", "reserved concurrency", "scaling rate", "maximum concurrency", "pollers", "in-flight messages", "requests per second", "managed environments"];

function run(values: (number | null)[], binS = 1): Store {
  const bins = values.length;
  const store = new Store(described({ nodes: [{ id: "worker", type: "function", title: "Worker" }], edges: [] }), bins * binS);
  const metrics = { LimitedBy: { unit: "Limit", label: "Limited by", statistic: "Most frequent", names: NAMES } };
  store.setHeader({ duration_s: bins * binS, bin_s: binS, frame_s: bins * binS, metrics } as unknown as Header);
  store.add({ v: 1, n: 0, t0: 0, t1: bins * binS, series: { worker: { LimitedBy: values } }, counters: {} });
  return store;
}

const bins = (n: number, value: (t: number) => number | null): (number | null)[] => Array.from({ length: n }, (_, t) => value(t));

describe("limiters", () => {
  it("are words at a moment, none where nothing limits", () => {
    const store = run([0, 2, 2, null]);
    expect([0.5, 1.5, 3.5].map((t) => limiterAt(store, "worker", t))).toEqual(["upstream", "reserved concurrency", null]);
    expect(limiterAt(store, "other", 1)).toBeNull();
  });
  it("join neighbouring bins", () => {
    expect(limiterSpans(run([2, 2, null, 2, 7, 7], 10), "worker")).toEqual([
      { name: "reserved concurrency", from: 0, to: 20 },
      { name: "reserved concurrency", from: 30, to: 40 },
      { name: "requests per second", from: 40, to: 60 },
    ]);
  });
  it("are told in one sentence", () => {
    const store = run(bins(600, (t) => (t >= 80 && t < 240 ? (t === 100 ? 0 : 2) : t < 40 ? 5 : 0)));
    expect(limiterSentence("Worker", store, "worker", moment)).toBe(
      "Worker: pollers bound from 0:00 to 0:40; reserved concurrency from 1:20 to 4:00.");
    expect(limiterSentence("Worker", run([0, 0]), "worker", moment)).toBe("Worker: nothing limited it but the lack of work.");
    expect(limiterSentence("Worker", run([null, null]), "worker", moment)).toBe("Worker: no limiter was binding.");
  });
  it("are counted in seconds", () => {
    expect(secondsBound(run([2, 2, 3, 0, 2], 5), "worker", 20)).toEqual([["reserved concurrency", 10], ["scaling rate", 5]]);
  });
  it("have a shape each", () => {
    expect(new Set(NAMES.map(patternOf)).size).toBe(NAMES.length);
    expect(NAMES.map(roleOf)).toEqual(["waits", "refuses", "refuses", "refuses", "holds", "holds", "holds", "refuses", "refuses"]);
    expect(hatching("rising", 0, 20, 10).d).toContain("M0 10L10 0");
  });
});
