/** Executions on their way between states: where each is, is a function of simulated time alone. */
import type { Glyph } from "../../charts/glyphs";
import type { RunStore } from "../../core/panel";
import { Total } from "../../core/state-counts";
import type { Travelling } from "../topology/marks";
import type { Box, Layout, Point, Route } from "./graph";
import type { Shares } from "./shares";

const LANE = 7;
/** How far below its state the way of a retry goes. */
const LOOP = 11;

export class Stream implements Travelling {
  private readonly lengths: readonly number[];
  private readonly length: number;
  private binS = 1;
  private sum = new Total();

  /** `lane`: pixels beside the line. */
  constructor(readonly glyph: Glyph, private readonly points: readonly Point[], private readonly totalOf: (store: RunStore) => Total, private readonly lane = 0) {
    this.lengths = points.slice(1).map(([x, y], i) => Math.hypot(x - points[i]![0], y - points[i]![1]));
    this.length = this.lengths.reduce((total, one) => total + one, 0);
  }

  read(store: RunStore): void {
    this.binS = store.binS;
    this.sum = this.totalOf(store);
  }

  total(t: number): number {
    return this.sum.at(t, this.binS);
  }

  underWay(t: number, travelS: number): number {
    return this.total(t) - this.total(t - travelS);
  }

  places(size: number): number {
    return Math.max(3, this.length / size);
  }

  positions(t: number, travelS: number, each: number): number[] {
    const [first, last] = [Math.floor(this.total(t - travelS) / each) + 1, Math.floor(this.total(t) / each)];
    const shares: number[] = [];
    for (let mark = last; mark >= first; mark--) {
      const left = this.sum.when(mark * each, this.binS);
      shares.push(Math.max(0, Math.min(1, (t - left) / travelS)));
    }
    return shares;
  }

  point(share: number): Point {
    let left = share * this.length;
    let piece = 0;
    while (piece < this.lengths.length - 1 && left > this.lengths[piece]!) left -= this.lengths[piece++]!;
    const [[ax, ay], [bx, by]] = [this.points[piece]!, this.points[piece + 1]!];
    const length = this.lengths[piece] || 1;
    const [dx, dy] = [(bx - ax) / length, (by - ay) / length];
    return [ax + dx * left - dy * this.lane, ay + dy * left + dx * this.lane];
  }
}

const GLYPHS: Readonly<Partial<Record<Route["way"]["kind"], Glyph>>> = { catch: "caught", fail: "err" };

export function glyphOf({ way }: Route): Glyph {
  return GLYPHS[way.kind] ?? "busy";
}

/** Out of a state below, and back into it. */
export function loopOf({ x, y, width, height }: Box): Point[] {
  const [right, bottom] = [x + width, y + height];
  return [[right - 44, bottom], [right - 40, bottom + LOOP], [right - 14, bottom + LOOP], [right - 10, bottom]];
}

/** All that travels: along each way what took it, at each state what is tried again there and what waits to come in. */
export function streamsOf(id: string, { routes, places }: Layout, shares: Shares): Stream[] {
  const along = routes.map((route, i) => new Stream(glyphOf(route), route.points, () => shares.totals[i]!));
  const counted = (state: number, name: "retried" | "throttled") => (store: RunStore): Total => store.states(id)?.total(state, name) ?? new Total();
  const beside = places.flatMap((place): Stream[] => {
    if (!place.state) return [];
    const { number } = place.state;
    const way = routes.find((route) => route.way.toState === number && route.points.length > 1);
    return [new Stream("retry", loopOf(place), counted(number, "retried")), ...(way ? [new Stream("thr", way.points, counted(number, "throttled"), LANE)] : [])];
  });
  return [...along, ...beside];
}
