/** The goals of a scenario: where they are drawn, and whether a run kept to them. */
import { signal, type Signal } from "@preact/signals-core";
import { hasResult, type Lab } from "./lab";

/** A bound of a level, in the unit of its series. */
export interface GoalLine {
  readonly value: number;
  readonly words: string;
}

export interface Goal {
  readonly path: string;
  readonly title: string;
  /** Whose number it is; "" where the whole run is meant. */
  readonly component: string;
  /** The series that its lines belong to; of durations, their name without a percentile. */
  readonly metric?: string;
  readonly lines?: readonly GoalLine[];
  /** The stretch that is meant; left out, that of the run. `at` its end alone. */
  readonly from_s?: number;
  readonly to_s?: number;
  readonly at?: boolean;
  /** By when something is to be done. */
  readonly moment_s?: number;
}

export type GoalStatus = "passed" | "failed" | "no data";

export interface JudgedGoal {
  readonly path: string;
  readonly title: string;
  readonly status: GoalStatus;
  /** The value as it is read. */
  readonly seen: string;
  readonly failed_at_s: number | null;
  readonly note: string;
}

/** windtunnel.verdict/1. */
export interface Verdict {
  readonly passed: boolean;
  readonly goals: readonly JudgedGoal[];
}

/** Who knows what came of a run's goals: the server, or the file that the run lies in. */
export interface Judge {
  verdict(run: string): Promise<Verdict>;
}

/** Verdicts of runs that have results, each asked for once; why there is none, where that is so. */
export class Verdicts {
  private readonly known = new Map<string, Signal<Verdict | string | null>>();

  constructor(private readonly judge: Judge) {}

  /** Null while there is nothing to judge, or it is asked for. */
  of(lab: Lab | null): Verdict | string | null {
    const [id, end] = [lab?.run.value ?? null, lab?.end.value ?? null];
    if (id === null || !end || !hasResult(end)) return null;
    // One that was stopped and goes on ends a second time.
    const key = `${id} ${end.state} ${end.last}`;
    const known = this.known.get(key) ?? this.ask(id);
    this.known.set(key, known);
    return known.value;
  }

  private ask(id: string): Signal<Verdict | string | null> {
    const found = signal<Verdict | string | null>(null);
    this.judge.verdict(id).then((verdict) => (found.value = verdict), (error: Error) => (found.value = error.message));
    return found;
  }
}

/** By goal, of a verdict that is there. */
export function byPath(verdict: Verdict | string | null): ReadonlyMap<string, JudgedGoal> {
  return new Map(verdict === null || typeof verdict === "string" ? [] : verdict.goals.map((one) => [one.path, one]));
}

export const MARKS: Readonly<Record<GoalStatus, string>> = { passed: "✓", failed: "✕", "no data": "–" };
export const MARKS_IN_WORDS: Readonly<Record<GoalStatus, string>> = { passed: "kept", failed: "broken", "no data": "no data" };

/** "2 of 3 goals kept, 1 without data". */
export function summed({ goals }: Verdict): string {
  const count = (status: GoalStatus): number => goals.filter((one) => one.status === status).length;
  const without = count("no data");
  return `${count("passed")} of ${goals.length} ${goals.length === 1 ? "goal" : "goals"} kept${without > 0 ? `, ${without} without data` : ""}`;
}
