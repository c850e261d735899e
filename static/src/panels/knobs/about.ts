/** What a knob means, where its numbers come from, and what may be said. */
import { h } from "../../core/dom";
import { allowed, formatValue } from "../../core/quantity";
import type { Knob } from "../../core/types";

export function about(knob: Knob): HTMLElement {
  const meaning = knob.meaning ? `${knob.meaning.charAt(0).toUpperCase()}${knob.meaning.slice(1)}.` : "";
  const facts = h("dl");
  const fact = (name: string, value: Node | string): void => facts.append(h("dt", {}, name), h("dd", {}, value));
  if (knob.aws_name) fact("AWS name", h("code", {}, knob.aws_name));
  fact("Default", formatValue(knob, knob.default));
  fact("This scenario", formatValue(knob, knob.value));
  if (allowed(knob)) fact("Allowed", allowed(knob).replace(/^Allowed: /, ""));
  if (knob.assumed) fact("Assumed", "AWS publishes no value; this one is the model’s.");
  if (knob.source) fact("Source", cited(knob.source));
  fact("Path", h("code", {}, knob.path));
  return h("div", { class: "knob-about" }, h("p", {}, meaning.replace(/\.\.$/, ".")), facts);
}

function cited(source: string): Node {
  const address = /https:\/\/[^\s()]+/.exec(source)?.[0];
  if (!address) return document.createTextNode(source);
  const rest = source.replace(address, "").trim();
  const link = h("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, new URL(address).hostname);
  return h("span", {}, link, rest ? ` ${rest}` : "");
}
