/** "What it gets": the event, context and variables of a function, from each of its sources, of no message in particular. */
import { h, setText } from "../../core/dom";
import type { AskHanded } from "../../core/handed";
import { idFor } from "../../core/ids";
import type { Lab } from "../../core/lab";
import { HandedView } from "./handed";

export interface GetsPanel {
  readonly element: HTMLDialogElement;
  open(fn: string, title: string, run: string): void;
}

/** What an inspector offers of a function: of what has execution environments, once there is a run to ask. */
export function whatItGets(lab: Lab, id: string, gets: GetsPanel): { readonly more?: { readonly words: string; readonly go: () => void } } {
  const { value: run } = lab.run;
  const fn = lab.scene.keeping("environments").find((node) => node.id === id);
  return run === null || !fn ? {} : { more: { words: "What it gets", go: () => gets.open(id, fn.title, run) } };
}

export function createGets(ask: AskHanded): GetsPanel {
  const view = new HandedView(ask, null);
  const title = h("h2", { id: idFor("gets") });
  const close = h("button", { type: "button", class: "btn story-close" }, "Close");
  const element = h("dialog", { class: "sheet gets", "aria-labelledby": title.id }, h("header", { class: "story-head" }, title, close), h("div", { class: "story-page" }, view.bar, view.element));
  close.addEventListener("click", () => element.close());
  element.addEventListener("click", (event) => event.target === element && element.close());
  return {
    element,
    open(fn, name, run) {
      setText(title, `What ${name} gets`);
      view.showOf(fn, run);
      if (!element.open) element.showModal();
    },
  };
}
