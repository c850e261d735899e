/** Executions that two runs follow: which differ, by how much, and how they are told. */
import { expect, it, vi } from "vitest";
import type { HistoryRow } from "../../core/machine";
import { Store } from "../../core/store";
import { SAGA, TOPOLOGY } from "../../core/testing/machine";
import { described } from "../../core/testing/scene";
import type { FramePayload, Header } from "../../core/types";
import { executionsApart, executionsTable } from "./executions";

const HEADER = { ...described(TOPOLOGY), machines: { saga: SAGA }, duration_s: 100, bin_s: 1, frame_s: 100 } as unknown as Header;

/** [number, began, ended, how] */
type Told = readonly [number, number, number, string];

function run(...told: readonly Told[]): Store {
  const store = new Store(HEADER, 100);
  store.setHeader(HEADER);
  const rows = told.flatMap(([number, began, ended, how]): HistoryRow[] => [
    [number, 1, 0, began, "ExecutionStarted", -1, ""], ...(how ? [[number, 2, 1, ended, how, -1, ""] as const] : [])]);
  store.add({ v: 1, n: 0, t0: 0, t1: 100, series: {}, counters: {}, histories: { saga: rows } } as unknown as FramePayload);
  return store;
}

const was = run([1, 0, 2, "ExecutionSucceeded"], [2, 1, 3, "ExecutionSucceeded"], [3, 2, 4, "ExecutionSucceeded"], [4, 3, 5, "ExecutionSucceeded"], [6, 40, 0, ""]);
const now = run([1, 0, 2.0001, "ExecutionSucceeded"], [2, 1, 13, "ExecutionSucceeded"], [3, 2, 4, "ExecutionFailed"], [5, 3, 9, "ExecutionSucceeded"], [6, 40, 70, "ExecutionTimedOut"]);

it("those of another end come first, then those that took longest more or less", () => {
  expect(executionsApart([was, now]).map(({ id, was: before, now: [after] }) => `${id}: ${before}, now ${after!}`)).toEqual([
    "3: succeeded after 2 s, now failed after 2 s", "6: running for 60 s, now timed out after 30 s", "2: succeeded after 2 s, now succeeded after 12 s",
  ]);
  expect(executionsApart([was, was])).toEqual([]);
  expect(executionsApart([now])).toEqual([]);
});

it("of one that a run does not follow it is said, where another one differs", () => {
  const third = run([2, 1, 3, "ExecutionSucceeded"]);
  expect(executionsApart([was, now, third]).map(({ id, now: ends }) => [id, ...ends])).toEqual([
    [3, "failed after 2 s", "not followed there"], [6, "timed out after 30 s", "not followed there"], [2, "succeeded after 12 s", "succeeded after 2 s"],
  ]);
});

it("their table opens them, and there is none of nothing", () => {
  const open = vi.fn();
  const table = executionsTable(executionsApart([was, now]), ["A", "B"], was, open)!;
  const cells = [...table.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent).join(" | "));
  expect(cells[2]).toBe("Execution 2 of Saga | succeeded after 2 s | succeeded after 12 s");
  table.querySelectorAll("button")[1]!.click();
  expect(open).toHaveBeenCalledWith(1);
  expect(executionsTable([], ["A", "B"], was, open)).toBeNull();
});
