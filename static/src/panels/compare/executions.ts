/** The same execution of a state machine in several runs: those that came to another end, or took another time. */
import { h } from "../../core/dom";
import { formatNumber } from "../../core/format";
import type { Execution } from "../../core/executions";
import type { RunStore } from "../../core/panel";
import { shortTime } from "../story/stories";
import type { MessageKey } from "./messages";

/** What is nearer than that is the same: times are told in milliseconds. */
const SAME_S = 0.0005;

export interface TwoEnds extends MessageKey {
  /** In the first run, and in each of the others; of one that does not follow it nothing. */
  readonly was: string;
  readonly now: readonly string[];
}

interface Pair {
  readonly machine: string;
  readonly was: Execution;
  readonly now: readonly (Execution | undefined)[];
}

/** Those that the first run and another one follow and that differ: other ends first, then by how much. */
export function executionsApart([first, ...others]: readonly RunStore[]): TwoEnds[] {
  if (!first) return [];
  const pairs = first.scene.machines.flatMap(({ id: machine }) => (first.executions(machine)?.all() ?? []).map((was): Pair => (
    { machine, was, now: others.map((store) => store.executions(machine)?.get(was.number)) })));
  const far = ({ was, now }: Pair): number => Math.max(0, ...now.map((one) => (one ? distance(was, one, [first, ...others]) : 0)));
  const ranked = pairs.map((pair) => ({ pair, far: far(pair) })).filter(({ far: by }) => by > SAME_S).sort((a, b) => b.far - a.far || a.pair.was.number - b.pair.was.number);
  return ranked.map(({ pair: { machine, was, now } }) => ({
    component: machine, id: was.number, was: ended(was, first), now: now.map((one, i) => (one ? ended(one, others[i]!) : "not followed there")),
  }));
}

/** Another end is farther than any time. */
function distance(a: Execution, b: Execution, stores: readonly RunStore[]): number {
  const until = Math.min(...stores.map(({ computed }) => computed));
  return a.status === b.status ? Math.abs(a.lasted(until) - b.lasted(until)) : Infinity;
}

function ended(execution: Execution, { computed }: RunStore): string {
  const took = shortTime(execution.lasted(computed));
  return execution.status === "RUNNING" ? `running for ${took}` : `${execution.status.toLowerCase().replace("_", " ")} after ${took}`;
}

export function executionName({ component, id }: MessageKey, { scene }: RunStore): string {
  return `Execution ${formatNumber(id)} of ${scene.titleOf(component)}`;
}

const MOST = 60;

/** As a table whose names open the waterfalls; null where none differs. `open` is given the place in the list. */
export function executionsTable(all: readonly TwoEnds[], letters: readonly string[], store: RunStore, open: (n: number) => void): HTMLElement | null {
  if (all.length === 0) return null;
  const head = (words: string): HTMLElement => h("th", { scope: "col" }, words);
  const rows = all.slice(0, MOST).map((one, n) => {
    const button = h("button", { class: "link-button", type: "button", "aria-haspopup": "dialog", title: "All waterfalls, on one time axis" }, executionName(one, store));
    button.addEventListener("click", () => open(n));
    return h("tr", {}, h("th", { scope: "row" }, button), h("td", {}, one.was), ...one.now.map((end) => h("td", {}, end)));
  });
  const more = all.length > MOST ? `; ${formatNumber(all.length - MOST)} more are not shown` : "";
  return h("div", {}, h("p", { class: "quiet" }, `Of the executions that are followed in A and in another run, ${formatNumber(all.length)} came to another end or took another time${more}.`),
    h("div", { class: "table-scroll compare-list", role: "region", "aria-label": "Table of executions", tabindex: "0" },
      h("table", { class: "table compare-table compare-messages" }, h("thead", {}, h("tr", {}, head("Execution"), ...letters.map((letter) => head(`In ${letter}`)))), h("tbody", {}, ...rows))));
}
