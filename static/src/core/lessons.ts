/** Lessons as the server tells them (docs/reference/lesson-format.md), and what a run says of one. */
import { formatTime } from "./format";
import type { JudgedGoal } from "./goals";
import type { Insight } from "./insight";
import type { Inputs } from "./inputs";
import { keepValue, recallKept } from "./kept";
import type { RunStore } from "./panel";
import type { Answer, Predict } from "./predictions";
import type { Flag } from "./types";

export type Anchor =
  | { readonly t: number }
  | { readonly flag: string; readonly component: string; readonly nth: number }
  | { readonly insight: string; readonly component: string; readonly nth: number };

export interface Claim {
  readonly id: string;
  readonly words: string;
}

export interface Task {
  readonly words: string;
  readonly hint: string;
  readonly goals: readonly string[];
  readonly knobs: readonly string[];
}

export interface Step {
  readonly id: string;
  readonly title: string;
  /** Of the server's making, from Markdown without HTML; what stands below the question comes after it. */
  readonly html: string;
  readonly after_html?: string;
  readonly anchor: Anchor | null;
  readonly focus: string | null;
  readonly rule: { readonly text: string; readonly url: string; readonly date: string } | null;
  readonly predict: Predict | null;
  readonly claims: readonly Claim[];
  readonly task: Task | null;
}

interface Neighbour {
  readonly id: string;
  readonly title: string;
}

export interface Lesson {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly summary: string;
  readonly url: string;
  readonly previous: Neighbour | null;
  readonly next: Neighbour | null;
  readonly steps: readonly Step[];
  /** The scenario's id; the lesson's own run, and what that was asked for with. */
  readonly scenario: string;
  readonly run: string;
  readonly inputs: Inputs;
}

export interface ClaimTold {
  readonly id: string;
  readonly status: "passed" | "failed" | "no data";
  readonly seen: string;
  /** From when on it is known; null: at the end. */
  readonly settled_s: number | null;
}

export interface TaskTold {
  readonly status: "reached" | "not yet" | "no data" | "other knobs";
  readonly reached: boolean;
  readonly goals: readonly JudgedGoal[];
  readonly changed: readonly string[];
}

/** GET /api/runs/<id>/lesson?lesson=<id> */
export interface LessonTold {
  readonly run: string;
  readonly own: boolean;
  readonly claims: readonly ClaimTold[];
  readonly answers: Readonly<Record<string, Answer & { readonly no_data?: string }>>;
  readonly anchors: Readonly<Record<string, number | null>>;
  readonly tasks: Readonly<Record<string, TaskTold>>;
}

// --- when a step is -----------------------------------------------------------------------

/** The run as far as it was received. */
export interface Found {
  readonly store: Pick<RunStore, "flags" | "durationS">;
  /** Null as long as it is not over. */
  readonly insights: readonly Insight[] | null;
  readonly over: boolean;
}

export type Moment = { readonly t: number } | { readonly waits: true } | { readonly none: true };

/** Where a step is in the run that is shown: what happens there may happen at another time, or not at all. */
export function momentOf(anchor: Anchor, { store, insights, over }: Found): Moment {
  if ("t" in anchor) return { t: Math.min(anchor.t, store.durationS) };
  const times = "flag" in anchor ? flagged(store.flags, anchor.flag, anchor.component) : (insights ?? []).filter(({ id, component }) => id === anchor.insight && component === anchor.component).map(({ t }) => t);
  const t = times[anchor.nth - 1];
  if (t !== undefined) return { t };
  return over ? { none: true } : { waits: true };
}

const flagged = (flags: readonly Flag[], kind: string, of: string): number[] => flags.filter((flag) => flag.kind === kind && flag.component === of).map(({ t_s: t }) => t);

/** What an anchor waits for, in words; `what` is how the run's panels call it. */
export function anchorInWords(anchor: Anchor, what: string, moment: Moment): string {
  if ("t" in anchor && "t" in moment) return `At ${formatTime(moment.t, 0)}`;
  if ("t" in moment) return `${what}: at ${formatTime(moment.t, 1)}`;
  if ("waits" in moment) return `${what}: the playhead goes there when it comes`;
  return `${what}: that does not happen in this run, so there is no moment to go to`;
}

// --- what is hidden -----------------------------------------------------------------------

/** From when on the run is hidden at a step: from what its own questions, or earlier ones that are still
 *  open, ask about; before a later question from there on, but not what this lesson has shown already. */
export function hiddenAt(steps: readonly Step[], at: number, isOpen: (question: Predict) => boolean, anchorS: (step: Step) => number | null): number | null {
  const asked = steps.map(({ predict }) => (predict && isOpen(predict) ? predict : null));
  const now = asked.slice(0, at + 1).filter((one) => one !== null).map(({ t0 }) => t0);
  if (now.length > 0) return Math.min(...now);
  const later = asked.slice(at + 1).filter((one) => one !== null).map(({ t0 }) => t0);
  if (later.length === 0) return null;
  const seen = steps.slice(0, at + 1).flatMap((step) => [anchorS(step) ?? 0, step.predict && !isOpen(step.predict) ? step.predict.t1 : 0]);
  return Math.max(Math.min(...later), ...seen);
}

/** The first step up to this one whose question is open; -1 for none. */
export function openUpTo(steps: readonly Step[], at: number, isOpen: (question: Predict) => boolean): number {
  return steps.slice(0, at + 1).findIndex(({ predict }) => predict !== null && isOpen(predict));
}

// --- claims -------------------------------------------------------------------------------

const NEAR_S = 0.05;

/** Whether the playhead has come to where a claim is known; `t` is null where no playhead is on that run. */
export function isKnown({ settled_s: at }: ClaimTold, t: number | null, durationS: number): boolean {
  return t === null || t >= (at ?? durationS) - NEAR_S;
}

// --- where somebody is --------------------------------------------------------------------

const placeOf = (lesson: string): string => `windtunnel.lesson-at.${lesson}`;

/** The step that this browser was at last; the rest of how far one is: core/progress. */
export function recallPlace(lesson: string): string | null {
  return recallKept(placeOf(lesson));
}

export function keepPlace(lesson: string, step: string | null): void {
  keepValue(placeOf(lesson), step);
}
