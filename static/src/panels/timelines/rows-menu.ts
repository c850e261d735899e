/** The list in which timelines are chosen, ordered and sized, by pointer and by keyboard. */
import { h } from "../../core/dom";
import { idFor } from "../../core/ids";
import { HEIGHT, type Arrangement } from "./arrangement";
import type { RowSpec } from "./rows";

const SIZES: readonly (readonly [string, number])[] = [["Low", 40], ["Usual", HEIGHT], ["High", 104], ["Highest", 200]];

export class RowsMenu {
  readonly button = h("button", { type: "button", class: "tl-button tl-rows-button", "aria-expanded": "false", title: "Choose, order and size the timelines" }, "Rows");
  readonly element = h("div", { class: "tl-rows", id: idFor("timeline-rows"), role: "group", "aria-label": "Timelines shown", hidden: true });

  constructor(private arrangement: Arrangement, private readonly changed: () => void) {
    this.button.setAttribute("aria-controls", this.element.id);
    this.button.addEventListener("click", () => this.toggle());
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.toggle(false);
      this.button.focus();
    });
  }

  use(arrangement: Arrangement): void {
    this.arrangement = arrangement;
    this.fill();
  }

  private toggle(open = this.element.hidden === true): void {
    this.element.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (open) this.fill();
  }

  /** Anew after a change, with the focus where it was. */
  fill(): void {
    if (this.element.hidden) return;
    const focused = (document.activeElement as HTMLElement | null)?.dataset["what"];
    const { rows, all } = this.arrangement;
    const hidden = all.filter((row) => !rows.includes(row));
    const reset = h("button", { type: "button", class: "btn btn-small", "data-what": "reset" }, "As the scenario has them");
    reset.addEventListener("click", () => this.change(() => this.arrangement.reset()));
    this.element.replaceChildren(h("ul", {}, ...rows.map((row, i) => this.item(row, i)), ...hidden.map((row) => this.item(row, -1))), reset);
    if (focused) this.element.querySelector<HTMLElement>(`[data-what="${CSS.escape(focused)}"]`)?.focus();
  }

  private item(row: RowSpec, place: number): HTMLElement {
    const shown = place >= 0;
    const box = h("input", { type: "checkbox", checked: shown, "data-what": `show ${row.id}` });
    box.addEventListener("change", () => this.change(() => this.arrangement.toggle(row)));
    const label = h("label", {}, box, row.name);
    if (!shown) return h("li", {}, label);
    const last = this.arrangement.rows.length - 1;
    const size = h("select", { "aria-label": `Height of ${row.name}`, "data-what": `size ${row.id}` }, ...this.sizes(row));
    size.addEventListener("change", () => this.change(() => this.arrangement.resize(row, Number(size.value))));
    return h("li", {}, label, this.mover(row, -1, "▴", "up", place === 0), this.mover(row, 1, "▾", "down", place === last), size);
  }

  private sizes(row: RowSpec): HTMLElement[] {
    const now = this.arrangement.heightOf(row);
    const sizes = SIZES.some(([, px]) => px === now) ? SIZES : [...SIZES, [`${now} pixels`, now] as const];
    return sizes.map(([name, px]) => h("option", { value: String(px), selected: px === now }, name));
  }

  private mover(row: RowSpec, by: number, sign: string, word: string, disabled: boolean): HTMLElement {
    const button = h("button", { type: "button", class: "tl-button", disabled, "aria-label": `${row.name} ${word}`, "data-what": `${word} ${row.id}` }, sign);
    button.addEventListener("click", () => this.change(() => this.arrangement.move(row, by)));
    return button;
  }

  private change(how: () => void): void {
    how();
    this.changed();
    this.fill();
  }
}
