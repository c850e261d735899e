/** What a knob means, where its numbers come from, and what may be said. */
import { h } from "../../core/dom";
import { allowed, formatValue } from "../../core/quantity";
import type { Knob } from "../../core/types";
import { cited } from "./citation";

export function about(knob: Knob): HTMLElement {
  const meaning = knob.meaning ? `${knob.meaning.charAt(0).toUpperCase()}${knob.meaning.slice(1)}.` : "";
  const facts = h("dl");
  const fact = (name: string, value: Node | string): void => facts.append(h("dt", {}, name), h("dd", {}, value));
  if (knob.aws_name) fact("AWS name", h("code", {}, knob.aws_name));
  fact("Default", formatValue(knob, knob.default));
  fact("This scenario", formatValue(knob, knob.value));
  if (knob.choices) fact("Choices", knob.choices.join(", "));
  else if (allowed(knob)) fact("Allowed", allowed(knob).replace(/^Allowed: /, ""));
  if (knob.assumed) fact("Assumed", assumed(knob));
  else if (knob.source) fact("Source", cited(knob.source));
  fact("Path", h("code", {}, knob.path));
  return h("div", { class: "knob-about" }, h("p", {}, meaning.replace(/\.\.$/, ".")), facts);
}

/** The reason of what AWS does not publish. */
function assumed(knob: Knob): HTMLElement {
  const why = h("span", {}, h("span", { class: "assumed" }, "assumed"), " AWS publishes no value; this one is the model’s.");
  if (knob.note) why.append(` ${knob.note}`);
  if (knob.source) why.append(" ", cited(knob.source));
  return why;
}
