/** The components of a run with what their types declare: what panels know of a scenario. */
import type { Machine, Machines } from "./machine";
import type { ComponentType, ComponentTypes, EdgeKind, EdgeKinds, Ends, Picture } from "./picture";
import type { Topology, TopologyEdge, TopologyNode } from "./types";

export interface SceneNode extends TopologyNode {
  readonly noun: string;
  readonly order: number;
  readonly picture: Picture;
}

export interface SceneEdge extends TopologyEdge {
  readonly look: EdgeKind;
}

/** As the page's data and a run's header tell it; headers of old runs know no types. */
export interface Described {
  readonly topology: Topology;
  readonly types?: ComponentTypes;
  readonly edge_kinds?: EdgeKinds;
  readonly machines?: Machines;
}

const LAST = Number.MAX_SAFE_INTEGER;

export class Scene {
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
  /** Components that the frames tell of and that are no nodes. */
  readonly beside: readonly SceneNode[];
  private readonly graphs: Machines;
  private readonly byId: ReadonlyMap<string, SceneNode>;

  constructor({ topology, types = {}, edge_kinds: kinds = {}, machines = {} }: Described) {
    this.nodes = topology.nodes.map((node) => ({ ...node, ...about(types[node.type], node.type) }));
    this.edges = topology.edges.map((edge) => ({ ...edge, look: kinds[edge.kind] ?? {} }));
    this.beside = Object.entries(types).filter(([, { apart }]) => apart)
      .map(([type, told]) => ({ id: type, type, title: told.title, ...about(told, type) }));
    // Of a definition that is not valid nothing is told.
    this.graphs = Object.fromEntries(Object.entries(machines).filter(([, { states }]) => (states?.length ?? 0) > 0));
    this.byId = new Map([...this.beside, ...this.nodes].map((node) => [node.id, node]));
  }

  node(id: string): SceneNode | undefined {
    return this.byId.get(id);
  }

  titleOf(id: string): string {
    return this.byId.get(id)?.title || id;
  }

  /** Has the component such edges, or one of the traits? Where nothing is asked for, it has. */
  hasEnds(id: string, ends: Ends | undefined): boolean {
    if (!ends) return true;
    const { into = [], out = [], never_into: never = [], traits = [] } = ends;
    if (this.node(id)?.traits?.some((trait) => traits.includes(trait))) return true;
    const at = (edge: SceneEdge, kinds: readonly string[], end: string): boolean => end === id && kinds.includes(edge.kind);
    return this.edges.some((edge) => at(edge, into, edge.to) || at(edge, out, edge.from)) && !this.edges.some((edge) => at(edge, never, edge.to));
  }

  /** Does what lies there wait for somebody? What was given up lies in its queue until a person comes. */
  isWaitedAt(id: string): boolean {
    return this.edges.some(({ from }) => from === id) && !this.edges.some(({ to, look }) => to === id && look.dead_letters === true);
  }

  /** The components of which frames keep a part. */
  keeping(part: string): readonly SceneNode[] {
    return this.nodes.filter((node) => node.picture.parts?.some(({ key, needs }) => key === part && this.hasEnds(node.id, needs)));
  }

  /** The components that are state machines. */
  get machines(): readonly SceneNode[] {
    return this.nodes.filter(({ id }) => this.graphs[id] !== undefined);
  }

  /** The states of one of them, as its definition says. */
  machine(id: string): Machine | undefined {
    return this.graphs[id];
  }

  /** The components of which it is known what limited them. */
  get limited(): readonly SceneNode[] {
    return this.nodes.filter((node) => node.picture.limited !== undefined);
  }
}

/** A type that nothing is told of is called by its name. */
function about(told: ComponentType | undefined, type: string): Omit<SceneNode, keyof TopologyNode> {
  return { noun: told?.noun ?? type.replaceAll("_", " "), order: told?.order ?? LAST, picture: told?.picture ?? {} };
}
