/** What a knob is called among others: with its component, or its place in it, where it must. */
import type { Knob, Topology } from "../../core/types";

/** Longer titles would fill a row. */
const LONGEST = 24;

export function labelOf(knob: Knob, all: readonly Knob[], topology?: Topology): string {
  const twins = all.filter((other) => other.label === knob.label && other.path !== knob.path);
  const parts = [knob.label];
  if (twins.some((other) => other.component === knob.component)) parts.push(placeOf(knob));
  if (knob.component && twins.some((other) => other.component !== knob.component)) parts.push(nameOf(knob.component, topology));
  return parts.join(", ");
}

/** As it is called in the picture, where that is short and no other is called so. */
function nameOf(component: string, topology?: Topology): string {
  const title = topology?.nodes.find(({ id }) => id === component)?.title ?? "";
  const alone = topology?.nodes.filter((node) => node.title === title).length === 1;
  return title && alone && title.length <= LONGEST ? title : component;
}

/** The part of the component it belongs to: `asynchronous.on_failure.delivery_fails` is on failure. */
function placeOf(knob: Knob): string {
  return (knob.path.split(".").at(-2) ?? "").replaceAll("_", " ");
}
