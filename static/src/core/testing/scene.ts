/** For tests: scenarios with the component types that simcore declares. */
import type { ComponentTypes, EdgeKinds } from "../picture";
import { Scene, type Described } from "../scene";
import type { Topology } from "../types";
import declared from "./types.json";

const { types, edge_kinds } = declared as unknown as { types: ComponentTypes; edge_kinds: EdgeKinds };

export function described(topology: Topology): Described & { types: ComponentTypes; edge_kinds: EdgeKinds } {
  return { topology, types, edge_kinds };
}

export function sceneOf(topology: Topology): Scene {
  return new Scene(described(topology));
}
