/** One state in the picture: a button with its numbers; what went wrong has a glyph, a number and a word. */
import { glyphElement } from "../../charts/glyphs";
import { inBin } from "../../charts/words";
import { h, setAttribute, setText } from "../../core/dom";
import { formatCompact, formatNumber } from "../../core/format";
import type { MachineState } from "../../core/machine";
import { headline, type StateFigures } from "./figures";
import type { Placed } from "./graph";
import { icon, TROUBLES, type Counted } from "./kinds";
import type { Path } from "./path";

interface Badge extends Counted {
  readonly element: HTMLElement;
  readonly n: HTMLElement;
}

export class StateView {
  readonly element: HTMLButtonElement;
  private readonly headline = h("span", { class: "state-headline num" });
  private readonly rate = h("span", { class: "state-rate num" });
  private readonly visits = h("span");
  private readonly step = h("span", { class: "state-step num", hidden: true }, h("span", { class: "sr-only" }, "step "), this.visits);
  private readonly badges: readonly Badge[];
  private readonly trouble: HTMLElement;

  constructor(readonly state: MachineState, place: Placed) {
    this.badges = TROUBLES.map((told): Badge => {
      const n = h("b", { class: "num" });
      return { ...told, n, element: h("span", { class: `badge badge-${told.glyph}`, title: told.meaning, hidden: true }, glyphElement(told.glyph, 11), " ", n, " ", h("i", {}, told.word)) };
    });
    this.trouble = h("span", { class: "state-trouble" }, ...this.badges.map(({ element }) => element));
    this.element = h("button", { type: "button", class: `state state-${state.type.toLowerCase()}`, "data-state": String(state.number), title: [state.type, state.about].filter(Boolean).join(": ") },
      h("span", { class: "state-name" }, icon(state.type), h("span", {}, state.name), h("span", { class: "sr-only" }, `, ${state.type} state `), this.step),
      " ", h("span", { class: "state-now" }, this.headline, " ", this.rate), " ", this.trouble);
    Object.assign(this.element.style, { left: `${place.x}px`, top: `${place.y}px`, width: `${place.width}px`, height: `${place.height}px` });
  }

  /** Null before anything has run. */
  fill(figures: StateFigures | null, binS: number): void {
    setText(this.headline, figures ? headline(this.state, figures) : "–");
    setText(this.rate, figures && figures.now.entered > 0 ? inBin(figures.now.entered, binS) : "");
    const shown = this.badges.filter(({ count }) => (figures?.total[count] ?? 0) > 0);
    for (const badge of this.badges) {
      badge.element.hidden = !shown.includes(badge);
      setText(badge.n, short(figures?.total[badge.count] ?? 0));
      badge.element.classList.toggle("now", (figures?.now[badge.count] ?? 0) > 0);
    }
    this.trouble.classList.toggle("several", shown.length > 1);
    this.element.classList.toggle("active", (figures?.running ?? 0) > 0);
  }

  /** Is it on the way of the execution that is gone through? */
  light(path: Path | null): void {
    const visits = path?.visits.get(this.state.number) ?? [];
    const here = path?.here.has(this.state.number) ?? false;
    this.element.classList.toggle("on-path", visits.length > 0);
    this.element.classList.toggle("here", here);
    this.step.hidden = visits.length === 0;
    const few = visits.length > 2 ? `${visits[0]!}…${visits.at(-1)!}` : visits.join(", ");
    setText(this.visits, here ? `▸ ${few}` : few);
    setAttribute(this.element, "aria-description", visits.length > 0 ? `Step ${visits.length > 8 ? `${visits.slice(0, 8).join(", ")} and more` : visits.join(", ")} of the execution${here ? ", which is here now" : ""}` : null);
  }
}

/** Up to four letters, so that all of them have room. */
function short(n: number): string {
  return n >= 1000 ? formatCompact(n) : formatNumber(n);
}
