/**
 * The inputs of the next run: every knob's value, the seed and the profile, with undo. They are
 * values only; the panel draws them and the lab turns them into runs.
 */
import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals-core";
import { apart, canonical, heldAt, heldBefore, INTERVENTIONS, planOfRun, whyFixed, withSet, type Offers, type Plan } from "./plan";
import { fullPath } from "./paths";
import { Problems } from "./problems";
import type { Check, Knob, KnobValue, TraceColumns } from "./types";

export { fullPath };

export interface Inputs {
  /** Whatever differs from the scenario as it was written, by path. */
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly profile: string;
}

/** An uploaded trace that replaces a client's arrivals. */
export interface TraceChoice {
  readonly id: string;
  readonly name: string;
  readonly total: number;
  readonly detected: readonly string[];
  /** Seconds it covers, as recorded; null when unknown. */
  readonly spanS: number | null;
  readonly columns?: TraceColumns;
}

interface TraceSpec {
  readonly upload?: string;
  readonly time_scale?: number;
}

const LONGEST_UNDO = 200;

function same(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b);
}

/** What is done during a run of the scenario as written, and what could be. */
export interface Course {
  readonly plan: Plan;
  readonly offers: Offers;
  /** When the run that is shown ends. */
  readonly endS: () => number;
}

const NO_COURSE: Course = { plan: [], offers: () => undefined, endS: () => Infinity };

export function arrivalsPath(client: string): string {
  return `components.${client}.arrivals`;
}

export class RunInputs {
  readonly current: Signal<Inputs>;
  readonly traces = new Map<string, TraceChoice>();
  readonly changed: ReadonlySignal<number>;
  readonly canUndo: Signal<boolean> = signal(false);
  readonly canRedo: Signal<boolean> = signal(false);
  /** The moment from which a turned knob holds; null is from the start. */
  readonly here: Signal<number | null> = signal(null);
  private past: Inputs[] = [];
  private future: Inputs[] = [];
  private readonly byPath: ReadonlyMap<string, Knob>;
  private readonly authored: Inputs;
  private readonly said: Problems;

  constructor(
    readonly knobs: readonly Knob[],
    authored: Inputs,
    current: Inputs,
    readonly course: Course = NO_COURSE,
  ) {
    this.byPath = new Map(knobs.map((knob) => [fullPath(knob.path), knob]));
    this.said = new Problems([...this.byPath.keys()], () => this.plan, (path) => this.replaced(path));
    this.authored = authored;
    this.current = signal(current);
    this.changed = computed(() => this.countChanged());
  }

  /** Messages beside the fields, by path. */
  get problems(): ReadonlySignal<ReadonlyMap<string, string>> {
    return this.said.problems;
  }

  /** What a checked run was warned of, and errors no row stands for. */
  get notes(): ReadonlySignal<readonly Check[]> {
    return this.said.notes;
  }

  private countChanged(): number {
    const { overrides, seed, profile } = this.current.value;
    const others = Number(seed !== this.authored.seed) + Number(profile !== this.authored.profile);
    const { [INTERVENTIONS]: _, ...knobs } = overrides;
    return Object.keys(knobs).length + others + apart(this.course.plan, planOfRun(overrides, this.course.plan));
  }

  /** What is done during the next run. */
  get plan(): Plan {
    return planOfRun(this.current.value.overrides, this.course.plan);
  }

  setPlan(plan: Plan): boolean {
    return this.commit(this.withPlan(plan));
  }

  /** The inputs with another plan. */
  withPlan(plan: Plan): Inputs {
    const { [INTERVENTIONS]: _, ...others } = this.current.value.overrides;
    return { ...this.current.value, overrides: same(plan, this.course.plan) ? others : { ...others, [INTERVENTIONS]: plan } };
  }

  /** Goes on with inputs that have become a run. */
  take(inputs: Inputs): boolean {
    return this.commit(inputs);
  }

  knob(path: string): Knob | undefined {
    return this.byPath.get(fullPath(path));
  }

  /** At the start; from a moment on, what holds then. */
  value(path: string): KnobValue {
    const here = this.here.value;
    const held = here === null ? undefined : heldAt(this.plan, fullPath(path), here);
    return held === undefined ? this.atStart(path) : (held as KnobValue);
  }

  private atStart(path: string): KnobValue {
    const override = this.current.value.overrides[fullPath(path)];
    return override === undefined ? (this.knob(path)?.value ?? null) : (override as KnobValue);
  }

  isChanged(path: string): boolean {
    const here = this.here.value;
    return fullPath(path) in this.current.value.overrides || (here !== null && heldAt(this.plan, fullPath(path), here) !== undefined);
  }

  /** Why a knob cannot be turned from the moment that is chosen; "" where it can. */
  whyNot(path: string): string {
    const here = this.here.value;
    if (here === null) return "";
    return here < this.course.endS() ? whyFixed(fullPath(path), this.course.offers) : "The run ends here: take the playhead to where it is to hold from.";
  }

  /** A trace took the place of what this knob belongs to. */
  replaced(path: string): boolean {
    const at = fullPath(path).indexOf(".arrivals.");
    return at > 0 && fullPath(path).slice(0, at + ".arrivals".length) in this.current.value.overrides;
  }

  set(path: string, value: unknown): boolean {
    const why = this.whyNot(path);
    if (!why) return this.commit(this.proposed(path, value));
    if (!same(value, this.value(path))) this.tell(path, why);
    return false;
  }

  /** The inputs with another value of a knob, from the start or from the moment that is chosen. */
  proposed(path: string, value: unknown): Inputs {
    const key = fullPath(path);
    const here = this.here.value;
    if (here !== null) return this.withPlan(withSet(this.plan, here, key, value, heldBefore(this.plan, key, here) ?? this.atStart(path)));
    const { [key]: _, ...others } = this.current.value.overrides;
    const authored = this.byPath.has(key) && same(value, this.byPath.get(key)?.value);
    return { ...this.current.value, overrides: authored ? others : { ...others, [key]: value } };
  }

  /** `scale` below 1 replays it faster: 0.1 makes ten hours one. */
  setTrace(client: string, trace: TraceChoice, scale = 1): boolean {
    const path = arrivalsPath(client);
    if (this.here.value !== null) {
      this.tell(path, "A trace is replayed from the start: choose that beside Run.");
      return false;
    }
    this.traces.set(trace.id, trace);
    const kept = Object.entries(this.current.value.overrides).filter(([key]) => !key.startsWith(`${path}.`));
    const spec = { upload: trace.id, ...trace.columns, ...(scale === 1 ? {} : { time_scale: scale }) };
    return this.commit({ ...this.current.value, overrides: { ...Object.fromEntries(kept), [path]: { trace: spec } } });
  }

  private traceSpec(client: string): TraceSpec | undefined {
    return (this.current.value.overrides[arrivalsPath(client)] as { trace?: TraceSpec } | undefined)?.trace;
  }

  trace(client: string): TraceChoice | null {
    const id = this.traceSpec(client)?.upload;
    if (!id) return null;
    return this.traces.get(id) ?? { id, name: `trace ${id}`, total: NaN, detected: [], spanS: null };
  }

  traceScale(client: string): number {
    return this.traceSpec(client)?.time_scale ?? 1;
  }

  reset(path: string): boolean {
    // From a moment on, it is what the scenario says again.
    if (this.here.value !== null) return this.set(path, this.knob(path)?.value);
    const { [fullPath(path)]: _, ...overrides } = this.current.value.overrides;
    this.clearProblem(path);
    return this.commit({ ...this.current.value, overrides });
  }

  resetAll(): boolean {
    this.said.forget();
    return this.commit(this.authored);
  }

  setSeed(seed: number): boolean {
    if (this.refused("seed")) return false;
    return this.commit({ ...this.current.value, seed });
  }

  /** Nothing typed stands in the way of a run. */
  get ready(): boolean {
    return this.said.none;
  }

  /** Said beside what holds for a whole run, where a later moment is chosen. */
  private refused(path: string): boolean {
    const why = this.whyNot(path);
    if (why) this.tell(path, why);
    return why !== "";
  }

  setProfile(profile: string): boolean {
    if (this.refused("profile")) return false;
    return this.commit({ ...this.current.value, profile });
  }

  private commit(next: Inputs): boolean {
    if (same(next, this.current.value)) return false;
    this.past = [...this.past, this.current.value].slice(-LONGEST_UNDO);
    this.future = [];
    this.apply(next);
    return true;
  }

  private apply(inputs: Inputs): void {
    this.current.value = inputs;
    this.canUndo.value = this.past.length > 0;
    this.canRedo.value = this.future.length > 0;
  }

  undo(): boolean {
    const inputs = this.past.pop();
    if (!inputs) return false;
    this.future.push(this.current.value);
    this.apply(inputs);
    return true;
  }

  redo(): boolean {
    const inputs = this.future.pop();
    if (!inputs) return false;
    this.past.push(this.current.value);
    this.apply(inputs);
    return true;
  }

  tell(path: string, message: string): void {
    this.said.tell(path, message);
  }

  setProblem(path: string, message: string): void {
    this.said.mistype(path, message);
  }

  clearProblem(path: string): void {
    this.said.clear(path);
  }

  setChecks(checks: readonly Check[]): void {
    this.said.check(checks);
  }
}
