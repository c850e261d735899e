/**
 * The timelines of two runs on one time axis, with one crosshair: A dashed and neutral, B solid ink.
 * Over one another, side by side, or as what is more in B.
 */
import { Layer } from "../../charts/layer";
import { peak, points, type Frame } from "../../charts/lines";
import { measure } from "../../charts/measure";
import { onPaletteChange, palette } from "../../charts/palette";
import { horizontal, strokeLine, vertical } from "../../charts/plot";
import { invert, niceCeiling, project, timeStep, timeTicks } from "../../charts/scales";
import { moment, tick } from "../../charts/words";
import { h, setAttribute, setText } from "../../core/dom";
import type { RunStore, Series } from "../../core/panel";
import type { RowSpec } from "../timelines/rows";
import { sentencesOf } from "../timelines/table";
import { wasOf } from "../timelines/was";
import { difference, type Divergence } from "./parting";
import "./compare.css";

export const LAYOUTS = ["overlay", "side by side", "difference"] as const;
export type Layout = (typeof LAYOUTS)[number];

const ROW = 76;
const PAD = 6;
const TICK_PX = 84;
const DASH = [5, 4];
const PAGE = 20;

export interface ChartsOptions {
  readonly a: RunStore;
  readonly b: RunStore;
  readonly rows: readonly RowSpec[];
  readonly divergences: readonly Divergence[];
  /** Called with the moment that is read, when it stays. */
  readonly onPin: (t: number) => void;
}

/** A row: its words, and a canvas for each column of the layout. */
interface RowParts {
  readonly spec: RowSpec;
  readonly change: Series;
  readonly value: HTMLElement;
  readonly was: HTMLElement;
  readonly layers: readonly Layer[];
}

export class CompareCharts {
  readonly element = h("section", { class: "cmp", "aria-labelledby": "cmp-title" });
  private readonly title = h("h2", { id: "cmp-title" }, "Both over time");
  private readonly when = h("span", { class: "num cmp-when" });
  private readonly body = h("div", { class: "cmp-body" });
  private readonly crosses = [h("div", { class: "cmp-cross" }), h("div", { class: "cmp-cross" })];
  private readonly slider = h("div", { class: "cmp-plots", role: "slider", tabindex: "0", "aria-label": "Moment that is read", "aria-valuemin": "0" });
  private readonly parts: readonly RowParts[];
  private readonly end: number;
  layout: Layout = "overlay";
  private width = 0;
  private hover: number | null = null;
  pin: number;

  constructor(private readonly options: ChartsOptions) {
    const { a, b, rows } = options;
    this.end = Math.max(a.durationS, b.durationS);
    this.pin = Math.min(a.computed, b.computed);
    this.parts = rows.map((spec) => ({
      spec, change: difference(spec, a, b), value: h("span", { class: "num cmp-value" }), was: h("span", { class: "cmp-was" }),
      layers: [new Layer("cmp-canvas"), new Layer("cmp-canvas")],
    }));
    this.element.append(h("div", { class: "cmp-head" }, this.title, this.when, this.legend()), this.body);
    this.fill();
    this.listen();
    measure(this.slider, (width) => {
      this.width = width;
      this.draw();
    });
    onPaletteChange(() => this.draw());
  }

  private legend(): HTMLElement {
    const key = (side: string, words: string): HTMLElement => h("span", { class: "cmp-key" }, h("span", { class: `side-line side-line-${side}`, "aria-hidden": "true" }), words);
    return h("span", { class: "cmp-legend" }, key("a", "A, was"), key("b", "B, now"));
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
    this.options.onPin(this.pin);
  }

  // --- elements ----------------------------------------------------------------------------

  private get columns(): number {
    return this.layout === "side by side" ? 2 : 1;
  }

  private fill(): void {
    setAttribute(this.element, "data-layout", this.layout);
    const labels = h("div", { class: "cmp-labels" }, ...this.parts.map((part) => this.label(part)));
    const columns = Array.from({ length: this.columns }, (_, i) => this.column(i));
    this.slider.replaceChildren(...columns);
    this.body.replaceChildren(labels, this.slider);
    this.say();
  }

  private label({ spec, value, was }: RowParts): HTMLElement {
    const { a, b } = this.options;
    const told = (name: string, store: RunStore): string => `${name}: ${sentencesOf(spec, store)[0] ?? ""}`;
    const line = spec.lines.length > 1 ? h("small", {}, ` ${spec.lines[spec.main]!.line.spec.label}`) : "";
    return h("div", { class: "cmp-label" }, h("b", {}, spec.name, line), value, was, h("p", { class: "sr-only" }, `${told("A", a)} ${told("B", b)}`));
  }

  private column(i: number): HTMLElement {
    const heads = { overlay: "", "side by side": i === 0 ? "A, was" : "B, now", difference: "B less A" };
    const head = heads[this.layout];
    return h("div", { class: "cmp-column" }, head ? h("div", { class: "cmp-column-name" }, head) : null,
      ...this.parts.map((part) => part.layers[i]!.canvas), this.axis(), this.crosses[i]!);
  }

  private axis(): HTMLElement {
    return h("div", { class: "cmp-axis num", "aria-hidden": "true" });
  }

  // --- reading -----------------------------------------------------------------------------

  private listen(): void {
    this.slider.addEventListener("pointermove", (event) => {
      this.hover = this.timeAt(event);
      this.say();
    });
    this.slider.addEventListener("pointerleave", () => {
      this.hover = null;
      this.say();
    });
    this.slider.addEventListener("click", (event) => this.read(this.timeAt(event)));
    this.slider.addEventListener("keydown", (event) => this.key(event));
  }

  private timeAt(event: MouseEvent): number {
    const column = (event.target as Element).closest(".cmp-column") ?? this.slider.firstElementChild!;
    const box = column.getBoundingClientRect();
    return Math.max(0, Math.min(this.end, invert(event.clientX - box.left, { min: 0, max: this.end }, box.width)));
  }

  private key(event: KeyboardEvent): void {
    const step = this.options.b.binS;
    const steps: Record<string, number> = { ArrowRight: step, ArrowLeft: -step, PageUp: PAGE * step, PageDown: -PAGE * step, Home: -Infinity, End: Infinity };
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.read(Math.max(0, Math.min(this.end, this.pin + by * (event.shiftKey && Number.isFinite(by) ? 10 : 1))));
  }

  private say(): void {
    const t = this.hover ?? this.pin;
    const { a, b } = this.options;
    // The end of the last bin is in none.
    const at = Math.min(t, this.end - b.binS / 2);
    const words: string[] = [];
    for (const { spec, value, was } of this.parts) {
      const main = spec.lines[spec.main]!.line;
      const valueIn = (store: RunStore): number => (at > store.computed ? NaN : main.valueAt(store, at));
      const now = valueIn(b);
      const told = wasOf(spec, valueIn(a), now);
      const said = Number.isNaN(now) ? "–" : spec.format(now);
      setText(value, `${told.was} → ${said}`);
      setText(was, told.verdict === "better" || told.verdict === "worse" ? `${told.change} ${told.verdict}` : told.change);
      setAttribute(was, "data-verdict", told.verdict);
      words.push(`${spec.name} was ${told.was}, now ${said}`);
    }
    setText(this.when, `at ${moment(t, b.binS)}`);
    setAttribute(this.slider, "aria-valuemax", String(this.end));
    setAttribute(this.slider, "aria-valuenow", String(Math.round(this.pin)));
    if (this.hover === null) setAttribute(this.slider, "aria-valuetext", `${moment(t, b.binS)}. ${words.join("; ")}`);
    for (const cross of this.crosses) cross.style.left = `${((t / this.end) * 100).toFixed(4)}%`;
  }

  // --- pictures ----------------------------------------------------------------------------

  private draw(): void {
    const gap = this.columns > 1 ? 16 : 0;
    const width = Math.floor((this.width - gap) / this.columns);
    if (width <= 0) return;
    for (const part of this.parts) {
      for (let i = 0; i < this.columns; i++) this.drawRow(part, part.layers[i]!, i, width);
    }
    for (const axis of this.slider.querySelectorAll<HTMLElement>(".cmp-axis")) this.fillAxis(axis, width);
  }

  private drawRow(part: RowParts, layer: Layer, column: number, width: number): void {
    layer.resize(width, ROW);
    layer.clear();
    const { context } = layer;
    if (!context) return;
    const colours = palette();
    this.drawGrid(context, width);
    if (this.layout === "difference") return this.drawDifference(context, part, width);
    const { a, b } = this.options;
    const line = part.spec.lines[part.spec.main]!.line;
    const top = niceCeiling(Math.max(peak(line.read(a)), peak(line.read(b))));
    const y = (value: number): number => ROW - PAD - (Math.min(1.02, value / top) * (ROW - 2 * PAD));
    const alone = this.layout === "side by side";
    if (!alone || column === 0) strokeLine(context, points(line.read(a), this.frame(a, width, y)), { colour: colours.ink2, width: 1.4, dash: DASH });
    if (!alone || column === 1) strokeLine(context, points(line.read(b), this.frame(b, width, y)), { colour: colours.ink, width: 1.8 });
    this.scale(context, part.spec.format(top), PAD + 8);
  }

  private drawDifference(context: CanvasRenderingContext2D, { spec, change }: RowParts, width: number): void {
    const colours = palette();
    const largest = niceCeiling(change.values.reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, Math.abs(value))), 0));
    const middle = ROW / 2;
    const y = (value: number): number => middle - (value / largest) * (middle - PAD);
    horizontal(context, 0, width, Math.round(middle) + 0.5, { colour: colours.ink3, width: 1 });
    strokeLine(context, points(change, this.frame(this.options.b, width, y)), { colour: colours.ink, width: 1.6, areaTo: middle });
    this.scale(context, `+${spec.format(largest)}`, PAD + 8);
    this.scale(context, `−${spec.format(largest)}`, ROW - PAD);
  }

  private frame(store: RunStore, width: number, y: (value: number) => number): Frame {
    return { binS: store.binS, t0: 0, t1: this.end, width, y };
  }

  private drawGrid(context: CanvasRenderingContext2D, width: number): void {
    const colours = palette();
    const x = (t: number): number => Math.round(project(t, { min: 0, max: this.end }, width)) + 0.5;
    for (const t of timeTicks({ min: 0, max: this.end }, Math.floor(width / TICK_PX))) vertical(context, x(t), 0, ROW, { colour: colours.line, width: 1 });
    horizontal(context, 0, width, ROW - 0.5, { colour: colours.line, width: 1 });
    const [first] = this.options.divergences;
    if (first) vertical(context, x(first.t), 0, ROW, { colour: colours.ink3, width: 1, dash: [2, 3] });
  }

  private scale(context: CanvasRenderingContext2D, text: string, y: number): void {
    const colours = palette();
    context.font = "10px ui-monospace, monospace";
    context.fillStyle = colours.ink3;
    context.fillText(text, 3, y);
  }

  private fillAxis(axis: HTMLElement, width: number): void {
    const step = timeStep({ min: 0, max: this.end }, Math.floor(width / TICK_PX));
    axis.replaceChildren(...timeTicks({ min: 0, max: this.end }, Math.floor(width / TICK_PX)).map((t) => {
      const label = h("span", {}, tick(t, step));
      const x = project(t, { min: 0, max: this.end }, width);
      label.style.transform = `translateX(${Math.round(x)}px) translateX(${x < 20 ? "0" : x > width - 24 ? "-100%" : "-50%"})`;
      return label;
    }));
  }
}
