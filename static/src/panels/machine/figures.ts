/** The numbers of a machine's states at a moment, and what is said of them. */
import { plural, seconds, thisBin } from "../../charts/words";
import { formatNumber } from "../../core/format";
import { observedAt } from "../../core/instant";
import { STATE_COUNTS, type Machine, type MachineState, type StateCount } from "../../core/machine";
import type { RunStore } from "../../core/panel";
import { isHolding } from "./graph";
import { TROUBLES } from "./kinds";

export interface StateFigures {
  /** Executions, branches or iterations that are in it. */
  readonly running: number;
  /** So far. */
  readonly total: Readonly<Record<StateCount, number>>;
  /** In the bin that ended last. */
  readonly now: Readonly<Record<StateCount, number>>;
  /** How many were stopped in it so far, with what was around them or with their execution: who came, and is not elsewhere. */
  readonly aborted: number;
  /** How long one stays, on average; NaN before any came. */
  readonly stayS: number;
}

/** The bin that had ended last by t; -1 before the first one has. */
export function binAt(store: RunStore, t: number): number {
  return Math.min(store.bins, Math.round(observedAt(store, t) / store.binS)) - 1;
}

export function figuresOf(store: RunStore, id: string, state: number, t: number): StateFigures {
  const bin = binAt(store, t);
  const counts = store.states(id);
  const each = (value: (name: StateCount) => number): Record<StateCount, number> =>
    Object.fromEntries(STATE_COUNTS.map((name) => [name, value(name)])) as Record<StateCount, number>;
  const [running, total] = [counts?.running(state, bin) ?? 0, each((name) => counts?.total(state, name).until(bin) ?? 0)];
  return {
    running, total,
    aborted: Math.max(0, total.entered - total.succeeded - (total.failed - total.retried) - running),
    now: each((name) => counts?.total(state, name).within(bin) ?? 0),
    stayS: counts?.stayS(state, bin, store.binS) ?? NaN,
  };
}

/** What is written on a state: how many are in it, or how many have come through it. */
export function headline(state: MachineState, { running, total }: StateFigures): string {
  return isHolding(state) ? `${formatNumber(running)} running` : `${formatNumber(total.entered)} so far`;
}

/** What the inspector lists. */
export function listed(figures: StateFigures, binS: number): [string, { name: string; value: string }[]][] {
  const names: readonly [StateCount, string][] = [["entered", "Entered"], ["succeeded", "Left without an error"], ["failed", "Failed"], ["retried", "Retried"], ["caught", "Caught"], ["throttled", "Throttled"]];
  const rows = (values: Readonly<Record<StateCount, number>>): { name: string; value: string }[] => names.map(([count, name]) => ({ name, value: formatNumber(values[count]) }));
  const stay = Number.isNaN(figures.stayS) ? "–" : `${seconds(figures.stayS)} (Little's law)`;
  return [
    ["Now", [{ name: "Running in it", value: formatNumber(figures.running) }, { name: "Time in it, on average so far", value: stay }]],
    [`In ${thisBin(binS)}`, rows(figures.now)],
    ["So far", [...rows(figures.total), { name: "Stopped in it", value: formatNumber(figures.aborted) }]],
  ];
}

/** One sentence on the whole machine, for those who do not see its picture. */
export function machineSentence(title: string, { states }: Machine, store: RunStore, id: string, t: number): string {
  if (store.bins === 0) return `${title}: ${plural(states.length, "state")}. Not run yet.`;
  const all = states.map((state) => ({ state, figures: figuresOf(store, id, state.number, t) }));
  const running = all.filter(({ state }) => state.parent < 0).reduce((sum, { figures }) => sum + figures.running, 0);
  // Between two states an execution is in none of them, and what happens as a bin ends is told of either.
  const open = store.valueAt(id, "OpenExecutionCount", t);
  const held = Number.isNaN(open) ? `${plural(running, "execution")} in them` : `${plural(open, "execution")} open`;
  const within = mostOf(all.filter(({ state }) => state.parent >= 0), "within Parallel and Map states most are");
  const where = `${mostOf(all.filter(({ state }) => state.parent < 0), "most of them")}${within && `;${within.slice(1)}`}`;
  const trouble = TROUBLES.map(({ count, word }) => ({ word, n: all.reduce((sum, { figures }) => sum + figures.total[count], 0) })).filter(({ n }) => n > 0);
  const ended = trouble.length > 0 ? ` So far, attempts and states counted: ${trouble.map(({ n, word }) => `${formatNumber(n)} ${word}`).join(", ")}.` : "";
  return `${title}: ${plural(states.length, "state")}, ${held}${where}.${ended}`;
}

/** ", most of them in Charge (12)"; nothing where nobody is in any of them. */
function mostOf(some: readonly { readonly state: MachineState; readonly figures: StateFigures }[], who: string): string {
  const [most] = [...some].sort((a, b) => b.figures.running - a.figures.running);
  return most && most.figures.running > 0 ? `, ${who} in ${most.state.name} (${formatNumber(most.figures.running)})` : "";
}
