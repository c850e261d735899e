/** The ways between the states of a machine: what the definition says, with a beginning and an end. */
import type { Machine, MachineState, NextKind } from "../../core/machine";

/** A place that ways lead to: a state, what a Parallel or Map state ends with, the beginning, the end. */
export type Stop = "start" | "end" | `s${number}` | `x${number}`;

export interface Way {
  readonly from: Stop;
  readonly to: Stop;
  /** The states at its ends; -1 at the beginning and at the end. */
  readonly fromState: number;
  readonly toState: number;
  readonly kind: NextKind | "start" | "end" | "fail";
  /** Rules or errors, in words. */
  readonly label: string;
}

const INWARD: ReadonlySet<string> = new Set(["branch", "item"]);

/** Those that hold other states. */
export function containersOf({ states }: Machine): ReadonlySet<number> {
  return new Set(states.filter(({ parent }) => parent >= 0).map(({ parent }) => parent));
}

const FOUND = new WeakMap<Machine, readonly Way[]>();

/** The same ones each time: a way is known by itself. */
export function waysOf(machine: Machine): readonly Way[] {
  const ways = FOUND.get(machine) ?? read(machine);
  FOUND.set(machine, ways);
  return ways;
}

function read(machine: Machine): Way[] {
  const containers = containersOf(machine);
  const out = (state: MachineState): Stop => (containers.has(state.number) ? `x${state.number}` : `s${state.number}`);
  const ways = new Map<string, Way>();
  const add = (way: Way): void => {
    const key = `${way.from} ${way.to} ${way.kind === "catch"}`;
    const known = ways.get(key);
    const label = [known?.label, way.label].filter(Boolean).join("; ");
    ways.set(key, { ...(known ?? way), label });
  };
  for (const state of machine.states) {
    if (state.start && state.parent < 0) add({ from: "start", to: `s${state.number}`, fromState: -1, toState: state.number, kind: "start", label: "" });
    for (const { to, kind, label } of state.next) {
      add({ from: INWARD.has(kind) ? `s${state.number}` : out(state), to: `s${to}`, fromState: state.number, toState: to, kind, label });
    }
    const last = lastWay(state, out(state));
    if (last) add(last);
  }
  return [...ways.values()];
}

/** Where a state leads to that names no other. What fails within a Parallel or Map state ends all of it. */
function lastWay(state: MachineState, from: Stop): Way | null {
  const fails = state.type === "Fail";
  if (goesOn(state) || (fails && state.parent >= 0)) return null;
  const to: Stop = state.parent < 0 ? "end" : `x${state.parent}`;
  return { from, to, fromState: state.number, toState: -1, kind: fails ? "fail" : "end", label: "" };
}

function goesOn({ next }: MachineState): boolean {
  return next.some(({ kind }) => kind === "next" || kind === "choice" || kind === "default");
}

/** How deep a state lies: 0 at the top. */
export function depthOf(machine: Machine, state: MachineState): number {
  let depth = 0;
  for (let at: MachineState | undefined = state; at && at.parent >= 0 && depth < 100; depth++) at = machine.states.find(({ number }) => number === at!.parent);
  return depth;
}
