/**
 * State machines as a run's header and its frames tell of them: the graph of each, how many executions
 * are in its states, bin by bin, and the histories of the executions that are followed.
 */

export type StateType = "Task" | "Choice" | "Wait" | "Pass" | "Parallel" | "Map" | "Succeed" | "Fail";

/** Why one state comes after another: `branch` and `item` lead into a Parallel or Map state. */
export type NextKind = "next" | "choice" | "default" | "catch" | "branch" | "item";

export interface MachineNext {
  readonly to: number;
  readonly kind: NextKind;
  /** A rule in words, the errors of a catcher, the name of a branch. */
  readonly label: string;
}

export interface MachineState {
  readonly number: number;
  readonly name: string;
  readonly type: StateType | (string & {});
  /** Where it stands in the definition: `States.Fan.Branches[0].States.Charge`. */
  readonly path: string;
  /** The Parallel or Map state that it lies in; -1 at the top. */
  readonly parent: number;
  /** Where its machine, or its branch, begins. */
  readonly start?: boolean;
  readonly next: readonly MachineNext[];
  /** The component that a Task asks, where it is one of the scenario. */
  readonly target?: string;
  /** What it does, in a few words. */
  readonly about?: string;
  /** As the definition says it, without the states in it. */
  readonly asl?: string;
}

export interface Machine {
  readonly workflow: "STANDARD" | "EXPRESS" | (string & {});
  readonly states: readonly MachineState[];
}

export type Machines = Readonly<Record<string, Machine>>;

/** What is counted of a state in a bin, beside how many are in it. */
export const STATE_COUNTS = ["entered", "succeeded", "failed", "retried", "caught", "throttled"] as const;
export type StateCount = (typeof STATE_COUNTS)[number];

/** Columns: a row for each bin and state in which anything changed. `running` is as of the bin's end. */
export interface StatesPayload extends Readonly<Record<StateCount, readonly number[]>> {
  readonly bin: readonly number[];
  readonly state: readonly number[];
  readonly running: readonly number[];
}

/** [execution, id, previous id, t, type, state or -1, details as JSON text] */
export type HistoryRow = readonly [number, number, number, number, string, number, string];
