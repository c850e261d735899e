/** What a chart draws: values a bin, looked up by name, summed and scaled where asked. */
import type { RunStore, Series } from "../core/panel";

export interface Source {
  readonly component: string;
  readonly metric: string;
}

/** Several components' metric as one: their sum, with gaps only where all have one. */
export interface LineSpec {
  readonly label: string;
  readonly sources: readonly Source[];
  /** Values are divided by the bin's seconds: counts become rates. */
  readonly perSecond?: boolean;
  /** Values are multiplied by it: into the unit of the other lines of a row. */
  readonly factor?: number;
}

const NOTHING: Series = { values: new Float64Array(0), length: 0 };

/** A line's values, extended as bins arrive and never computed twice. */
export class Line {
  readonly spec: LineSpec;
  private values = new Float64Array(0);
  private length = 0;
  private store: RunStore | null = null;

  constructor(spec: LineSpec) {
    this.spec = spec;
  }

  read(store: RunStore): Series {
    const parts = this.spec.sources.map((s) => store.series(s.component, s.metric)).filter((s) => s !== null);
    if (parts.length === 0) return NOTHING;
    if (parts.length === 1 && !this.spec.factor && !(this.spec.perSecond && store.binS !== 1)) return parts[0]!;
    if (store !== this.store) Object.assign(this, { store, length: 0 });
    this.extend(parts, store.bins, this.divisor(store));
    return { values: this.values, length: this.length };
  }

  /** What holds at t, as every other part of the page has it. */
  valueAt(store: RunStore, t: number): number {
    const { sources } = this.spec;
    return known(sources.map(({ component, metric }) => store.valueAt(component, metric, t))) / this.divisor(store);
  }

  /** The value that is drawn for a bin. */
  inBin(store: RunStore, bin: number): number {
    const series = this.read(store);
    return bin >= 0 && bin < series.length ? series.values[bin]! : NaN;
  }

  /** What else there is to say of the value at t. */
  says(_store: RunStore, _t: number): string {
    return "";
  }

  /** Observed at the ends of bins, it is drawn there. */
  isLevel(store: RunStore): boolean {
    return this.spec.sources.every(({ metric }) => store.isLevel(metric));
  }

  private divisor(store: RunStore): number {
    return (this.spec.perSecond ? store.binS : 1) / (this.spec.factor ?? 1);
  }

  private extend(parts: readonly Series[], bins: number, divisor: number): void {
    if (this.values.length < bins) {
      const larger = new Float64Array(Math.max(64, 2 * bins));
      larger.set(this.values.subarray(0, this.length));
      this.values = larger;
    }
    for (let bin = this.length; bin < bins; bin++) this.values[bin] = total(parts, bin) / divisor;
    this.length = bins;
  }
}

function total(parts: readonly Series[], bin: number): number {
  return known(parts.map((part) => (bin < part.length ? part.values[bin]! : NaN)));
}

/** The sum, with a gap only where all have one. */
function known(values: readonly number[]): number {
  let sum = NaN;
  for (const value of values) if (!Number.isNaN(value)) sum = (Number.isNaN(sum) ? 0 : sum) + value;
  return sum;
}

/** Largest value of the bins in `first` to `last`; 0 when there is none. */
export function peak(series: Series, first = 0, last = series.length - 1): number {
  let largest = 0;
  for (let bin = Math.max(0, first); bin <= Math.min(last, series.length - 1); bin++) {
    const value = series.values[bin]!;
    if (value > largest) largest = value;
  }
  return largest;
}

/** The points of a path: x and y in pixels, y NaN between the pieces of a line with gaps. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  length: number;
}

/** A bin at least this wide is drawn as a step, so that its extent can be seen. */
const STEP_PX = 6;

export interface Frame {
  readonly binS: number;
  readonly t0: number;
  readonly t1: number;
  readonly width: number;
  /** Pixel of a value. */
  readonly y: (value: number) => number;
  /** The values were observed at the ends of their bins, and hold until the next one. */
  readonly level?: boolean;
}

/**
 * Points of a series from pixel `fromX` on. At most two a pixel: a column of many bins is
 * drawn from its smallest to its largest value, so that no peak is lost.
 */
export function points(series: Series, frame: Frame, fromX = 0): Points {
  const scale = frame.width / (frame.t1 - frame.t0);
  const binPx = frame.binS * scale;
  const first = Math.max(0, Math.floor((frame.t0 + fromX / scale) / frame.binS) - 2);
  const last = Math.min(series.length - 1, Math.ceil(frame.t1 / frame.binS));
  const out = room(last - first + 1);
  const x = (bin: number): number => (bin * frame.binS - frame.t0) * scale;
  if (binPx >= STEP_PX) steps(series, first, last, x, frame.y, out, frame.level);
  else if (binPx >= 0.5) middles(series, first, last, x, frame.y, out, frame.level ? 1 : 0.5);
  else columns(series, first, last, x, frame.y, out);
  return out;
}

function room(bins: number): Points {
  const size = Math.max(0, bins) * 2 + 2;
  return { x: new Float64Array(size), y: new Float64Array(size), length: 0 };
}

type ToPixel = (value: number) => number;

function steps(series: Series, first: number, last: number, x: ToPixel, y: ToPixel, out: Points, level = false): void {
  const later = level ? 1 : 0;
  for (let bin = first; bin <= last; bin++) {
    const value = y(series.values[bin]!);
    push(out, x(bin + later), value);
    push(out, x(Math.min(series.length, bin + later + 1)), value);
  }
}

function middles(series: Series, first: number, last: number, x: ToPixel, y: ToPixel, out: Points, place: number): void {
  for (let bin = first; bin <= last; bin++) push(out, x(bin + place), y(series.values[bin]!));
}

function columns(series: Series, first: number, last: number, x: ToPixel, y: ToPixel, out: Points): void {
  let bin = first;
  while (bin <= last) {
    const column = Math.floor(x(bin + 0.5));
    let [low, high, rising] = [Infinity, -Infinity, true];
    for (; bin <= last && Math.floor(x(bin + 0.5)) === column; bin++) {
      const value = series.values[bin]!;
      if (value < low) [low, rising] = [value, false];
      if (value > high) [high, rising] = [value, true];
    }
    if (high < low) push(out, column, NaN);
    else if (high === low) push(out, column + 0.5, y(low));
    else {
      push(out, column + 0.25, y(rising ? low : high));
      push(out, column + 0.75, y(rising ? high : low));
    }
  }
}

function push(out: Points, x: number, y: number): void {
  out.x[out.length] = x;
  out.y[out.length++] = y;
}
