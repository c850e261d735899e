/** How long something took, as stories tell it. */
import { formatDuration } from "../../core/format";

/** Three digits in the best unit. */
export function shortTime(seconds: number): string {
  if (seconds >= 100) return formatDuration(Math.round(seconds));
  return formatDuration(seconds < 1 ? Number(seconds.toFixed(3)) : Number(seconds.toPrecision(3)));
}
