/** Where states stand: laid out by dagre, from the left or from the top, whichever fits better. */
import { graphlib, layout as dagre } from "@dagrejs/dagre";
import { typeScale } from "../../charts/palette";
import type { Machine, MachineState } from "../../core/machine";
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
const GAP = { LR: { ranksep: 34, nodesep: 16 }, TB: { ranksep: 28, nodesep: 22 } } as const;
const MARGIN = 6;
/** As much of a label as is written; the rest is in its tooltip. */
export const MOST_LETTERS = 22;
const LETTER = 5.9;
const LABEL_HEIGHT = 14;

export function isHolding({ type }: MachineState): boolean {
  return HOLDING.has(type);
}

/** In a box of `width` by `height`: in the direction in which less of it has to be scrolled, least of all sideways. */
export function layoutOf(machine: Machine, width: number, height: number): Layout {
  const [across, down] = [arranged(machine, "LR"), arranged(machine, "TB")];
  const beyond = (map: Layout): number => Math.max(1, map.width / width) ** 1.5 * Math.max(1, map.height / height);
  return beyond(across) <= beyond(down) ? across : down;
}

type Graph = InstanceType<typeof graphlib.Graph>;

export function arranged(machine: Machine, direction: Direction): Layout {
  const containers = containersOf(machine);
  const ways = waysOf(machine);
  const graph = new graphlib.Graph({ multigraph: true, compound: true });
  graph.setGraph({ rankdir: direction, ...GAP[direction], edgesep: 12, marginx: MARGIN, marginy: MARGIN });
  addNodes(graph, machine, containers, ways);
  ways.forEach((way, i) => graph.setEdge(way.from, way.to, labelBox(way), String(i)));
  dagre(graph);
  return read(graph, machine, containers, ways, direction);
}

function addNodes(graph: Graph, machine: Machine, containers: ReadonlySet<number>, ways: readonly Way[]): void {
  const scale = typeScale();
  const frame = (number: number): string => `f${number}`;
  graph.setNode("start", { width: POINT, height: POINT });
  if (ways.some(({ to }) => to === "end")) graph.setNode("end", { width: POINT, height: POINT });
  for (const number of containers) graph.setNode(frame(number), {});
  for (const state of machine.states) {
    const { number, parent } = state;
    graph.setNode(`s${number}`, { width: WIDTH * scale, height: HEIGHT * scale });
    if (parent >= 0) graph.setParent(`s${number}`, frame(parent));
    if (!containers.has(number)) continue;
    graph.setNode(`x${number}`, { width: JOIN, height: JOIN });
    if (parent >= 0) graph.setParent(frame(number), frame(parent));
    for (const own of [`s${number}`, `x${number}`]) graph.setParent(own, frame(number));
  }
}

function labelBox({ label }: Way): object {
  if (!label) return {};
  return { width: Math.min(MOST_LETTERS, label.length) * LETTER * typeScale(), height: LABEL_HEIGHT * typeScale(), labelpos: "c" };
}

function read(graph: Graph, machine: Machine, containers: ReadonlySet<number>, ways: readonly Way[], direction: Direction): Layout {
  const boxOf = (id: string): Box => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id) as Partial<Box>;
    return { x: x - width / 2, y: y - height / 2, width, height };
  };
  const stateOf = new Map(machine.states.map((state) => [`s${state.number}`, state]));
  const stops = graph.nodes().filter((id) => !id.startsWith("f")) as Stop[];
  const places = stops.map((stop): Placed => ({ stop, state: stateOf.get(stop) ?? null, ...boxOf(stop) }));
  const frames = machine.states.filter(({ number }) => containers.has(number)).map((state): Frame => ({ state, ...boxOf(`f${state.number}`) }));
  const routes = ways.map((way, i): Route => {
    const { points = [], x, y } = graph.edge(way.from, way.to, String(i)) as { points?: { x: number; y: number }[]; x?: number; y?: number };
    return { way, points: points.map((p): Point => [p.x, p.y]), at: way.label && x !== undefined && y !== undefined ? [x, y] : null };
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { direction, places, frames, routes, width, height };
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
