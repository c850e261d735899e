/** What the server is asked over HTTP, and answers. */
import type { RunState } from "./told";

export interface Check {
  readonly id: string;
  readonly severity: "error" | "warning";
  readonly path: string;
  readonly message: string;
  readonly hint: string;
}

export interface ApiError {
  readonly what: string;
  readonly where?: string;
  readonly allowed?: string;
  readonly hint?: string;
}

export interface RunRequest {
  readonly scenario?: string;
  readonly document?: unknown;
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly profile: string;
  /** The run whose frames are shared up to where the interventions part. */
  readonly parent?: string;
}

export interface RunCreated {
  readonly id: string;
  readonly url: string;
  readonly state: RunState;
  /** Whose first frames it has, and how many; servers before this one do not say. */
  readonly parent?: string | null;
  readonly shared?: number;
}

/** How the columns of a trace are to be read, as far as it is not left to detection. */
export interface TraceColumns {
  readonly format?: string;
  readonly time_column?: string;
  readonly value_column?: string;
  readonly time_unit?: string;
  readonly cumulative?: boolean;
}

export interface TraceUploaded {
  readonly id: string;
  readonly total: number;
  readonly interval_s: number | null;
  readonly detected: readonly string[];
  /** From the beginning of the trace to its end, as recorded. */
  readonly span_s?: number | null;
  readonly name?: string;
  readonly columns?: TraceColumns;
}

/** The run a lab page was opened on, as the server knows it when it writes the page. */
export interface RunInfo {
  readonly id: string;
  readonly state: RunState;
  readonly seed: number;
  readonly profile: string;
  readonly overrides?: Readonly<Record<string, unknown>>;
  readonly queue?: number | null;
  readonly message?: string | null;
  readonly computed_s?: number | null;
  readonly result_url?: string | null;
  /** Whether this browser may cancel, resume, name, pin and delete it. */
  readonly yours?: boolean;
  /** That a person gave it; "" for none. */
  readonly name?: string;
  readonly pinned?: boolean;
  /** The run that it was made of, and how many of its first frames are that run's. */
  readonly parent?: string | null;
  readonly shared?: number;
  /** What was changed from the scenario as it is written, in words. */
  readonly changed?: string;
}

/** A run that this browser has looked at (GET /api/runs). */
export interface SeenRun {
  readonly id: string;
  readonly url: string;
  readonly state: RunState;
  readonly title: string;
  readonly name: string;
  readonly pinned: boolean;
  /** What was changed from the scenario as it is written, in words; "" for nothing. */
  readonly changed: string;
  readonly seed: number;
  readonly profile: string;
  readonly computed_s: number;
  readonly created: string;
  /** Whether this browser may name, pin and delete it. */
  readonly yours: boolean;
  /** Of one that waits, how many have their turn before it. */
  readonly queue: number | null;
}

/** A run and the runs around it (GET /api/runs/<id>/family), the root first. */
export interface Family {
  readonly run: string;
  readonly root: string;
  readonly runs: readonly FamilyMember[];
  /** Whether there are more. */
  readonly cut: boolean;
}

export interface FamilyMember {
  readonly id: string;
  readonly url: string;
  readonly parent: string | null;
  readonly shared: number;
  readonly state: RunState;
  readonly title: string;
  readonly name: string;
  readonly pinned: boolean;
  readonly frames: number;
  readonly computed_s: number;
  readonly changes: readonly Change[];
  /** All changes in one line: from the parent; of the root, from the scenario as written. */
  readonly label: string;
}

export interface Change {
  readonly path: string;
  readonly was: unknown;
  readonly now: unknown;
  readonly label: string;
}

/** What the server says of a run, as far as it is asked for. */
export interface KnownRun extends RunInfo {
  readonly scenario: string;
  readonly title: string;
}
