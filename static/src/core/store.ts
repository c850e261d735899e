/** The run received so far: columns of values, keyframes of environments, events, flags. */
import type { FrameInfo, RunStore, Series } from "./panel";
import { Columns } from "./columns";
import { Distributions, type Distribution } from "./distributions";
import { Environments } from "./environments";
import { EventCounts } from "./event-counts";
import type { Executions } from "./executions";
import { COUNTED } from "./instant";
import { MachineRecords } from "./machine-records";
import type {
  AsyncPayload,
  EnvironmentsPayload,
  EventRow,
  Flag,
  FramePayload,
  Header,
  LanesPayload,
  StoryRow,
} from "./types";
import { Scene, type Described } from "./scene";
import type { StateCounts } from "./state-counts";

const NOTHING: Described = { topology: { nodes: [], edges: [] } };
/** Changes of all stores together, so that no two states of any have the same version: whoever
 *  remembers a version knows whose it was. */
let changes = 0;
const NO_COUNTERS: Readonly<Record<string, number>> = {};

export class Store implements RunStore {
  header: Header | null = null;
  scene: Scene;
  version = ++changes;
  computed = 0;
  bins = 0;
  private whole = false;
  readonly frames: FrameInfo[] = [];
  readonly events: EventRow[] = [];
  readonly flags: Flag[] = [];
  readonly stories: StoryRow[] = [];
  /** How many events, flags and steps of stories there are by the end of each frame. */
  private readonly listed: (readonly [number, number, number])[] = [];
  private counted = new EventCounts();
  private columns = new Columns();
  private readonly environments = new Map<string, Environments>();
  private readonly machines = new MachineRecords();
  private distributions = new Distributions();

  constructor(
    private readonly fallback: Described = NOTHING,
    private fallbackDurationS = 0,
  ) {
    this.scene = new Scene(fallback);
  }

  get durationS(): number {
    return this.header?.duration_s ?? this.fallbackDurationS;
  }

  /** How long the run is to be that there is nothing of yet. */
  plan(durationS: number): void {
    if (this.fallbackDurationS === durationS) return;
    this.fallbackDurationS = durationS;
    this.version = ++changes;
  }

  get binS(): number {
    return this.header?.bin_s ?? 1;
  }

  get frameS(): number {
    return this.header?.frame_s ?? 1;
  }

  /** All of the run that there is. */
  get complete(): boolean {
    return this.whole;
  }

  set complete(complete: boolean) {
    this.whole = complete;
    this.version = ++changes;
  }

  /** The number of the last frame held; -1 while there is none. */
  get last(): number {
    return this.frames.at(-1)?.n ?? -1;
  }

  setHeader(header: Header): void {
    this.header = header;
    this.scene = this.sceneOf(header);
    this.version = ++changes;
  }

  /** Headers of old runs declare no types: then those of the page hold. */
  private sceneOf({ topology, types, edge_kinds, machines }: Partial<Described>): Scene {
    const { fallback } = this;
    return new Scene({ topology: topology ?? fallback.topology, types: types ?? fallback.types ?? {}, edge_kinds: edge_kinds ?? fallback.edge_kinds ?? {}, machines: machines ?? fallback.machines ?? {} });
  }

  /** Adds the next frame. A frame held already is passed over; one out of order is refused. */
  add(frame: FramePayload): boolean {
    if (frame.n <= this.last) return false;
    if (frame.n !== this.last + 1) {
      throw new RangeError(`frame ${frame.n} came after frame ${this.last}`);
    }
    const first = Math.round(frame.t0 / this.binS);
    this.columns.add(first, frame.series, Math.ceil(this.durationS / this.binS));
    this.addEnvironments(frame);
    this.machines.add(frame);
    this.distributions.add(first, frame.distributions);
    this.addEvents(frame.events ?? []);
    this.counted.add(frame.events_counted);
    this.flags.push(...(frame.flags ?? []));
    this.stories.push(...(frame.stories ?? []));
    this.frames.push({
      n: frame.n,
      t0: frame.t0,
      t1: frame.t1,
      counters: frame.counters,
      environments: frame.environments ?? {},
      waiting: frame.async ?? {},
      lanes: frame.lanes ?? {},
      states: frame.states ?? {},
      histories: frame.histories ?? {},
      eventsTotal: frame.events_total ?? this.frames.at(-1)?.eventsTotal ?? 0,
    });
    this.listed.push([this.events.length, this.flags.length, this.stories.length]);
    this.computed = frame.t1;
    this.bins = Math.max(this.bins, Math.round(frame.t1 / this.binS));
    this.version = ++changes;
    return true;
  }

  /** A run that begins as this one does: with its first frames, as many as are here of them. */
  begun(frames: number): Store {
    const begun = new Store(this.fallback, this.fallbackDurationS);
    if (this.header) begun.setHeader(this.header);
    const shared = this.frames.slice(0, frames);
    const computed = shared.at(-1)?.t1 ?? 0;
    begun.frames.push(...shared);
    for (const frame of shared) begun.machines.add(frame);
    begun.computed = computed;
    begun.bins = Math.round(computed / this.binS);
    begun.columns = this.columns.begun(begun.bins);
    begun.distributions = this.distributions.begun(begun.bins);
    begun.counted = this.counted.begun(shared.length);
    for (const [id, environments] of this.environments) begun.environments.set(id, environments.begun(computed));
    begun.listed.push(...this.listed.slice(0, shared.length));
    const [events, flags, stories] = begun.listed.at(-1) ?? [0, 0, 0];
    for (const row of this.events.slice(0, events)) begun.events.push(row);
    begun.flags.push(...this.flags.slice(0, flags));
    for (const row of this.stories.slice(0, stories)) begun.stories.push(row);
    return begun;
  }

  private addEnvironments(frame: FramePayload): void {
    for (const [fn, payload] of Object.entries(frame.environments ?? {})) {
      let environments = this.environments.get(fn);
      if (!environments) this.environments.set(fn, (environments = new Environments()));
      environments.add(frame.t0, frame.t1, payload);
    }
  }

  states(machine: string): StateCounts | null {
    return this.machines.states(machine);
  }

  executions(machine: string): Executions | null {
    return this.machines.executions(machine);
  }

  private addEvents(rows: readonly EventRow[]): void {
    // An environment ends one invocation before it starts the next, though both are at one time.
    const ended = (row: EventRow): number => Number(row[1] === "end");
    this.events.push(...[...rows].sort((a, b) => a[0] - b[0] || ended(b) - ended(a)));
  }

  get eventCounts(): ReadonlyMap<string, ReadonlyMap<string, number>> | null {
    return this.counted.sums;
  }

  components(): readonly string[] {
    return this.columns.components();
  }

  metrics(component: string): readonly string[] {
    return this.columns.metrics(component);
  }

  series(component: string, metric: string): Series | null {
    return this.columns.of(component, metric);
  }

  valueAt(component: string, metric: string, t: number): number {
    const counts = COUNTED[metric] && this.environments.get(component)?.counts(t);
    if (counts) return COUNTED[metric]!.reduce((sum, state) => sum + counts[state]!, 0);
    const bin = this.isLevel(metric) ? this.binBefore(t) : this.binIndex(t);
    return this.series(component, metric)?.values[bin] ?? NaN;
  }

  distribution(component: string, metric: string): Distribution | null {
    return this.distributions.of(component, metric);
  }

  isLevel(metric: string): boolean {
    return this.header?.metrics?.[metric]?.statistic === "Last";
  }

  /** The bin that ended last by t; -1 before the first one has. */
  private binBefore(t: number): number {
    return Math.min(this.bins, Math.floor(t / this.binS + 1e-9)) - 1;
  }

  binIndex(t: number): number {
    return Math.min(this.bins - 1, Math.max(0, Math.floor(t / this.binS + 1e-9)));
  }

  frameIndex(t: number): number {
    return lastAtOrBefore(this.frames, (frame) => frame.t0, t);
  }

  frameAt(t: number): FrameInfo | null {
    return this.frames[Math.max(0, this.frameIndex(t))] ?? null;
  }

  counters(component: string, t: number): Readonly<Record<string, number>> {
    const index = lastAtOrBefore(this.frames, (frame) => frame.t1, t);
    return this.frames[index]?.counters[component] ?? NO_COUNTERS;
  }

  functions(): readonly string[] {
    return [...this.environments.keys()];
  }

  environmentsAt(fn: string, t: number): Uint8Array {
    return this.environments.get(fn)?.at(t) ?? new Uint8Array(0);
  }

  slotMoveBeside(fn: string, slot: number, t: number, direction: 1 | -1): number {
    return this.environments.get(fn)?.moveBeside(slot, t, direction) ?? NaN;
  }

  slotSince(fn: string, slot: number, t: number): number {
    return this.environments.get(fn)?.since(slot, t) ?? NaN;
  }

  environmentsInfo(fn: string, t: number): EnvironmentsPayload | null {
    return this.environments.get(fn)?.info(t) ?? null;
  }

  /** As of the last frame that ended by t, less what has become due since. */
  waitingAt(fn: string, t: number): AsyncPayload | null {
    const index = lastAtOrBefore(this.frames, (frame) => frame.t1, t);
    const told = this.frames[Math.max(0, index)]?.waiting[fn];
    if (!told || index < 0) return told ? { waiting: 0, next: [] } : null;
    const next = told.next.filter(([due]) => due >= t);
    return { waiting: told.waiting - (told.next.length - next.length), next };
  }

  lanesAt(mapping: string, t: number): { told: LanesPayload; at: number } | null {
    const frame = this.frames[lastAtOrBefore(this.frames, ({ t1 }) => t1, t + 1e-9)];
    const told = frame?.lanes[mapping];
    return frame && told ? { told, at: frame.t1 } : null;
  }

  eventsUntil(t: number): number {
    return lastAtOrBefore(this.events, (event) => event[0], t) + 1;
  }

  eventsTotal(t: number): number {
    const index = this.frameIndex(t);
    const frame = this.frames[index];
    if (!frame) return 0;
    const before = this.frames[index - 1]?.eventsTotal ?? 0;
    const share = Math.min(1, Math.max(0, (t - frame.t0) / (frame.t1 - frame.t0)));
    return Math.round(before + share * (frame.eventsTotal - before));
  }
}

/** Index of the last row whose time is at or before t; -1 when all are after it. */
export function lastAtOrBefore<T>(rows: readonly T[], time: (row: T) => number, t: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time(rows[middle] as T) <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
