/** What is said in a class, docs/reference/protocol.md. */
import type { Predict, Prediction } from "../predictions";

export type Role = "follower" | "stage" | "console";
export type Mode = "following" | "exploring" | "fork";

/** A question to all, without text that is HTML. */
export type Question = Omit<Predict, "reveal_html">;

export interface Round {
  readonly n: number;
  readonly question: Question;
  readonly revealed: boolean;
}

/** Where the teacher looks. `h` is the address's fragment, `age` how many seconds ago it was said. */
export interface TeachersView {
  readonly run: string | null;
  readonly h: string;
  readonly t: number;
  readonly p: boolean;
  readonly v: number | "max";
  readonly age?: number;
}

export interface Stage {
  readonly frozen: boolean;
  readonly anonymous: boolean;
  readonly lesson: string | null;
  readonly timer_ends_ms: number | null;
  readonly round: Round | null;
  /** Whether the teacher is here. */
  readonly teacher: boolean;
}

/** What all predict together. */
export interface Tally {
  readonly round: number;
  readonly kind: Question["kind"];
  readonly count: number;
  readonly options?: readonly number[];
  readonly bars?: readonly number[];
  readonly low?: number;
  readonly high?: number;
  readonly median?: number | null;
  /** Lines that pass a cell, rows from 0 up, columns from t0 to t1. */
  readonly density?: readonly (readonly number[])[];
  readonly top?: number;
  readonly middle?: readonly number[];
}

export interface Roster {
  readonly here: number;
  readonly polling: number;
  readonly names: readonly string[];
  readonly modes: Readonly<Record<Mode, number>>;
}

export interface Welcome {
  readonly seat: string | null;
  readonly name: string;
  readonly answer: Prediction | null;
  readonly now_ms: number;
  readonly ends_ms: number;
  readonly beat_s: number;
}

/** What the console asks of the stage. */
export interface Go {
  readonly do: "play" | "pause" | "back" | "on" | "step";
  readonly step: string | null;
  /** Of the stage that is to do it; null: whichever there is. */
  readonly page: string | null;
}

/** Which of the teacher's pages leads; null: whichever says where it looks. */
export interface Lead {
  readonly page: string | null;
}

export interface Messages {
  readonly welcome: Welcome;
  readonly view: TeachersView;
  readonly stage: Stage;
  readonly result: Tally;
  readonly tally: Tally;
  readonly roster: Roster;
  readonly notes: { readonly notes: string };
  readonly go: Go;
  readonly lead: Lead;
  readonly over: { readonly what: string };
}

export type Said = { readonly type: string; readonly n?: number; readonly id?: number | null } & Readonly<Record<string, unknown>>;
