/**
 * The timelines of several runs on one time axis, with one crosshair: over one another, side by
 * side, or as what is more than in the first one.
 */
import { Layer } from "../../charts/layer";
import { measure } from "../../charts/measure";
import { onPaletteChange } from "../../charts/palette";
import { during } from "../../charts/readings";
import { invert, project, timeStep, timeTicks } from "../../charts/scales";
import { moment, tick } from "../../charts/words";
import { h, setAttribute, setText } from "../../core/dom";
import { idFor } from "../../core/ids";
import type { RunStore, Series } from "../../core/panel";
import { sentencesOf } from "../timelines/table";
import { wasOf } from "../timelines/was";
import { drawDifferences, drawGrid, drawRow } from "./drawing";
import { difference, divergences, type Divergence } from "./parting";
import { rowsOf, valueOf, type Row, type Side } from "./sides";
import "./compare.css";

export const LAYOUTS = ["overlay", "side by side", "difference"] as const;
export type Layout = (typeof LAYOUTS)[number];

const ROW = 76;
const LINE = 17;
const TICK_PX = 84;
const GAP = 16;
const PAGE = 20;

/** A row: its words, and a canvas for each column of the layout. */
interface RowParts {
  readonly row: Row;
  /** "5 → 9" and "+4 worse"; of more than two runs a line for each, with its letter. */
  readonly words: readonly HTMLElement[];
  readonly said: HTMLElement;
  readonly layers: readonly Layer[];
  changes: readonly Series[];
}

export class CompareCharts {
  readonly element: HTMLElement;
  private readonly when = h("span", { class: "num cmp-when" });
  private readonly body = h("div", { class: "cmp-body" });
  private readonly crosses: readonly HTMLElement[];
  private readonly slider = h("div", { class: "cmp-plots", role: "slider", tabindex: "0", "aria-label": "Moment that is read", "aria-valuemin": "0" });
  private readonly parts: readonly RowParts[];
  private readonly stops: (() => void)[] = [];
  private found: readonly Divergence[] = [];
  private version = "";
  private width = 0;
  private hover: number | null = null;
  layout: Layout = "overlay";
  pin: number;

  /** `onRead` is called with the moment that is read; `stays` unless the pointer only passes by. */
  constructor(private readonly sides: readonly Side[], private readonly onRead: (t: number, stays: boolean) => void) {
    this.pin = Math.min(...this.stores.map((store) => store.computed));
    this.crosses = sides.map(() => h("div", { class: "cmp-cross" }));
    this.parts = rowsOf(this.stores).map((row): RowParts => ({
      row, words: sides.map(() => h("span", { class: "cmp-words" })), said: h("p", { class: "sr-only" }),
      layers: sides.map(() => new Layer("cmp-canvas")), changes: [],
    }));
    const id = idFor("cmp-title");
    const title = h("h2", { id }, sides.length === 2 ? "Both over time" : "All of them over time");
    this.element = h("section", { class: "cmp", "aria-labelledby": id }, h("div", { class: "cmp-head" }, title, this.when, this.legend()), this.body);
    this.update();
    this.fill();
    this.listen();
  }

  get stores(): RunStore[] {
    return this.sides.map(({ store }) => store());
  }

  /** High enough for a name, what its values are of, and a line of words for each run. */
  private get height(): number {
    return this.sides.length === 2 ? ROW : Math.max(ROW, LINE * (this.sides.length + 2) + 8);
  }

  private get end(): number {
    return Math.max(...this.stores.map((store) => store.durationS));
  }

  private get binS(): number {
    return Math.max(...this.stores.map((store) => store.binS));
  }

  /** Where the runs begin to differ. */
  get divergences(): readonly Divergence[] {
    return this.found;
  }

  private legend(): HTMLElement {
    const key = ({ letter, name, what }: Side): HTMLElement => h("span", { class: "cmp-key", title: what }, h("span", { class: `side-line side-line-${letter.toLowerCase()}`, "aria-hidden": "true" }), name);
    return h("span", { class: "cmp-legend" }, ...this.sides.map(key));
  }

  setLayout(layout: Layout): void {
    this.layout = layout;
    this.fill();
    this.draw();
  }

  read(t: number): void {
    this.pin = Math.max(0, Math.min(this.end, t));
    this.hover = null;
    this.say();
    this.onRead(this.pin, true);
  }

  /** The pointer reads at the moment. */
  get hovering(): boolean {
    return this.hover !== null;
  }

  /** The crosshair goes along with a playhead; whoever moves that knows already. */
  follow(t: number): void {
    if (t === this.pin) return;
    this.pin = Math.max(0, Math.min(this.end, t));
    if (this.hover === null) this.say();
  }

  /** Takes in what has come since. */
  update(): void {
    const stores = this.stores;
    const version = stores.map((store) => store.version).join(" ");
    if (version === this.version) return;
    this.version = version;
    this.found = divergences(this.parts.map(({ row }) => row), stores);
    for (const part of this.parts) {
      part.changes = stores.slice(1).map((store, i) => difference(part.row, i + 1, stores[0]!, store));
      const told = this.sides.map(({ letter }, i) => (part.row.specs[i] ? `${letter}: ${sentencesOf(part.row.specs[i], stores[i]!)[0] ?? ""}` : `${letter}: none.`));
      setText(part.said, told.join(" "));
    }
    this.draw();
    this.say();
  }

  // --- elements ----------------------------------------------------------------------------

  private get columns(): number {
    return this.layout === "side by side" ? this.sides.length : 1;
  }

  private fill(): void {
    setAttribute(this.element, "data-layout", this.layout);
    this.element.style.setProperty("--row", `${this.height}px`);
    const labels = h("div", { class: "cmp-labels" }, ...this.parts.map((part) => this.label(part)));
    this.slider.replaceChildren(...Array.from({ length: this.columns }, (_, i) => this.column(i)));
    this.body.replaceChildren(labels, this.slider);
    this.say();
  }

  private label({ row, words, said }: RowParts): HTMLElement {
    const named = row.spec.lines.length > 1 ? row.spec.lines[row.spec.main]!.line.spec.label : "";
    const of = row.spec.word.includes("{bin}") ? during(row.spec.word, this.stores[0]!) : "";
    const head = h("b", { title: [row.spec.name, named, of].filter(Boolean).join(", ") }, row.spec.name, named ? h("small", {}, ` ${named}`) : "");
    return h("div", { class: "cmp-label" }, head, of ? h("small", { class: "cmp-of" }, of) : null, ...words, said);
  }

  private column(i: number): HTMLElement {
    const others = this.sides.slice(1).map(({ letter }) => letter).join(" and ");
    const heads = { overlay: "", "side by side": this.sides[i]!.name, difference: `${others} less A` };
    const head = heads[this.layout];
    return h("div", { class: "cmp-column" }, head ? h("div", { class: "cmp-column-name" }, head) : null,
      ...this.parts.map((part) => part.layers[i]!.canvas), h("div", { class: "cmp-axis num", "aria-hidden": "true" }), this.crosses[i]!);
  }

  // --- reading -----------------------------------------------------------------------------

  private listen(): void {
    this.slider.addEventListener("pointermove", (event) => this.point(this.timeAt(event)));
    this.slider.addEventListener("pointerleave", () => this.point(null));
    this.slider.addEventListener("click", (event) => this.read(this.timeAt(event)));
    this.slider.addEventListener("keydown", (event) => this.key(event));
    this.stops.push(onPaletteChange(() => this.draw()), measure(this.slider, (width) => {
      this.width = width;
      this.draw();
    }));
  }

  private point(t: number | null): void {
    this.hover = t;
    this.say();
    this.onRead(t ?? this.pin, false);
  }

  private timeAt(event: MouseEvent): number {
    const column = (event.target as Element).closest(".cmp-column") ?? this.slider.firstElementChild!;
    const box = column.getBoundingClientRect();
    return Math.max(0, Math.min(this.end, invert(event.clientX - box.left, { min: 0, max: this.end }, box.width)));
  }

  private key(event: KeyboardEvent): void {
    const step = this.binS;
    const steps: Record<string, number> = { ArrowRight: step, ArrowLeft: -step, PageUp: PAGE * step, PageDown: -PAGE * step, Home: -Infinity, End: Infinity };
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.read(Math.max(0, Math.min(this.end, this.pin + by * (event.shiftKey && Number.isFinite(by) ? 10 : 1))));
  }

  private say(): void {
    const t = this.hover ?? this.pin;
    const words = this.parts.map((part) => this.sayRow(part, t));
    setText(this.when, `at ${moment(t, this.binS)}`);
    setAttribute(this.slider, "aria-valuemax", String(this.end));
    setAttribute(this.slider, "aria-valuenow", String(Math.round(this.pin)));
    if (this.hover === null) setAttribute(this.slider, "aria-valuetext", `${moment(t, this.binS)}. ${words.join("; ")}`);
    for (const cross of this.crosses) cross.style.left = `${((t / this.end) * 100).toFixed(4)}%`;
  }

  private sayRow({ row, words }: RowParts, t: number): string {
    const stores = this.stores;
    const before = valueOf(row, 0, stores[0]!, t);
    const told = this.sides.slice(1).map(({ letter }, i) => {
      const now = valueOf(row, i + 1, stores[i + 1]!, t);
      const { was, change, verdict } = wasOf(row.spec, before, now);
      const judged = verdict === "better" || verdict === "worse" ? `${change} ${verdict}` : change;
      return { letter, was, verdict, judged, now: Number.isNaN(now) ? "–" : row.spec.format(now) };
    });
    const first = told[0]?.was ?? "–";
    if (told.length === 1) {
      write(words[0]!, `${first} → ${told[0]!.now}`, "", "");
      write(words[1]!, "", told[0]!.judged, told[0]!.verdict);
    } else {
      write(words[0]!, `A ${first}`, "", "");
      for (const [i, { letter, now, judged, verdict }] of told.entries()) write(words[i + 1]!, `${letter} ${now}`, judged, verdict);
    }
    return `${row.spec.name} was ${first}, now ${told.map(({ now, letter }) => (told.length === 1 ? now : `${now} in ${letter}`)).join(" and ")}`;
  }

  // --- pictures ----------------------------------------------------------------------------

  private draw(): void {
    const width = Math.floor((this.width - GAP * (this.columns - 1)) / this.columns);
    if (width <= 0) return;
    for (const part of this.parts) for (let i = 0; i < this.columns; i++) this.drawCell(part, i, width);
    for (const axis of this.slider.querySelectorAll<HTMLElement>(".cmp-axis")) this.fillAxis(axis, width);
  }

  private drawCell({ row, layers, changes }: RowParts, column: number, width: number): void {
    const layer = layers[column]!;
    layer.resize(width, this.height);
    layer.clear();
    if (!layer.context) return;
    const stage = { context: layer.context, width, height: this.height, end: this.end };
    const letters = this.sides.map(({ letter }) => letter);
    drawGrid(stage, this.found[0]?.t);
    if (this.layout === "difference") drawDifferences(stage, row, letters, this.stores, changes);
    else drawRow(stage, row, letters, this.stores, this.layout === "overlay" ? letters.map((_, i) => i) : [column]);
  }

  private fillAxis(axis: HTMLElement, width: number): void {
    const domain = { min: 0, max: this.end };
    const step = timeStep(domain, Math.floor(width / TICK_PX));
    axis.replaceChildren(...timeTicks(domain, Math.floor(width / TICK_PX)).map((t) => {
      const label = h("span", {}, tick(t, step));
      const x = project(t, domain, width);
      label.style.transform = `translateX(${Math.round(x)}px) translateX(${x < 20 ? "0" : x > width - 24 ? "-100%" : "-50%"})`;
      return label;
    }));
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    this.element.remove();
  }
}

function write(line: HTMLElement, value: string, change: string, verdict: string): void {
  const key = `${value}|${change}|${verdict}`;
  if (line.dataset["said"] === key) return;
  line.dataset["said"] = key;
  line.replaceChildren(...(value ? [h("span", { class: "num" }, value)] : []), ...(value && change ? [" "] : []), ...(change ? [h("span", { class: "cmp-was", "data-verdict": verdict }, change)] : []));
}
