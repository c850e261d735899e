/** Places of the nodes: left to right along the flow, dead-letter queues below their source. */
import { graphlib, layout as dagre } from "@dagrejs/dagre";
import { typeScale } from "../../charts/palette";
import type { Scene, SceneEdge, SceneNode } from "../../core/scene";

export interface Place extends SceneNode {
  /** Nothing but dead letters reaches it: it hangs below where they come from. */
  readonly deadLetter: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Route extends SceneEdge {
  readonly deadLetter: boolean;
  /** Straight pieces from the source's edge to the target's. */
  readonly points: readonly (readonly [number, number])[];
}

export interface Layout {
  readonly places: readonly Place[];
  readonly routes: readonly Route[];
  readonly width: number;
  readonly height: number;
}

export const NODE = { width: 120, height: 64 };
const WIDE = { width: 150, height: 64 };
const DEAD = { width: 192, height: 28 };
/** What a name takes: a letter, and what is left and right of it with the menu. */
const LETTER = 6.9;
const BESIDE = 40;
const WIDEST = 220;
const BELOW = 24;
const STACKED = 8;
const ROW_GAP = 20;
/** From a bend to its target; the words of a route stand before the bend. */
const BEND = 22;
const NARROWEST_GAP = 56;
const WIDEST_GAP = 150;

function isDeadLetterEdge({ look }: SceneEdge): boolean {
  return look.dead_letters === true;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How large each node is. */
type Sizes = (node: SceneNode) => Size;

export function layoutOf(scene: Scene, width: number): Layout {
  const dead = deadEnds(scene);
  const sizeOf = fitting(scene, dead, width);
  const gap = rankGap(scene, dead, width, sizeOf);
  const graph = arranged(scene, dead, gap, sizeOf);
  const places: Place[] = [];
  for (const node of scene.nodes) {
    if (!graph.hasNode(node.id)) continue;
    const at = graph.node(node.id);
    const size = sizeOf(node);
    places.push({ ...node, deadLetter: false, x: at.x! - size.width / 2, y: at.y! - size.height / 2, ...size });
  }
  raise(places);
  addDeadLetters(scene, dead, places);
  const routes = scene.edges.flatMap((edge) => route(edge, places));
  const corners = routes.flatMap((r) => r.points);
  const right = Math.max(0, ...places.map((p) => p.x + p.width), ...corners.map(([x]) => x));
  const bottom = Math.max(72, ...places.map((p) => p.y + p.height), ...corners.map(([, y]) => y));
  return { places, routes, width: right, height: bottom + 4 };
}

/** Moves all up to the top edge: room kept for symmetry may be empty there. */
function raise(places: Place[]): void {
  const top = Math.min(...places.map(({ y }) => y));
  for (const [i, place] of places.entries()) places[i] = { ...place, y: place.y - top + 4 };
}

/** Dead-letter queues (and topics) that nothing but dead letters reaches and nothing leaves, with
 *  what they hang below. */
function deadEnds({ edges }: Scene): Map<string, string> {
  const alive = new Set(edges.flatMap((edge) => (isDeadLetterEdge(edge) ? [edge.from] : [edge.from, edge.to])));
  return new Map(edges.filter((edge) => isDeadLetterEdge(edge) && !alive.has(edge.to)).map((edge) => [edge.to, edge.from]));
}

/** As wide as their names want, or half of that, as far as there is room. */
function fitting(scene: Scene, dead: ReadonlyMap<string, string>, width: number): Sizes {
  const shares = [1, 0.5].map((share) => (node: SceneNode) => sizeFor(node, share));
  return shares.find((sizes) => breadth(arranged(scene, dead, NARROWEST_GAP, sizes)) <= width) ?? ((node) => sizeFor(node, 0));
}

function sizeFor({ picture, title }: SceneNode, share: number): Size {
  const scale = typeScale();
  const { width, height } = picture.wide ? WIDE : NODE;
  const least = Math.round(width * scale);
  const wanted = Math.min(WIDEST * scale, Math.ceil(((picture.mark ?? "").length + title.length) * LETTER * scale) + BESIDE);
  return { height, width: least + Math.round(share * Math.max(0, wanted - least)) };
}

type Graph = ReturnType<typeof arranged>;

function arranged(scene: Scene, dead: ReadonlyMap<string, string>, gap: number, sizeOf: Sizes) {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: ROW_GAP, ranksep: gap, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of scene.nodes) if (!dead.has(node.id)) graph.setNode(node.id, roomFor(node, dead, sizeOf));
  for (const edge of scene.edges) {
    if (edge.from !== edge.to && graph.hasNode(edge.from) && graph.hasNode(edge.to)) graph.setEdge(edge.from, edge.to);
  }
  dagre(graph);
  return graph;
}

/** What hangs below a node needs room; as much above keeps the node in the middle of its row. */
function roomFor(node: SceneNode, dead: ReadonlyMap<string, string>, sizeOf: Sizes): { width: number; height: number } {
  const below = [...dead.values()].filter((source) => source === node.id).length;
  const { width, height } = sizeOf(node);
  return { width, height: below > 0 ? height + 2 * (BELOW + below * (DEAD.height + STACKED) - STACKED) : height };
}

/** Distance between columns that fills the width. */
function rankGap(scene: Scene, dead: ReadonlyMap<string, string>, width: number, sizeOf: Sizes): number {
  const graph: Graph = arranged(scene, dead, 100, sizeOf);
  const columns = new Set(graph.nodes().map((id) => Math.round(graph.node(id).x!)));
  if (columns.size < 2) return 100;
  const spare = (width - breadth(graph)) / (columns.size - 1);
  return Math.min(WIDEST_GAP * typeScale() ** 2, Math.max(NARROWEST_GAP, Math.floor(100 + spare)));
}

function breadth(graph: Graph): number {
  return Math.max(0, ...graph.nodes().map((id) => graph.node(id).x! + graph.node(id).width! / 2));
}

function addDeadLetters(scene: Scene, dead: ReadonlyMap<string, string>, places: Place[]): void {
  for (const node of scene.nodes) {
    const source = places.find((p) => p.id === dead.get(node.id));
    if (!dead.has(node.id)) continue;
    const taken = places.filter((p) => p.deadLetter && p.x === (source?.x ?? 0)).length;
    const y = (source ? source.y + source.height : 0) + BELOW + taken * (DEAD.height + STACKED);
    places.push({ ...node, deadLetter: true, x: source?.x ?? 0, y, ...DEAD });
  }
}

function route(edge: SceneEdge, places: readonly Place[]): Route[] {
  const from = places.find((p) => p.id === edge.from);
  const to = places.find((p) => p.id === edge.to);
  if (!from || !to) return [];
  const deadLetter = isDeadLetterEdge(edge);
  const ways = to.deadLetter ? down(from, to) : to.x < from.x + from.width ? around(from, to, places) : across(from, to);
  return [{ ...edge, deadLetter, points: ways }];
}

function down(from: Place, to: Place): [number, number][] {
  const x = from.x + Math.min(from.width, to.width) / 2;
  if (x > to.x && x < to.x + to.width && from.y < to.y) return [[x, from.y + from.height], [x, to.y]];
  return aside(from, to);
}

/** To what hangs below another node, which shares it: out below or above, then into its side. */
function aside(from: Place, to: Place): [number, number][] {
  const x = from.x + from.width / 2;
  const y = to.y + to.height / 2;
  return [[x, from.y < y ? from.y + from.height : from.y], [x, y], [x < to.x ? to.x : to.x + to.width, y]];
}

function across(from: Place, to: Place): [number, number][] {
  const start: [number, number] = [from.x + from.width, from.y + from.height / 2];
  const end: [number, number] = [to.x, to.y + to.height / 2];
  if (Math.abs(start[1] - end[1]) < 1) return [start, end];
  const bend = Math.max((start[0] + end[0]) / 2, end[0] - BEND);
  return [start, [bend, start[1]], [bend, end[1]], end];
}

const OUT = 14;

/** Back to what lies left (or to itself): below all that is in between. */
function around(from: Place, to: Place, places: readonly Place[]): [number, number][] {
  const [left, right] = [to.x - OUT, from.x + from.width + OUT];
  const between = places.filter((p) => p.x < right && p.x + p.width > left);
  const y = Math.max(...between.map((p) => p.y + p.height)) + OUT;
  const [x0, x1] = [from.x + from.width * 0.75, to.x + to.width * 0.25];
  return [[x0, from.y + from.height], [x0, y], [x1, y], [x1, to.y + to.height]];
}

function lengths(points: Route["points"]): number[] {
  return points.slice(1).map((p, i) => Math.hypot(p[0] - points[i]![0], p[1] - points[i]![1]));
}

export function lengthOf(points: Route["points"]): number {
  return lengths(points).reduce((sum, length) => sum + length, 0);
}

/** The point at a share of a route's length. */
export function along(points: Route["points"], share: number): [number, number] {
  const pieces = lengths(points);
  let left = share * lengthOf(points);
  for (let i = 0; i < pieces.length; i++) {
    if (left <= pieces[i]! || i === pieces.length - 1) {
      const part = pieces[i]! > 0 ? left / pieces[i]! : 0;
      const [a, b] = [points[i]!, points[i + 1]!];
      return [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
    }
    left -= pieces[i]!;
  }
  return [points[0]![0], points[0]![1]];
}

/** Nodes in the order of the flow, dead-letter queues after their source. */
export function flowOrder(places: readonly Place[]): string[] {
  return [...places].sort((a, b) => a.x - b.x || a.y - b.y).map((p) => p.id);
}

/** Where an arrow key leads from a node; null: nowhere. */
export function neighbour(map: Layout, id: string, key: string): string | null {
  const here = map.places.find((p) => p.id === id);
  if (!here) return null;
  if (key === "ArrowRight") return map.routes.find((r) => r.from === id && !r.deadLetter)?.to ?? null;
  if (key === "ArrowLeft") return map.routes.find((r) => r.to === id)?.from ?? null;
  if (key === "ArrowDown") {
    const dead = map.routes.find((r) => r.from === id && r.deadLetter)?.to;
    return dead ?? nearest(map.places, here, (p) => p.y > here.y);
  }
  if (key === "ArrowUp") {
    const source = map.routes.find((r) => r.to === id && r.deadLetter)?.from;
    return source ?? nearest(map.places, here, (p) => p.y < here.y);
  }
  return null;
}

function nearest(places: readonly Place[], here: Place, wanted: (p: Place) => boolean): string | null {
  const distance = (p: Place): number => Math.hypot(p.x - here.x, p.y - here.y);
  const found = places.filter(wanted).sort((a, b) => distance(a) - distance(b))[0];
  return found?.id ?? null;
}
