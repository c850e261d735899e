/** Drawing of one row of a timeline on a canvas. The caller clips and clears. */
import type { Points } from "./lines";
import type { Pattern } from "./patterns";
import { hatchPath } from "./texture";

export interface Stroke {
  readonly colour: string;
  readonly width: number;
  readonly dash?: readonly number[];
  /** The area down to this y is tinted with the colour. */
  readonly areaTo?: number;
  /** And hatched, where colour alone does not do. */
  readonly hatch?: Pattern;
}

const AREA_ALPHA = 0.12;

export function strokeLine(context: CanvasRenderingContext2D, line: Points, stroke: Stroke): void {
  if (stroke.areaTo !== undefined) fillArea(context, line, stroke.colour, stroke.areaTo, stroke.hatch);
  context.beginPath();
  let drawing = false;
  for (let i = 0; i < line.length; i++) {
    const y = line.y[i]!;
    if (Number.isNaN(y)) drawing = false;
    else if (drawing) context.lineTo(line.x[i]!, y);
    else drawing = start(context, line, i, stroke.width);
  }
  context.strokeStyle = stroke.colour;
  context.lineWidth = stroke.width;
  context.lineJoin = "round";
  context.setLineDash(stroke.dash ? [...stroke.dash] : []);
  context.stroke();
  context.setLineDash([]);
}

/** A value between two gaps would be invisible as a line: it gets a short dash. */
function start(context: CanvasRenderingContext2D, line: Points, i: number, width: number): boolean {
  const [x, y] = [line.x[i]!, line.y[i]!];
  const alone = i + 1 >= line.length || Number.isNaN(line.y[i + 1]!);
  context.moveTo(alone ? x - width : x, y);
  if (alone) context.lineTo(x + width, y);
  return !alone;
}

function fillArea(context: CanvasRenderingContext2D, line: Points, colour: string, base: number, hatch?: Pattern): void {
  context.fillStyle = colour;
  context.globalAlpha = AREA_ALPHA;
  for (let i = 0; i < line.length; ) {
    while (i < line.length && Number.isNaN(line.y[i]!)) i++;
    const first = i;
    if (first >= line.length) break;
    context.beginPath();
    context.moveTo(line.x[first]!, base);
    for (; i < line.length && !Number.isNaN(line.y[i]!); i++) context.lineTo(line.x[i]!, line.y[i]!);
    context.lineTo(line.x[i - 1]!, base);
    context.fill();
    if (hatch) hatchPath(context, hatch, colour, { x: line.x[first]!, width: line.x[i - 1]! - line.x[first]!, height: base });
  }
  context.globalAlpha = 1;
}

export function horizontal(
  context: CanvasRenderingContext2D, x0: number, x1: number, y: number, stroke: Stroke,
): void {
  segment(context, x0, y, x1, y, stroke);
}

export function vertical(
  context: CanvasRenderingContext2D, x: number, y0: number, y1: number, stroke: Stroke,
): void {
  segment(context, x, y0, x, y1, stroke);
}

function segment(
  context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number, stroke: Stroke,
): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.strokeStyle = stroke.colour;
  context.lineWidth = stroke.width;
  context.setLineDash(stroke.dash ? [...stroke.dash] : []);
  context.stroke();
  context.setLineDash([]);
}
