/** Draws what travels: squares, dots, octagons, triangles; each where it is at simulated t. */
import { Sprites, type Glyph } from "../../charts/glyphs";
import { Layer } from "../../charts/layer";
import { palette } from "../../charts/palette";
import type { RunStore } from "../../core/panel";
import { perMark, travelSeconds } from "./flows";

const FADED = 0.15;
/** Distance of marks in their own sizes: common ones may touch, none may blur. */
const APART = 0.5;
const SIZES: Partial<Record<Glyph, number>> = { busy: 7, queued: 8, thr: 12, retry: 11, err: 11, dlq: 12, caught: 12 };
/** Dense flows scatter across the route, as grains do. */
const SCATTER: Partial<Record<Glyph, number>> = { busy: 5, queued: 2, thr: 4, retry: 4, err: 0, dlq: 0 };

/** Things on their way along a line. */
export interface Travelling {
  readonly glyph: Glyph;
  read(store: RunStore): void;
  /** How many had left by t. */
  total(t: number): number;
  /** Share of the way of each mark under way at t, the last one first. */
  positions(t: number, travelS: number, each: number): number[];
  underWay(t: number, travelS: number): number;
  /** Marks of a size that fit. */
  places(size: number): number;
  point(share: number): readonly [number, number];
}

export class Marks {
  readonly layer = new Layer("topology-marks");
  private flows: readonly Travelling[] = [];
  private sprites = new Map<Glyph, Sprites>();
  /** Messages a mark stands for at the last picture; what is rare has a scale of its own. */
  scales = { common: 1, rare: 1 };
  readonly rareInSight = new Set<Glyph>();
  /** Marks drawn at the last picture. */
  drawn = 0;

  setFlows(flows: readonly Travelling[]): void {
    this.flows = flows;
  }

  resize(width: number, height: number): void {
    if (this.layer.resize(width, height)) this.sprites.clear();
  }

  repaint(): void {
    this.sprites.clear();
  }

  clear(): void {
    this.layer.clear();
    this.drawn = 0;
  }

  /** `corner` is where the upper left of the layer lies in what is drawn. */
  draw(store: RunStore, t: number, speed: number | "max", emphasis: ReadonlySet<Glyph> | null, [left, top]: readonly [number, number] = [0, 0]): void {
    const travelS = travelSeconds(speed, store.durationS);
    for (const flow of this.flows) flow.read(store);
    const [rare, common] = [this.flows.filter(isRare), this.flows.filter((flow) => !isRare(flow))];
    this.scales = { common: scaleOf(common, t, travelS), rare: scaleOf(rare, t, travelS) };
    this.rareInSight.clear();
    this.clear();
    this.layer.context?.translate(-left, -top);
    for (const flow of this.flows) this.drawFlow(flow, t, travelS, emphasis);
    this.layer.context?.translate(left, top);
  }

  private drawFlow(flow: Travelling, t: number, travelS: number, emphasis: ReadonlySet<Glyph> | null): void {
    const each = isRare(flow) ? this.scales.rare : this.scales.common;
    const shares = flow.positions(t, travelS, each);
    this.drawn += shares.length;
    if (shares.length > 0 && isRare(flow)) this.rareInSight.add(flow.glyph);
    const { context } = this.layer;
    if (!context || shares.length === 0) return;
    const { glyph } = flow;
    const last = Math.floor(flow.total(t) / each);
    context.globalAlpha = emphasis === null || emphasis.has(glyph) ? 1 : FADED;
    const put = this.stamp(context, glyph);
    const scatter = SCATTER[glyph] ?? 0;
    for (let i = 0; i < shares.length; i++) {
      const [x, y] = flow.point(shares[i]!);
      put(x, y + scatter * grain(last - i));
    }
    context.globalAlpha = 1;
  }

  /** How one mark is put down: plain rectangles of one colour for the many, sprites for the rare. */
  private stamp(context: CanvasRenderingContext2D, glyph: Glyph): (x: number, y: number) => void {
    const size = SIZES[glyph] ?? 8;
    if (glyph === "busy") {
      context.fillStyle = palette().busy;
      return (x, y) => context.fillRect(x - size * 0.4, y - size * 0.4, size * 0.8, size * 0.8);
    }
    const sprites = this.spritesOf(glyph, size);
    return (x, y) => sprites.draw(context, glyph, x - size / 2, y - size / 2);
  }

  private spritesOf(glyph: Glyph, size: number): Sprites {
    let sprites = this.sprites.get(glyph);
    if (!sprites) this.sprites.set(glyph, (sprites = new Sprites(size, this.layer.ratio, palette())));
    return sprites;
  }
}

const RARE: ReadonlySet<Glyph> = new Set(["thr", "retry", "err", "dlq", "caught"]);

function isRare({ glyph }: Travelling): boolean {
  return RARE.has(glyph);
}

/** Messages a mark: from the busiest moment near t, so that the scale does not flicker. */
function scaleOf(flows: readonly Travelling[], t: number, travelS: number): number {
  const near = (flow: Travelling): number =>
    Math.max(...[-4, -2, -1, 0, 1].map((i) => flow.underWay(t + i * travelS, travelS)));
  const amounts = flows.map(near);
  const crowding = flows.map((flow, i) => amounts[i]! / flow.places(APART * (SIZES[flow.glyph] ?? 8)));
  return perMark(Math.max(0, ...crowding), amounts.reduce((sum, n) => sum + n, 0));
}

/** A number in -1..1 that belongs to the k-th mark for good. */
function grain(k: number): number {
  return (((k * 2654435761) >>> 0) / 2 ** 31) - 1;
}
