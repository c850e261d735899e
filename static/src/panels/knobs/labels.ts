/** What a knob is called among others: with its component, or its place in it, where it must. */
import type { Knob, Topology } from "../../core/types";

/** Longer titles would fill a row. */
const LONGEST = 24;

export function labelOf(knob: Knob, all: readonly Knob[], topology?: Topology): string {
  const twins = all.filter((other) => other.label === knob.label && other.path !== knob.path);
  const parts = [knob.label];
  if (isListed(knob) || twins.some((other) => other.component === knob.component)) parts.push(placeOf(knob, twins));
  if (knob.component && twins.some((other) => other.component !== knob.component)) parts.push(nameOf(knob.component, topology));
  return parts.join(", ");
}

/** As it is called in the picture, where that is short and no other is called so. */
function nameOf(component: string, topology?: Topology): string {
  const title = topology?.nodes.find(({ id }) => id === component)?.title ?? "";
  const alone = topology?.nodes.filter((node) => node.title === title).length === 1;
  return title && alone && title.length <= LONGEST ? title : component;
}

const NUMBER = /^\d+$/;

/** From the component to the knob, without both. */
function within({ path }: Knob): string[] {
  return path.replace(/^components\./, "").split(".").slice(1, -1);
}

/** It belongs to one part of a list. */
function isListed(knob: Knob): boolean {
  return within(knob).some((piece) => NUMBER.test(piece));
}

/** Up to the part of a list that it belongs to, and behind it. */
function split(knob: Knob): [string, string[]] {
  const pieces = within(knob);
  const last = pieces.findLastIndex((piece) => NUMBER.test(piece)) + 1;
  return [`${knob.component}.${pieces.slice(0, last).join(".")}`, pieces.slice(last)];
}

/**
 * The part of the component it belongs to: `asynchronous.on_failure.delivery_fails` is on failure,
 * `subscriptions.0.matching` has the name of the subscriber. What has no name is counted as people do:
 * `rules.0.targets.1` is rules 1 targets 2. What lies deeper is told where the part has two of them.
 */
function placeOf(knob: Knob, twins: readonly Knob[]): string {
  if (knob.part) {
    const [part, deeper] = split(knob);
    const again = twins.some((other) => split(other)[0] === part);
    return again ? `${knob.part} ${deeper.join(" ").replaceAll("_", " ")}` : knob.part;
  }
  const pieces = within(knob);
  const first = pieces.findIndex((piece) => NUMBER.test(piece));
  if (first < 0) return (knob.path.split(".").at(-2) ?? "").replaceAll("_", " ");
  const named = first > 0 ? pieces.slice(first - 1) : ["part", ...pieces];
  return named.map((piece) => (NUMBER.test(piece) ? `${Number(piece) + 1}` : piece)).join(" ").replaceAll("_", " ");
}
