/** Named values in groups. Rows stay while their names do, so that reading is not disturbed. */
import { h, setText } from "../../core/dom";
import type { Group, Row } from "./figures";

export class RowsView {
  readonly element = h("div");
  private shape = "";
  private cells: HTMLElement[] = [];
  /** What is shown now: the elements may have been made for another component's rows. */
  private rows: readonly Row[] = [];

  constructor(private readonly empty: string) {}

  fill(groups: readonly Group[]): void {
    const filled = groups.filter(([, rows]) => rows.length > 0);
    const shape = filled.map(([name, rows]) => `${name}:${rows.map((r) => r.name).join()}`).join("|");
    if (this.shape !== shape || !this.element.hasChildNodes()) this.build(filled, shape);
    this.rows = filled.flatMap(([, own]) => own);
    this.cells.forEach((cell, i) => setText(cell, this.rows[i]!.value));
  }

  private build(groups: readonly Group[], shape: string): void {
    this.shape = shape;
    this.cells = [];
    this.element.replaceChildren(...groups.flatMap(([name, rows]) => [h("h4", {}, name), h("dl", {}, ...rows.flatMap((row) => this.row(row)))]));
    if (groups.length === 0) this.element.append(h("p", {}, this.empty));
  }

  private row(row: Row): HTMLElement[] {
    const cell = h("dd", { class: "num" });
    const place = this.cells.push(cell) - 1;
    if (!row.go) return [h("dt", { class: row.part ? "part" : null }, ...breakable(row.name)), cell];
    const name = h("button", { class: "link-button", type: "button", title: "Go to the knob" }, row.name);
    name.addEventListener("click", () => this.rows[place]?.go?.());
    return [h("dt", {}, name), cell];
  }
}

/** AWS's long names may be broken where a new word begins. */
function breakable(name: string): (string | HTMLElement)[] {
  return name.split(/(?<=[a-z])(?=[A-Z])/).flatMap((part, i) => (i > 0 ? [h("wbr"), part] : [part]));
}
