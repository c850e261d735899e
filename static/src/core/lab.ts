/**
 * The lab's state: the inputs, the run they became, how far its data came. DOM panels read
 * these signals; canvas panels read the view (`Viewing`) once a picture.
 */
import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from "@preact/signals-core";
import type { Address } from "./address";
import { Api, type Refused } from "./api";
import { Asking } from "./asking";
import { Following } from "./following";
import { durationKnob } from "./duration-knob";
import { RunInputs, type Inputs } from "./inputs";
import { called, insightsOf, type Insight } from "./insight";
import { normalPlan, offeredTo, type Offers } from "./plan";
import { originOf, type Origin } from "./parted";
import type { Preview } from "./preview";
import { previewOf } from "./previewing";
import { normalOverrides } from "./same-inputs";
import { Scene } from "./scene";
import { Store } from "./store";
import type { Surroundings } from "./session";
import type { SourceOf } from "./source";
import type { Theme } from "./theme";
import { ENDED, type EndMessage, type Header, type Intervention, type LabData, type RunCreated, type RunRequest, type RunState } from "./types";
import { Veil } from "./veil";
import { Viewing } from "./viewing";

const TELL_EVERY_MS = 100;
const now = (): number => performance.now();

/** Why there is no run to look at, or no more of it. */
export interface Trouble {
  readonly kind: "failed" | "refused" | "fault" | "note";
  readonly message: string;
}

export class Lab {
  readonly viewing: Viewing;
  /** The scenario that the page was opened on. */
  readonly scene: Scene;
  readonly inputs: RunInputs;
  /** What a knob that is dragged would come to. */
  readonly preview: Preview;
  /** What can be done to a component in the course of a run. */
  readonly offers: Offers;
  readonly api: Api;
  readonly state: Signal<RunState>;
  readonly run: Signal<string | null>;
  readonly queuePosition = signal<number | null>(null);
  readonly message = signal("");
  readonly trouble = signal<Trouble | null>(null);
  /** When the connection went, wall milliseconds; null while it stands. */
  readonly lostAt = signal<number | null>(null);
  /** True from pressing Run until the server took the run. */
  readonly sending = signal(false);
  /** This browser asked for the run: it may stop it. */
  readonly yours: Signal<boolean>;
  /** Whose first frames the run that is shown has, and how many: it is a fork of that one. */
  readonly origin: Signal<Origin | null>;
  /** From asking to stop until the server answered. */
  readonly stopping = signal(false);
  /** Something computes that can be stopped here. */
  readonly stoppable: ReadonlySignal<boolean>;
  readonly end = signal<EndMessage | null>(null);
  /** Why the run went as it did: told when it is over. */
  readonly insights: ReadonlySignal<readonly Insight[]> = computed(() => called(insightsOf(this.end.value) ?? [], this.scene));
  /** What of the run is shown: all that came of it, unless something of it is to be predicted. */
  readonly store: Signal<Store>;
  readonly veil: Veil;
  /** What is done during the run that is shown, as the server tells it; until it has, of the one before. */
  readonly done: Signal<readonly Intervention[]>;
  /** Of which run that is. */
  private doneOf: string | null;
  /** Goes up with the data, a few times a second: small DOM panels follow it. */
  readonly frames = signal(0);
  /** The run is over and its last frame is here. */
  readonly ended: ReadonlySignal<boolean>;
  /** The inputs of the run that is shown; those of the next one are in `inputs`. */
  private sent: Inputs;
  /** The scenario as it was written. */
  readonly authored: Inputs;
  private readonly asking = new Asking(this);
  private readonly following = new Following(this);
  private told = -1;
  private toldAt = -Infinity;

  /** `from` hands over what it has received: it goes on with another run. */
  constructor(
    readonly data: LabData,
    private readonly around: Surroundings,
    from?: Lab,
  ) {
    const { scenario, run } = data;
    this.scene = new Scene(data);
    const authored = { overrides: {}, seed: scenario.seed, profile: scenario.profile };
    this.offers = (component) => offeredTo(component, this.scene, data);
    const begun = run ?? data.inputs;
    const current = begun ? { overrides: normalOverrides(begun.overrides), seed: begun.seed, profile: begun.profile } : authored;
    this.authored = authored;
    this.sent = current;
    this.inputs = new RunInputs([...data.knobs, durationKnob(scenario.duration_s, scenario.longest_s ?? null)], authored, current, { plan: normalPlan(data.plan ?? []), offers: this.offers, endS: () => this.store.value.durationS });
    for (const [id, trace] of Object.entries(data.traces ?? {})) {
      this.inputs.traces.set(id, { id, name: trace.name ?? id, total: trace.total, detected: trace.detected, spanS: trace.span_s ?? null, columns: trace.columns ?? {} });
    }
    this.api = new Api(data.csrf ?? "");
    this.run = signal(run?.id ?? null);
    this.state = signal(run?.state ?? "new");
    this.message.value = run?.message ?? "";
    this.queuePosition.value = run?.queue ?? null;
    this.store = signal(from?.veil.store.value ?? this.emptyStore());
    this.done = signal((from?.veil.store.value ?? data).header?.interventions ?? data.interventions ?? []);
    this.doneOf = data.run?.id ?? null;
    if (from) this.end.value = from.veil.end.value;
    this.viewing = new Viewing(this.store, around);
    this.veil = new Veil({ store: this.store, end: this.end, limit: (t, ended) => this.viewing.clock.setData(t, ended, now()) });
    this.viewing.veil = this.veil;
    this.preview = previewOf(this);
    this.viewing.previewed = this.preview;
    this.viewing.insights = () => this.insights.value;
    this.yours = signal(run?.yours ?? false);
    this.origin = signal(originOf(run));
    this.ended = computed(() => this.end.value !== null);
    effect(() => this.plan(this.run.value === null ? this.askedS : null));
    this.stoppable = computed(() => this.yours.value && (this.state.value === "queued" || this.state.value === "running"));
  }

  /** The inputs of the run that is shown. */
  get sentInputs(): Inputs {
    return this.sent;
  }

  /** What is done, where the server has told it of this run. */
  get doneNow(): readonly Intervention[] | undefined {
    const done = this.done.value;
    return this.doneOf === this.run.value ? done : undefined;
  }

  /** What is done during the run, as its header tells it. */
  takeDone(header: Header): void {
    this.doneOf = header.run;
    this.done.value = header.interventions ?? [];
  }

  get address(): Address {
    return this.around.address;
  }

  /** Which run was chosen to compare with. */
  get base(): Signal<string | null> {
    return this.around.base;
  }

  /** Where runs come from. */
  get sourceOf(): SourceOf {
    return this.around.sourceOf;
  }

  get theme(): Theme {
    return this.around.theme;
  }

  /** The page's data as if it had been opened on the run that is shown now. */
  dataNow(): LabData {
    const id = this.run.value;
    const run = id === null ? null : { id, state: this.state.value, ...this.sent };
    return { ...this.data, header: this.veil.store.value.header, run };
  }

  /** Axis and clock are those of the first run, before it is there. */
  private plan(durationS: number | null): void {
    if (durationS === null) return;
    this.store.value.plan(durationS);
    this.viewing.onDirty();
  }

  /** How long the next run is to be. */
  get askedS(): number {
    return Number(this.inputs.value("duration") ?? this.data.scenario.duration_s);
  }

  private emptyStore(): Store {
    return new Store(this.data, this.askedS);
  }

  /** Goes on receiving what it was handed. */
  receive(): void {
    if (this.run.value !== null && !this.veil.store.value.complete) this.following.follow(this.run.value);
  }

  /** Shows the run the page was opened on, if it was opened on one. */
  open(): void {
    const moment = this.viewing.recall();
    const { header, run } = this.data;
    if (header) this.veil.header(this.veil.store.value, header);
    if (!run) return;
    if (moment === null && ENDED.has(run.state)) this.viewing.clock.expect(this.data.scenario.duration_s, now());
    else if (moment === null) this.viewing.setPlaying(true);
    this.following.follow(run.id);
  }

  // --- runs ------------------------------------------------------------------------------

  /** Sends the inputs as they stand. A wish during sending is served once, afterwards. */
  start(): Promise<void> {
    return this.asking.start();
  }

  /** Tries a change: where the server takes it, it is an input from now on and its run is shown;
   *  else all stays as it is, and why is the answer. */
  attempt(inputs: Inputs): Promise<Refused | null> {
    return this.asking.attempt(inputs);
  }

  /** Computes the same run again, or goes on with it, after a failure. */
  retryRun(): Promise<void> {
    return this.asking.retry();
  }

  cancelRun(): Promise<void> {
    return this.asking.cancel();
  }

  /** The run of these inputs; it is computed where it is not there yet. A run that is made of a
   *  `parent` has its frames up to where they part. */
  requestRun(inputs: Inputs, parent: string | null = null): Promise<RunCreated> {
    return this.api.createRun({ ...this.request(inputs), ...(parent === null ? {} : { parent }) });
  }

  /** All that a run's result depends on: a shipped scenario by its name, another as it is. */
  request({ overrides, seed, profile }: Inputs): RunRequest {
    const { id, document: written } = this.data.scenario;
    const source = written === undefined ? { scenario: id } : { document: written };
    return { ...source, overrides, seed, profile };
  }

  /** A run that was asked for takes the place of the one that is shown. */
  show(created: RunCreated, sent: Inputs): void {
    const { id, url, state } = created;
    const first = this.run.value === null;
    // A fork begins with the frames that are here already.
    const begins = created.parent === this.run.value ? (created.shared ?? 0) : 0;
    batch(() => {
      this.around.keep(this);
      this.sent = sent;
      this.run.value = id;
      this.state.value = state;
      this.origin.value = originOf(created);
      this.veil.begin(begins > 0 ? this.veil.store.value.begun(begins) : this.emptyStore());
      this.veil.tell(null);
      this.message.value = "";
      this.queuePosition.value = null;
      this.viewing.pin.value = null;
    });
    this.viewing.clock.restart(now());
    this.viewing.clock.setData(this.store.value.computed, false, now());
    this.around.address.goTo(url);
    if (first) this.viewing.setPlaying(true);
    this.following.follow(id);
    this.viewing.onDirty();
  }

  /** Called with each picture: lets the small panels know of new data. */
  tell(nowMs: number): void {
    const { version } = this.store.value;
    if (version === this.told || nowMs - this.toldAt < TELL_EVERY_MS) return;
    this.told = version;
    this.toldAt = nowMs;
    this.frames.value++;
  }

  /** Takes up again what comes of the run that is shown, after what is here. */
  join(state: RunState): void {
    const id = this.run.value;
    if (id === null) return;
    batch(() => {
      this.state.value = state;
      this.message.value = "";
      this.queuePosition.value = null;
      this.veil.tell(null);
      this.veil.store.value.complete = false;
    });
    this.following.follow(id);
    this.viewing.onDirty();
  }

  reconnect(): void {
    this.following.retry();
  }

  /** Lets the server know that nobody looks any more. */
  close(): void {
    this.following.leave();
    this.preview.close();
  }
}

/** A run that was stopped has a result where a limit did it, and none where a person did. */
export function hasResult(end: EndMessage | null): boolean {
  return end?.state === "finished" || (end?.state === "stopped" && Object.keys(end.summary ?? {}).length > 0);
}
