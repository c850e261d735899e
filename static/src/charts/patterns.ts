/**
 * Hatchings of limiters: each has a shape of its own, so that colour is not the only sign. One
 * geometry for canvases and for the legend's swatches.
 */
import { svg } from "../core/dom";
import { roleOf, type Role } from "../core/limiters";
import type { Palette, Tone } from "./palette";

export type Pattern = "solid" | "rising" | "upright" | "dots" | "falling" | "level" | "cross" | "lattice" | "thin";

/** Purple refuses, ink holds back, a thin line waits for work. */
export const ROLE_TONES: Readonly<Record<Role, Tone>> = { refuses: "thr", holds: "ink2", waits: "ink3" };

const PATTERNS: readonly (readonly [RegExp, Pattern])[] = [
  [/^reserved/, "solid"],
  [/^account/, "rising"],
  [/scaling/, "upright"],
  [/requests per second/, "dots"],
  [/maximum/, "falling"],
  [/pollers/, "level"],
  [/managed|permission/, "lattice"],
  [/upstream/, "thin"],
];

export function patternOf(limiter: string): Pattern {
  return PATTERNS.find(([name]) => name.test(limiter))?.[1] ?? "cross";
}

const STEP = 5;

function slanted(x: number, width: number, height: number, rising: boolean): string {
  const [low, high] = rising ? [height, 0] : [0, height];
  let d = "";
  // Multiples of the step from the origin: pieces drawn apart fit together.
  for (let at = Math.floor((x - height) / STEP) * STEP; at < x + width; at += STEP) d += `M${at} ${low}L${at + height} ${high}`;
  return d;
}

function upright(x: number, width: number, height: number): string {
  let d = "";
  for (let at = Math.ceil(x / STEP) * STEP; at < x + width; at += STEP) d += `M${at + 0.5} 0V${height}`;
  return d;
}

function level(x: number, width: number, height: number): string {
  let d = "";
  for (let y = 2; y < height; y += 4) d += `M${x} ${y + 0.5}h${width}`;
  return d;
}

function dots(x: number, width: number, height: number): string {
  let d = "";
  for (let at = Math.floor(x / STEP) * STEP; at < x + width; at += STEP) {
    for (let y = 2; y < height; y += STEP) d += `M${at + 1} ${y}h2v2h-2z`;
  }
  return d;
}

/** Lines (or dots) inside a box from (x, 0); what sticks out is for the caller to clip. */
export function hatching(pattern: Pattern, x: number, width: number, height: number): { d: string; filled: boolean } {
  switch (pattern) {
    case "solid": return { d: `M${x} 0h${width}v${height}h${-width}z`, filled: true };
    case "dots": return { d: dots(x, width, height), filled: true };
    case "rising": return { d: slanted(x, width, height, true), filled: false };
    case "falling": return { d: slanted(x, width, height, false), filled: false };
    case "upright": return { d: upright(x, width, height), filled: false };
    case "level": return { d: level(x, width, height), filled: false };
    case "cross": return { d: slanted(x, width, height, true) + slanted(x, width, height, false), filled: false };
    case "lattice": return { d: upright(x, width, height) + level(x, width, height), filled: false };
    case "thin": return { d: `M${x} ${height / 2 - 0.5}h${width}v1h${-width}z`, filled: true };
  }
}

/** Fills a box of a canvas whose upper edge is at `y`. */
export function paintPattern(
  context: CanvasRenderingContext2D, limiter: string, box: { x: number; y: number; width: number; height: number }, colours: Palette,
): void {
  const pattern = patternOf(limiter);
  const { d, filled } = hatching(pattern, box.x, box.width, box.height);
  const colour = colours[ROLE_TONES[roleOf(limiter)]];
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  context.translate(0, box.y);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  if (filled) context.fill(new Path2D(d));
  else {
    context.stroke(new Path2D(d));
    context.strokeRect(box.x + 0.5, 0.5, Math.max(0, box.width - 1), box.height - 1);
  }
  context.restore();
}

/** The same as an element, coloured by CSS. */
export function patternElement(limiter: string, width = 18, height = 12): SVGSVGElement {
  const pattern = patternOf(limiter);
  const { d, filled } = hatching(pattern, 0, width, height);
  const inside = svg("path", { d, class: filled ? "filled" : "lined" });
  const frame = filled ? null : svg("rect", { x: 0.75, y: 0.75, width: width - 1.5, height: height - 1.5, class: "lined" });
  return svg("svg", { class: `pattern pattern-${roleOf(limiter)}`, width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, inside, frame);
}
