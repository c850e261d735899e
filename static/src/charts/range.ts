/** Zooming and panning of the time axis, kept inside the run. */
import type { Range } from "../core/panel";

/** Narrowest view: a thousandth of a second. */
const NARROWEST_S = 0.001;

/** `factor` below 1 zooms in; `centre` stays where it is. */
export function zoom(range: Range, centre: number, factor: number, durationS: number): Range {
  const span = Math.min(durationS, Math.max(NARROWEST_S, (range.t1 - range.t0) * factor));
  const share = (centre - range.t0) / Math.max(NARROWEST_S, range.t1 - range.t0);
  return inside({ t0: centre - share * span, t1: centre + (1 - share) * span }, durationS);
}

/** Moves the view by a share of its own width. */
export function pan(range: Range, share: number, durationS: number): Range {
  const by = (range.t1 - range.t0) * share;
  return inside({ t0: range.t0 + by, t1: range.t1 + by }, durationS);
}

export function inside(range: Range, durationS: number): Range {
  const span = Math.min(durationS, range.t1 - range.t0);
  const t0 = Math.min(Math.max(0, range.t0), durationS - span);
  return { t0, t1: t0 + span };
}
