/**
 * Why it did not run more: a lane a function below the concurrency, filled by the limiter that
 * was binding in each bin. Shape, colour and word say which; the legend names what occurs.
 */
import { Layer } from "../../charts/layer";
import { canvasFont, palette } from "../../charts/palette";
import { paintPattern, patternElement } from "../../charts/patterns";
import { project } from "../../charts/scales";
import { h, setText } from "../../core/dom";
import { limiterAt, limiterNames, limiterSeries, roleOf } from "../../core/limiters";
import type { Range, RunStore, View } from "../../core/panel";
import { prevailing } from "./limits";

const LANE = 18;
const BAR = 13;
const LEGEND = 18;
const BELOW = 2;
/** Narrower plots get a second line for the legend. */
const NARROW = 440;
const WORD_ROOM = 12;
const MOST_LANES = 6;
export const NOTHING = "nothing binding";

export interface LaneOf {
  readonly id: string;
  readonly title: string;
}

export interface Piece {
  readonly name: string;
  readonly x0: number;
  readonly x1: number;
}

/** Pieces of one limiter, at least a pixel wide: of the bins of a pixel, what held in most of them. Where
 *  these would be a barcode, those of broader stretches: what prevailed in each of them. */
export function pieces(store: RunStore, fn: string, range: Range, width: number): Piece[] {
  const fine = piecesOf(store, fn, range, width);
  return fine.length > width / READABLE_PX ? piecesOf(store, fn, range, width / STRETCH_PX).map(({ name, x0, x1 }) => ({ name, x0: x0 * STRETCH_PX, x1: x1 * STRETCH_PX })) : fine;
}

/** Pieces that are narrower than that on the whole cannot be told apart. */
const READABLE_PX = 12;
const STRETCH_PX = 8;

function piecesOf(store: RunStore, fn: string, range: Range, width: number): Piece[] {
  const series = limiterSeries(store, fn);
  if (!series) return [];
  const names = limiterNames(store, fn);
  const perPixel = Math.max(1, Math.round((range.t1 - range.t0) / store.binS / Math.max(1, width)));
  const x = (bin: number): number => project(bin * store.binS, { min: range.t0, max: range.t1 }, width);
  const last = Math.min(series.length, Math.ceil(range.t1 / store.binS));
  const out: { name: string; x0: number; x1: number }[] = [];
  // Groups begin at multiples of their size, so that panning does not regroup the bins.
  const first = Math.floor(range.t0 / store.binS / perPixel) * perPixel;
  for (let bin = Math.max(0, first); bin < last; bin += perPixel) {
    const end = Math.min(last, bin + perPixel);
    const name = perPixel === 1 ? names[series.values[bin]!] : prevailing(store, fn, bin, end - 1);
    if (name === undefined || name === "–") continue;
    const [x0, x1] = [x(bin), x(end)];
    const before = out.at(-1);
    if (before && before.name === name && x0 - before.x1 < 0.01) before.x1 = x1;
    else out.push({ name, x0, x1 });
  }
  return out;
}

export class Strip {
  readonly layer = new Layer("tl-strip-canvas");
  readonly labels: HTMLElement;
  readonly legend = h("ul", { class: "tl-strip-legend", "aria-label": "Limiters that occur" });
  private readonly lanes: readonly LaneOf[];
  private readonly lines: HTMLElement[];
  private readonly last = h("div", { class: "tl-strip-line tl-strip-last" });
  private width = 0;
  private key = "";
  private known = "";

  /** Where it begins in the plot. */
  top = 0;
  private shown = true;

  constructor(functions: readonly LaneOf[]) {
    this.lanes = functions.slice(0, MOST_LANES);
    this.lines = this.lanes.map(() => h("div", { class: "tl-strip-line" }));
    this.labels = h("div", { class: "tl-strip-labels", hidden: this.lanes.length === 0 }, ...this.lines, this.last);
    this.legend.hidden = this.lanes.length === 0;
    this.resize(0);
  }

  place(top: number): void {
    this.top = top;
    this.layer.canvas.style.top = `${top}px`;
    this.legend.style.top = `${top + this.lanes.length * LANE}px`;
  }

  /** Without the row that it explains it is not shown. */
  show(shown: boolean): void {
    this.shown = shown;
    for (const element of [this.labels, this.legend, this.layer.canvas]) element.hidden = !shown || this.lanes.length === 0;
    this.labels.style.height = `${this.height}px`;
  }

  /** Pixels from the strip's top to the next row. */
  get height(): number {
    return this.shown && this.lanes.length > 0 ? this.lanes.length * LANE + this.legendHeight + BELOW : 0;
  }

  private get legendHeight(): number {
    return this.width > 0 && this.width < NARROW ? 2 * LEGEND : LEGEND;
  }

  resize(width: number): void {
    this.width = width;
    this.key = "";
    this.labels.style.height = `${this.height}px`;
    this.legend.style.height = `${this.legendHeight}px`;
  }

  forget(): void {
    this.key = "";
  }

  /** The function whose lane is at a y of the plot. */
  laneAt(y: number): LaneOf | null {
    const lane = Math.floor((y - this.top) / LANE);
    return this.shown && y >= this.top ? this.lanes[lane] ?? null : null;
  }

  update(view: View): void {
    const { store, range } = view;
    const key = `${store.version}|${range.t0}|${range.t1}|${this.width}|${store.header?.run ?? ""}`;
    if (key === this.key || this.width <= 0 || this.lanes.length === 0) return;
    this.key = key;
    this.layer.resize(this.width, this.lanes.length * LANE);
    this.draw(view);
    this.fillLegend(store);
  }

  private draw({ store, range, computed }: View): void {
    const { context } = this.layer;
    if (!context) return;
    this.layer.clear();
    const colours = palette();
    const future = Math.max(0, project(computed, { min: range.t0, max: range.t1 }, this.width));
    this.lanes.forEach((lane, i) => {
      const y = i * LANE + 2;
      context.fillStyle = colours.future;
      if (future < this.width && !store.complete) context.fillRect(future, y, this.width - future, BAR);
      for (const piece of pieces(store, lane.id, range, this.width)) this.drawPiece(context, piece, y);
    });
  }

  private drawPiece(context: CanvasRenderingContext2D, { name, x0, x1 }: Piece, y: number): void {
    const colours = palette();
    const x = Math.max(0, Math.round(x0));
    const width = Math.max(1, Math.min(this.width, Math.round(x1)) - x);
    paintPattern(context, name, { x, y, width, height: BAR }, colours);
    context.font = canvasFont(500, 10);
    const room = context.measureText(name).width;
    if (width < room + WORD_ROOM) return;
    context.fillStyle = colours.page;
    context.fillRect(x + 3, y + 1, room + 6, BAR - 2);
    context.fillStyle = roleOf(name) === "waits" ? colours.ink3 : colours.ink;
    context.fillText(name, x + 6, y + BAR - 3);
  }

  private fillLegend(store: RunStore): void {
    const found = new Set<string>();
    const all = new Set<string>();
    for (const { id } of this.lanes) {
      const [names, series] = [limiterNames(store, id), limiterSeries(store, id)];
      for (const name of names) all.add(name);
      for (let bin = 0; bin < (series?.length ?? 0); bin++) {
        const name = names[series!.values[bin]!];
        if (name !== undefined) found.add(name);
      }
    }
    const waits = (name: string): number => Number(roleOf(name) === "waits");
    const shown = [...all].filter((name) => found.has(name)).sort((a, b) => waits(a) - waits(b));
    const known = shown.join();
    if (known === this.known) return;
    this.known = known;
    this.legend.replaceChildren(...shown.map((name) => h("li", {}, patternElement(name), MEANING[name] ?? name)));
  }

  /** The limiter of a lane at a moment, in words. */
  word(store: RunStore, lane: LaneOf, t: number): string {
    if (store.bins === 0) return "–";
    return t > store.computed ? "not computed yet" : limiterAt(store, lane.id, t) ?? NOTHING;
  }

  /** The limiters at a moment, in the label column. */
  label(store: RunStore, t: number): void {
    const [only, more] = this.lanes;
    if (!only) return;
    if (more) this.lanes.forEach((lane, i) => setText(this.lines[i]!, `${lane.title}: ${short(this.word(store, lane, t))}`));
    else setText(this.lines[0]!, "Limited by");
    setText(this.last, more ? "Limited by" : this.word(store, only, t));
  }
}

/** For lanes that share the column with the function's name. */
function short(word: string): string {
  return word === NOTHING ? "nothing" : word.replace(/ (concurrency|messages)$/, "").replace(" per second", "/s");
}

const MEANING: Readonly<Record<string, string>> = { upstream: "upstream: no work waits" };
