/** The inputs as the server offers them: knobs, and the quotas they stay within. */

export type KnobGroup =
  | "Load"
  | "Function"
  | "Concurrency"
  | "Event source"
  | "Queue"
  | "Failure"
  | "Cost"
  | (string & {});

export type KnobKind =
  | "number"
  | "integer"
  | "duration"
  | "rate"
  | "size"
  | "percent"
  | "choice"
  | "toggle"
  | (string & {});

/** What a knob holds, in base units: seconds, 1/s, fractions, megabytes. `null` is off. */
export type KnobValue = number | string | boolean | null | readonly unknown[] | Readonly<Record<string, unknown>>;

export interface Knob {
  readonly path: string;
  readonly component: string;
  readonly group: KnobGroup;
  readonly label: string;
  /** What the part of a list is called that it belongs to: a subscription by its target. */
  readonly part?: string;
  readonly aws_name: string | null;
  readonly kind: KnobKind;
  readonly unit: string | null;
  /** What the scenario says. */
  readonly value: KnobValue;
  /** What AWS (or the model) takes when a scenario says nothing: the tick on the slider. */
  readonly default: KnobValue;
  /** The slider's ends. */
  readonly min: number | null;
  readonly max: number | null;
  /** What may be typed. */
  readonly hard_min?: number | null;
  readonly hard_max?: number | null;
  readonly step: number | null;
  readonly scale: "linear" | "log";
  readonly nullable: boolean;
  readonly choices: readonly (string | number)[] | null;
  readonly meaning: string;
  readonly assumed: boolean;
  readonly source: string | null;
  /** What its quota row notes: why an assumed value is what it is. */
  readonly note?: string | null;
  readonly changed: boolean;
}

/** A knob that a scenario names for its question; `label` and `why` may be empty. */
export interface KnobOfInterest {
  readonly path: string;
  readonly label: string;
  readonly why: string;
}

/** A row of the run's quota profile. */
export interface QuotaRow {
  readonly key: string;
  readonly title: string;
  readonly value: number | string | boolean;
  readonly unit: string;
  readonly scope: string;
  readonly source: string;
  readonly date: string;
  /** H, M, L or R: how sure the source is. */
  readonly confidence: string;
  readonly assumed: boolean;
  readonly note?: string;
  /** The scenario says another value than the profile. */
  readonly overridden?: boolean;
}
