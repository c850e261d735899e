/**
 * What a run says of itself: its header, its frames and the socket's text messages (protocol 1).
 * Times are simulated seconds since the run began.
 */
import type { ApiError } from "./answers";
import type { HistoryRow, Machines, StatesPayload } from "./machine";
import type { BindingRules, ComponentTypes, EdgeKinds } from "./picture";

export const PROTOCOL = 1;

export type RunState =
  | "new" // set up in the browser only, never sent
  | "queued"
  | "running"
  | "finished"
  | "failed"
  | "stopped"
  | "interrupted";

/** States after which no further frame comes. */
export const ENDED: ReadonlySet<RunState> = new Set([
  "finished",
  "failed",
  "stopped",
  "interrupted",
]);

// --- topology ----------------------------------------------------------------------------

export interface TopologyNode {
  /** What it does beside what its type does anyway; rows of its picture ask for it. */
  readonly traits?: readonly string[];
  readonly id: string;
  /** Which of the header's `types` it is. */
  readonly type: string;
  readonly title: string;
}

export interface TopologyEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
}

export interface Topology {
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
}

// --- run header --------------------------------------------------------------------------

export interface MetricInfo {
  readonly unit: string;
  readonly label: string;
  readonly statistic: string;
  /** What the numbers stand for, where a metric's values are words: 0 is the first. */
  readonly names?: readonly string[];
}

/** What a run says of itself before its first frame. */
export interface RunHeader {
  readonly scenario: { readonly id: string; readonly title: string };
  readonly seed: number;
  readonly profile: string;
  readonly duration_s: number;
  readonly bin_s: number;
  readonly frame_s: number;
  /** Frames expected in all. */
  readonly frames: number;
  readonly topology: Topology;
  readonly metrics: Readonly<Record<string, MetricInfo>>;
  readonly types: ComponentTypes;
  readonly edge_kinds: EdgeKinds;
  /** Rows of the quota profile that are the limit of a timeline; old runs tell of none. */
  readonly limits?: Readonly<Record<string, number>>;
  /** What binds its components, in sentences; servers before this one tell of none. */
  readonly rules?: BindingRules;
  /** What is done during the run, in order of time; servers before this one tell of none. */
  readonly interventions?: readonly Intervention[];
  /** The graphs of its state machines by component; absent where it has none. */
  readonly machines?: Machines;
}

/** Something that is done to a component in the course of a run, in words. */
export interface Intervention {
  readonly at: number;
  /** When it is over, where that is before the end of the run. */
  readonly until?: number;
  readonly component: string;
  /** "set" where attributes are changed, else the name of an action of the component's type. */
  readonly action: string;
  readonly label: string;
  /** The label with its time: all that is said of it; servers before this one leave it to the page. */
  readonly words?: string;
}

/** One of a scenario's `interventions`, as it is written, in base units. */
export interface Said {
  readonly action: string;
  readonly at: number;
  readonly component?: string;
  /** Of "set": path to value. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Fields of the action. */
  readonly [field: string]: unknown;
}

/** What a type of component offers to do in the course of a run (GET /api/actions). */
export interface Offered {
  readonly actions: readonly Action[];
  /** Whether its attributes can be changed, all but those that it `keeps`. */
  readonly set: boolean;
  readonly keeps: readonly string[];
}

export interface Action {
  readonly name: string;
  readonly label: string;
  readonly meaning: string;
  readonly fields: readonly ActionField[];
}

export interface ActionField {
  readonly name: string;
  readonly label: string;
  readonly meaning: string;
  /** As a knob's: "duration", "percent", "integer", "number", "rate", "size"; or "text". */
  readonly kind: string;
  readonly unit: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly required: boolean;
  readonly default: number | string | null;
}

/** As the socket sends it. */
export interface Header extends RunHeader {
  readonly type: "header";
  readonly protocol: number;
  readonly run: string;
  readonly state: RunState;
  /** What may be on its way here unacknowledged; servers before this one tell of none. */
  readonly window?: { readonly frames: number; readonly bytes: number };
}

// --- frames (windtunnel.frame/1) ---------------------------------------------------------

/** Letters of an environment's state: iNit, Busy, Idle, Error or timeout, idle and
 *  Provisioned, `.` free. */
export type SlotLetter = "N" | "B" | "I" | "E" | "P" | ".";

export interface EnvironmentsPayload {
  /** Run-length coded states of slots 0.. at the end of the frame: `B12I3.2N1`. */
  readonly slots: string;
  /** Exact transitions inside the frame, [times, slots, letters]; absent when too many. */
  readonly moves?: readonly [readonly number[], readonly number[], readonly SlotLetter[]];
  /** How many transitions there were, whether or not they are listed. */
  readonly changes: number;
  readonly limit: number | null;
  readonly limited_by?: string | null;
  /** Throttled in the last bin. */
  readonly refused: number;
}

/** A function's internal queue at the end of a frame: what waits for its next attempt. */
export interface AsyncPayload {
  readonly waiting: number;
  /** [due, attempt] of those that come first, the next one first. */
  readonly next: readonly (readonly [number, number])[];
}

/** A lane's state: Idle, a Batch with the function in the last bin, Failing, Holding a throttled batch, `.` nobody. */
export type LaneLetter = "I" | "B" | "F" | "H" | ".";

/** The lanes of a mapping at the end of a frame, in places that a lane keeps; a list each. */
export interface LanesPayload {
  readonly kind: "shard" | "group";
  /** How many there are, told or not. */
  readonly n: number;
  readonly lane: readonly number[];
  /** A `LaneLetter` for each place. */
  readonly state: string;
  /** Batches the function had in the last bin, each in a lane of its own. */
  readonly running: readonly number[];
  /** Records that nobody works on. */
  readonly waiting: readonly number[];
  readonly age_s: readonly (number | null)[];
  /** The sum of those that are not told. */
  readonly more?: {
    readonly n: number;
    readonly invoking: number;
    readonly failing: number;
    readonly holding: number;
    readonly waiting: number;
    readonly age_s: number | null;
  };
}

/** [t, kind, component, text, detail] */
export type EventRow = readonly [number, string, string, string, string];

export type FlagKind =
  | "first_throttle"
  | "first_read_throttled"
  | "first_spillover"
  | "first_hidden"
  | "first_retry"
  | "first_dead_letter"
  | "first_error"
  | "limit_reached";

export interface Flag {
  readonly t_s: number;
  readonly kind: FlagKind | (string & {});
  readonly component: string;
  readonly detail: string;
}

/** [t, story id, step, component, a, b]; of a request also which component's step it is, and of which part of the story. */
export type StoryRow = readonly [number, number | string, number | string, string, unknown, unknown, string?, number?];

export interface FramePayload {
  readonly v: 1;
  readonly n: number;
  readonly t0: number;
  readonly t1: number;
  readonly series: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>;
  readonly counters: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly environments?: Readonly<Record<string, EnvironmentsPayload>>;
  readonly async?: Readonly<Record<string, AsyncPayload>>;
  readonly lanes?: Readonly<Record<string, LanesPayload>>;
  readonly states?: Readonly<Record<string, StatesPayload>>;
  readonly histories?: Readonly<Record<string, readonly HistoryRow[]>>;
  readonly events?: readonly EventRow[];
  readonly events_total?: number;
  /** Histograms of durations by component and metric: [bin of the frame, first bucket, counts] each. */
  readonly distributions?: Readonly<Record<string, Readonly<Record<string, readonly (readonly [number, number, readonly number[]])[]>>>>;
  /** By component and kind: how many there were, in the list or not. */
  readonly events_counted?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly flags?: readonly Flag[];
  readonly stories?: readonly StoryRow[];
}

// --- the socket's text messages ----------------------------------------------------------

export interface StateMessage {
  readonly type: "state";
  readonly state: RunState;
  readonly computed_s?: number;
  readonly frames?: number;
  readonly queue?: number;
  readonly message?: string;
}

export interface EndMessage {
  readonly type: "end";
  readonly state: RunState;
  readonly last: number;
  readonly fingerprint?: string;
  readonly summary?: Readonly<Record<string, unknown>>;
}

export interface ErrorMessage {
  readonly type: "error";
  readonly message?: string;
  readonly error?: ApiError;
}

export type ServerMessage = Header | StateMessage | EndMessage | ErrorMessage;
