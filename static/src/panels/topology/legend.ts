/** What the marks on the edges stand for, and how many of each there are now. */
import type { LegendEntry } from "../../charts/legend";
import type { PanelContext, RunStore } from "../../core/panel";
import type { Scene } from "../../core/scene";
import { flowsOf } from "./flows";
import { layoutOf, type Place } from "./layout";

/** What travels: batches of messages, events, or requests. */
export function unitOf({ edges }: Scene): { name: string; short: string } {
  const carried = edges.flatMap(({ look }) => look.carries ?? []).sort((a, b) => b.rank - a.rank);
  return carried[0] ?? { name: "Request", short: "request" };
}

/** Only what can happen in this topology. */
export function legendOf({ scene }: PanelContext, unit: string): LegendEntry[] {
  const present = new Set(flowsOf(layoutOf(scene, 800)).map((flow) => flow.glyph));
  const entries: LegendEntry[] = [
    { glyph: "busy", name: unit },
    { glyph: "thr", name: "Throttled", meaning: "Throttled, a second" },
    { glyph: "retry", name: "Retrying", meaning: "Messages and events that came back, a second" },
    { glyph: "err", name: "Failed", meaning: "Events dropped, a second" },
    { glyph: "dlq", name: "Dead letter", meaning: "Messages in dead-letter queues" },
  ];
  return entries.filter((entry) => present.has(entry.glyph));
}

/** "throttled, retrying and dead letter": what has a scale of its own. */
export function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(" and ");
}

export const COUNTED = ["thr", "retry", "err", "dlq"] as const;

/** What a node adds to a number of the legend; dead letters are those that lie where they belong. */
export function counted({ id, picture, deadLetter }: Place, glyph: (typeof COUNTED)[number], store: RunStore, t: number): number {
  if (glyph === "dlq" && !deadLetter) return 0;
  return (picture.counts?.[glyph] ?? []).reduce((sum, metric) => sum + (store.valueAt(id, metric, t) || 0), 0);
}
