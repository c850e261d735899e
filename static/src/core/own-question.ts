/** A question that somebody makes up for the run that is shown, and where it is kept. */
import { formatTime } from "./format";
import { keepValue, recallKept } from "./kept";
import { DIRECTIONS, type Asked, type Predict, type PredictKind, type Statistic } from "./predictions";
import type { Format } from "./picture";
import type { Scene } from "./scene";
import type { Header } from "./types";

/** A line of a timeline, as something to be asked about. */
export interface Askable {
  readonly component: string;
  /** What the component is called. */
  readonly whose: string;
  readonly metric: string;
  readonly name: string;
  readonly unit: string;
}

const UNITS: Readonly<Partial<Record<Format, string>>> = { seconds: "s", milliseconds: "ms", dollars: "USD", percent: "share" };

/** What the timelines show of each component, in their order. */
export function askable(scene: Scene, header: Header | null): Askable[] {
  return [...scene.nodes].sort((a, b) => a.order - b.order).flatMap((node) => {
    const rows = (node.picture.rows ?? []).filter((row) => scene.hasEnds(node.id, row.needs));
    const found = rows.flatMap((row) => row.lines.map(({ metric, label, factor = 1 }): Askable => ({
      component: node.id, whose: node.title || node.id, metric,
      name: row.lines.length > 1 ? `${row.title}, ${label}` : row.title,
      // Recorded in another unit than the row's where there is a factor between them.
      unit: header?.metrics[metric]?.unit ?? (factor === 0.001 || factor === 1000 ? "ms" : (UNITS[row.format ?? "count"] ?? "")),
    })));
    return found.filter((one, i) => found.findIndex(({ metric }) => metric === one.metric) === i);
  });
}

export interface Wish {
  readonly of: Askable;
  readonly kind: PredictKind;
  readonly statistic: Statistic;
  readonly t0: number;
  readonly t1: number;
  /** In their own words; "" to have it put for them. */
  readonly words: string;
}

export const MOST_LETTERS = 200;

export const STATISTICS: Readonly<Record<Statistic, string>> = { most: "the most", least: "the least", end: "at the end", mean: "on average", total: "in total" };

export function questionOf({ of, kind, statistic, t0, t1, words }: Wish): Predict {
  const asked: { asked?: Asked } = kind === "number" ? { asked: { number: statistic } } : kind === "choice" ? { asked: { choice: "direction" } } : {};
  return {
    id: ["own", of.component, of.metric, kind, ...(kind === "number" ? [statistic] : []), t0, t1].join(" "), kind,
    question: words.trim().slice(0, MOST_LETTERS) || put({ of, kind, statistic, t0, t1 }),
    component: of.component, metric: of.metric, unit: of.unit.toLowerCase() === "count" ? "" : of.unit, t0, t1,
    options: kind === "choice" ? DIRECTIONS : [], reveal_html: "", ...asked,
  };
}

function put({ of, kind, statistic, t0, t1 }: Omit<Wish, "words">): string {
  const [what, from, to] = [`${of.name} of ${of.whose}`, formatTime(t0, 0), formatTime(t1, 0)];
  if (kind === "draw") return `${what}: how does it go on from ${from} to ${to}?`;
  if (kind === "choice") return `${what}: higher or lower at ${to} than at ${from}?`;
  if (statistic === "most" || statistic === "least") return `${what}: what is ${STATISTICS[statistic]} from ${from} to ${to}?`;
  return `${what}: how much is it ${statistic === "end" ? `at ${to}` : `${STATISTICS[statistic]} from ${from} to ${to}`}?`;
}

const KEY = "windtunnel.questions";
/** Of so many runs the question is kept. */
const MOST = 50;

type Kept = readonly (readonly [run: string, question: Predict])[];

function kept(): Kept {
  try {
    const told: unknown = JSON.parse(recallKept(KEY) ?? "[]");
    return Array.isArray(told) ? (told as Kept).filter((one) => Array.isArray(one) && typeof one[0] === "string" && isQuestion(one[1])) : [];
  } catch {
    return [];
  }
}

function isQuestion(one: unknown): one is Predict {
  const { id, kind, question, component, metric, unit, t0, t1, options, asked } = (one ?? {}) as Predict;
  const texts = [id, question, component, metric, unit].every((text) => typeof text === "string");
  const stretch = Number.isFinite(t0) && Number.isFinite(t1) && t0 >= 0 && t1 > t0;
  const fits = kind === "draw" ? asked === undefined : kind === "number" ? asked !== undefined && "number" in asked && asked.number in STATISTICS : kind === "choice" && asked !== undefined && "choice" in asked;
  return texts && stretch && fits && Array.isArray(options) && options.every((words) => typeof words === "string");
}

export function recallQuestion(run: string): Predict | null {
  const question = kept().find(([of]) => of === run)?.[1];
  return question ? { ...question, reveal_html: "" } : null;
}

/** Null forgets it. */
export function keepQuestion(run: string, question: Predict | null): void {
  const others = kept().filter(([of]) => of !== run);
  keepValue(KEY, JSON.stringify([...(question ? [[run, question]] : []), ...others].slice(0, MOST)));
}
