/** A legend that is a filter: a toggle button a state, with its count. */
import { h, setText } from "../core/dom";
import { glyphElement, type Glyph } from "./glyphs";
import "./legend.css";

export interface LegendEntry {
  readonly glyph: Glyph;
  readonly name: string;
  /** What the number counts, for the button's tooltip. */
  readonly meaning?: string;
}

export class Legend {
  readonly element = h("div", { class: "legend", role: "group" });
  private readonly pressed = new Set<Glyph>();
  private readonly numbers = new Map<Glyph, HTMLElement>();

  constructor(label: string, entries: readonly LegendEntry[], private readonly changed: () => void) {
    this.element.setAttribute("aria-label", label);
    for (const entry of entries) this.element.append(this.button(entry));
  }

  /** The states picked out; null when none is, which shows all alike. */
  get emphasis(): ReadonlySet<Glyph> | null {
    return this.pressed.size > 0 ? this.pressed : null;
  }

  setCount(glyph: Glyph, text: string): void {
    const number = this.numbers.get(glyph);
    if (number) setText(number, text);
  }

  /** Takes an entry in, or out where the state cannot occur. */
  show(glyph: Glyph, shown: boolean): void {
    const button = this.numbers.get(glyph)?.closest("button");
    if (button) button.hidden = !shown;
  }

  private button({ glyph, name, meaning }: LegendEntry): HTMLButtonElement {
    const number = h("span", { class: "num" });
    this.numbers.set(glyph, number);
    const button = h("button", { type: "button", "aria-pressed": "false", title: meaning }, glyphElement(glyph), name, number);
    button.dataset["glyph"] = glyph;
    button.addEventListener("click", () => this.toggle(glyph, button));
    return button;
  }

  private toggle(glyph: Glyph, button: HTMLButtonElement): void {
    if (!this.pressed.delete(glyph)) this.pressed.add(glyph);
    button.setAttribute("aria-pressed", String(this.pressed.has(glyph)));
    this.changed();
  }
}
