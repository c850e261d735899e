/** What a picture's declarations come to at a moment of a run: numbers, and words made of them. */
import { formatFixed, formatNumber, formatPercent } from "../core/format";
import type { RunStore } from "../core/panel";
import type { Figure, Format, Reading, When, Words } from "../core/picture";
import { inUseAt, limitAt } from "../core/instant";
import { count, dollars, milliseconds, plural, rate, seconds, thisBin } from "./words";

/** Whose numbers are read, and when. */
export interface At {
  readonly store: RunStore;
  readonly id: string;
  readonly t: number;
  /** From when on what is said holds: for how far something may have grown. */
  readonly since?: number;
}

/** NaN where nothing is told. */
export function read(reading: Reading, at: At): number {
  const { of = [], parts = [] } = reading;
  switch (reading.read) {
    case "value": return sum(of.map((metric) => at.store.valueAt(reading.whose ?? at.id, metric, at.t)));
    case "per_second": return at.store.valueAt(reading.whose ?? at.id, of[0] ?? "", at.t) / at.store.binS;
    case "counter": return totals(of, reading.whose ?? at.id, at);
    case "part": return PARTS[of[0] ?? ""]?.(at) ?? NaN;
    case "ratio": return ratio(known(parts[0], at), known(parts[1], at));
    case "constant": return reading.amount ?? 0;
    case "grown": return grown(of[0] ?? "", parts, at);
  }
}

function totals(names: readonly string[], component: string, { store, t }: At): number {
  const counters = store.counters(component, t);
  return sum(names.map((name) => counters[name] ?? NaN));
}

/** NaN only where all are. */
function sum(values: readonly number[]): number {
  const told = values.filter((value) => !Number.isNaN(value));
  return told.length > 0 ? told.reduce((total, value) => total + value, 0) : NaN;
}

/** From what it was, or from a start, by so much a minute, to a most: whole, and what is begun counts. */
function grown(metric: string, [start, perMinute, most]: readonly Reading[], at: At): number {
  const since = at.since ?? at.t;
  const before = at.store.valueAt(at.id, metric, since) || 0;
  const may = Math.max(before, known(start, at)) + (known(perMinute, at) / 60) * (at.t - since);
  return Math.min(Math.max(before, known(most, at)), Math.ceil(may - 1e-6));
}

function ratio(of: number, to: number): number {
  return to === 0 ? 0 : of / to;
}

function known(reading: Reading | undefined, at: At): number {
  return (reading && read(reading, at)) || 0;
}

/** Of parts of frames that are not series. */
const PARTS: Readonly<Record<string, (at: At) => number | null | undefined>> = {
  "environments.limit": ({ store, id, t }) => limitAt(store, id, t)?.limit,
  "environments.in_use": ({ store, id, t }) => inUseAt(store, id, t),
  "async.waiting": ({ store, id, t }) => store.waitingAt(id, t)?.waiting,
  "async.next_in": ({ store, id, t }) => {
    const due = store.waitingAt(id, t)?.next[0]?.[0];
    return due === undefined ? undefined : due - t;
  },
};

const FORMATS: Readonly<Record<Exclude<Format, "plural">, (value: number) => string>> = {
  count, number: formatNumber, rate, seconds, milliseconds, dollars,
  moment: (value) => `${formatFixed(value, 1)} s`,
  percent: (value) => formatPercent(Number(value.toPrecision(2))),
};

/** How values of a kind are written. */
export function formatter(format: Format = "count"): (value: number) => string {
  return format === "plural" ? count : FORMATS[format];
}

function written({ reading, format, one = "", many }: Figure, at: At): string {
  if (isNotYet(reading, at)) return "–";
  const value = known(reading, at);
  return format === "plural" ? plural(value, one, many) : formatter(format)(value);
}

/** Before the first bin is over nobody has observed a level. */
function isNotYet(reading: Reading, at: At): boolean {
  if (reading.read !== "value" || at.t >= at.store.binS) return false;
  return Number.isNaN(read(reading, at)) && !Number.isNaN(read(reading, { ...at, t: at.store.binS }));
}

function holds({ reading, told }: When, at: At): boolean {
  if (told && isNotYet(reading, at)) return true;
  const value = read(reading, at);
  return told ? !Number.isNaN(value) : value > 0;
}

/** "most in {bin}" as "most in this second". */
export function during(text: string, { binS }: RunStore): string {
  return text.replaceAll("{bin}", thisBin(binS));
}

export interface Said {
  readonly text: string;
  readonly unit: string;
}

/** The first words that hold; null where none does. */
export function say(choices: readonly Words[], at: At): Said | null {
  const words = choices.find(({ when = [] }) => when.every((condition) => holds(condition, at)));
  if (!words) return null;
  const figures = [...(words.figures ?? [])];
  const text = during(words.text, at.store).replace(/\{\}/g, () => written(figures.shift()!, at));
  return { text, unit: words.unit ?? "" };
}
