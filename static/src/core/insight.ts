/** Insights of a run that is over: why it went as it did, at the instant, and what to try. */
import type { Scene } from "./scene";
import { titled } from "./titled";
import type { EndMessage } from "./told";

export interface Insight {
  /** Of which kind it is. */
  readonly id: string;
  readonly component: string;
  readonly t: number;
  /** Null for an instant. */
  readonly until: number | null;
  readonly what: string;
  readonly why: string;
  /** `url` is empty where AWS has no page, or none any more; `model` is how it is modelled. */
  readonly rule: { readonly text: string; readonly url: string; readonly date: string; readonly source: string; readonly model: string };
  readonly try: { readonly path: string; readonly value: unknown; readonly words: string } | null;
  /** From what happened alone; else an estimate. */
  readonly derived: boolean;
}

export const MOST_AT_ONCE = 3;
/** A moment is said, and kept in the address, to this at best. */
const NEAR_S = 0.05;

/** In order of time; null where the run was computed by a server that knew none. */
export function insightsOf(end: EndMessage | null): readonly Insight[] | null {
  const told = end?.summary?.["insights"];
  return Array.isArray(told) ? (told as Insight[]) : null;
}

/** With the titles of components, as everything else on a page has them. */
export function called(all: readonly Insight[], scene: Scene): readonly Insight[] {
  // What an older server told may lack a sentence.
  const words = (text: string | undefined): string => titled(text ?? "", scene);
  return all.map((one) => {
    const same = [one.what, one.why, one.try?.words ?? ""].every((text) => words(text) === text);
    return same ? one : { ...one, what: words(one.what), why: words(one.why), try: one.try && { ...one.try, words: words(one.try.words) } };
  });
}

/** Those that hold at t, the latest first, and then those that held last before it: as many as are
 *  shown at once, in order of time. */
export function insightsAt(all: readonly Insight[], t: number, most = MOST_AT_ONCE): readonly Insight[] {
  const begun = all.filter((one) => one.t <= t + NEAR_S);
  const lasts = (one: Insight): boolean => (one.until ?? one.t) >= t;
  const nearest = [...begun.filter(lasts).reverse(), ...begun.filter((one) => !lasts(one)).reverse()].slice(0, most);
  return all.filter((one) => nearest.includes(one));
}
