/** The `?` dialog: every key of the page, and a switch to turn single keys off. */
import { h } from "../../core/dom";
import { keyName, type Binding, type Keyboard } from "../../core/keyboard";

export interface Help {
  readonly element: HTMLDialogElement;
  open(): void;
}

type Elsewhere = readonly (readonly [string, string])[];

export const ON_SCRUBBER: Elsewhere = [["← → Home End", "on the scrubber: move the playhead"]];
export const ELSEWHERE: Elsewhere = [
  ["← → ↑ ↓", "in a knob: change it by one; PgUp and PgDn by ten; so does the wheel, with Shift by ten"],
  ...ON_SCRUBBER,
  ["Enter", "in a knob: take the value and run; then the keys are the lab’s again"],
  ["Esc", "in a knob: leave it as it was"],
];

/** `elsewhere`: keys that only a part of the page takes. */
export function createHelp(elsewhere: Elsewhere = ELSEWHERE): Help & { fill(keyboard: Keyboard): void } {
  const list = h("dl", { class: "key-list" });
  const toggle = h("input", { type: "checkbox", id: "keys-on" });
  const close = h("button", { class: "btn btn-small", type: "button" }, "Close");
  const element = h(
    "dialog",
    { class: "sheet help", "aria-labelledby": "help-title" },
    // What has the focus first is where the list begins.
    h("header", { class: "help-head" }, h("h2", { id: "help-title" }, "Keys"), close),
    h("p", { class: "help-switch" }, toggle, h("label", { for: "keys-on" }, "Single-key commands are on")),
    list,
  );
  close.addEventListener("click", () => element.close());
  element.addEventListener("click", (event) => {
    if (event.target === element) element.close();
  });
  return {
    element,
    open: () => element.showModal(),
    fill(keyboard: Keyboard): void {
      for (const binding of keyboard.bindings) list.append(entry(binding));
      for (const [keys, label] of elsewhere) list.append(h("div", {}, h("dt", {}, h("kbd", {}, keys)), h("dd", {}, label)));
      toggle.checked = keyboard.enabled;
      toggle.addEventListener("change", () => keyboard.setEnabled(toggle.checked));
    },
  };
}

function entry(binding: Binding): HTMLElement {
  const term = h("dt");
  binding.keys.forEach((key, i) => term.append(...(i ? [" "] : []), h("kbd", {}, keyName(key))));
  return h("div", {}, term, h("dd", {}, binding.label));
}
