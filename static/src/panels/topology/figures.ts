/** The numbers on a node: one headline, one line below, and what its inspector lists. */
import { read, say } from "../../charts/readings";
import { count, thisBin } from "../../charts/words";
import { formatNumber } from "../../core/format";
import { observedAt } from "../../core/instant";
import type { RunStore } from "../../core/panel";
import type { SceneNode } from "../../core/scene";
import type { Place } from "./layout";

export interface Figures {
  readonly headline: string;
  /** What the headline counts, where the node's name does not say it. */
  readonly unit?: string;
  readonly sub: string;
}

export function figures({ id, picture, deadLetter }: Place, store: RunStore, t: number, hidden = false): Figures {
  if (store.bins === 0) return { headline: "–", sub: hidden ? "hidden" : "not run yet" };
  const at = { store, id, t: observedAt(store, t) };
  if (deadLetter) return { headline: count((picture.dead_letters && read(picture.dead_letters, at)) || 0), sub: "" };
  const headline = say(picture.headline ?? [], at);
  const sub = say(picture.sub ?? [], at)?.text ?? "";
  return { headline: headline?.text ?? "", ...(headline?.unit ? { unit: headline.unit } : {}), sub };
}

/** A node's name as it is written on it. */
export function nameOf({ picture, title }: SceneNode): string {
  return `${picture.mark ?? ""}${title}`;
}

/** What a reader hears of a node: what is written on it, word for word, and what it is. */
export function spoken(place: Place, { headline, unit: counted, sub }: Figures): string {
  const noun = place.deadLetter ? "dead-letter queue" : place.noun;
  const unit = headline === "1" ? "message" : "messages";
  const written = place.deadLetter ? `${headline} ${unit}` : [[headline, counted].filter(Boolean).join(" "), sub].filter(Boolean).join(counted ? ", " : " ");
  const ending = place.title.toLowerCase() === noun ? "" : `, ${noun}`;
  return `${[nameOf(place), written].filter(Boolean).join(" ")}${ending}`;
}

/** Named rows. */
export type Group = readonly [string, readonly Row[]];

export interface Row {
  readonly name: string;
  readonly value: string;
  /** A part of the row above. */
  readonly part?: boolean;
  /** Where its name leads. */
  readonly go?: () => void;
}

/** What holds at t, what was counted in the bin that it lies in, and totals so far, by AWS's names. */
export function inspect(place: SceneNode, store: RunStore, t: number): Group[] {
  const all = store.metrics(place.id);
  const row = (metric: string): Row => ({ name: metric, value: valueOf(store, place.id, metric, t) });
  const now = all.filter((metric) => store.isLevel(metric)).map(row);
  const during = all.filter((metric) => !store.isLevel(metric)).map(row);
  const totals = Object.entries(store.counters(place.id, t)).map(([name, value]): Row => ({ name, value: formatNumber(value) }));
  return [["Now", now], [`In ${thisBin(store.binS)}`, during], ["Total so far", totals]];
}

function valueOf(store: RunStore, id: string, metric: string, t: number): string {
  const { unit = "", names } = store.header?.metrics?.[metric] ?? {};
  const value = store.valueAt(id, metric, t);
  return names ? names[value] ?? "–" : withUnit(value, unit);
}

function withUnit(value: number, unit: string): string {
  if (Number.isNaN(value)) return "–";
  const shortUnit: Record<string, string> = { Milliseconds: " ms", Seconds: " s", ms: " ms", s: " s", USD: " USD" };
  return formatNumber(value) + (shortUnit[unit] ?? "");
}
