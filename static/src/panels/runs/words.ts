/** What is said of a run in a list. */
import { h } from "../../core/dom";
import { formatDuration } from "../../core/format";
import type { SeenRun } from "../../core/types";

export function nameOf({ name, title }: Pick<SeenRun, "name" | "title">): string {
  return name || title;
}

/** "queued, 2 ahead": of one that waits it is said how long the queue is. */
export function stateOf({ state, queue }: Pick<SeenRun, "state" | "queue">): string {
  return state === "queued" && queue !== null ? `queued, ${queue === 0 ? "next" : `${queue} ahead`}` : state;
}

/** What was changed comes first: runs of one scenario differ by that. */
export function factsOf(run: SeenRun): (HTMLElement | string)[] {
  const when = new Date(run.created);
  const named = run.name ? `${run.title}, ` : "";
  return [
    named, h("b", { class: "recent-what" }, run.changed || "as written"), ", ", h("span", { class: "num" }, formatDuration(run.computed_s)),
    ", seed ", h("span", { class: "num" }, String(run.seed)), `, ${run.profile}, `, h("time", { datetime: run.created }, `${when.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" })} ${when.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`),
  ].filter((part) => part !== "");
}
