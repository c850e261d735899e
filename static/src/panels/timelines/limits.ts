/** What limits: the line drawn in the concurrency timeline, or echoed while its knob is being moved, and words. */
import { formatNumber } from "../../core/format";
import { limiterNames, limiterSentence, limiterSeries, roleOf } from "../../core/limiters";
import type { RunStore, View } from "../../core/panel";
import { moment } from "../../charts/words";
import type { SceneNode } from "../../core/scene";
import type { Limit } from "./rows";

/** Limits of several components do not add up to one line. */
export function limitOf(nodes: readonly SceneNode[], view: View): Limit | null {
  const [only, ...others] = nodes;
  if (!only || others.length > 0) return null;
  const { id, picture } = only;
  const knob = `${id}.${picture.limited?.knob ?? ""}`;
  const echoed = view.echo?.[`components.${knob}`] ?? view.echo?.[knob];
  if (echoed !== undefined) return { value: echoed, words: `reserved ${formatNumber(echoed)}` };
  const info = view.store.environmentsInfo(id, view.computed);
  if (!info || info.limit === null) return null;
  const by = (info.limited_by ?? "").toLowerCase();
  const name = by.includes("unreserved") ? "unreserved" : by.includes("reserved") ? "reserved" : by.includes("scaling") ? "allowed" : "account";
  return { value: info.limit, words: `${name} ${formatNumber(info.limit)}` };
}

export function limiterSentences(nodes: readonly SceneNode[], store: RunStore): string[] {
  return nodes.filter((f) => limiterSeries(store, f.id) !== null).map((f) => limiterSentence(f.title || f.id, store, f.id, moment));
}

/** The limiter of most bins of a stretch; one that refused work comes before all others. */
export function prevailing(store: RunStore, fn: string, first: number, last: number): string {
  const series = limiterSeries(store, fn);
  const names = limiterNames(store, fn);
  const counts = new Map<string, number>();
  for (let bin = first; series && bin <= Math.min(last, series.length - 1); bin++) {
    const name = names[series.values[bin]!];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const weight = (name: string): number => counts.get(name)! + (roleOf(name) === "refuses" ? 1e9 : roleOf(name) === "holds" ? 1e6 : 0);
  return [...counts.keys()].sort((a, b) => weight(b) - weight(a))[0] ?? "–";
}
