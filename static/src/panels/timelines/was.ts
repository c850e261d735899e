/** What a row's value was in the run it is compared with, by how much it changed, and what that means. */
import { h } from "../../core/dom";
import { count } from "../../charts/words";
import type { Verdict } from "../../core/comparison";
import type { RunStore, View } from "../../core/panel";
import { amount, changeBetween, type RowSpec } from "./rows";

export interface Was {
  readonly was: string;
  readonly change: string;
  readonly verdict: Verdict;
}

/** A change that is not seen in the numbers is none. */
export function wasOf(spec: Pick<RowSpec, "format" | "better">, before: number, now: number, format = spec.format): Was {
  const was = Number.isNaN(before) ? "–" : signed(before, format);
  if (Number.isNaN(before) || Number.isNaN(now)) return { was, change: "", verdict: "" };
  const change = now - before;
  if (signed(before, format) === signed(now, format)) return { was, change: "±0", verdict: "same" };
  return { was, change: `${change > 0 ? "+" : "−"}${format(Math.abs(change))}`, verdict: verdictOf(spec.better, change) };
}

function signed(value: number, format: (value: number) => string): string {
  return value < 0 ? `−${format(-value)}` : format(value);
}

export function verdictOf(better: RowSpec["better"], change: number): Verdict {
  if (!better) return "";
  return (change > 0) === (better === "more") ? "better" : "worse";
}

/** At a moment; null where the other run has no data there. */
export function wasAt(spec: RowSpec, store: RunStore, baseline: RunStore, t: number): Was | null {
  if (baseline.bins === 0 || t > baseline.computed) return null;
  const main = spec.lines[spec.main]!.line;
  return wasOf(spec, main.valueAt(baseline, t), main.valueAt(store, t));
}

/** Between two moments, as the interval is read: a level by its change, a rate by its sum. */
export function wasOver(spec: RowSpec, store: RunStore, baseline: RunStore, a: number, b: number): Was | null {
  const [from, to] = a <= b ? [a, b] : [b, a];
  if (baseline.bins === 0 || to > baseline.computed) return null;
  if (spec.kind === "rate") {
    const total = (run: RunStore): number => amount(spec, run, from, to);
    return wasOf(spec, total(baseline), total(store), (value) => count(Math.round(value)));
  }
  const change = (run: RunStore): number => changeBetween(spec, run, from, to);
  return wasOf(spec, change(baseline), change(store));
}

/** Of the moment that is looked at, or from the pin to the `second` one, in the run that it is compared with. */
export function wasShown(spec: RowSpec, view: View, second: number | null): Was | null {
  const { store, baseline, pin } = view;
  if (!baseline || store.bins === 0) return null;
  if (pin !== null && second !== null) return wasOver(spec, store, baseline, pin, second);
  const t = view.hover ?? pin ?? view.t;
  return t > view.computed ? null : wasAt(spec, store, baseline, t);
}

export function wasInWords({ was, change, verdict }: Was): string {
  return [`was ${was}`, change && `${change}${verdict === "better" || verdict === "worse" ? ` ${verdict}` : ""}`].filter(Boolean).join(" · ");
}

/** What the dashed lines are, and what differs: the second as a whole, or where it has no room not at all. */
export function sayDashed(element: HTMLElement, baselineSays: string | null): void {
  element.hidden = baselineSays === null;
  if (baselineSays === null) return;
  element.title = baselineSays;
  const cut = baselineSays.indexOf("; ");
  const parts = [`dashed: ${cut > 0 ? baselineSays.slice(0, cut) : baselineSays}`, ...(cut > 0 ? [baselineSays.slice(cut)] : [])];
  if (element.textContent !== parts.join("")) element.replaceChildren(...parts.map((words) => h("span", {}, words)));
}
