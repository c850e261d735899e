/** Small parts of the console. */
import { h } from "../../../core/dom";

export function button(words: string, run: () => void, kind = ""): HTMLButtonElement {
  const element = h("button", { class: `btn ${kind}`.trim(), type: "button" }, words);
  element.addEventListener("click", run);
  return element;
}

/** A button that is on or off, as the class says. */
export function toggle(off: string, on: string, turn: (on: boolean) => void): { readonly element: HTMLButtonElement; show(on: boolean): void } {
  let now = false;
  const element = button(off, () => turn(!now));
  return {
    element,
    show(is: boolean): void {
      now = is;
      element.textContent = is ? on : off;
      element.classList.toggle("btn-primary", is);
    },
  };
}

export function section(title: string, ...children: (Node | string)[]): HTMLElement {
  return h("section", { class: "console-part", "aria-label": title }, h("h2", {}, title), ...children);
}

/** `1:05` */
export function clockWords(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}
