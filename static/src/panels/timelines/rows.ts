/** Which timelines a scenario gets, from what the types of its components offer, and which instead. */
import { Line } from "../../charts/lines";
import type { Tone } from "../../charts/palette";
import { percentileLine } from "../../charts/percentiles";
import { during, formatter } from "../../charts/readings";
import { count } from "../../charts/words";
import type { RunStore, View } from "../../core/panel";
import type { Better, Row, RowLine as Declared } from "../../core/picture";
import type { Scene, SceneNode } from "../../core/scene";
import type { RowGoal } from "./goals";
import { limiterSentences, limitersIn, limiting, type Limit, type Limiting } from "./limits";

export interface RowLine {
  readonly line: Line;
  readonly tone: Tone;
  readonly width: number;
  readonly area: boolean;
}

export interface RowSpec {
  readonly id: string;
  readonly name: string;
  /** The name in a sentence. */
  readonly spoken: string;
  readonly lines: readonly RowLine[];
  /** The line whose value is the headline. */
  readonly main: number;
  readonly format: (value: number) => string;
  /** Word after the headline when there is nothing better to say. */
  readonly word: string;
  /** What is said of it where it has no values. */
  readonly empty: string;
  /** A level: its change is read over an interval. A rate: its sum is. */
  readonly kind: "level" | "rate";
  readonly better: Better;
  readonly limit?: Limiting;
  /** What belongs to the row beside its lines: more sentences, and columns of words. */
  readonly told?: (store: RunStore) => readonly string[];
  readonly words?: readonly WordColumn[];
  readonly goals?: readonly RowGoal[];
}

export interface WordColumn {
  readonly name: string;
  /** The words for the bins from `first` to `last`. */
  readonly read: (store: RunStore, first: number, last: number) => string;
}

export function rowsFor(scene: Scene): RowSpec[] {
  return choicesFor(scene).map((choices) => choices[0]!);
}

/** For each place, from the top, the rows that may stand there, the usual one first. */
export function choicesFor(scene: Scene): RowSpec[][] {
  const places = [...grouped(offered(scene), ({ row }) => row.place)].sort(([a], [b]) => a - b);
  return places.map(([, offers]) => inTurn(offers)).filter((choices) => choices.length > 0);
}

/** A row of a type, with the components that have something to show in it, and the others. */
interface Offer {
  readonly row: Row;
  readonly own: readonly SceneNode[];
  readonly others: readonly SceneNode[];
}

function offered(scene: Scene): Offer[] {
  const types = grouped([...scene.nodes, ...scene.beside], ({ type }) => type);
  const offers = [...types.values()].flatMap((nodes) => (nodes[0]!.picture.rows ?? []).map((row): Offer => {
    const own = nodes.filter(({ id }) => scene.hasEnds(id, row.needs));
    return { row, own, others: row.others_too ? nodes.filter((node) => !own.includes(node)) : [] };
  }));
  return offers.sort((a, b) => a.row.rank - b.row.rank);
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** First one row of each kind, then single components: of the type that the row is of, of others that
 *  offer one by the same id, and those with less to show last. */
function inTurn(offers: readonly Offer[]): RowSpec[] {
  const some = offers.filter(({ own }) => own.length > 0);
  const first = some.filter(({ row }, i) => some.findIndex((other) => other.row.id === row.id) === i);
  const usual = first.map(({ row, own }) => (row.summed === false ? single(row, own[0]!, own.length > 1) : rowOf(row, own)));
  const further = first.flatMap(({ row, own }) => own.slice(row.summed === false ? 1 : 0).filter(() => own.length > 1).map((node) => named(row, node)));
  const alike = some.filter((offer) => !first.includes(offer)).flatMap(({ row, own }) => own.map((node) => named(row, node)));
  return [...usual, ...further, ...alike, ...offers.flatMap(({ row, others }) => others.map((node) => named(row, node)))];
}

function single(row: Row, node: SceneNode, several: boolean): RowSpec {
  return rowOf(row, [node], {}, several ? ` of ${nameOf(node)}` : "");
}

/** One component's, beside those of others of its type. */
function named(row: Row, node: SceneNode): RowSpec {
  const whose = ` of ${nameOf(node)}`;
  const spoken = row.spoken.includes(WHOSE) ? row.spoken : `${row.spoken}${whose}`;
  return rowOf({ ...row, spoken }, [node], { id: `${row.id}.${node.id}`, name: `${row.title}, ${nameOf(node)}` }, whose);
}

const WHOSE = "{whose}";

function rowOf(row: Row, nodes: readonly SceneNode[], more: Partial<RowSpec> = {}, whose = ""): RowSpec {
  return {
    id: row.id, name: row.title, spoken: row.spoken.replace(WHOSE, whose), main: row.main ?? 0,
    format: formatter(row.format), word: row.word ?? "", empty: row.empty ?? "no values", kind: row.kind ?? "level", better: row.better ?? "",
    lines: row.lines.map((line) => lineOf(line, nodes)), ...(row.limited ? limitsOf(row, nodes) : {}), ...more,
  };
}

function lineOf({ label, metric, tone, width = 1.6, area = false, per_second: perSecond = false, factor = 1, whole = "" }: Declared, nodes: readonly SceneNode[]): RowLine {
  const components = whole && nodes.length > 1 ? [whole] : nodes.map(({ id }) => id);
  const sources = components.map((component) => ({ component, metric }));
  const spec = { label, sources, perSecond, ...(factor === 1 ? {} : { factor }) };
  return { line: percentileLine(spec) ?? new Line(spec), tone, width, area };
}

function limitsOf(row: Row, nodes: readonly SceneNode[]): Pick<RowSpec, "limit" | "told" | "words"> {
  return {
    limit: limiting(row, nodes),
    told: (store) => limiterSentences(nodes, store),
    words: nodes.map((node) => ({
      name: nodes.length > 1 ? `Limited by: ${nameOf(node)}` : "Limited by",
      read: (store, first, last) => limitersIn(store, node.id, first, last),
    })),
  };
}

function nameOf(node: SceneNode): string {
  return node.title || node.id;
}

/** Value and small print of a row: at the crosshair, else the playhead, or over the interval that ends at `second`. */
export function readingOf(spec: RowSpec, view: View, second: number | null): [string, string] {
  const { store, computed, pin } = view;
  if (store.bins === 0) return ["–", ""];
  const t = view.hover ?? pin ?? view.t;
  const over = pin !== null && second !== null;
  if (!over && t > computed) return ["–", typeof view.hidden === "number" ? "hidden" : "not computed yet"];
  const { value, sub } = over ? readInterval(spec, store, pin, second) : readRow(spec, store, t, view.baseline ? null : spec.limit?.at(view, t) ?? null);
  return [value, sub];
}

/** What the row's label says at a moment: its headline, and the other lines' values. */
export function readRow(row: RowSpec, store: RunStore, t: number, limit: Limit | null): { value: string; sub: string } {
  const values = row.lines.map(({ line: l }) => l.valueAt(store, t));
  const value = row.format(values[row.main]!);
  const others = row.lines
    .map(({ line: l }, i) => ({ label: l.spec.label, value: values[i]! }))
    .filter((other, i) => i !== row.main && other.value > 0)
    .map((other) => `${other.label} ${row.format(other.value)}`);
  const word = [during(row.word, store), row.lines[row.main]!.line.says(store, t)].filter(Boolean).join(" ");
  const sub = [word, limit?.words ?? "", ...others];
  return { value: Number.isNaN(values[row.main]!) ? "–" : value, sub: sub.filter(Boolean).join(" · ") };
}

/** The row between two moments: by how much a level changed, or how many a rate amounts to. */
export function readInterval(row: RowSpec, store: RunStore, a: number, b: number): { value: string; sub: string } {
  const [from, to] = a <= b ? [a, b] : [b, a];
  const span = Math.max(store.binS, to - from);
  if (row.kind === "rate") {
    const total = amount(row, store, from, to);
    return { value: `Σ ${count(Math.round(total))}`, sub: `mean ${row.format(total / span)}` };
  }
  const change = changeBetween(row, store, from, to);
  if (Number.isNaN(change)) return { value: "Δ –", sub: "no value at one end" };
  const sign = change > 0 ? "+" : change < 0 ? "−" : "";
  const slope = Math.abs(change) / span;
  return { value: `Δ ${sign}${row.format(Math.abs(change))}`, sub: `${sign}${row.format(slope)}/s` };
}

/** By how much a level is more at the end of a stretch than at its beginning. */
export function changeBetween(row: RowSpec, store: RunStore, from: number, to: number): number {
  const main = row.lines[row.main]!.line;
  return main.valueAt(store, to) - main.valueAt(store, from);
}

/** How many a rate amounts to in a stretch. */
export function amount(row: RowSpec, store: RunStore, from: number, to: number): number {
  const series = row.lines[row.main]!.line.read(store);
  let total = 0;
  for (let bin = store.binIndex(from); bin >= 0 && bin <= store.binIndex(to) && bin < series.length; bin++) {
    total += (series.values[bin]! || 0) * store.binS;
  }
  return total;
}
