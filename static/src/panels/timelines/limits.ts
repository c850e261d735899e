/** What limits: the dashed line in the concurrency timeline, or echoed while its knob is being moved, and words. */
import { moment, seconds } from "../../charts/words";
import { formatNumber } from "../../core/format";
import { isManaged, limitAt } from "../../core/instant";
import { limiterNames, limiterSentence, limiterSeries, roleOf, type Role } from "../../core/limiters";
import type { RunStore, View } from "../../core/panel";
import type { Row } from "../../core/picture";
import type { SceneNode } from "../../core/scene";

/** A limit at a moment. */
export interface Limit {
  readonly value: number;
  readonly words: string;
}

/** From t on the limit is another one; NaN: there is none. */
export interface Step {
  readonly t: number;
  readonly value: number;
}

export interface Limiting {
  at(view: View, t: number): Limit | null;
  /** Its whole course, as far as it is known. */
  steps(view: View): readonly Step[];
}

/** Limits of several components do not add up to one line: then it is that of all together. */
export function limiting(row: Row, nodes: readonly SceneNode[]): Limiting {
  const [only, ...others] = nodes;
  return only && others.length === 0 ? new OwnLimit(only) : new SharedLimit(row, nodes);
}

const NAMES = ["unreserved", "reserved", "scaling", "managed"] as const;
const WORDS = { unreserved: "unreserved", reserved: "reserved", scaling: "allowed", managed: "room for" } as const;

function wordsOf(by: string, value: number): string {
  const name = NAMES.find((known) => by.toLowerCase().includes(known));
  return `${name ? WORDS[name] : "account"} ${formatNumber(value)}`;
}

class OwnLimit implements Limiting {
  private found: { t: number; value: number }[] = [];
  private store: RunStore | null = null;
  private frames = 0;

  constructor(private readonly node: SceneNode) {}

  at(view: View, t: number): Limit | null {
    const echoed = this.echoed(view);
    if (echoed !== null) return { value: echoed, words: `reserved ${formatNumber(echoed)}` };
    const held = limitAt(view.store, this.node.id, t);
    return held && { value: held.limit, words: wordsOf(held.by, held.limit) };
  }

  steps(view: View): readonly Step[] {
    const echoed = this.echoed(view);
    if (echoed !== null) return [{ t: 0, value: echoed }];
    if (this.store !== view.store) Object.assign(this, { store: view.store, found: [], frames: 0 });
    const { frames } = view.store;
    for (; this.frames < frames.length; this.frames++) this.take(frames[this.frames]!.environments[this.node.id]?.limit ?? NaN, frames[this.frames]!.t1);
    return this.found;
  }

  /** What the first frame tells held from the beginning on, as far as anybody knows. */
  private take(value: number, t: number): void {
    if (!Object.is(this.found.at(-1)?.value, value)) this.found.push({ t: this.found.length > 0 ? t : 0, value });
  }

  private echoed({ echo }: View): number | null {
    const knob = `${this.node.id}.${this.node.picture.limited?.knob ?? ""}`;
    return echo?.[`components.${knob}`] ?? echo?.[knob] ?? null;
  }
}

/** Managed instances are outside of the quota: what includes them has no limit. */
class SharedLimit implements Limiting {
  constructor(private readonly row: Row, private readonly nodes: readonly SceneNode[]) {}

  at({ store }: View): Limit | null {
    const value = store.header?.limits?.[this.row.quota ?? ""];
    if (value === undefined || this.nodes.some(({ id }) => isManaged(store, id))) return null;
    return { value, words: `${this.row.quota_name ?? ""} ${formatNumber(value)}` };
  }

  steps(view: View): readonly Step[] {
    const limit = this.at(view);
    return limit ? [{ t: 0, value: limit.value }] : [];
  }
}

export function limiterSentences(nodes: readonly SceneNode[], store: RunStore): string[] {
  return nodes.filter((f) => limiterSeries(store, f.id) !== null).map((f) => limiterSentence(f.title || f.id, store, f.id, moment));
}

const HARDNESS: Readonly<Record<Role, number>> = { refuses: 3, holds: 2, waits: 1 };

/** What held in most bins of a stretch, "–" where mostly nothing bound; of equals the one that binds harder. */
export function prevailing(store: RunStore, fn: string, first: number, last: number): string {
  return ranked(store, fn, first, last)[0]?.[0] ?? NONE;
}

/** All that limited it in a stretch, that which did longest first; "–" where nothing did. */
export function limitersIn(store: RunStore, fn: string, first: number, last: number): string {
  const found = ranked(store, fn, first, last).filter(([name]) => name !== NONE);
  return found.map(([name, bins]) => `${name} ${seconds(bins * store.binS)}`).join(", ") || NONE;
}

const NONE = "–";

/** What limited it, and in how many bins of a stretch. */
function ranked(store: RunStore, fn: string, first: number, last: number): [string, number][] {
  const series = limiterSeries(store, fn);
  const names = limiterNames(store, fn);
  const counts = new Map<string, number>();
  for (let bin = first; series && bin <= Math.min(last, series.length - 1); bin++) {
    const name = names[series.values[bin]!] ?? NONE;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const hardness = (name: string): number => (name === NONE ? 0 : HARDNESS[roleOf(name)]);
  return [...counts].sort(([a, n], [b, m]) => m - n || hardness(b) - hardness(a));
}
