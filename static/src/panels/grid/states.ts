/** States of slots: their names, counts, and what is shown when they change too fast. */
import type { Glyph } from "../../charts/glyphs";
import { STATE_WORDS } from "../../core/environments";
import { thisBin } from "../../charts/words";
import { formatNumber } from "../../core/format";
import { SLOT } from "../../core/panel";

export interface StateInfo {
  readonly state: number;
  readonly glyph: Glyph;
  readonly name: string;
}

/** In the order of the legend; free slots are not counted. */
export const STATES: readonly StateInfo[] = [
  { state: SLOT.init, glyph: "init", name: "Init" },
  { state: SLOT.busy, glyph: "busy", name: "Busy" },
  { state: SLOT.idle, glyph: "idle", name: "Idle" },
  { state: SLOT.error, glyph: "err", name: "Error" },
];

/** Idle like the others, and kept ready: told apart where a run has such. */
export const PROVISIONED: StateInfo = { state: SLOT.provisioned, glyph: "prov", name: "Provisioned" };

export const GLYPH_OF: readonly Glyph[] = ["free", "init", "busy", "idle", "err", "prov"];
export const WORD_OF = STATE_WORDS;

/** No state may flash: at most three changes a second. */
export const HOLD_MS = 333;

/**
 * The states of one moment, which stay for a third of a second. All of them are of the same moment,
 * so that there are as many cells of each state as the legend counts: what lasts for less than that
 * third, such as a cold start at twenty times the speed, is seen as often as it is there.
 */
export class Held {
  private shown = new Uint8Array(0);
  private windowStart = -Infinity;
  /** How many were held last. */
  private length = 0;

  /** The states to show at wall time `nowMs`; the array is reused. */
  hold(slots: Uint8Array, nowMs: number): Uint8Array {
    if (nowMs - this.windowStart >= HOLD_MS) {
      this.windowStart = nowMs;
      this.length = slots.length;
      if (slots.length > this.shown.length) this.shown = new Uint8Array(Math.max(64, slots.length * 2));
      this.shown.set(slots);
    }
    return this.shown.subarray(0, this.length);
  }

  reset(): void {
    this.windowStart = -Infinity;
  }
}

/** A number that may not flash either: the largest of the last window. */
export class Peak {
  private largest = 0;
  private shown = 0;
  private windowStart = -Infinity;

  hold(value: number, nowMs: number): number {
    this.largest = Math.max(this.largest, value);
    if (nowMs - this.windowStart >= HOLD_MS) {
      this.shown = this.largest;
      this.largest = 0;
      this.windowStart = nowMs;
    }
    return this.shown;
  }

  reset(): void {
    this.windowStart = -Infinity;
    this.largest = 0;
  }
}

/** "reserved concurrency 400": what a function's concurrency is held by, in words. */
export function limitWords(limitedBy: string | null | undefined, limit: number): string {
  const by = (limitedBy ?? "").toLowerCase();
  const value = formatNumber(limit);
  if (by.includes("requests")) return `requests per second: concurrency ${value}`;
  if (by.includes("reserved") && !by.includes("un")) return `reserved concurrency ${value}`;
  if (by.includes("scaling")) return `scaling rate: ${value} allowed at this moment`;
  if (by.includes("unreserved")) return `unreserved concurrency ${value}`;
  if (by.includes("maximum")) return `maximum concurrency ${value}`;
  if (by.includes("managed")) return `managed environments: room for ${value} at once`;
  return `account concurrency ${value}`;
}

/** One sentence of the picture, for those who do not see it. */
export function summary(name: string, counts: readonly number[], refused: number, limit: string | null, binding: string | null = null, binS = 1): string {
  const parts = [...STATES, PROVISIONED].filter(({ state }) => counts[state]! > 0)
    .map(({ state }) => `${formatNumber(counts[state]!)} ${WORD_OF[state]}`);
  const live = parts.length ? parts.join(", ") : "no execution environment";
  const limitPart = limit ? ` Limit: ${limit}.` : "";
  const refusedPart = refused > 0 ? ` ${formatNumber(refused)} refused in ${thisBin(binS)}.` : "";
  const bindingPart = binding ? ` In ${thisBin(binS)} it was limited by ${binding}.` : "";
  return `${name}: ${live}.${limitPart}${bindingPart}${refusedPart}`;
}
