import { describe, expect, it } from "vitest";
import { Execution } from "../../core/executions";
import { executionFall } from "./execution";
import { stepsOf } from "./from-history";
import told from "./histories.json";

describe("executions as reports tell them (tests/reporting/test_execution_life.py reads the same file)", () => {
  it.each(told.map((one) => [one.name, one] as const))("%s", (_, one) => {
    const execution = new Execution(7);
    for (const [, id, previous, t, type, state, details] of one.rows as [number, number, number, number, string, number, string][]) execution.add({ id, previous, t, type, state, details });
    const states = one.states.map((state) => ({ ...state, path: "", parent: -1, next: [] }));
    const fall = executionFall(stepsOf("saga", execution), one.until, states);
    expect(fall.phases.map((p) => [p.attempt, p.words, p.kind, p.begins, p.ends, p.failed ?? false, p.open ?? false])).toEqual(one.phases);
    expect([fall.fate.replace("processed", "succeeded"), fall.attempts]).toEqual([one.fate, one.attempts]);
  });
});
