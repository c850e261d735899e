/** What a dragged knob would come to, over the rows: a wide pale line on a canvas of its own. */
import { Layer, pixelRatio } from "../../charts/layer";
import type { Line } from "../../charts/lines";
import { palette } from "../../charts/palette";
import { strokeLine } from "../../charts/plot";
import { h, setText } from "../../core/dom";
import type { RunStore, View } from "../../core/panel";
import { lineOf, type Chart } from "./chart";
import type { RowSpec } from "./rows";
import { wasOf } from "./was";

const WIDTH = 5;
const ALPHA = 0.32;

export class Ghost {
  readonly layer = new Layer("timelines-canvas");
  /** Says what it is of, in the pane's head. */
  readonly says = h("span", { class: "tl-preview-says", hidden: true });
  private drawn: readonly unknown[] = [];

  /** After the chart, whose scales it has. */
  update(view: View, specs: readonly RowSpec[], chart: Chart, width: number): void {
    const { preview, previewSays = "" } = view;
    this.says.hidden = previewSays === "";
    setText(this.says, previewSays && `preview: ${previewSays}`);
    this.layer.canvas.hidden = !preview;
    const now = [preview, preview?.version, view.range.t0, view.range.t1, chart.tops, chart.height, width, palette(), specs, pixelRatio()];
    if (now.every((value, i) => value === this.drawn[i])) return;
    this.drawn = now;
    this.layer.resize(width, chart.height);
    this.layer.clear();
    if (preview) specs.forEach((spec, i) => this.draw(spec, i, preview, view, chart, width));
  }

  private draw(spec: RowSpec, i: number, preview: RunStore, { range }: View, chart: Chart, width: number): void {
    const { context } = this.layer;
    if (!context) return;
    const { line } = spec.lines[spec.main]!;
    const frame = { binS: preview.binS, t0: range.t0, t1: range.t1, width, y: (value: number) => chart.y(i, value), level: line.isLevel(preview) };
    context.globalAlpha = ALPHA;
    strokeLine(context, lineOf(line.read(preview), frame, 0), { colour: palette().focus, width: WIDTH });
    context.globalAlpha = 1;
  }
}

/** What a row would be at a moment; "" where nothing is dragged. */
export function wouldBe(spec: RowSpec, { store, preview, hover, pin, t: playhead, computed }: View): string {
  if (!preview || preview.bins === 0) return "";
  const t = hover ?? pin ?? playhead;
  const { line } = spec.lines[spec.main]!;
  const value = t > preview.computed ? NaN : recorded(line, preview, t);
  if (Number.isNaN(value)) return "preview –";
  const { change, verdict } = wasOf(spec, t > computed ? NaN : recorded(line, store, t), value);
  return [`preview ${spec.format(value)}`, change, verdict === "better" || verdict === "worse" ? verdict : ""].filter(Boolean).join(" ");
}

/** As it was recorded: of a preview nothing else is told, and of two runs the same is compared. */
function recorded(line: Line, run: RunStore, t: number): number {
  const bin = Math.floor(t / run.binS + 1e-9) - Number(line.isLevel(run));
  return line.inBin(run, Math.min(bin, run.bins - 1));
}
