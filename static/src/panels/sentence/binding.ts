/**
 * What to say at a moment, in one sentence with its source: of what is looked at, what binds it; else
 * what was just over; else what binds, the harder first; else what was over a while ago. An insight is
 * of its whole stretch, and the rest of it is not known before that is over.
 */
import { say } from "../../charts/readings";
import { formatTime } from "../../core/format";
import type { Insight } from "../../core/insight";
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

/** An insight is news for so long, as a share of the run, and worth a word for so long. */
const NEWS = 0.01;
const RECENT = 0.05;
/** The playhead is said to this at best. */
const NEAR_S = 0.05;
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
  const known = overAt(insights, t);
  const age = known ? t - endOf(known) : Infinity;
  if (known && age <= Math.max(store.binS, NEWS * store.durationS)) return found(known);
  const bound = store.scene.nodes.map(({ id }) => bindingOf(asked, id)).filter((one) => one !== null);
  const binds = bound.find(({ tone }) => tone === "refuses") ?? bound.find(({ tone }) => tone === "holds");
  if (binds) return binds;
  return known && age <= RECENT * store.durationS ? found(known) : null;
}

const endOf = ({ t, until }: Insight): number => until ?? t;

/** The last one of which all is known at t. */
function overAt(insights: readonly Insight[], t: number): Insight | null {
  const over = insights.filter((one) => endOf(one) <= t + NEAR_S);
  return over.reduce<Insight | null>((last, one) => (last && endOf(last) > endOf(one) ? last : one), null);
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
  // What is assumed AWS does not say, whatever its page says beside it.
  const words = !rule.url ? `${rule.source}, ${marks}` : rule.assumed ? marks : `AWS, ${marks}`;
  return { whose: store.scene.titleOf(id), text: said.text[0]!.toLowerCase() + said.text.slice(1), source: { words, title: rule.source, url: rule.assumed ? "" : rule.url }, tone: roleOf(word) };
}

function found(insight: Insight): Sentence {
  const { t, what, why, rule, derived } = insight;
  const words = rule.url ? `AWS, ${rule.date}` : `${rule.source}, ${rule.date}`;
  const until = formatTime(endOf(insight), 1);
  const when = endOf(insight) - t > NEAR_S ? `From ${formatTime(t, 1)} to ${until}` : `At ${until}`;
  const text = `${what} ${why}`;
  return { whose: when, text: `${text}${derived ? "" : " (An estimate.)"}`, source: { words: `${words}`, title: rule.source, url: rule.url }, tone: "found" };
}
