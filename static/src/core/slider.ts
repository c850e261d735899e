/** A knob's value as a place on its slider, and what a key, the wheel or a drag makes of it. */
import { bounds, clean, TIME, valueParts } from "./quantity";
import type { Knob, KnobValue } from "./types";

export const SLIDER_STEPS = 1000;

/** How much of the slider stands for what its scale cannot show. */
const APART = 0.03;

interface Span {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  /** At the left end: off, and a zero that a logarithm cannot show. */
  readonly apart: readonly KnobValue[];
}

function span(knob: Knob): Span {
  const shown = Math.max(Number(knob.value) || 0, Number(knob.default) || 0);
  const high = knob.max ?? Math.max(knob.min ?? 0, shown * 10, 1);
  const off = knob.nullable ? [null] : [];
  if (knob.scale !== "log") return { low: knob.min ?? 0, high, log: false, apart: off };
  const small = Math.min(knob.kind === "integer" ? 1 : (knob.step ?? high / 1e4), high / 10);
  const zero = (knob.min ?? 0) <= 0 ? [0] : [];
  return { low: Math.max(knob.min ?? 0, small), high, log: true, apart: [...off, ...zero] };
}

/** 0 to 1. */
export function placeOf(knob: Knob, value: KnobValue): number {
  const { low, high, log, apart } = span(knob);
  const first = apart.length * APART;
  if (apart.includes(value)) return apart.indexOf(value) * APART;
  if (typeof value !== "number") return 0;
  const within = Math.min(high, Math.max(low, value));
  const share = log ? Math.log(within / low) / Math.log(high / low) : (within - low) / (high - low);
  return first + (Number.isFinite(share) ? share : 0) * (1 - first);
}

export function valueAt(knob: Knob, place: number): KnobValue {
  const { low, high, log, apart } = span(knob);
  const first = apart.length * APART;
  if (place < first - APART / 2) return apart[Math.round(Math.max(0, place) / APART)] as KnobValue;
  const share = Math.min(1, Math.max(0, (place - first) / (1 - first)));
  const raw = log ? low * (high / low) ** share : low + share * (high - low);
  return settle(knob, raw);
}

/** The nearest value worth having: a whole step, or two figures on a logarithmic scale. */
function settle(knob: Knob, raw: number): number {
  const { low, high, log } = span(knob);
  const rough = log ? figure(raw) : (high - low) / 200;
  const tidy = log ? rough : 10 ** Math.floor(Math.log10(rough));
  const step = knob.kind === "integer" ? Math.max(1, tidy) : log ? tidy : Math.max(tidy, knob.step ?? 0);
  const near = raw >= high ? high : raw <= low ? low : Math.round(raw / step) * step;
  const value = clean(Math.min(high, Math.max(low, near)));
  return knob.kind === "integer" ? Math.round(value) : value;
}

/** What the second figure of a number counts. */
function figure(value: number): number {
  return 10 ** (Math.floor(Math.log10(Math.max(Math.abs(value), 1e-9))) - 1);
}

/** A key press, or a notch of the wheel: `by` units of what the row shows. */
export function nudge(knob: Knob, value: KnobValue, by: number): KnobValue {
  return moved(knob, value, by, unitOf(knob, value));
}

/** A number that is dragged: further where the value is larger. */
export function dragged(knob: Knob, value: KnobValue, by: number): KnobValue {
  const size = figure(typeof value === "number" ? value : span(knob).low);
  return moved(knob, value, by, knob.kind === "integer" ? Math.max(1, size) : knob.scale === "log" ? size : (knob.step ?? size));
}

/** One of the unit the row shows, below ten of it a tenth, below one a hundredth; at least the knob's step. */
function unitOf(knob: Knob, value: KnobValue): number {
  if (knob.kind === "integer") return 1;
  const inUnits = knob.kind === "duration" || knob.kind === "percent" || knob.kind === "rate";
  if (!inUnits && knob.step !== null) return knob.step;
  const size = typeof value === "number" && value !== 0 ? Math.abs(value) : (knob.step ?? 1);
  const unit = knob.kind === "percent" ? 0.01 : (TIME[valueParts(knob, size)[1]] ?? 1);
  const shown = clean(size / unit);
  const fine = clean(unit * (shown >= 10 ? 1 : shown >= 1 ? 0.1 : 0.01));
  // What is smaller than the knob's own step is there all the same.
  return knob.step !== null && size > knob.step ? Math.max(fine, knob.step) : fine;
}

function moved(knob: Knob, value: KnobValue, by: number, unit: number): KnobValue {
  const { low: first, apart } = span(knob);
  const [least, most] = bounds(knob);
  const low = least ?? first;
  // From off the first step is to the smallest value.
  if (typeof value !== "number") return by > 0 ? (apart.includes(0) ? 0 : first) : value;
  if (by < 0 && value <= low) return knob.nullable ? null : value;
  return Math.max(low, Math.min(most ?? Infinity, clean(value + by * unit)));
}
