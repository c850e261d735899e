import { describe, expect, it } from "vitest";
import { SAGA, sagaStore, TOPOLOGY } from "../../core/testing/machine";
import { described } from "../../core/testing/scene";
import { Scene } from "../../core/scene";
import type { StoryRow } from "../../core/types";
import { Execution } from "../../core/executions";
import { executionFall } from "./execution";
import { stepsOf } from "./from-history";
import { followedWords, sharedNames, StoryBook, storySentence, waterfallOf } from "./stories";

const SCENE = new Scene({ ...described(TOPOLOGY), machines: { saga: SAGA } });

function rows(...steps: readonly (readonly [number, string, number?, number?])[]): StoryRow[] {
  return steps.map(([t, name, a = 0, b = 0]) => [t, 7, name, "saga", a, b]);
}

const DECLINED = rows(
  [1, "execution-started"], [1, "state-entered", 0], [1, "attempt", 0, 1], [1.4, "state-exited", 0],
  [1.4, "state-entered", 1], [1.4, "attempt", 1, 1], [2, "attempt-failed", 1, 1], [2, "retry-waits", 1, 3], [3, "attempt", 1, 2], [3.5, "attempt-failed", 1, 2], [3.5, "caught", 1, 8], [3.5, "state-exited", 1],
  [3.5, "state-entered", 8], [3.5, "state-exited", 8], [3.5, "state-entered", 9], [3.5, "execution-ended", 1],
);
const said = (fall: ReturnType<typeof executionFall>): string[] => fall.phases.map((p) => `${p.attempt} ${p.words} ${p.begins}${p.ends > p.begins ? `-${p.ends}` : ""}${p.failed ? " failed" : ""}${p.open ? " open" : ""}`);

describe("a followed execution", () => {
  it("goes through its states, with attempts, waits and what was caught", () => {
    const fall = executionFall(DECLINED, 9, SAGA.states);
    expect(fall).toMatchObject({ fate: "failed", begins: 1, ends: 3.5, attempts: 2 });
    expect(said(fall)).toEqual([
      "1 Reserve 1-1.4", "2 Charge 1.4-2 failed", "2 Failed: Charge 2", "2 Charge: waits to be tried again 2-3", "2 Charge, attempt 2 3-3.5 failed",
      "2 Failed: Charge, attempt 2 3.5", "2 Caught: goes on with Undo 3.5", "3 Undo 3.5", "4 <b>Failed</b> 3.5", "4 Execution: failed 3.5",
    ]);
  });
  it("is under way as far as the data goes, in several branches", () => {
    const fall = executionFall(rows([0, "execution-started"], [0, "state-entered", 3], [0, "state-entered", 4], [0, "state-entered", 5], [2, "state-exited", 5]), 4, SAGA.states);
    expect(fall.fate).toBe("under way");
    expect(said(fall)).toEqual(["1 Fan 0-4 open", "2 Mail 0-4 open", "3 Ship 0-2"]);
  });
  it("is told in a sentence, among the messages of the run", () => {
    const book = new StoryBook();
    book.readRun(sagaStore());
    expect(book.all().map((one) => [one.key, one.rows.length])).toEqual([["saga/1", 11], ["saga/2", 5]]);
    expect(followedWords(book.all())).toBe("2 executions");
    const story = { ...book.get("saga/1")!, id: 7, rows: DECLINED };
    expect(storySentence(story, waterfallOf(story, 9), SCENE)).toBe("Execution 7 of Saga: from 0:01.00, 4 states, 2 attempts failed, 1 error caught; failed after 2.5 s. Longest: Charge: waits to be tried again, 1 s.");
  });
  it("has a name that is not its machine's alone, where another numbers its own, too", () => {
    const story = (component: string, id: number) => ({ key: `${component}/${id}`, id, component, noun: { noun: "Execution", first: 0 }, rows: DECLINED });
    expect([...sharedNames([story("a", 1), story("b", 2), story("b", 1), story("a", 3), story("a", 2)])]).toEqual(["Execution 1", "Execution 2"]);
    expect(sharedNames([story("a", 1), story("a", 2)]).size).toBe(0);
  });
  it("of which not all is kept has an end, and what is not kept is no state's", () => {
    const execution = new Execution(7);
    const add = (id: number, t: number, type: string, state: number): void => execution.add({ id, previous: id - 1, t, type, state, details: "" });
    add(1, 1, "ExecutionStarted", -1);
    add(2, 1, "TaskStateEntered", 1);
    add(3, 2, "TaskScheduled", 1);
    add(4, 2, "TaskStarted", 1);
    add(9, 60, "ExecutionSucceeded", -1);
    const fall = executionFall(stepsOf("saga", execution), 99, SAGA.states);
    expect(fall).toMatchObject({ fate: "processed", ends: 60 });
    expect(said(fall)).toEqual(["1 Charge 2 open", "1 4 events that are not kept 2-60", "1 Execution: succeeded 60"]);
    expect([execution.status, execution.lasted(99)]).toEqual(["SUCCEEDED", 59]);
  });
  it("is read from its history: attempts, waits between them, and where an error was caught", () => {
    const execution = new Execution(7);
    const events: readonly [number, string, number, number?][] = [
      [1, "ExecutionStarted", -1], [1, "TaskStateEntered", 1], [1, "TaskScheduled", 1], [1, "TaskStarted", 1], [2, "TaskFailed", 1], [3, "TaskScheduled", 1], [3, "TaskStarted", 1], [4, "TaskTimedOut", 1],
      [4, "TaskStateExited", 1], [4, "PassStateEntered", 8, 9], [4, "PassStateExited", 8], [4, "FailStateEntered", 9], [4, "ExecutionFailed", -1],
    ];
    events.forEach(([t, type, state, previous], i) => execution.add({ id: i + 1, previous: previous ?? i, t, type, state, details: "" }));
    const told = stepsOf("saga", execution).map(([t, , step, , a, b]) => `${t} ${step} ${String(a)} ${String(b)}`);
    expect(told).toEqual([
      "1 execution-started 0 0", "1 state-entered 1 0", "1 attempt 1 1", "2 attempt-failed 1 1", "2 retry-waits 1 3", "3 attempt 1 2", "4 attempt-failed 1 2", "4 state-exited 1 0",
      "4 caught 1 8", "4 state-entered 8 0", "4 state-exited 8 0", "4 state-entered 9 0", "4 execution-ended 1 0",
    ]);
  });
});
