/** What travels along the routes: which metric counts it, how it looks, and where it is at t. */
import type { Glyph } from "../../charts/glyphs";
import { Line, type Source } from "../../charts/lines";
import type { RunStore } from "../../core/panel";
import type { Flow as DeclaredFlow } from "../../core/picture";
import { along, lengthOf, type Layout, type Place, type Route } from "./layout";

/** A declared flow on its route. */
export interface FlowSpec {
  readonly route: Route;
  readonly glyph: Glyph;
  /** Against the direction of the route. */
  readonly back: boolean;
  /** Pixels beside the route's middle. */
  readonly lane: number;
  readonly sources: readonly Source[];
}

/** Flows of a layout: of each route what its source's type says, or its kind, and what its target adds. */
export function flowsOf({ places, routes }: Layout): FlowSpec[] {
  const drawn = new Set<string>();
  return routes.flatMap((route) => {
    const [from, to] = [route.from, route.to].map((id) => places.find((place) => place.id === id));
    if (!from || !to) return [];
    const declared = [...(from.picture.leaving?.[route.kind] ?? route.look.flows ?? [{ glyph: "busy" as const }]), ...(to.picture.coming?.[route.kind] ?? [])];
    const isShared = routes.some((other) => other !== route && other.to === to.id);
    return declared.flatMap((flow) => {
      if (flow.sole && isShared) return [];
      const source = counted(flow, from, to, routes);
      // Several routes lead to what is counted in one place: it is drawn on the first of them.
      const mark = `${source?.component} ${source?.metric}`;
      if (!source || (flow.once && drawn.has(mark))) return [];
      if (flow.once) drawn.add(mark);
      return [{ route, glyph: flow.glyph, back: flow.back ?? false, lane: flow.lane ?? 0, sources: [source] }];
    });
  });
}

function counted({ metric, of, otherwise }: DeclaredFlow, from: Place, to: Place, all: readonly Route[]): Source | null {
  if (metric) return { component: of === "to" ? to.id : from.id, metric };
  return passed(from, to, all) ?? (otherwise ? { component: from.id, metric: otherwise } : null);
}

/** What passes along one route: what the target takes where nothing else comes to it, or what the source sends where it has one way. */
function passed(from: Place, to: Place, all: readonly Route[]): Source | null {
  const { takes } = to.picture;
  if (takes && all.filter((other) => other.to === to.id).length === 1) return { component: to.id, metric: takes };
  const { sends } = from.picture;
  const only = all.filter((other) => other.from === from.id).length === 1;
  return sends && only ? { component: from.id, metric: sends } : null;
}

/** Marks the common or the rare flows may have in all: 2,000 together. */
export const MOST_MARKS = 1000;
const STEPS = [1, 2, 5];

/**
 * The smallest of 1, 2, 5, 10, ... messages a mark that keeps every flow readable.
 * `crowding` is the largest number of messages for each place a route has for a mark.
 */
export function perMark(crowding: number, all: number): number {
  const wanted = Math.max(crowding, all / MOST_MARKS);
  for (let power = 1; ; power *= 10) {
    const step = STEPS.find((s) => s * power >= wanted);
    if (step !== undefined) return step * power;
  }
}

/** Running totals of a flow, so that the k-th message's departure can be found at any t. */
export class Flow {
  private readonly line: Line;
  private totals = new Float64Array(64);
  private bins = 0;
  private store: RunStore | null = null;

  readonly glyph: Glyph;

  constructor(readonly spec: FlowSpec) {
    this.glyph = spec.glyph;
    this.line = new Line({ label: "", sources: spec.sources });
  }

  read(store: RunStore): void {
    if (store !== this.store) Object.assign(this, { store, bins: 0 });
    const series = this.line.read(store);
    if (this.totals.length < series.length + 1) {
      const larger = new Float64Array(2 * series.length + 64);
      larger.set(this.totals.subarray(0, this.bins + 1));
      this.totals = larger;
    }
    for (; this.bins < series.length; this.bins++) {
      this.totals[this.bins + 1] = this.totals[this.bins]! + (series.values[this.bins]! || 0);
    }
  }

  /** Messages that had left by t; inside a bin they leave evenly. */
  total(t: number): number {
    const at = Math.max(0, t) / (this.store?.binS ?? 1);
    const bin = Math.min(this.bins, Math.floor(at));
    if (bin >= this.bins) return this.totals[this.bins]!;
    return this.totals[bin]! + (at - bin) * (this.totals[bin + 1]! - this.totals[bin]!);
  }

  /**
   * Share of the way of each mark under way at t, the last one first: a function of t alone.
   * Mark k left when message number k * `messagesPerMark` did.
   */
  positions(t: number, travelS: number, messagesPerMark: number): number[] {
    const binS = this.store?.binS ?? 1;
    const last = Math.floor(this.total(t) / messagesPerMark);
    const first = Math.floor(this.total(t - travelS) / messagesPerMark) + 1;
    const shares: number[] = [];
    let bin = Math.min(this.bins - 1, Math.floor(t / binS));
    for (let mark = last; mark >= first; mark--) {
      const k = mark * messagesPerMark;
      while (bin > 0 && this.totals[bin]! > k) bin--;
      const [low, high] = [this.totals[bin]!, this.totals[bin + 1]!];
      const left = high > low ? (bin + (k - low) / (high - low)) * binS : bin * binS;
      shares.push(Math.max(0, Math.min(1, (t - left) / travelS)));
    }
    return shares;
  }

  /** Marks of a size that fit on the route before they blur into a line. */
  places(size: number): number {
    return Math.max(4, lengthOf(this.spec.route.points) / size);
  }

  /** Messages under way at t. */
  underWay(t: number, travelS: number): number {
    return this.total(t) - this.total(t - travelS);
  }

  point(share: number): [number, number] {
    const [x, y] = along(this.spec.route.points, this.spec.back ? 1 - share : share);
    const [a, b] = [this.spec.route.points[0]!, this.spec.route.points.at(-1)!];
    const upright = Math.abs(a[0] - b[0]) < 1;
    return upright ? [x + this.spec.lane, y] : [x, y + this.spec.lane];
  }
}

/** Width of a route in pixels: area for the eye, so the square root of its rate. */
export function routeWidth(perSecond: number, largest: number): number {
  if (!(perSecond > 0)) return 2;
  return 2 + 10 * Math.sqrt(perSecond / Math.max(largest, 1));
}

/** Simulated seconds a mark travels, so that the eye can follow it at every speed. */
export function travelSeconds(speed: number | "max", durationS: number): number {
  const factor = speed === "max" ? Math.max(100, durationS / 20) : speed;
  return 1.1 * factor;
}
