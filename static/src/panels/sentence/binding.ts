/**
 * What to say at a moment, in one sentence with its source: of what is looked at, what binds it; else
 * what has just begun; else what binds, the harder first; else what was found and still lasts.
 */
import { say } from "../../charts/readings";
import { insightsAt, type Insight } from "../../core/insight";
import { observedAt } from "../../core/instant";
import { limiterAt, limiterSince, roleOf, type Role } from "../../core/limiters";
import type { RunStore } from "../../core/panel";
import type { BindingRule, BindingRules } from "../../core/picture";
import type { SceneNode } from "../../core/scene";

export interface Sentence {
  /** Of what it is said. */
  readonly whose: string;
  readonly text: string;
  readonly source: { readonly words: string; readonly title: string; readonly url: string } | null;
  /** Refused, held back, or found when the run was over. */
  readonly tone: Role | "found";
}

/** An insight is news for so long, as a share of the run. */
const NEWS = 0.01;
const LOOKED_BACK = 5;

export interface Asked {
  readonly store: RunStore;
  readonly t: number;
  readonly insights: readonly Insight[];
  /** Of the page, where the run tells of none. */
  readonly rules?: BindingRules;
  /** What is looked at. */
  readonly component?: string | null;
}

export function sentenceAt(asked: Asked): Sentence | null {
  const { store, t, insights, component } = asked;
  // Before the first bin is over nobody has observed anything.
  if (store.bins === 0 || t < store.binS - 1e-6 || t > store.computed + 1e-6) return null;
  const own = component ? bindingOf(asked, component) : null;
  if (own) return own;
  const begun = insightsAt(insights, t).filter((one) => one.t <= t + 0.05 && t - one.t <= Math.max(store.binS, NEWS * store.durationS)).at(-1);
  if (begun) return found(begun);
  const bound = store.scene.nodes.map(({ id }) => bindingOf(asked, id)).filter((one) => one !== null);
  const binds = bound.find(({ tone }) => tone === "refuses") ?? bound.find(({ tone }) => tone === "holds");
  if (binds) return binds;
  const lasts = insightsAt(insights, t).filter((one) => (one.until ?? one.t) >= t).at(-1);
  return lasts ? found(lasts) : null;
}

/** What binds a component; what its own rules say nothing of is said by the one before it. */
function bindingOf(asked: Asked, id: string): Sentence | null {
  const { store, t } = asked;
  const word = prevailing(store, id, t);
  if (word === null || roleOf(word) === "waits") return null;
  const own = ruleOf(asked, id, word, t);
  if (own) return told(asked, id, word, own);
  const before = store.scene.edges.filter(({ to }) => to === id).map(({ from }) => store.scene.node(from)).filter((node): node is SceneNode => node?.picture.bound !== undefined);
  for (const node of before) {
    const its = prevailing(store, node.id, t);
    const rule = its === null ? undefined : ruleOf(asked, node.id, its, t);
    if (its !== null && rule) return told(asked, node.id, its, rule);
  }
  return null;
}

/** The word of most of the last bins, and of those that are as many the last: limits of a full pool take turns. */
function prevailing(store: RunStore, id: string, t: number): string | null {
  const counts = new Map<string | null, number>();
  const bins = Math.min(LOOKED_BACK, store.binIndex(t) + 1);
  for (let back = bins - 1; back >= 0; back--) {
    const word = limiterAt(store, id, t - back * store.binS);
    const count = (counts.get(word) ?? 0) + 1;
    counts.delete(word);
    counts.set(word, count);
  }
  return [...counts].reduce<[string | null, number]>((best, one) => (one[1] >= best[1] ? one : best), [null, 0])[0];
}

export function ruleOf({ store, rules }: Pick<Asked, "store" | "rules">, id: string, word: string, t = Infinity): BindingRule | undefined {
  const known = store.header?.rules ?? rules ?? {};
  return known[id]?.findLast((rule) => rule.word === word && (rule.from_s ?? 0) <= t);
}

function told({ store, t }: Asked, id: string, word: string, rule: BindingRule): Sentence | null {
  const said = say(rule.said, { store, id, t: observedAt(store, t), since: limiterSince(store, id, t) });
  if (!said) return null;
  const marks = [rule.date, rule.assumed ? "assumed" : "", rule.own ? "this scenario’s own" : ""].filter(Boolean).join(", ");
  const words = rule.url ? `AWS, ${marks}` : `${rule.source}, ${marks}`;
  return { whose: store.scene.titleOf(id), text: said.text[0]!.toLowerCase() + said.text.slice(1), source: { words, title: rule.source, url: rule.url }, tone: roleOf(word) };
}

function found({ what, why, rule, derived }: Insight): Sentence {
  const words = rule.url ? `AWS, ${rule.date}` : `${rule.source}, ${rule.date}`;
  return { whose: "", text: `${what} ${why}${derived ? "" : " (An estimate.)"}`, source: { words: `${words}`, title: rule.source, url: rule.url }, tone: "found" };
}
