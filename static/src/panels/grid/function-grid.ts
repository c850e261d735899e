/** One function in the grid. */
import { h } from "../../core/dom";
import type { RunStore } from "../../core/panel";
import { Band } from "./band";
import { Held, Peak } from "./states";

/** A function's band with its heading and what is remembered of it between updates. */
export class FunctionGrid {
  readonly band = new Band();
  readonly host: HTMLElement;
  readonly element: HTMLElement;
  readonly name: HTMLElement;
  readonly held = new Held();
  readonly refused = new Peak();
  readonly initSince = new Map<number, number>();
  mostUsed = 0;
  seenFrames = 0;
  store: RunStore | null = null;
  constructor(readonly id: string, title: string) {
    this.name = h("div", { class: "grid-name", title }, title);
    this.host = h("div", {
      class: "grid-host", tabindex: "0", role: "grid", "aria-label": `Execution environments of ${title}`,
      "aria-description": "Arrow keys move between environments, Escape lets go",
    });
    this.host.append(this.band.layer.canvas);
    this.element = h("div", { class: "grid-band", "data-function": id }, this.name, this.host);
  }
}
