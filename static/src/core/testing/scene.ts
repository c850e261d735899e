/** For tests: scenarios with the component types that simcore declares. */
import type { ComponentTypes, EdgeKinds } from "../picture";
import { Scene, type Described } from "../scene";
import type { Topology } from "../types";
import declared from "./types.json";

const { types, edges } = declared as unknown as { types: ComponentTypes; edges: EdgeKinds };

export function described(topology: Topology): Described & { types: ComponentTypes; edges: EdgeKinds } {
  return { topology, types, edges };
}

export function sceneOf(topology: Topology): Scene {
  return new Scene(described(topology));
}
