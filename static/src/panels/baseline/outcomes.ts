/** Outcomes of two runs, in words, and which of them are said first. */
import { dollars, milliseconds, seconds } from "../../charts/words";
import type { Outcome } from "../../core/comparison";
import { formatNumber } from "../../core/format";

const AGES = /^oldest|iterator age$/;

/** What people ask for first: what was lost and refused, how long it waits, what failed, how long it took, what it cost. */
const FIRST: readonly RegExp[] = [
  /^dead lettered$/, /^(async dropped|discarded|expired)$/, /^(throttles|refused)$/,
  AGES, /^(errors|timeouts|failed)$/, / p99$/, /^cold starts$/, /^so far$/,
];

function formatOf(unit: string): (value: number) => string {
  return { ms: milliseconds, s: seconds, USD: dollars }[unit] ?? ((value) => formatNumber(Number(value.toPrecision(6))));
}

export interface OutcomeWords {
  readonly was: string;
  readonly now: string;
  readonly change: string;
  /** The change in percent of what was, where that says something. */
  readonly relative: string;
}

export function outcomeWords({ unit, was, now, change }: Outcome): OutcomeWords {
  const format = formatOf(unit);
  const said = (value: number | null): string => (value === null ? "–" : format(value));
  const sign = change === null ? "" : change > 0 ? "+" : change < 0 ? "−" : "±";
  return { was: said(was), now: said(now), change: change === null ? "" : sign + format(Math.abs(change)), relative: was && change ? ` (${sign}${percent(Math.abs(100 * change / was))} %)` : "" };
}

/** Whole from one on; below it to one digit, so that what changed is not said not to have. */
function percent(value: number): string {
  return value >= 0.95 ? formatNumber(value, 0) : formatNumber(Number(value.toPrecision(1)));
}

/**
 * The few that a line has room for: changed ones that are better or worse, one of each kind. Of a
 * kind what became worse goes first, that nothing good hides it; then what changed most. An age
 * counts where messages wait: in a dead-letter queue they only grow old.
 */
export function headlines(outcomes: readonly Outcome[], most: number, isWaitedAt: (component: string) => boolean): Outcome[] {
  const told = outcomes.filter(({ verdict }) => verdict === "better" || verdict === "worse");
  const first = FIRST.flatMap((pattern) => {
    const [found] = told.filter(({ name, component }) => pattern.test(name) && (pattern !== AGES || isWaitedAt(component))).sort(byWeight);
    return found ? [found] : [];
  });
  return first.slice(0, most);
}

function byWeight(a: Outcome, b: Outcome): number {
  return Number(b.verdict === "worse") - Number(a.verdict === "worse") || Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0);
}
