/** The invitation where the first curve will be. */
import { effect } from "@preact/signals-core";
import { h, setText } from "../../core/dom";
import { formatDuration } from "../../core/format";
import type { Lab } from "../../core/lab";

export function createEmpty(lab: Lab, run: () => void): HTMLElement {
  const button = h("button", { class: "btn btn-primary", type: "button" }, "Run");
  button.addEventListener("click", run);
  const words = h("p");
  const element = h("div", { class: "empty", role: "note" }, words, button);
  effect(() => setText(words, `Nothing has run yet. Turn a knob, or press Run: ${formatDuration(lab.askedS)} are simulated in a few seconds.`));
  if (lab.data.scenario.summary) button.title = "Run this scenario";
  effect(() => void (element.hidden = lab.run.value !== null));
  return element;
}
