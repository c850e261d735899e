/**
 * The state glyphs: one geometry, drawn on canvases (as cached paths or sprites) and in the
 * document (as SVG, coloured by CSS). Shape and colour both carry the state.
 */
import type { Palette, Tone } from "./palette";
import "./glyphs.css";

export const GLYPHS = ["init", "busy", "idle", "prov", "err", "thr", "retry", "dlq", "queued", "free", "caught"] as const;
export type Glyph = (typeof GLYPHS)[number];

export interface Shape {
  readonly d: string;
  readonly tone: Tone;
  /** Line width in pixels; a filled shape has none. */
  readonly stroke?: number;
  readonly dash?: readonly number[];
}

/** How full the pie of an initialising environment is drawn when its progress is unknown. */
const PIE_UNKNOWN = 0.6;
const PIE_STEPS = 8;

const f = (value: number): string => String(Math.round(value * 100) / 100);

function box(at: number, side: number, radius: number): string {
  const r = f(radius);
  const straight = f(side - 2 * radius);
  return `M${f(at + radius)} ${f(at)}h${straight}a${r} ${r} 0 0 1 ${r} ${r}v${straight}a${r} ${r} 0 0 1 -${r} ${r}`
    + `h-${straight}a${r} ${r} 0 0 1 -${r} -${r}v-${straight}a${r} ${r} 0 0 1 ${r} -${r}z`;
}

function disc(centre: number, radius: number): string {
  const r = f(radius);
  return `M${f(centre - radius)} ${f(centre)}a${r} ${r} 0 1 1 ${f(2 * radius)} 0a${r} ${r} 0 1 1 -${f(2 * radius)} 0z`;
}

function pie(centre: number, radius: number, share: number): string {
  if (share >= 1) return disc(centre, radius);
  const angle = 2 * Math.PI * share - Math.PI / 2;
  const end = `${f(centre + radius * Math.cos(angle))} ${f(centre + radius * Math.sin(angle))}`;
  const r = f(radius);
  return `M${f(centre)} ${f(centre)}V${f(centre - radius)}A${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${end}z`;
}

function octagon(centre: number, radius: number): string {
  const corners = Array.from({ length: 8 }, (_, i) => {
    const angle = Math.PI / 8 + (i * Math.PI) / 4;
    return `${f(centre + radius * Math.cos(angle))} ${f(centre + radius * Math.sin(angle))}`;
  });
  return `M${corners.join("L")}z`;
}

function hatch(at: number, side: number, step: number): string {
  const lines: string[] = [];
  for (let i = step - side; i < side; i += step) {
    const [x0, y0] = i < 0 ? [at, at + side + i] : [at + i, at + side];
    const [x1, y1] = i < 0 ? [at + side + i, at] : [at + side, at + i];
    lines.push(`M${f(x0)} ${f(y0)}L${f(x1)} ${f(y1)}`);
  }
  return lines.join("");
}

type Draw = (size: number, margin: number, progress: number) => readonly Shape[];

const DRAW: Readonly<Record<Glyph, Draw>> = {
  busy: (s, m) => [{ d: box(m, s - 2 * m, s * 0.16), tone: "busy" }],
  idle: (s, m) => [hollow(s, m, "idle")],
  prov: (s, m) => [hollow(s, m, "idle"), { d: disc(s / 2, s * 0.13), tone: "idle" }],
  free: (s, m) => [{ ...hollow(s, m, "line2"), stroke: 1, dash: [1, 2] }],
  init: (s, m, progress) => [
    { d: disc(s / 2, s / 2 - m), tone: "init", stroke: Math.max(1, s * 0.11) },
    { d: pie(s / 2, Math.max(1, s / 2 - m - 1), progress), tone: "init" },
  ],
  thr: (s, m) => [
    { d: octagon(s / 2, (s - 2 * m) * 0.54), tone: "thr" },
    { d: `M${f(s / 2 - (s - 2 * m) * 0.26)} ${f(s / 2)}h${f((s - 2 * m) * 0.52)}`, tone: "panel", stroke: Math.max(1.2, s * 0.13) },
  ],
  err: (s, m) => {
    const [low, high] = [f(m + s * 0.07), f(s - m - s * 0.07)];
    return [{ d: `M${low} ${low}L${high} ${high}M${high} ${low}L${low} ${high}`, tone: "err", stroke: Math.max(1.6, s * 0.2) }];
  },
  retry: (s, m) => [{ d: `M${f(s / 2)} ${f(m - 0.5)}L${f(s - m + 0.5)} ${f(s - m)}H${f(m - 0.5)}z`, tone: "retry" }],
  dlq: (s, m) => {
    const line = Math.max(1, s * 0.09);
    const side = s - 2 * m - 1;
    return [
      { d: box(m + 0.5, side, 1), tone: "dlq", stroke: line },
      { d: hatch(m + 0.5, side, Math.max(2.5, s * 0.22)), tone: "dlq", stroke: line },
    ];
  },
  // A cross that is held: a ring around it.
  caught: (s, m) => {
    const [low, high] = [f(s * 0.34), f(s * 0.66)];
    return [
      { d: disc(s / 2, s / 2 - m), tone: "err", stroke: Math.max(1.1, s * 0.11) },
      { d: `M${low} ${low}L${high} ${high}M${high} ${low}L${low} ${high}`, tone: "err", stroke: Math.max(1.1, s * 0.13) },
    ];
  },
  queued: (s) => [{ d: disc(s / 2, s * 0.3), tone: "queued" }],
};

function hollow(size: number, margin: number, tone: Tone): Shape {
  return { d: box(margin + 0.5, size - 2 * margin - 1, size * 0.16), tone, stroke: Math.max(1, size * 0.1) };
}

/** The shapes of a glyph inside a square of `size` pixels. `progress` in 0..1 is the init pie's. */
export function glyphShapes(glyph: Glyph, size: number, progress = PIE_UNKNOWN): readonly Shape[] {
  return DRAW[glyph](size, size * 0.12, progress);
}

/** Cells of 8 to 11 pixels: fill, outline or cross only. */
export function simpleShapes(glyph: Glyph, size: number): readonly Shape[] {
  switch (glyph) {
    case "busy": return [{ d: box(1, size - 2, 1), tone: "busy" }];
    case "idle": return [{ d: box(1.5, size - 3, 1), tone: "idle", stroke: 1 }];
    case "prov": return [{ d: box(1.5, size - 3, 1), tone: "idle", stroke: 1 }, { d: disc(size / 2, 1), tone: "idle" }];
    case "init": return [{ d: disc(size / 2, size / 2 - 1), tone: "init" }];
    case "thr": return [{ d: octagon(size / 2, size / 2 - 0.5), tone: "thr" }];
    case "err": return [{ d: `M1.5 1.5L${f(size - 1.5)} ${f(size - 1.5)}M${f(size - 1.5)} 1.5L1.5 ${f(size - 1.5)}`, tone: "err", stroke: 1.8 }];
    case "free": return [{ d: disc(size / 2, 0.8), tone: "line2" }];
    default: return glyphShapes(glyph, size);
  }
}

function paint(context: CanvasRenderingContext2D, shapes: readonly Shape[], palette: Palette): void {
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const shape of shapes) {
    const path = new Path2D(shape.d);
    if (shape.stroke === undefined) {
      context.fillStyle = palette[shape.tone];
      context.fill(path);
    } else {
      context.strokeStyle = palette[shape.tone];
      context.lineWidth = shape.stroke;
      context.setLineDash(shape.dash ? [...shape.dash] : []);
      context.stroke(path);
    }
  }
  context.setLineDash([]);
}

/** Draws one glyph with its upper left corner at (x, y). For a few glyphs; many: `Sprites`. */
export function drawGlyph(
  context: CanvasRenderingContext2D, glyph: Glyph, x: number, y: number, size: number, palette: Palette,
): void {
  context.save();
  context.translate(x, y);
  paint(context, glyphShapes(glyph, size), palette);
  context.restore();
}

/**
 * Every glyph rendered once at one size and pixel ratio, then copied: the cheap way to draw
 * thousands. `simple` takes the shapes of small cells.
 */
export class Sprites {
  readonly size: number;
  private readonly sheet: HTMLCanvasElement;
  private readonly ratio: number;
  private readonly pitch: number;

  constructor(size: number, ratio: number, palette: Palette, simple = false) {
    this.size = size;
    this.ratio = ratio;
    this.pitch = Math.ceil((size + 2) * ratio);
    this.sheet = document.createElement("canvas");
    this.sheet.width = this.pitch * (GLYPHS.length + PIE_STEPS + 1);
    this.sheet.height = this.pitch;
    const context = this.sheet.getContext("2d")!;
    const put = (column: number, shapes: readonly Shape[]): void => {
      context.setTransform(ratio, 0, 0, ratio, column * this.pitch + ratio, ratio);
      paint(context, shapes, palette);
    };
    GLYPHS.forEach((glyph, i) => put(i, simple ? simpleShapes(glyph, size) : glyphShapes(glyph, size)));
    for (let step = 0; step <= PIE_STEPS; step++) {
      put(GLYPHS.length + step, simple ? simpleShapes("init", size) : glyphShapes("init", size, step / PIE_STEPS));
    }
  }

  /** Copies a glyph so that its square's upper left corner is at (x, y), in CSS pixels. */
  draw(context: CanvasRenderingContext2D, glyph: Glyph, x: number, y: number, progress = -1): void {
    const column = glyph === "init" && progress >= 0
      ? GLYPHS.length + Math.round(Math.min(1, progress) * PIE_STEPS)
      : GLYPHS.indexOf(glyph);
    const side = this.pitch / this.ratio;
    context.drawImage(this.sheet, column * this.pitch, 0, this.pitch, this.pitch, x - 1, y - 1, side, side);
  }
}

const SVG = "http://www.w3.org/2000/svg";

/** A glyph as an element, coloured by CSS, so that themes and forced colours need no redraw. */
export function glyphElement(glyph: Glyph, size = 14): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("width", String(size));
  svg.setAttribute("height", String(size));
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "glyph");
  for (const shape of glyphShapes(glyph, size)) svg.append(shapeElement(shape));
  return svg;
}

function shapeElement(shape: Shape): SVGPathElement {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", shape.d);
  const filled = shape.stroke === undefined;
  path.setAttribute("class", `${filled ? "fill" : "stroke"}-${shape.tone}`);
  if (!filled) path.setAttribute("stroke-width", String(shape.stroke));
  if (shape.dash) path.setAttribute("stroke-dasharray", shape.dash.join(" "));
  return path;
}
