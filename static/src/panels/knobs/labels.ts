/** What a knob is called among others: with its component, or its place in it, where it must. */
import type { Knob } from "../../core/types";

export function labelOf(knob: Knob, all: readonly Knob[]): string {
  const twins = all.filter((other) => other.label === knob.label && other.path !== knob.path);
  const parts = [knob.label];
  if (twins.some((other) => other.component === knob.component)) parts.push(placeOf(knob));
  if (knob.component && twins.some((other) => other.component !== knob.component)) parts.push(knob.component);
  return parts.join(", ");
}

/** The part of the component it belongs to: `asynchronous.on_failure.delivery_fails` is on failure. */
function placeOf(knob: Knob): string {
  return (knob.path.split(".").at(-2) ?? "").replaceAll("_", " ");
}
