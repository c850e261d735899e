/** Rows with nothing to see: a line of words in place of a flat line. */
import { peak } from "../../charts/lines";
import { h } from "../../core/dom";
import type { RunStore, View } from "../../core/panel";
import type { RowSpec } from "./rows";

/** What is said of a row that is the same throughout; "" where there is something to see. */
export function flatWords(row: RowSpec, { store, baseline }: Pick<View, "store" | "baseline">): string {
  const runs = [store, baseline].filter((run) => run !== null);
  if (!store.complete || row.limit || runs.some((run) => !isFlat(row, run))) return "";
  const told = row.lines.some(({ line }) => hasValues(line.read(store)));
  return told ? `${row.name}: ${row.format(0)} throughout` : `${row.name}: ${row.empty}`;
}

function isFlat(row: RowSpec, run: RunStore): boolean {
  return row.lines.every(({ line }) => peak(line.read(run)) === 0);
}

function hasValues({ values, length }: { readonly values: Float64Array; readonly length: number }): boolean {
  for (let bin = 0; bin < length; bin++) if (!Number.isNaN(values[bin]!)) return true;
  return false;
}

const LINE = 24;

export class Folded {
  readonly element = h("p", { class: "tl-folded", hidden: true });
  private key = "";

  constructor(private readonly open: (row: RowSpec) => void) {}

  /** Pixels that it takes. */
  get height(): number {
    return this.element.hidden ? 0 : LINE;
  }

  say(rows: readonly (readonly [RowSpec, string])[]): void {
    const key = rows.map(([, words]) => words).join();
    this.element.hidden = rows.length === 0;
    if (key === this.key) return;
    this.key = key;
    this.element.replaceChildren(...rows.map(([row, words]) => h("span", {}, words, " ", this.button(row))));
  }

  private button(row: RowSpec): HTMLElement {
    const button = h("button", { type: "button", class: "link-button", "aria-label": `Show ${row.name}` }, "show");
    button.addEventListener("click", () => this.open(row));
    return button;
  }
}
