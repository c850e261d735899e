/**
 * The lab's state: the inputs, the run they became, how far its data came. DOM panels read
 * these signals; canvas panels read the view (`Viewing`) once a picture.
 */
import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals-core";
import type { Address } from "./address";
import { Api, Refused, socketUrl } from "./api";
import { RunInputs, durationKnob, fullPath, type Inputs } from "./inputs";
import { canonical, INTERVENTIONS, normalPlan, planOfRun, type Offers } from "./plan";
import type { Connection } from "./panel";
import type { Preview } from "./preview";
import { previewOf } from "./previewing";
import { RunSocket } from "./socket";
import { Scene } from "./scene";
import { Store } from "./store";
import type { Surroundings } from "./session";
import type { Theme } from "./theme";
import { ENDED, type EndMessage, type FramePayload, type Header, type Intervention, type LabData, type RunCreated, type RunRequest, type RunState, type StateMessage } from "./types";
import { Viewing } from "./viewing";

const TELL_EVERY_MS = 100;
const SENDING_MS = 20;
const now = (): number => performance.now();

/** Why there is no run to look at, or no more of it. */
export interface Trouble {
  readonly kind: "failed" | "refused" | "fault" | "note";
  readonly message: string;
}

/** The run that a fork was made of, and how many of its first frames it has. */
export interface Origin {
  readonly parent: string;
  readonly shared: number;
}

function originOf(run: { readonly parent?: string | null; readonly shared?: number } | null): Origin | null {
  return run?.parent ? { parent: run.parent, shared: run.shared ?? 0 } : null;
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
  readonly store: Signal<Store>;
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
  private socket: RunSocket | null = null;
  private turn = 0;
  private againAfter = false;
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
    this.offers = (component) => data.actions?.[this.scene.node(component)?.type ?? ""];
    const begun = run ?? data.inputs;
    const current = begun ? { overrides: normal(begun.overrides), seed: begun.seed, profile: begun.profile } : authored;
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
    this.store = signal(from?.store.value ?? this.emptyStore());
    this.done = signal((from?.store.value ?? data).header?.interventions ?? data.interventions ?? []);
    this.doneOf = data.run?.id ?? null;
    if (from) this.end.value = from.end.value;
    this.viewing = new Viewing(this.store, around);
    this.preview = previewOf(this);
    this.viewing.previewed = this.preview;
    this.yours = signal(run?.yours ?? false);
    this.origin = signal(originOf(run));
    this.ended = computed(() => this.end.value !== null);
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

  get address(): Address {
    return this.around.address;
  }

  /** Which run was chosen to compare with. */
  get base(): Signal<string | null> {
    return this.around.base;
  }

  get theme(): Theme {
    return this.around.theme;
  }

  /** The page's data as if it had been opened on the run that is shown now. */
  dataNow(): LabData {
    const id = this.run.value;
    const run = id === null ? null : { id, state: this.state.value, ...this.sent };
    return { ...this.data, header: this.store.value.header, run };
  }

  private emptyStore(): Store {
    return new Store(this.data, this.data.scenario.duration_s);
  }

  /** Goes on receiving what it was handed. */
  receive(): void {
    if (this.run.value !== null && !this.store.value.complete) this.connect(this.run.value);
  }

  /** Shows the run the page was opened on, if it was opened on one. */
  open(): void {
    const moment = this.viewing.recall();
    const { header, run } = this.data;
    if (header) this.store.value.setHeader(header);
    if (!run) return;
    if (moment === null && ENDED.has(run.state)) this.viewing.clock.expect(this.data.scenario.duration_s, now());
    else if (moment === null) this.viewing.setPlaying(true);
    this.connect(run.id);
  }

  // --- runs ------------------------------------------------------------------------------

  /** Sends the inputs as they stand. A wish during sending is served once, afterwards. */
  async start(): Promise<void> {
    if (this.sending.value) {
      this.againAfter = true;
      return;
    }
    this.sending.value = true;
    try {
      await this.send();
    } catch (error) {
      this.refuse(error instanceof Refused ? error : new Refused(String(error)));
    } finally {
      this.sending.value = false;
    }
    if (!this.againAfter) return;
    this.againAfter = false;
    await this.start();
  }

  private async send(): Promise<void> {
    const inputs = this.inputs.current.value;
    const created = await this.requestRun(inputs, this.run.value);
    this.accepted();
    if (created.id !== this.run.value) this.show(created, inputs);
    else await this.again(created.state);
  }

  private accepted(): void {
    this.inputs.setChecks([]);
    this.trouble.value = null;
    this.yours.value = true;
  }

  /** Tries a change: where the server takes it, it is an input from now on and its run is shown;
   *  else all stays as it is, and why is the answer. */
  async attempt(inputs: Inputs): Promise<Refused | null> {
    while (this.sending.value) await new Promise((resolve) => setTimeout(resolve, SENDING_MS));
    this.sending.value = true;
    try {
      const created = await this.requestRun(inputs, this.run.value);
      this.inputs.take(inputs);
      this.accepted();
      if (created.id !== this.run.value) this.show(created, inputs);
      return null;
    } catch (error) {
      return error instanceof Refused ? error : new Refused(String(error));
    } finally {
      this.sending.value = false;
    }
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

  /** The same inputs are the same run: go on with it, or play it once more. */
  private async again(state: RunState): Promise<void> {
    if (state === "failed" || state === "interrupted") return this.retryRun();
    // It ended here before it did there: the server goes on, or somebody else had it go on.
    const left = this.viewing.connection.value === "closed";
    if (left && (this.end.value === null || this.state.value !== state)) return this.join(state);
    this.viewing.seek(0);
    this.viewing.setPlaying(true);
    this.viewing.onSay("The same inputs are the same run. Playing it again.");
  }

  private refuse(error: Refused): void {
    this.inputs.setChecks(error.checks);
    const placed = this.inputs.problems.value.size > 0;
    this.trouble.value = placed ? null : { kind: "refused", message: error.message };
    this.viewing.onSay(error.message);
  }

  private show(created: RunCreated, sent: Inputs): void {
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
      this.store.value = begins > 0 ? this.store.value.begun(begins) : this.emptyStore();
      this.end.value = null;
      this.message.value = "";
      this.queuePosition.value = null;
      this.viewing.pin.value = null;
    });
    this.viewing.clock.restart(now());
    this.viewing.clock.setData(this.store.value.computed, false, now());
    this.around.address.goTo(url);
    if (first) this.viewing.setPlaying(true);
    this.connect(id);
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

  /** Computes the same run again, or goes on with it, after a failure. */
  async retryRun(): Promise<void> {
    const id = this.run.value;
    if (!id) return this.start();
    try {
      const created = await this.api.retryRun(id);
      this.trouble.value = null;
      this.join(created.state);
    } catch (error) {
      this.trouble.value = { kind: "failed", message: (error as Error).message };
    }
  }

  /** Takes up again what comes of the run that is shown, after what is here. */
  private join(state: RunState): void {
    const id = this.run.value;
    if (id === null) return;
    batch(() => {
      this.state.value = state;
      this.message.value = "";
      this.queuePosition.value = null;
      this.end.value = null;
      this.store.value.complete = false;
    });
    this.connect(id);
    this.viewing.onDirty();
  }

  async cancelRun(): Promise<void> {
    const id = this.run.value;
    if (!id || this.stopping.value) return;
    this.stopping.value = true;
    const said = await this.api.cancelRun(id).catch((error: Error) => error);
    this.stopping.value = false;
    if (!said.message) return;
    this.viewing.onSay(said.message);
    this.trouble.value = { kind: "note", message: said.message };
  }

  reconnect(): void {
    this.socket?.retry();
  }

  /** Lets the server know that nobody looks any more. */
  close(): void {
    this.turn++;
    this.socket?.close();
    this.preview.close();
  }

  private connect(id: string): void {
    this.socket?.close();
    const turn = ++this.turn;
    const mine = <A extends unknown[]>(handler: (...args: A) => void) => {
      return (...args: A): void => {
        if (turn === this.turn) handler(...args);
      };
    };
    const store = this.store.value;
    const handlers = {
      last: () => store.last,
      header: mine((header: Header) => this.takeHeader(store, header)),
      frame: mine((frame: FramePayload) => this.takeFrame(store, frame)),
      state: mine((message: StateMessage) => this.takeState(message)),
      end: mine((message: EndMessage) => this.takeEnd(store, message)),
      connection: mine((connection: Connection) => this.takeConnection(connection)),
      fault: mine((message: string) => {
        this.trouble.value = { kind: "fault", message };
        this.viewing.onDirty();
      }),
    };
    this.socket = new RunSocket(socketUrl(id), handlers, () => this.api.alive());
    this.socket.open();
  }

  private takeHeader(store: Store, header: Header): void {
    store.setHeader(header);
    this.doneOf = header.run;
    this.done.value = header.interventions ?? [];
    if (!ENDED.has(header.state)) this.state.value = header.state;
    this.viewing.onDirty();
  }

  private takeFrame(store: Store, frame: FramePayload): void {
    if (!store.add(frame)) return;
    if (this.state.value === "queued") this.state.value = "running";
    this.viewing.clock.setData(store.computed, false, now());
    this.preview.overtaken(store.computed);
    // The first one is waited for; those that follow are shown a few at a time.
    if (frame.n === 0) this.viewing.onDirty();
    else this.viewing.onData();
  }

  private takeState(message: StateMessage): void {
    batch(() => {
      // What ended is told with `end`, once the last frame is in.
      if (!ENDED.has(message.state)) this.state.value = message.state;
      this.queuePosition.value = message.queue ?? null;
      this.message.value = message.message ?? this.message.value;
    });
    this.viewing.onDirty();
  }

  private takeEnd(store: Store, message: EndMessage & { message?: string }): void {
    store.complete = true;
    this.viewing.clock.setData(store.computed, true, now());
    batch(() => {
      this.end.value = message;
      this.state.value = message.state;
      this.message.value = message.message ?? this.message.value;
      this.frames.value++;
    });
    this.viewing.onDirty();
  }

  private takeConnection(connection: Connection): void {
    const before = this.viewing.connection.value;
    const was = before === "reconnecting" || before === "disconnected";
    if (connection === "reconnecting" && !was) this.lostAt.value = now();
    if (connection === "live") this.lostAt.value = null;
    this.viewing.connection.value = connection;
    if (was && connection === "live") this.viewing.onSay("Connection restored, the data is whole.");
    this.viewing.onDirty();
  }
}

/** A run that was stopped has a result where a limit did it, and none where a person did. */
export function hasResult(end: EndMessage | null): boolean {
  return end?.state === "finished" || (end?.state === "stopped" && Object.keys(end.summary ?? {}).length > 0);
}

function normal(overrides: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  const found = Object.fromEntries(Object.entries(overrides ?? {}).map(([path, value]) => [fullPath(path), value]));
  return INTERVENTIONS in found ? { ...found, [INTERVENTIONS]: normalPlan(planOfRun(found, [])) } : found;
}

export function sameInputs(a: Inputs, b: Inputs): boolean {
  return a.seed === b.seed && a.profile === b.profile && canonical(normal(a.overrides)) === canonical(normal(b.overrides));
}
