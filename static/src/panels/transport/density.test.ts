import { expect, it } from "vitest";
import { Store } from "../../core/store";
import { densityBars, densityPath } from "./density";

function store(totals: readonly number[]): Store {
  const made = new Store(undefined, totals.length);
  totals.forEach((events_total, n) => made.add({ v: 1, n, t0: n, t1: n + 1, series: {}, counters: {}, events_total }));
  return made;
}

it("shares the events of each frame out over the bars it covers", () => {
  const even = densityBars(store([10, 20, 30, 40]), 8);
  expect([...even]).toEqual([5, 5, 5, 5, 5, 5, 5, 5]);
  expect([...densityBars(store([10, 10, 40, 40]), 2)]).toEqual([10, 30]);
});

it("draws nothing where nothing happened", () => {
  expect(densityPath(store([0, 0]), 4)).toBe("");
  expect(densityPath(store([4, 4]), 2).match(/M/g)?.length).toBe(1);
});
