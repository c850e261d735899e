/**
 * What tells lines and areas of a chart apart where hues cannot be relied on, as on a projector: a
 * hatching for each tone of an area, dots and dashes for the lines beside the main one.
 */
import type { Tone } from "./palette";
import { hatching, type Pattern } from "./patterns";

const AREAS: Partial<Record<Tone, Pattern>> = {
  busy: "rising", init: "level", thr: "falling", retry: "dots", err: "cross", dlq: "lattice", queued: "upright", ink2: "upright", ink3: "level",
};
/** Limits and the baseline are dashed: what stands beside the main line is dotted, then both. */
const BESIDE: readonly (readonly number[])[] = [[1.5, 3], [9, 3, 1.5, 3], [1.5, 6]];
const INK = 0.55;

export function areaPattern(tone: Tone): Pattern {
  return AREAS[tone] ?? "rising";
}

/** Nothing for the main line: it is drawn through. */
export function lineDash(line: number, main: number): readonly number[] | undefined {
  return line === main ? undefined : BESIDE[(line < main ? line : line - 1) % BESIDE.length];
}

/** Hatches the path that the context has, from x to x + width; pieces drawn apart fit together. */
export function hatchPath(context: CanvasRenderingContext2D, pattern: Pattern, colour: string, box: { x: number; width: number; height: number }): void {
  const { d, filled } = hatching(pattern, box.x, box.width, box.height);
  context.save();
  context.clip();
  context.globalAlpha = INK;
  context.fillStyle = context.strokeStyle = colour;
  context.lineWidth = 0.8;
  context.setLineDash([]);
  if (filled) context.fill(new Path2D(d));
  else context.stroke(new Path2D(d));
  context.restore();
}
