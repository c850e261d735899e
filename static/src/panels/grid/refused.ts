/** What was refused, and the words at the limit line. */
import { seconds } from "../../charts/words";
import { formatNumber } from "../../core/format";
import type { RunStore } from "../../core/panel";
import { limitWords } from "./states";

/** Refused in the bin t lies in: the number the timelines and the topology show too. */
export function refusedAt(store: RunStore, fn: string, t: number): number {
  const throttles = store.valueAt(fn, "Throttles", t);
  return Number.isNaN(throttles) ? store.environmentsInfo(fn, t)?.refused ?? 0 : throttles;
}

/** The words at the limit line; null without a limit. */
export function caption(
  limitedBy: string | null | undefined, limit: number | null, capacity: number, refused: number, binS: number,
): string | null {
  if (limit === null && refused === 0) return null;
  const when = binS === 1 ? "refused this second" : `refused in ${seconds(binS)}`;
  if (limit === null) return `${when}${limitedBy ? ` (${limitedBy})` : ""}`;
  const words = limitWords(limitedBy, limit);
  if (refused > 0) return `${words} reached: ${when}`;
  return capacity < limit ? `${formatNumber(limit - capacity)} more up to ${words}` : words;
}
