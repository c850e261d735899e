/** Whether a followed request came to a handler, and in words why not: then there is no event, no context and no log. */
import type { Scene } from "../../core/scene";
import type { StoryRow } from "../../core/types";
import type { Story } from "./stories";

export interface Reached {
  /** A handler began with it; of what is no request the laboratory asks. */
  readonly handler: boolean;
  /** A front door traced it. */
  readonly traced: boolean;
  /** Why there is no handler; empty where there is one. */
  readonly why: string;
}

const HANDLED: Reached = { handler: true, traced: true, why: "" };

export function reachedBy({ rows, noun }: Story, scene: Scene): Reached {
  if (!noun.parts) return HANDLED;
  const refused = partsOf(rows, "throttled");
  const came = partsOf(rows, "came");
  if ([...partsOf(rows, "invoked")].some((part) => !refused.has(part))) return HANDLED;
  const over = rows.some(([, , step]) => step === "ended");
  const said = !over ? "So far no function was invoked with it." : refused.size > 0 ? "No function was invoked with it: it was refused." : "No function was invoked with it.";
  return { handler: false, traced: [...partsOf(rows, "traced")].some((part) => came.has(part)), why: [said, ...machinesBehind(rows, scene)].join(" ") };
}

function partsOf(rows: readonly StoryRow[], step: string): Set<number> {
  return new Set(rows.filter((row) => row[2] === step).map((row) => row[7] ?? 0));
}

/** Of each front door that it came through: whom requests are handed to that has executions, not handlers. */
function machinesBehind(rows: readonly StoryRow[], scene: Scene): string[] {
  const doors = new Set(rows.filter((row) => row[2] === "came").map((row) => row[6] ?? ""));
  return scene.machines.flatMap(({ id, title }) => scene.edges.filter(({ from, to }) => to === id && doors.has(from))
    .map(({ from }) => `${scene.titleOf(from)} hands requests to the state machine ${title}: its executions, which I opens, tell what became of them.`));
}
