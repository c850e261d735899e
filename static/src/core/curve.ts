/** What a curve does, in the few numbers that two curves are compared by. Gaps are left out. */
import type { Point } from "./predictions";

export interface Extreme {
  readonly t: number;
  readonly value: number;
}

export interface Shape {
  readonly first: number;
  readonly last: number;
  /** Where it is first at its highest, or as good as. */
  readonly top: Extreme;
  readonly bottom: Extreme;
  /** It stays about where it is. */
  readonly flat: boolean;
  /** It goes up and down all the time, and nowhere else. */
  readonly restless: boolean;
  /** When it first leaves where it began, and whether upwards; null where it stays. */
  readonly turn: { readonly t: number; readonly up: boolean } | null;
}

/** A curve whose whole height is no more than this share of its values is level. */
const LEVEL = 0.05;
/** It has left where it began by so much of its own height. */
const LEFT = 0.1;
/** As good as the highest. */
const NEAR_TOP = 0.01;

/** Null where there are no values. */
export function shapeOf(points: readonly Point[]): Shape | null {
  const known = points.filter(([, value]) => !Number.isNaN(value));
  if (known.length === 0) return null;
  const values = known.map(([, value]) => value);
  const [high, low] = [Math.max(...values), Math.min(...values)];
  const height = high - low;
  const at = (holds: (value: number) => boolean): number => known.find(([, value]) => holds(value))![0];
  const flat = height <= LEVEL * Math.max(Math.abs(high), Math.abs(low));
  const first = values[0]!;
  const restless = !flat && isRestless(known);
  const left = flat || restless ? undefined : known.find(([, value]) => Math.abs(value - first) > LEFT * height);
  return {
    first, last: values.at(-1)!, flat, restless,
    top: { t: at((value) => value >= high - NEAR_TOP * height), value: high },
    bottom: { t: at((value) => value <= low + NEAR_TOP * height), value: low },
    turn: left ? { t: left[0], up: left[1] > first } : null,
  };
}

/** So many values are enough to tell chance from a turn. */
const PARTS = 40;
/** Of values that only vary, the whole height is this many times what one differs from the next, or less. */
const BY_CHANCE = 6;

/** In at most so many means, each at the middle of its stretch. */
export function meansOf(points: readonly Point[], parts = PARTS): readonly Point[] {
  const size = Math.ceil(points.length / parts);
  if (size <= 1) return points;
  const mean = (some: readonly number[]): number => some.reduce((sum, value) => sum + value, 0) / some.length;
  return Array.from({ length: Math.floor(points.length / size) }, (_, i): Point => {
    const some = points.slice(i * size, (i + 1) * size);
    return [mean(some.map(([t]) => t)), mean(some.map(([, value]) => value))];
  });
}

function isRestless(points: readonly Point[]): boolean {
  const values = meansOf(points).map(([, value]) => value);
  if (values.length < PARTS / 2) return false;
  const steps = values.slice(1).map((value, i) => Math.abs(value - values[i]!)).sort((a, b) => a - b);
  return Math.max(...values) - Math.min(...values) < BY_CHANCE * steps[steps.length >> 1]!;
}

/** Two curves that have their points at the same times: how far they are apart at most, and where. */
export function furthest(a: readonly Point[], b: readonly Point[]): { readonly t: number; readonly gap: number } {
  let [t, gap] = [a[0]?.[0] ?? 0, 0];
  a.forEach(([at, value], i) => {
    const here = Math.abs(value - b[i]![1]);
    if (here > gap) [t, gap] = [at, here];
  });
  return { t, gap };
}
