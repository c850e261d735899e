/** The rows that a type lists in its inspector, at a moment. */
import { during, say, type At } from "../../charts/readings";
import { moment, thisBin } from "../../charts/words";
import { formatNumber } from "../../core/format";
import { limiterAt, secondsBound } from "../../core/limiters";
import type { RunStore } from "../../core/panel";
import type { Listed } from "../../core/picture";
import type { SceneNode } from "../../core/scene";
import type { Row } from "./figures";

export function listedRows(store: RunStore, node: SceneNode, t: number): Row[] {
  if (store.bins === 0) return [];
  return (node.picture.inspector ?? []).flatMap((listed) => rowsOf(listed, node, { store, id: node.id, t }));
}

function rowsOf(listed: Listed, node: SceneNode, at: At): Row[] {
  if (listed.limiter) return limiterRows(listed.name, node, at);
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

function limiterRows(name: string, { picture, id }: SceneNode, { store, t }: At): Row[] {
  if (!picture.limited) return [];
  const bound = secondsBound(store, id, Math.min(t, store.computed)).map(([limiter, s]): Row => ({ name: limiter, value: moment(s), part: true }));
  return [
    { name: `${name} in ${thisBin(store.binS)} by`, value: limiterAt(store, id, t) ?? "nothing" },
    ...(bound.length > 0 ? [{ name: `${name} so far`, value: "" }, ...bound] : []),
  ];
}
