/** The rows that a type lists in its inspector, at a moment. */
import { during, say, type At } from "../../charts/readings";
import { seconds, thisBin } from "../../charts/words";
import { formatNumber } from "../../core/format";
import { observedAt } from "../../core/instant";
import { limiterAt, secondsBound } from "../../core/limiters";
import type { RunStore } from "../../core/panel";
import type { Listed } from "../../core/picture";
import type { SceneNode } from "../../core/scene";
import type { Row } from "./figures";

/** `rule` says a limiter in numbers; "" where there is nothing to add. */
export function listedRows(store: RunStore, node: SceneNode, t: number, rule: (limiter: string) => string = () => ""): Row[] {
  if (store.bins === 0) return [];
  const at = { store, id: node.id, t: observedAt(store, t) };
  return (node.picture.inspector ?? []).flatMap((listed) => (listed.limiter ? limiterRows(listed.name, node, at, rule) : rowsOf(listed, at)));
}

function rowsOf(listed: Listed, at: At): Row[] {
  const said = say(listed.words ?? [], at);
  if (!said) return [];
  return [{ name: during(listed.name, at.store), value: said.text }, ...(listed.each ? countersFrom(listed.each, at) : [])];
}

/** Counters above 0 whose names begin alike, by the rest of them: AWS's names of reasons. */
function countersFrom(prefix: string, { store, id, t }: At): Row[] {
  return Object.entries(store.counters(id, t))
    .filter(([name, n]) => name.startsWith(prefix) && n > 0)
    .map(([name, n]) => ({ name: name.slice(prefix.length), value: formatNumber(n), part: true }));
}

function limiterRows(name: string, { picture, id }: SceneNode, { store, t }: At, rule: (limiter: string) => string): Row[] {
  if (!picture.limited && !picture.bound) return [];
  const bound = secondsBound(store, id, Math.min(t, store.computed)).map(([limiter, s]): Row => ({ name: limiter, value: seconds(s), part: true }));
  const now = limiterAt(store, id, t);
  return [
    { name: `${name} in ${thisBin(store.binS)} by`, value: now === null ? "nothing" : [now, rule(now)].filter(Boolean).join(": ") },
    ...(bound.length > 0 ? [{ name: `${name} so far`, value: "" }, ...bound] : []),
  ];
}
