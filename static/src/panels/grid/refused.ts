/** What was refused, and the words at the limit line. */
import { thisBin } from "../../charts/words";
import { formatNumber } from "../../core/format";
import { roleOf } from "../../core/limiters";
import type { RunStore } from "../../core/panel";
import { limitWords } from "./states";

/** Refused in the bin t lies in: the number the timelines and the topology show too. */
export function refusedAt(store: RunStore, fn: string, t: number): number {
  const throttles = store.valueAt(fn, "Throttles", t);
  return Number.isNaN(throttles) ? store.environmentsInfo(fn, t)?.refused ?? 0 : throttles;
}

/** The words at the limit line; null without a limit. `binding` is the limiter of this bin. */
export function caption(
  limitedBy: string | null | undefined, limit: number | null, capacity: number, refused: number, binS: number,
  binding: string | null = null,
): string | null {
  if (limit === null && refused === 0) return null;
  const bin = thisBin(binS);
  const when = `refused in ${bin}`;
  if (limit === null) return `${when}${binding ?? limitedBy ? ` by ${binding ?? limitedBy}` : ""}`;
  const words = limitWords(limitedBy, limit);
  const own = binding === null || sameLimit(binding, limitedBy);
  if (refused > 0) return own ? `${words} reached: ${when}` : `${when} by ${binding} · limit: ${words}`;
  const line = capacity < limit ? `${formatNumber(limit - capacity)} more up to ${words}` : words;
  return binding === null ? line : `${line} · ${during(binding, own, bin)}`;
}

/** Where an environment runs several at once, what is limited is how many run in all of them. */
export function managedCaption(store: RunStore, fn: string, t: number, room: number, refused: number): string {
  const most = store.valueAt(fn, "ConcurrentExecutions", t) || 0;
  const used = `room for ${formatNumber(room)} invocations at once, most ${formatNumber(most)} in ${thisBin(store.binS)}`;
  return refused > 0 ? `${used}: refused in ${thisBin(store.binS)}` : used;
}

/** "reserved concurrency" is what the frames call "reserved". */
function sameLimit(binding: string, limitedBy: string | null | undefined): boolean {
  return limitedBy === binding || limitedBy === binding.replace(" concurrency", "");
}

function during(binding: string, own: boolean, bin: string): string {
  if (roleOf(binding) === "waits") return `limited by upstream in ${bin}: no work waits`;
  return own ? `reached in ${bin}` : `limited by ${binding} in ${bin}`;
}
