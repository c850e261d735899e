/**
 * What holds at a moment, as the exact moves of environments give it: the grid, the topology, the
 * inspector and the timelines all read it here, so that one screen tells one story.
 */
import { SLOT, type RunStore } from "./panel";

/** Metrics that count environments by state: which slots each of them counts. */
export const COUNTED: Readonly<Record<string, readonly number[]>> = {
  "Environments.init": [SLOT.init],
  "Environments.busy": [SLOT.busy],
  "Environments.idle": [SLOT.idle, SLOT.error, SLOT.provisioned],
};

/** How many kinds of slots there are, the free ones included. */
export const KINDS = 6;

/** How many slots are in each state; index by state. */
export function countStates(slots: Uint8Array): number[] {
  const counts = new Array<number>(KINDS).fill(0);
  for (let i = 0; i < slots.length; i++) counts[slots[i]!]!++;
  return counts;
}

/** The moment as of which levels are told at t: where the bin ended that was observed last. What stands
 *  beside levels is told as of it, too. */
export function observedAt({ binS }: RunStore, t: number): number {
  return Math.floor(t / binS + 1e-9) * binS;
}

/** Whether what is observed at the ends of bins is of a moment before t: then both moments are said. */
export function isBetween(store: RunStore, t: number): boolean {
  return store.bins > 0 && t - observedAt(store, t) > 0.005;
}

/** Environments that hold several invocations at once say nothing of concurrency. */
export function isManaged(store: RunStore, fn: string): boolean {
  return store.series(fn, "Managed.serving") !== null;
}

/**
 * Invocations of a function at t: an environment in init or busy has one each. What is provisioned
 * and still being prepared has none, though it is in init. NaN where it is not known.
 */
export function inUseAt(store: RunStore, fn: string, t: number): number {
  if (isManaged(store, fn) || !store.functions().includes(fn)) return NaN;
  const level = (metric: string): number => store.valueAt(fn, metric, t) || 0;
  const preparing = Math.max(0, level("Provisioned.allocated") - level("Provisioned.ready"));
  return Math.max(0, level("Environments.init") + level("Environments.busy") - preparing);
}

export interface LimitAt {
  readonly limit: number;
  readonly by: string;
}

/**
 * What a function's concurrency is limited to at t: what a frame's end told last. Where more is in
 * use, the limit was raised within the frame, and what its end tells holds already.
 */
export function limitAt(store: RunStore, fn: string, t: number): LimitAt | null {
  const info = store.environmentsInfo(fn, t);
  if (!info || info.limit === null) return null;
  const next = store.frameAt(t)?.environments[fn];
  const raised = next?.limit != null && next.limit > info.limit && inUseAt(store, fn, t) > info.limit;
  const { limit, limited_by: by } = raised ? next : info;
  return { limit: limit!, by: by ?? "" };
}
