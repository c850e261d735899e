import { describe, expect, it } from "vitest";
import { Execution } from "./executions";
import { StateCounts, Total } from "./state-counts";
import { columns } from "./testing/machine";

describe("a total that is told by bins", () => {
  const total = new Total();
  total.add(2, 4);
  total.add(5, 10);
  it("is known at the ends of bins, and grows evenly inside them", () => {
    expect([1, 2, 4, 5, 9].map((bin) => total.until(bin))).toEqual([0, 4, 4, 14, 14]);
    expect([2, 3, 5].map((bin) => total.within(bin))).toEqual([4, 0, 10]);
    expect([0, 2.5, 4, 5.5, 99].map((t) => total.at(t, 1))).toEqual([0, 2, 4, 9, 14]);
    expect(total.at(5, 2)).toBe(2);
  });
  it("says when one was counted", () => {
    expect([1, 4, 5, 14].map((k) => total.when(k, 1))).toEqual([2.25, 3, 5.1, 6]);
    expect(total.when(15, 1)).toBeNaN();
  });
});

it("tells how many are in a state, and how long one stays by Little's law", () => {
  const counts = new StateCounts();
  counts.add(columns([{ bin: 0, state: 3, entered: 4, running: 4 }, { bin: 1, state: 3, entered: 0, running: 2, succeeded: 2 }, { bin: 4, state: 3, running: 0, succeeded: 2 }]));
  expect([0, 1, 3, 4].map((bin) => counts.running(3, bin))).toEqual([4, 2, 2, 0]);
  // Four for one bin, two for three more: ten bins for four that came.
  expect(counts.stayS(3, 4, 2)).toBe(5);
  expect(counts.stayS(0, 4, 1)).toBeNaN();
});

it("finds an event by its id, where some are left out", () => {
  const execution = new Execution(1);
  for (const id of [1, 2, 5]) execution.add({ id, previous: 0, t: id, type: "TaskStateEntered", state: 0, details: "" });
  expect([0, 1, 2, 3, 5, 6].map((id) => execution.place(id))).toEqual([-1, 0, 1, -1, 2, -1]);
  expect([0.5, 2, 4.9, 5].map((t) => execution.until(t))).toEqual([0, 2, 2, 3]);
});
