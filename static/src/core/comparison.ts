/** What the server says of two runs side by side: windtunnel.comparison/1. */

export type Verdict = "better" | "worse" | "same" | "";

export interface Outcome {
  readonly component: string;
  readonly name: string;
  readonly unit: string;
  readonly was: number | null;
  readonly now: number | null;
  readonly better: "" | "more" | "less";
  readonly change: number | null;
  readonly verdict: Verdict;
}

export interface MessageFate {
  readonly end: string;
  readonly t_s: number;
  readonly after_s: number;
  readonly attempts: number;
}

export interface TwoFates {
  readonly component: string;
  readonly id: number;
  readonly change_s: number;
  readonly was: MessageFate;
  readonly now: MessageFate;
}

export interface Parting {
  readonly t_s: number;
  readonly component: string;
  readonly metric: string;
  readonly was: number | null;
  readonly now: number | null;
}

export interface Comparison {
  readonly format: "windtunnel.comparison/1";
  readonly titles: readonly [string, string];
  readonly same: boolean;
  readonly same_scenario: boolean;
  readonly inputs: readonly { readonly path: string; readonly was: unknown; readonly now: unknown }[];
  readonly outcomes: readonly Outcome[];
  readonly parting: Parting | null;
  readonly messages: readonly TwoFates[];
}
