/**
 * What a panel is, what it is shown, and what it may ask for.
 *
 * A panel owns one element. The page's single animation loop calls `update` when something
 * the panel can show has changed, and never while the page is hidden or nothing moved. A
 * panel draws from `view.t`, never from elapsed wall time, so that pausing, scrubbing and
 * every speed are the same code.
 */
import type {
  AsyncPayload,
  EnvironmentsPayload,
  EventRow,
  Flag,
  Header,
  LanesPayload,
  StoryRow,
} from "./types";
import type { Distribution } from "./distributions";
import type { Executions } from "./executions";
import type { Goal, JudgedGoal } from "./goals";
import type { AskHanded } from "./handed";
import type { Insight } from "./insight";
import type { HistoryRow, StatesPayload } from "./machine";
import type { Scene } from "./scene";
import type { Spot } from "./spot";
import type { Stage } from "./stage";
import type { StateCounts } from "./state-counts";

/** States of an environment's slot, as `RunStore.environmentsAt` gives them. */
export const SLOT = { free: 0, init: 1, busy: 2, idle: 3, error: 4, provisioned: 5 } as const;
export type SlotState = (typeof SLOT)[keyof typeof SLOT];

export interface Series {
  /** One value a bin; NaN where there is a gap. Read anew each update: it may be replaced. */
  readonly values: Float64Array;
  /** Bins received so far; `values` may be longer. */
  readonly length: number;
}

/** A frame as kept: everything but its series, which live in the columns. */
export interface FrameInfo {
  readonly n: number;
  readonly t0: number;
  readonly t1: number;
  readonly counters: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly environments: Readonly<Record<string, EnvironmentsPayload>>;
  readonly waiting: Readonly<Record<string, AsyncPayload>>;
  readonly lanes: Readonly<Record<string, LanesPayload>>;
  readonly states: Readonly<Record<string, StatesPayload>>;
  readonly histories: Readonly<Record<string, readonly HistoryRow[]>>;
  /** Cumulative invocation and message facts at t1. */
  readonly eventsTotal: number;
}

/** The run received so far. Grows frame by frame, in order; nothing is ever changed. */
export interface RunStore {
  readonly header: Header | null;
  readonly scene: Scene;
  readonly durationS: number;
  readonly binS: number;
  readonly frameS: number;
  /** Goes up by one with each frame: compare it to know whether data came. */
  readonly version: number;
  /** Seconds of data received, without a gap, from 0. */
  readonly computed: number;
  /** Whole bins received. */
  readonly bins: number;
  readonly frames: readonly FrameInfo[];
  /** True once the last frame of an ended run is in. */
  readonly complete: boolean;

  components(): readonly string[];
  metrics(component: string): readonly string[];
  series(component: string, metric: string): Series | null;
  /** What holds at t: a level as it was observed last, environments as they are; of all else the
   *  value of the bin t lies in (NaN: gap, not received, or no such series). */
  valueAt(component: string, metric: string, t: number): number;
  /** Whether a metric is observed at the ends of bins, in place of counted within them. */
  isLevel(metric: string): boolean;
  /** The histograms of a metric's bins; null where none are told. */
  distribution(component: string, metric: string): Distribution | null;
  /** The bin t lies in, kept within the bins received; -1 while there are none. */
  binIndex(t: number): number;
  /** The frame t lies in, or the last one received before t; null while there are none. */
  frameAt(t: number): FrameInfo | null;
  /** Counter totals at the end of the last frame that ended by t (all 0 before it: {}). */
  counters(component: string, t: number): Readonly<Record<string, number>>;

  /** Functions whose environments the frames carry. */
  functions(): readonly string[];
  /** State of every slot at t (`SLOT`), rebuilt from the keyframe before t and the exact
   *  moves up to t. The array is reused by the next call for the same function. */
  environmentsAt(fn: string, t: number): Uint8Array;
  /** When slot entered the state it has at t, looking back within the frames kept; NaN
   *  when unknown. */
  slotSince(fn: string, slot: number, t: number): number;
  /** Limit, what limits, and what was refused in the bin that ended last at t. */
  environmentsInfo(fn: string, t: number): EnvironmentsPayload | null;

  /** What waits at t for its next attempt at a function; null where nothing is told of it. */
  waitingAt(fn: string, t: number): AsyncPayload | null;

  /** A mapping's lanes as of the end of the last frame that ended by t, and when that is; null
   *  without one. */
  lanesAt(mapping: string, t: number): { readonly told: LanesPayload; readonly at: number } | null;

  /** What is counted in the states of a machine; null where nothing is told of it. */
  states(machine: string): StateCounts | null;
  /** Its followed executions; null where there is none. */
  executions(machine: string): Executions | null;

  /** Sampled events, by time. */
  readonly events: readonly EventRow[];
  /** By component and kind: how many there were in the data received; null where it is not told. */
  readonly eventCounts: ReadonlyMap<string, ReadonlyMap<string, number>> | null;
  /** How many of `events` happened at or before t: the index of the first one after t. */
  eventsUntil(t: number): number;
  /** All invocation and message facts up to t, sampled or not (interpolated in a frame). */
  eventsTotal(t: number): number;
  readonly flags: readonly Flag[];
  readonly stories: readonly StoryRow[];
}

/** "projector": light, of high contrast, with patterns beside hues. */
export type ThemeName = "light" | "dark" | "projector";
export type Speed = 0.1 | 0.5 | 1 | 2 | 5 | 20 | 100 | "max";
export const SPEEDS: readonly Speed[] = [0.1, 0.5, 1, 2, 5, 20, 100, "max"];

export type Connection = "idle" | "connecting" | "live" | "reconnecting" | "disconnected" | "closed";

export interface Range {
  readonly t0: number;
  readonly t1: number;
}

/** What is picked out: a component, in a function one of its slots, in a state machine one of its states. */
export interface Selection {
  readonly component: string;
  readonly slot: number | null;
}

/** An execution of a state machine that is gone through, and at which event of its history one stands. */
export interface Followed {
  readonly component: string;
  readonly execution: number;
  readonly event: number | null;
}

export interface View {
  readonly store: RunStore;
  /** The run this one is compared with, drawn dashed; null when there is none. */
  readonly baseline: RunStore | null;
  /** Which that is, and what differs, in a few words. */
  readonly baselineSays: string;
  /** What a knob that is dragged would come to; absent while none is. */
  readonly preview?: RunStore | null;
  /** Which change that is and how far it came, or why there is none; "" while none is dragged. */
  readonly previewSays?: string;
  /** From when on the run is hidden because something of it is to be predicted; `store` ends there.
   *  Absent or null where nothing is. */
  readonly hidden?: number | null;
  /** The playhead, simulated seconds; never beyond `computed`. */
  readonly t: number;
  /** Where the playhead is to stand, beyond `t` only while the data of a linked moment has not come;
   *  absent where all of it is there. */
  readonly awaited?: number;
  /** Where the pointer reads (the crosshair follows it), else null. */
  readonly hover: number | null;
  /** A crosshair that stays, else null. */
  readonly pin: number | null;
  /** The visible part of the time axis. */
  readonly range: Range;
  readonly computed: number;
  readonly playing: boolean;
  readonly speed: Speed;
  readonly selection: Selection | null;
  /** Absent or null where no execution is gone through. */
  readonly execution?: Followed | null;
  /** What the spotlight is on: all else steps back; absent where there is none. */
  readonly spot?: Spot | null;
  /** Changes with the theme: read colours from the custom properties again. */
  readonly theme: ThemeName;
  readonly reducedMotion: boolean;
  /** Data stops at `computed` for want of a connection: veil what lies behind it. */
  readonly connection: Connection;
  /** A limit of a knob being moved, echoed before any run: {path: value}; else null. */
  readonly echo: Readonly<Record<string, number>> | null;
}

/** What a panel may ask for. Each call marks the page dirty; none draws at once. */
export interface Actions {
  /** Moves the playhead (clamped to the data received); stops following the live edge. */
  seek(t: number): void;
  setHover(t: number | null): void;
  setPin(t: number | null): void;
  /** Null shows the whole run. */
  setRange(range: Range | null): void;
  togglePlay(): void;
  setPlaying(playing: boolean): void;
  setSpeed(speed: Speed): void;
  select(selection: Selection | null): void;
  /** Goes through an execution of a state machine; null: through none. */
  goThrough(execution: Followed | null): void;
  selectSlot(fn: string, slot: number | null): void;
  /** One polite message for those who listen (at most one in 5 s; later ones replace). */
  announce(text: string): void;
  /** Asks for an update although the view did not change (a filter, a resize). */
  invalidate(): void;
}

export interface Panel {
  readonly element: HTMLElement;
  /** Called from the page's animation loop, when dirty. Must not read layout and write it
   *  in turns: measure in a ResizeObserver and call `actions.invalidate()`. */
  update(view: View): void;
  dispose(): void;
}

/** The insights of the run that is shown, and what opens one. */
export interface InsightDesk {
  /** The same list as long as they are the same. */
  all(): readonly Insight[];
  open(insight: Insight): void;
}

/** How the page makes a panel: `export function createGrid(context: PanelContext): Panel`. */
export interface PanelContext {
  readonly actions: Actions;
  readonly scene: Scene;
  readonly durationS: number;
  /** What the browser keeps for a person is kept by scenario. */
  readonly scenario?: string;
  /** Of the scenario; and what came of them in the run that is shown, by path. */
  readonly goals?: readonly Goal[];
  readonly judged?: () => ReadonlyMap<string, JudgedGoal>;
  readonly insights?: InsightDesk;
  /** What the function of a followed message got; absent where there is nobody to ask. */
  readonly handed?: AskHanded;
  /** Is something presented, and what of it? */
  readonly stage?: Stage;
}
