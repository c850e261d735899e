/**
 * The five rows on one canvas. What is drawn once stays: while a run streams, only the
 * columns right of the last bin are cleared and drawn again. When the run is over, all is drawn
 * once more: then the picture is that of whoever opens the stored run.
 */
import { drawGlyph, type Glyph } from "../../charts/glyphs";
import { Layer, pixelRatio } from "../../charts/layer";
import { bands, binsPerColumn, fillBands } from "../../charts/bands";
import { peak, points, type Frame, type Points } from "../../charts/lines";
import { palette, patterned, type Palette } from "../../charts/palette";
import { horizontal, strokeLine, vertical } from "../../charts/plot";
import { niceCeiling, project, spread, timeTicks } from "../../charts/scales";
import { areaPattern, lineDash } from "../../charts/texture";
import type { Range, RunStore, Series, View } from "../../core/panel";
import { HEIGHT } from "./arrangement";
import type { Step } from "./limits";
import type { RowSpec } from "./rows";

/** Room for the flags, above the first row's scale. */
export const TOP = 16;
const FLAG = 13;
const PAD_TOP = 6;
const PAD_BOTTOM = 4;
const LIMIT_IN_SIGHT = 2.5;
export const TICK_PX = 84;
/** A line that is continued begins so far to the left of what is cleared: joins and steep pieces
 *  reach into it from there. */
const LEAD_PX = 24;

export const FLAG_GLYPHS: Readonly<Record<string, Glyph>> = {
  first_throttle: "thr", first_read_throttled: "thr", first_spillover: "init", first_hidden: "retry",
  first_retry: "retry", first_dead_letter: "dlq", first_error: "err",
};

/** What must be the same for the picture to be continued instead of drawn anew. */
interface Scene {
  readonly width: number;
  readonly ratio: number;
  readonly colours: Palette;
  readonly store: RunStore;
  readonly baseline: RunStore | null;
  readonly baselineBins: number;
  readonly range: Range;
  readonly tops: readonly number[];
  readonly limits: readonly (readonly Step[])[];
  /** What of the limits is seen beyond the last bin. */
  readonly limitsNow: string;
  readonly flags: number;
  readonly complete: boolean;
}

export class Chart {
  readonly layer = new Layer("timelines-canvas");
  /** Largest value of each row's scale, after the last update. */
  tops: readonly number[] = [];
  /** Columns drawn by the last update, for measurements: 0 is none. */
  drawnPx = 0;
  private scene: Scene | null = null;
  private bins = 0;
  private width = 0;
  private inputs: readonly unknown[] = [];

  constructor(private rows: readonly RowSpec[], private heights: readonly number[] = rows.map(() => HEIGHT)) {}

  private gap = 0;
  private gapAfter = 0;

  setRows(rows: readonly RowSpec[], heights: readonly number[]): void {
    this.rows = rows;
    this.heights = heights;
    this.scene = null;
  }

  /** So many pixels are left free below a row; -1 is none. */
  setGap(gap: number, after: number): void {
    if (gap !== this.gap || after !== this.gapAfter) this.scene = null;
    this.gap = after < 0 ? 0 : gap;
    this.gapAfter = after;
  }

  heightOf(row: number): number {
    return this.heights[row] ?? HEIGHT;
  }

  get height(): number {
    return this.rowTop(this.rows.length);
  }

  rowTop(row: number): number {
    const above = this.heights.slice(0, row).reduce((sum, height) => sum + height, 0);
    return TOP + above + (row > this.gapAfter ? this.gap : 0);
  }

  /** The row at a y of the canvas; -1 between and outside rows. */
  rowAt(y: number): number {
    return this.rows.findIndex((_, row) => y >= this.rowTop(row) && y < this.rowTop(row) + this.heightOf(row));
  }

  resize(width: number): void {
    this.width = width;
  }

  forget(): void {
    this.scene = null;
  }

  update(view: View): void {
    this.drawnPx = 0;
    if (this.width <= 0) return;
    const limits = this.rows.map((row) => row.limit?.steps(view) ?? []);
    if (this.same(view, limits)) return;
    const scene = this.sceneOf(view, limits);
    const fresh = !this.scene || !sameScene(this.scene, scene);
    if (!fresh && this.bins === view.store.bins) return;
    const fromX = fresh ? 0 : this.tail(view);
    if (fresh) this.layer.resize(this.width, this.height);
    this.scene = scene;
    this.bins = view.store.bins;
    this.tops = scene.tops;
    if (fromX >= this.width) return;
    this.drawnPx = this.width - fromX;
    if (this.layer.context) this.draw(this.layer.context, scene, view, fromX);
  }

  /** Where the last bin that is drawn begins, and a little before, at the edge of a device pixel:
   *  half a pixel that is cleared and drawn over shows as a seam. */
  private tail({ store, range }: View): number {
    const { ratio } = this.layer;
    // A column that is not full yet is drawn anew, and the piece of the line that leads to it.
    const size = binsPerColumn({ binS: store.binS, ...range, width: this.width });
    const first = size === 1 ? this.bins - 1 : (Math.floor((this.bins - 1) / size) - 1) * size;
    return Math.max(0, Math.floor((this.x(first * store.binS, range) - 3) * ratio) / ratio);
  }

  /** True when nothing that is drawn here has changed: the usual case, 60 times a second. */
  private same(view: View, limits: readonly (readonly Step[])[]): boolean {
    const limitKey = keyOf(limits);
    const now = [view.store, view.store.version, view.baseline, view.baseline?.version, view.preview?.version, view.range.t0,
      view.range.t1, view.computed, palette(), this.width, pixelRatio(), limitKey];
    const same = this.scene !== null && now.every((value, i) => value === this.inputs[i]);
    this.inputs = now;
    return same;
  }

  x(t: number, range: Range): number {
    return project(t, { min: range.t0, max: range.t1 }, this.width);
  }

  /** y of a value in a row, from the top of the canvas. */
  y(row: number, value: number): number {
    const share = Math.min(1.02, value / this.tops[row]!);
    return this.rowTop(row) + this.heightOf(row) - PAD_BOTTOM - share * (this.heightOf(row) - PAD_TOP - PAD_BOTTOM);
  }

  private sceneOf(view: View, limits: readonly (readonly Step[])[]): Scene {
    const { store, baseline, range } = view;
    return {
      width: this.width, ratio: pixelRatio(), colours: palette(), store, baseline,
      baselineBins: baseline?.bins ?? 0, range, limits, limitsNow: limits.map((steps) => steps[0]?.value ?? "").join(),
      tops: this.rows.map((row, i) => this.top(row, view, highest(limits[i]!, range))),
      flags: store.flags.length, complete: store.complete,
    };
  }

  /** A round number above all that is in sight, so that it seldom changes while streaming. */
  private top(row: RowSpec, { store, baseline, preview, range }: View, limit: number | null): number {
    const largest = (run: RunStore): number => Math.max(0, ...row.lines.map(({ line }) =>
      peak(line.read(run), Math.floor(range.t0 / run.binS), Math.ceil(range.t1 / run.binS))));
    const data = Math.max(largest(store), baseline ? largest(baseline) : 0, preview ? largest(preview) : 0);
    const near = limit !== null && limit <= Math.max(1, data) * LIMIT_IN_SIGHT ? [limit] : [];
    const goals = (row.goals ?? []).map(({ value }) => value).filter((value) => value <= (data || Infinity) * LIMIT_IN_SIGHT);
    return niceCeiling(Math.max(data, ...[...near, ...goals].map((value) => value * 1.06)));
  }

  private draw(context: CanvasRenderingContext2D, scene: Scene, view: View, fromX: number): void {
    context.save();
    context.beginPath();
    context.rect(fromX, 0, this.width - fromX, this.height);
    context.clip();
    context.clearRect(fromX, 0, this.width - fromX, this.height);
    this.drawGrid(context, scene);
    this.rows.forEach((row, i) => this.drawRow(context, scene, row, i, fromX));
    this.drawFuture(context, scene, view.computed);
    this.drawFlags(context, scene);
    context.restore();
  }

  private drawGrid(context: CanvasRenderingContext2D, { colours, range }: Scene): void {
    const stroke = { colour: colours.grid, width: 1 };
    for (const t of ticksOf(range, this.width)) {
      vertical(context, Math.round(this.x(t, range)) + 0.5, TOP, this.height, stroke);
    }
    for (let row = 1; row <= this.rows.length; row++) horizontal(context, 0, this.width, this.rowTop(row) - 0.5, stroke);
    if (this.gap > 0) horizontal(context, 0, this.width, this.rowTop(this.gapAfter) + this.heightOf(this.gapAfter) - 0.5, stroke);
  }

  private drawRow(context: CanvasRenderingContext2D, scene: Scene, row: RowSpec, i: number, fromX: number): void {
    const { colours, store, baseline } = scene;
    const base = this.rowTop(i) + this.heightOf(i) - 1;
    const frame = (run: RunStore): Frame => ({
      binS: run.binS, t0: scene.range.t0, t1: scene.range.t1, width: this.width, y: (value) => this.y(i, value),
    });
    if (baseline) {
      const ghost = row.lines[row.main]!.line;
      // Whole, so that its dashes fall where they fell.
      strokeLine(context, lineOf(ghost.read(baseline), { ...frame(baseline), level: ghost.isLevel(baseline) }, 0), { colour: colours.ink3, width: 1.2, dash: [4, 3] });
    }
    const plain = !patterned();
    for (const [k, { line, tone, width, area }] of row.lines.entries()) {
      const dash = plain ? undefined : lineDash(k, row.main);
      const stroke = { colour: colours[tone], width: plain ? width : Math.max(1.6, width), ...(area ? { areaTo: base } : {}), ...(area && !plain ? { hatch: areaPattern(tone) } : {}), ...(dash ? { dash } : {}) };
      const own = { ...frame(store), level: line.isLevel(store) };
      if (binsPerColumn(own) > 1) fillBands(context, bands(line.read(store), own, fromX - LEAD_PX), colours[tone]);
      // What is dashed is drawn whole, so that its dashes fall where they fell.
      strokeLine(context, lineOf(line.read(store), own, dash ? 0 : fromX - LEAD_PX), stroke);
    }
    this.drawLimit(context, scene, i);
  }

  /** Whole, so that its dashes fall where they fell; the last one goes on into what is not computed. */
  private drawLimit(context: CanvasRenderingContext2D, { colours, range, limits, tops }: Scene, i: number): void {
    const steps = limits[i]!;
    const line: Points = { x: new Float64Array(2 * steps.length), y: new Float64Array(2 * steps.length), length: 0 };
    for (const [k, { t, value }] of steps.entries()) {
      const y = value > tops[i]! ? NaN : Math.round(this.y(i, value)) + 0.5;
      for (const at of [t, steps[k + 1]?.t ?? range.t1]) {
        line.x[line.length] = Math.max(-1, Math.min(this.width + 1, this.x(at, range)));
        line.y[line.length++] = y;
      }
    }
    strokeLine(context, line, { colour: colours.thr, width: 1.4, dash: [5, 4] });
  }

  /** Not computed yet: flat, over everything that reaches into it. */
  private drawFuture(context: CanvasRenderingContext2D, { colours, range, store }: Scene, computed: number): void {
    const x = this.x(computed, range);
    if (x >= this.width || (store.complete && computed >= store.durationS)) return;
    context.fillStyle = colours.future;
    context.globalAlpha = 0.6;
    for (let row = 0; row < this.rows.length; row++) context.fillRect(x, this.rowTop(row), this.width - x, this.heightOf(row) - 1);
    context.globalAlpha = 1;
  }

  private drawFlags(context: CanvasRenderingContext2D, { colours, range, store }: Scene): void {
    for (const flag of store.flags) {
      if (flag.t_s < range.t0 || flag.t_s > range.t1) continue;
      const x = Math.round(this.x(flag.t_s, range)) + 0.5;
      vertical(context, x, TOP, this.height, { colour: colours.ink3, width: 1, dash: [2, 3] });
    }
    const marked = store.flags.filter((flag) => FLAG_GLYPHS[flag.kind] && flag.t_s >= range.t0 && flag.t_s <= range.t1);
    const wanted = marked.map((flag) => this.x(flag.t_s, range));
    const places = spread(wanted, FLAG / 2, this.width - FLAG / 2, FLAG + 1);
    for (const [i, flag] of marked.entries()) {
      drawGlyph(context, FLAG_GLYPHS[flag.kind]!, Math.round(places[i]!) - FLAG / 2, 0, FLAG, colours);
    }
  }
}

function keyOf(limits: readonly (readonly Step[])[]): string {
  return limits.map((steps) => `${steps.length} ${steps.at(-1)?.value ?? ""}`).join();
}

/** The highest limit in sight; null where there is none. */
function highest(steps: readonly Step[], { t0, t1 }: Range): number | null {
  const values = steps.filter(({ t }, i) => t <= t1 && (steps[i + 1]?.t ?? Infinity) >= t0).map(({ value }) => value).filter((value) => !Number.isNaN(value));
  return values.length > 0 ? Math.max(...values) : null;
}

/** The values, or where many of them share a few pixels, the means of columns. */
export function lineOf(series: Series, frame: Frame, fromX: number): Points {
  return binsPerColumn(frame) > 1 ? bands(series, frame, fromX).line : points(series, frame, fromX);
}

export function ticksOf(range: Range, width: number): number[] {
  return timeTicks({ min: range.t0, max: range.t1 }, Math.floor(width / TICK_PX));
}

function sameScene(a: Scene, b: Scene): boolean {
  return a.width === b.width && a.ratio === b.ratio && a.colours === b.colours && a.store === b.store
    && a.baseline === b.baseline && a.baselineBins === b.baselineBins && a.flags === b.flags && a.complete === b.complete
    && a.range.t0 === b.range.t0 && a.range.t1 === b.range.t1
    && a.tops.every((top, i) => top === b.tops[i]) && a.limitsNow === b.limitsNow;
}
