/** The timelines as a table, at a resolution a person can read. */
import { timeStep } from "../../charts/scales";
import { sentence } from "../../charts/sentence";
import { moment, tick } from "../../charts/words";
import { h } from "../../core/dom";
import { formatDuration, formatTime } from "../../core/format";
import type { Range, RunStore, View } from "../../core/panel";
import type { RowSpec } from "./rows";

const MOST_ROWS = 30;

export interface TableData {
  readonly stepS: number;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly t: number; readonly cells: readonly string[] }[];
}

/** Levels give the largest value of each step, rates their mean. */
export function tableData(rows: readonly RowSpec[], store: RunStore, range: Range): TableData {
  const stepS = Math.max(store.binS, timeStep({ min: range.t0, max: range.t1 }, MOST_ROWS));
  const told = (row: RowSpec): RowSpec["lines"] => row.lines.filter(({ line }, i) => i === row.main || line.read(store).length > 0);
  const lines = rows.flatMap((row) => told(row).map((line) => ({ row, line: line.line })));
  const columns = lines.map(({ row, line }) => (row.lines.length > 1 ? `${row.name}: ${line.spec.label}` : row.name));
  const words = rows.flatMap((row) => row.words ?? []);
  columns.push(...words.map((column) => column.name));
  const end = Math.min(range.t1, store.computed);
  const out: { t: number; cells: string[] }[] = [];
  for (let t = Math.floor(range.t0 / stepS) * stepS; t < end; t += stepS) {
    const [first, last] = [Math.round(t / store.binS), Math.min(store.bins, Math.round((t + stepS) / store.binS)) - 1];
    const cells = lines.map(({ row, line }) => cell(row, line.read(store).values, first, last));
    out.push({ t, cells: [...cells, ...words.map((column) => column.read(store, first, last))] });
  }
  return { stepS, columns, rows: out };
}

function cell(row: RowSpec, values: Float64Array, first: number, last: number): string {
  let [sum, n, largest] = [0, 0, -Infinity];
  for (let bin = first; bin <= last && bin < values.length; bin++) {
    const value = values[bin]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    n++;
    if (value > largest) largest = value;
  }
  if (n === 0) return "–";
  return row.format(row.kind === "rate" ? sum / n : largest);
}

export function tableElement(data: TableData): HTMLTableElement {
  const head = h("tr", {}, ...["Time", ...data.columns].map((name) => h("th", { scope: "col" }, name)));
  const body = data.rows.map((row) => h("tr", {}, h("th", { scope: "row", class: "num" }, tick(row.t, data.stepS)),
    ...row.cells.map((text) => h("td", { class: "num" }, text))));
  const note = `Steps of ${tick(data.stepS, data.stepS)}: the largest value of each step; for rates the mean.`;
  return h("table", {}, h("caption", {}, note), h("thead", {}, head), h("tbody", {}, ...body));
}

/** The region below the plot that holds the chosen rows as sentences and a table. */
export class Tables {
  readonly element = h("div", {
    class: "tl-tables", hidden: true, tabindex: "0", role: "region", "aria-label": "Timelines as a table",
  });
  private readonly chosen = new Set<string>();
  private key = "";
  private shown = "";

  constructor(private specs: readonly RowSpec[]) {}

  setSpecs(specs: readonly RowSpec[]): void {
    this.specs = specs;
    this.key = "";
  }

  /** The table of a row goes on with what is shown in its place. */
  replace(id: string, other: string): void {
    if (this.chosen.delete(id)) this.chosen.add(other);
  }

  has(id: string): boolean {
    return this.chosen.has(id);
  }

  toggle(id: string): void {
    if (!this.chosen.delete(id)) this.chosen.add(id);
  }

  /** All rows, or none when all are there. */
  toggleAll(): void {
    const all = this.specs.some(({ id }) => !this.chosen.has(id));
    this.chosen.clear();
    if (all) for (const spec of this.specs) this.chosen.add(spec.id);
  }

  /** Fills the table when the choice changed; when the data did, only if `due`. */
  update({ store, range }: View, due: boolean): void {
    const shown = [...this.chosen].join();
    const key = `${store.version}|${range.t0}|${range.t1}|${shown}`;
    if (key === this.key || (shown === this.shown && !due)) return;
    this.key = key;
    const specs = this.specs.filter((spec) => this.chosen.has(spec.id));
    this.element.hidden = specs.length === 0;
    const scroll = this.element.scrollTop;
    this.element.replaceChildren(...(specs.length > 0 ? this.content(specs, store, range) : []));
    if (shown !== this.shown && specs.length > 0) this.element.scrollIntoView?.({ block: "nearest" });
    this.element.scrollTop = scroll;
    this.shown = shown;
  }

  private content(specs: readonly RowSpec[], store: RunStore, range: Range): HTMLElement[] {
    const extent = `${formatTime(range.t0, 0)} to ${formatTime(range.t1, 0)}, ${formatDuration(store.computed)} computed`;
    const sentences = specs.flatMap((spec) => sentencesOf(spec, store).map((text) => h("li", {}, text)));
    return [h("p", {}, extent), h("ul", {}, ...sentences), tableElement(tableData(specs, store, range))];
  }
}

/** All that is said of a row. */
/** The same of the run that lies under it; "" where there is none. */
export function comparedWords(row: RowSpec, { baseline, baselineSays }: View): string {
  return baseline ? ` Compared with ${baselineSays}: ${sentencesOf(row, baseline).join(" ")}` : "";
}

export function sentencesOf(spec: RowSpec, store: RunStore): readonly string[] {
  return [sentenceOf(spec, store), ...(spec.told?.(store) ?? [])];
}

export function sentenceOf(spec: RowSpec, store: RunStore): string {
  const { values, length } = spec.lines[spec.main]!.line.read(store);
  return sentence({ name: spec.spoken, values, length, binS: store.binS, format: spec.format, moment });
}
