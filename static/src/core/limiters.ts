/**
 * What limited a component in each bin, as words: a series that its type names holds numbers, and
 * the run's header says what they stand for.
 */
import { formatNumber } from "./format";
import type { RunStore, Series } from "./panel";

/** What a limiter does to work that comes: refuse it, hold it back, or wait for there to be some. */
export type Role = "refuses" | "holds" | "waits";

export interface Span {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const REFUSE: readonly string[] = [
  "account concurrency", "reserved concurrency", "scaling rate", "requests per second", "managed environments",
];
const UPSTREAM = "upstream";

export function roleOf(name: string): Role {
  if (name === UPSTREAM) return "waits";
  return REFUSE.some((known) => name.includes(known)) ? "refuses" : "holds";
}

function metricOf(store: RunStore, id: string): string {
  const picture = store.scene.node(id)?.picture;
  return picture?.limited?.metric ?? picture?.bound?.metric ?? "";
}

/** The words that the values of `limiterSeries` stand for. */
export function limiterNames(store: RunStore, id: string): readonly string[] {
  return store.header?.metrics?.[metricOf(store, id)]?.names ?? [];
}

/** Null where the run does not say what limited the component. */
export function limiterSeries(store: RunStore, id: string): Series | null {
  return store.series(id, metricOf(store, id));
}

/** The limiter of the bin t lies in; null when nothing held the function back. */
export function limiterAt(store: RunStore, fn: string, t: number): string | null {
  return limiterNames(store, fn)[store.valueAt(fn, metricOf(store, fn), t)] ?? null;
}

/** Since when the limiter of the bin t lies in has been the same without a break, seconds. */
export function limiterSince(store: RunStore, id: string, t: number): number {
  const values = limiterSeries(store, id)?.values;
  let bin = store.binIndex(t);
  while (values && bin > 0 && Object.is(values[bin - 1], values[bin])) bin--;
  return bin * store.binS;
}

/** Neighbouring bins with one limiter are one span; bins without a limiter are in none. */
export function limiterSpans(store: RunStore, fn: string, until = Infinity): Span[] {
  const series = limiterSeries(store, fn);
  const names = limiterNames(store, fn);
  const spans: Span[] = [];
  const bins = Math.min(series?.length ?? 0, Math.ceil(until / store.binS - 1e-9));
  for (let bin = 0, start = 0; bin < bins; bin++) {
    const value = series!.values[bin]!;
    if (bin + 1 < bins && Object.is(series!.values[bin + 1], value)) continue;
    const name = names[value];
    if (name !== undefined) spans.push({ name, from: start * store.binS, to: (bin + 1) * store.binS });
    start = bin + 1;
  }
  return spans;
}

/** Seconds each limiter was binding, the longest first; waiting for work is not among them. */
export function secondsBound(store: RunStore, fn: string, until: number): [string, number][] {
  const total = new Map<string, number>();
  for (const { name, from, to } of limiterSpans(store, fn, until)) {
    if (roleOf(name) !== "waits") total.set(name, (total.get(name) ?? 0) + Math.min(to, until) - from);
  }
  return [...total].sort((a, b) => b[1] - a[1]);
}

const MOST_TOLD = 3;

/** "Worker: reserved concurrency bound from 80 s to 240 s; pollers from 10 s to 60 s." */
export function limiterSentence(title: string, store: RunStore, fn: string, moment: (t: number) => string): string {
  const spans = limiterSpans(store, fn);
  const found = [...new Set(spans.map((span) => span.name))].filter((name) => roleOf(name) !== "waits");
  if (found.length === 0) {
    return `${title}: ${spans.length > 0 ? "nothing limited it but the lack of work" : "no limiter was binding"}.`;
  }
  const gap = Math.max(3 * store.binS, 0.01 * store.durationS);
  const parts = found.map((name, i) => {
    const joined = join(spans.filter((span) => span.name === name), gap);
    const told = joined.slice(0, MOST_TOLD).map(({ from, to }) => `from ${moment(from)} to ${moment(to)}`);
    const more = joined.length - told.length;
    if (more > 0) told.push(`${formatNumber(more)} more ${more === 1 ? "time" : "times"} until ${moment(joined.at(-1)!.to)}`);
    return `${name}${i === 0 ? " bound" : ""} ${told.join(", ")}`;
  });
  return `${title}: ${parts.join("; ")}.`;
}

/** Spans of one limiter that are no further apart than `gap` read as one. */
function join(spans: readonly Span[], gap: number): Span[] {
  const out: Span[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    if (last && span.from - last.to <= gap) out[out.length - 1] = { ...last, to: span.to };
    else out.push(span);
  }
  return out;
}
