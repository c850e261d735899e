/** Linear scales, readable ticks, and the values' words. */

export interface Domain { readonly min: number; readonly max: number }

/** The pixel of a value, linearly. */
export function project(value: number, domain: Domain, length: number): number {
  const span = domain.max - domain.min;
  return span > 0 ? ((value - domain.min) / span) * length : 0;
}

export function invert(pixel: number, domain: Domain, length: number): number {
  return length > 0 ? domain.min + (pixel / length) * (domain.max - domain.min) : domain.min;
}

/** The smallest of 1, 2, 2.5, 5 times a power of ten that is at least `value`. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((s) => s * power >= value * (1 - 1e-12)) ?? 10;
  return step * power;
}

/** Where a scale from 0 to `top` is labelled: in four parts or another few of at most two digits, of what is
 *  counted in whole ones; at its ends where there are no such parts. */
export function levels(top: number, counted: boolean): number[] {
  const parts = [4, 5, 3, 2].find((n) => (counted ? Number.isInteger(top / n) : isRound(top / n))) ?? 1;
  return Array.from({ length: parts + 1 }, (_, i) => (top * i) / parts);
}

const isRound = (value: number): boolean => Math.abs(Number(value.toPrecision(2)) / value - 1) < 1e-9;

const TIME_STEPS_S = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900,
  1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800,
];

/** The tick distance in seconds that puts at most `count` ticks into the domain. */
export function timeStep(domain: Domain, count: number): number {
  const wanted = (domain.max - domain.min) / Math.max(1, count);
  return TIME_STEPS_S.find((step) => step >= wanted) ?? TIME_STEPS_S.at(-1)!;
}

export function timeTicks(domain: Domain, count: number): number[] {
  const step = timeStep(domain, count);
  const first = Math.ceil(domain.min / step - 1e-9);
  const last = Math.floor(domain.max / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

/** Places as near as may be to those wanted (in order), at least `gap` apart, in `low`..`high`. */
export function spread(wanted: readonly number[], low: number, high: number, gap: number): number[] {
  const places: number[] = [];
  for (const want of wanted) places.push(Math.max(want, places.length > 0 ? places.at(-1)! + gap : low));
  let ceiling = high;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i]!, ceiling);
    ceiling = places[i]! - gap;
  }
  return places;
}
