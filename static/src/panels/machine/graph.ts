/** Where states stand: laid out by dagre, from the left or from the top, whichever fits better. */
import { graphlib, layout as dagre } from "@dagrejs/dagre";
import { typeScale } from "../../charts/palette";
import type { Machine, MachineState } from "../../core/machine";
import { asideOf, Lanes } from "./aside";
import { containersOf, waysOf, type Stop, type Way } from "./ways";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Placed extends Box {
  readonly stop: Stop;
  /** Null for the beginning, the end, and where branches come together. */
  readonly state: MachineState | null;
}

/** Around the states that lie in another. */
export interface Frame extends Box {
  readonly state: MachineState;
}

export type Point = readonly [number, number];

export interface Route {
  readonly way: Way;
  readonly points: readonly Point[];
  /** Where its words stand; null where it has none. */
  readonly at: Point | null;
}

export type Direction = "LR" | "TB";

export interface Layout {
  readonly direction: Direction;
  readonly places: readonly Placed[];
  readonly frames: readonly Frame[];
  readonly routes: readonly Route[];
  readonly width: number;
  readonly height: number;
}

/** States that hold executions; the others only pass them on. */
const HOLDING: ReadonlySet<string> = new Set(["Task", "Wait", "Parallel", "Map"]);
const [WIDTH, HEIGHT] = [178, 62];
const [POINT, JOIN] = [22, 12];
const GAP = { LR: { ranksep: 46, nodesep: 16 }, TB: { ranksep: 28, nodesep: 22 } } as const;
const MARGIN = 10;
/** As much of a label as is written; the rest is in its tooltip. */
export const MOST_LETTERS = 22;
const LETTER = 5.9;
const LABEL_HEIGHT = 14;

export function isHolding({ type }: MachineState): boolean {
  return HOLDING.has(type);
}

/** A machine with more states is a table: so many buttons and lines nobody reads, and a page has its hands full with them. */
export const MOST_DRAWN = 300;
const NOTHING: Layout = { direction: "LR", places: [], frames: [], routes: [], width: 0, height: 0 };

export function isDrawn({ states }: Machine): boolean {
  return states.length <= MOST_DRAWN;
}

/** In a box of `width` by `height`: in the direction in which less of it has to be scrolled, least of all sideways. */
export function layoutOf(machine: Machine, width: number, height: number): Layout {
  if (!isDrawn(machine)) return NOTHING;
  const [across, down] = [kept(machine, "LR"), kept(machine, "TB")];
  const beyond = (map: Layout): number => Math.max(1, map.width / width) ** 1.5 * Math.max(1, map.height / height);
  return beyond(across) <= beyond(down) ? across : down;
}

const KEPT = new WeakMap<Machine, Map<string, Layout>>();

/** Laid out once for each direction and size of type: another width chooses, and changes nothing. */
function kept(machine: Machine, direction: Direction): Layout {
  const of = KEPT.get(machine) ?? new Map<string, Layout>();
  KEPT.set(machine, of);
  const key = `${direction} ${typeScale()}`;
  const layout = of.get(key) ?? arranged(machine, direction);
  of.set(key, layout);
  return layout;
}

type Graph = InstanceType<typeof graphlib.Graph>;

/** What lies in one machine or branch: inner ones are laid out first, and are one box for those around them. */
interface Level {
  readonly places: readonly Placed[];
  readonly frames: readonly Frame[];
  readonly routes: ReadonlyMap<number, Pick<Route, "points" | "at">>;
  readonly width: number;
  readonly height: number;
}

export function arranged(machine: Machine, direction: Direction): Layout {
  const arranging = new Arranging(machine, direction);
  const { places, frames, routes, width, height } = arranging.level(-1);
  return { direction, places, frames, width, height, routes: arranging.ways.map((way, i) => ({ way, ...(routes.get(i) ?? NO_ROUTE) })) };
}

interface Numbered {
  readonly way: Way;
  readonly i: number;
}

const NO_ROUTE = { points: [], at: null };

class Arranging {
  readonly ways: readonly Way[];
  private readonly containers: ReadonlySet<number>;
  private readonly scale = typeScale();

  constructor(private readonly machine: Machine, private readonly direction: Direction) {
    this.ways = waysOf(machine);
    this.containers = containersOf(machine);
  }

  /** The states in `parent`, between its own box and the point at which its branches come together. */
  level(parent: number): Level {
    const states = this.machine.states.filter((state) => state.parent === parent);
    const inner = new Map(states.filter(({ number }) => this.containers.has(number)).map(({ number }) => [number, this.level(number)]));
    const ways = this.ways.map((way, i) => ({ way, i })).filter(({ way }) => this.levelOf(way) === parent);
    const aside = asideOf(ways.map(({ way }) => ({ from: boxed(way.from, parent), to: boxed(way.to, parent) })));
    const [laid, beside] = [ways.filter((_, n) => !aside.has(n)), ways.filter((_, n) => aside.has(n))];
    const graph = this.begun(aside.size > 0);
    for (const [id, width, height] of this.ends(parent)) graph.setNode(id, { width, height });
    for (const { number } of states) graph.setNode(`s${number}`, inner.get(number) ? sizeOf(inner.get(number)!) : this.size());
    for (const { way, i } of laid) graph.setEdge(boxed(way.from, parent), boxed(way.to, parent), labelBox(way, this.scale), String(i));
    dagre(graph);
    return this.read(graph, parent, states, inner, laid, beside);
  }

  /** With ranks as `asideOf` counts them where ways were left out; else those that make all ways short. */
  private begun(isLarge: boolean): Graph {
    const graph = new graphlib.Graph({ multigraph: true });
    const ranker = isLarge ? "longest-path" : "network-simplex";
    return graph.setGraph({ rankdir: this.direction, ...GAP[this.direction], edgesep: 12, marginx: MARGIN, marginy: MARGIN, ranker });
  }

  private size(): { width: number; height: number } {
    return { width: WIDTH * this.scale, height: HEIGHT * this.scale };
  }

  private ends(parent: number): [Stop, number, number][] {
    if (parent >= 0) return [[`s${parent}`, this.size().width, this.size().height], [`x${parent}`, JOIN, JOIN]];
    return [["start", POINT, POINT], ...(this.ways.some(({ to }) => to === "end") ? [["end", POINT, POINT] as [Stop, number, number]] : [])];
  }

  /** Of ways inward and to where branches come together: the one that they are in. */
  private levelOf({ kind, fromState, toState, to }: Way): number {
    if (kind === "branch" || kind === "item") return fromState;
    if (to.startsWith("x")) return Number(to.slice(1));
    return this.machine.states.find(({ number }) => number === (fromState < 0 ? toState : fromState))?.parent ?? -1;
  }

  private read(graph: Graph, parent: number, states: readonly MachineState[], inner: ReadonlyMap<number, Level>, ways: readonly Numbered[], beside: readonly Numbered[]): Level {
    const stateOf = new Map([...states, ...this.machine.states.filter(({ number }) => number === parent)].map((state) => [`s${state.number}`, state]));
    const [places, frames, routes]: [Placed[], Frame[], Map<number, Pick<Route, "points" | "at">>] = [[], [], new Map()];
    for (const stop of graph.nodes() as Stop[]) {
      const [state, box] = [stateOf.get(stop) ?? null, boxOf(graph, stop)];
      const within = state && state.number !== parent ? inner.get(state.number) : undefined;
      if (!within) places.push({ stop, state, ...box });
      else {
        frames.push({ state: state!, ...box }, ...within.frames.map((frame) => moved(frame, box)));
        places.push(...within.places.map((place) => moved(place, box)));
        for (const [i, route] of within.routes) routes.set(i, { points: route.points.map((point) => by(point, box)), at: route.at && by(route.at, box) });
      }
    }
    for (const { way, i } of ways) routes.set(i, this.route(graph, way, i, parent, places, frames));
    const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
    const lanes = new Lanes(this.direction, width, height);
    for (const { way, i } of beside) {
      const to = boxed(way.to, parent);
      routes.set(i, { points: lanes.route(boxOf(graph, boxed(way.from, parent)), boxOf(graph, to), to), at: null });
    }
    return { places, frames, routes, ...lanes.size };
  }

  /** From what it leaves to what it leads to; through the edge of a frame to the state that has it. */
  private route(graph: Graph, way: Way, i: number, parent: number, places: readonly Placed[], frames: readonly Frame[]): Pick<Route, "points" | "at"> {
    const { points = [], x, y } = graph.edge(boxed(way.from, parent), boxed(way.to, parent), String(i)) as { points?: { x: number; y: number }[]; x?: number; y?: number };
    const at: Point | null = way.label && x !== undefined && y !== undefined ? [x, y] : null;
    const line = points.map((p): Point => [p.x, p.y]);
    const door = (stop: Stop, last: boolean): Point[] | null => {
      const frame = frames.find(({ state }) => state.number !== parent && `${last ? "s" : "x"}${state.number}` === stop);
      const place = places.find((one) => one.stop === stop);
      return frame && place ? doorway(frame, place, this.direction, last) : null;
    };
    const [out, into] = [door(way.from, false), door(way.to, true)];
    return { points: [...(out ?? line.slice(0, 1)), ...line.slice(1, -1), ...(into ?? line.slice(-1))], at };
  }
}

/** For those around it a Parallel or Map state is one box, whichever end of it is meant. */
function boxed(stop: Stop, parent: number): Stop {
  return stop.startsWith("x") && stop !== `x${parent}` ? `s${Number(stop.slice(1))}` : stop;
}

/** Where one goes into a frame, or out of it, straight from its state or from where its branches come together. */
function doorway(frame: Frame, place: Placed, direction: Direction, inward: boolean): Point[] {
  const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
  const outer: Point = direction === "TB" ? [x, inward ? frame.y : frame.y + frame.height] : [inward ? frame.x : frame.x + frame.width, y];
  const inner: Point = direction === "TB" ? [x, inward ? place.y : place.y + place.height] : [inward ? place.x : place.x + place.width, y];
  return inward ? [outer, inner] : [inner, outer];
}

function sizeOf({ width, height }: Level): { width: number; height: number } {
  return { width, height };
}

function boxOf(graph: Graph, id: string): Box {
  const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id) as Partial<Box>;
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function moved<T extends Box>(box: T, { x, y }: Box): T {
  return { ...box, x: box.x + x, y: box.y + y };
}

function by([x, y]: Point, box: Box): Point {
  return [x + box.x, y + box.y];
}

function labelBox({ label }: Way, scale: number): object {
  if (!label) return {};
  return { width: Math.min(MOST_LETTERS, label.length) * LETTER * scale, height: LABEL_HEIGHT * scale, labelpos: "c" };
}

/** States in the order in which they stand, as one reads. */
export function order({ places, direction }: Layout): Placed[] {
  const [first, second] = direction === "LR" ? (["x", "y"] as const) : (["y", "x"] as const);
  return places.filter(({ state }) => state !== null).sort((a, b) => a[first] - b[first] || a[second] - b[second]);
}

/** The state that an arrow key leads to from another: the nearest one that lies there; null: none does. */
export function neighbour(map: Layout, number: number, key: string): number | null {
  const here = map.places.find(({ state }) => state?.number === number);
  if (!here) return null;
  const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  const along = key === "ArrowRight" || key === "ArrowLeft" ? 0 : 1;
  const middle = ({ x, y, width, height }: Box): [number, number] => [x + width / 2, y + height / 2];
  const [from, distance] = [middle(here), (to: [number, number]): number => Math.abs(to[along]! - from[along]!) + 2 * Math.abs(to[1 - along]! - from[1 - along]!)];
  const there = map.places.filter((place) => place.state && sign * (middle(place)[along]! - from[along]!) > 4);
  return there.sort((a, b) => distance(middle(a)) - distance(middle(b)))[0]?.state?.number ?? null;
}
