/**
 * Many bins in few pixels: a column of them is drawn from its smallest to its largest value, with a
 * line through the means, so that the course is read and no peak is lost.
 */
import type { Frame, Points } from "./lines";
import type { Series } from "../core/panel";

/** Narrower columns look like a barcode. */
export const COLUMN_PX = 4;

export interface Bands {
  readonly line: Points;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** How many bins a column takes; 1 where each is wide enough to be seen by itself. */
export function binsPerColumn({ binS, t0, t1, width }: Pick<Frame, "binS" | "t0" | "t1" | "width">): number {
  const binPx = (binS * width) / (t1 - t0);
  return binPx >= COLUMN_PX ? 1 : Math.ceil(COLUMN_PX / binPx);
}

/** Columns begin at multiples of their size, so that neither panning nor new bins regroup them. */
export function bands(series: Series, frame: Frame, fromX = 0): Bands {
  const size = binsPerColumn(frame);
  const scale = frame.width / (frame.t1 - frame.t0);
  const first = Math.max(0, Math.floor((frame.t0 + fromX / scale) / frame.binS / size) - 1);
  const last = Math.floor(Math.min(series.length - 1, Math.ceil(frame.t1 / frame.binS)) / size);
  const room = Math.max(0, last - first + 1);
  const out: Bands = { line: { x: new Float64Array(room), y: new Float64Array(room), length: 0 }, low: new Float64Array(room), high: new Float64Array(room) };
  for (let column = first; column <= last; column++) put(out, series, column * size, Math.min(series.length, (column + 1) * size), frame, scale);
  return out;
}

function put(out: Bands, series: Series, from: number, to: number, frame: Frame, scale: number): void {
  let [sum, n, low, high] = [0, 0, Infinity, -Infinity];
  for (let bin = from; bin < to; bin++) {
    const value = series.values[bin]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    n++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const { line } = out;
  const i = line.length++;
  const later = frame.level ? 0.5 : 0;
  line.x[i] = (((from + to) / 2 + later) * frame.binS - frame.t0) * scale;
  line.y[i] = n > 0 ? frame.y(sum / n) : NaN;
  out.low[i] = n > 0 ? frame.y(low) : NaN;
  out.high[i] = n > 0 ? frame.y(high) : NaN;
}

const BAND_ALPHA = 0.28;

export function fillBands(context: CanvasRenderingContext2D, { line, low, high }: Bands, colour: string): void {
  context.fillStyle = colour;
  context.globalAlpha = BAND_ALPHA;
  for (let i = 0; i < line.length; ) {
    while (i < line.length && Number.isNaN(line.y[i]!)) i++;
    const first = i;
    while (i < line.length && !Number.isNaN(line.y[i]!)) i++;
    if (i === first) break;
    context.beginPath();
    for (let k = first; k < i; k++) context.lineTo(line.x[k]!, high[k]!);
    for (let k = i - 1; k >= first; k--) context.lineTo(line.x[k]!, low[k]!);
    context.fill();
  }
  context.globalAlpha = 1;
}
