/**
 * Questions whose answer is in a run, what somebody thinks the answer is, and the answer: of lessons,
 * of a class, or made up by whoever looks at the run. The answer is always read from the run.
 */
import type { RunStore } from "./panel";

export type PredictKind = "draw" | "number" | "choice";

/** Which number of a series answers a question that names no measure of a lesson. */
export type Statistic = "most" | "least" | "end" | "mean" | "total";

/** What the page reads from the series itself, where no lesson tells the answer. */
export type Asked = { readonly number: Statistic } | { readonly choice: "direction" };

export interface Predict {
  readonly id: string;
  readonly kind: PredictKind;
  readonly question: string;
  readonly component: string;
  readonly metric: string;
  /** What its numbers are: "", a word of what is counted, or a unit of `core/in-unit`. */
  readonly unit: string;
  /** The stretch that is asked about, simulated seconds: the run is hidden from its beginning on. */
  readonly t0: number;
  readonly t1: number;
  readonly options: readonly string[];
  /** Told after the answer; made by the server, of Markdown without HTML. */
  readonly reveal_html: string;
  /** Of a question that somebody made up. */
  readonly asked?: Asked;
}

/** A line is drawn with so many points at most. */
export const MOST_POINTS = 64;

export type Point = readonly [t: number, value: number];

export type Prediction =
  | { readonly kind: "draw"; readonly points: readonly Point[] }
  | { readonly kind: "number"; readonly value: number }
  /** Which of the options, from 0. */
  | { readonly kind: "choice"; readonly option: number };

/** As recorded: NaN where there is a gap. `until` is how far the run is known, where that is not to the end. */
export type Truth =
  | { readonly kind: "draw"; readonly series: readonly Point[]; readonly until: number | null }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "choice"; readonly option: number };

/** As the server tells the answer to a lesson's question (GET /api/runs/<id>/lesson). */
export interface Answer {
  readonly value?: number | null;
  readonly option?: number | null;
  readonly series?: readonly (readonly [number, number | null])[];
}

export const DIRECTIONS = ["It is higher at the end than before", "It is about the same at the end", "It is lower at the end than before"];

/** What was sent by somebody else, or kept in a browser: null where it does not answer the question. */
export function readPrediction(question: Predict, told: unknown): Prediction | null {
  if (told === null || typeof told !== "object" || (told as Prediction).kind !== question.kind) return null;
  const one = told as Prediction;
  if (one.kind === "number") return Number.isFinite(one.value) ? { kind: "number", value: one.value } : null;
  if (one.kind === "choice") return Number.isInteger(one.option) && one.option in question.options ? { kind: "choice", option: one.option } : null;
  return lineOf(question, one.points);
}

function lineOf({ t0, t1 }: Predict, told: unknown): Prediction | null {
  if (!Array.isArray(told) || told.length === 0 || told.length > MOST_POINTS) return null;
  const points = (told as unknown[]).map((point) => (Array.isArray(point) ? ([point[0], point[1]] as Point) : ([NaN, NaN] as Point)));
  const good = points.every(([t, value], i) => Number.isFinite(t) && Number.isFinite(value) && t >= t0 && t <= t1 && (i === 0 || t >= points[i - 1]![0]));
  return good ? { kind: "draw", points } : null;
}

/** The drawn line's height at t; before its first point and after its last one it goes on level. */
export function heightAt(points: readonly Point[], t: number): number {
  const after = points.findIndex(([at]) => at >= t);
  if (after < 0) return points.at(-1)?.[1] ?? NaN;
  const [t1, v1] = points[after]!;
  const before = points[after - 1];
  if (!before || t1 === t) return v1;
  const [t0, v0] = before;
  return v0 + ((v1 - v0) * (t - t0)) / (t1 - t0);
}

/** A series as it is asked about: what is counted in bins, a second. */
export function isRate(store: RunStore, metric: string): boolean {
  return store.header?.metrics?.[metric]?.statistic === "Sum";
}

/** What was recorded between two moments: a level where it was observed, at the ends of bins; of what is
 *  counted in a bin, or is of all of it, its middle. */
export function recorded(store: RunStore, { component, metric }: Pick<Predict, "component" | "metric">, from: number, to: number): Point[] {
  const series = store.series(component, metric);
  if (!series) return [];
  const { binS } = store;
  const [late, scale] = [store.isLevel(metric) ? 1 : 0.5, isRate(store, metric) ? 1 / binS : 1];
  const points: Point[] = [];
  const first = Math.max(0, Math.floor(from / binS) - 1);
  for (let bin = first; bin < Math.min(series.length, store.bins); bin++) {
    const t = Math.min((bin + late) * binS, store.durationS);
    if (t > to + 1e-9) break;
    if (t >= from - 1e-9) points.push([t, series.values[bin]! * scale]);
  }
  return points;
}

/** What the run answers; null while, or because, it is not known. The server's answer where it is one of its measures. */
export function truthOf(question: Predict, store: RunStore, answer: Answer | null = null): Truth | null {
  const whole = store.complete || store.computed >= question.t1 - 1e-9;
  const series = recorded(store, question, question.t0, question.t1);
  if (question.kind === "draw") {
    if (!whole || series.every(([, value]) => Number.isNaN(value))) return null;
    const until = store.computed < question.t1 - store.binS ? store.computed : null;
    return { kind: "draw", series, until };
  }
  if (!question.asked) return answered(question, answer);
  const known = series.filter(([, value]) => !Number.isNaN(value));
  if (!whole || known.length === 0 || store.computed < question.t1 - store.binS) return null;
  if ("number" in question.asked) return { kind: "number", value: statistic(question.asked.number, known.map(([, value]) => value), store, question.metric) };
  return { kind: "choice", option: direction(store, question, known) };
}

function answered({ kind, options }: Predict, answer: Answer | null): Truth | null {
  if (kind === "number") return typeof answer?.value === "number" ? { kind, value: answer.value } : null;
  const option = answer?.option;
  return kind === "choice" && typeof option === "number" && option in options ? { kind, option } : null;
}

function statistic(which: Statistic, values: readonly number[], store: RunStore, metric: string): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (which) {
    case "most": return Math.max(...values);
    case "least": return Math.min(...values);
    case "end": return values.at(-1)!;
    case "mean": return sum / values.length;
    case "total": return isRate(store, metric) ? sum * store.binS : sum;
  }
}

/** Of the stretch its last tenth against what was before it; within a tenth it is about the same. */
function direction(store: RunStore, question: Predict, known: readonly Point[]): number {
  const { t0, t1 } = question;
  const mean = (points: readonly Point[]): number => points.reduce((sum, [, value]) => sum + value, 0) / points.length;
  const span = (t1 - t0) / 10;
  const before = recorded(store, question, Math.max(0, t0 - span), t0).filter(([, value]) => !Number.isNaN(value));
  const [was, is] = [mean(before.length > 0 ? before : known.slice(0, 1)), mean(known.filter(([t]) => t >= t1 - span).length > 0 ? known.filter(([t]) => t >= t1 - span) : known.slice(-1))];
  const same = Math.abs(is - was) <= 0.1 * Math.max(Math.abs(was), Math.abs(is));
  return same ? 1 : is > was ? 0 : 2;
}
