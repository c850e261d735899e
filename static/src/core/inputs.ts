/**
 * The inputs of the next run: every knob's value, the seed and the profile, with undo. They are
 * values only; the panel draws them and the lab turns them into runs.
 */
import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals-core";
import type { Check, Knob, KnobValue, TraceColumns } from "./types";

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
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** `worker.timeout` and `components.worker.timeout` are one path. */
export function fullPath(path: string): string {
  return !path.includes(".") || path.startsWith("components.") || path.startsWith("quotas.") ? path : `components.${path}`;
}

export function arrivalsPath(client: string): string {
  return `components.${client}.arrivals`;
}

/** How long is simulated: an input like the knobs, though it belongs to no component. */
export function durationKnob(written: number): Knob {
  return {
    path: "duration",
    component: "",
    group: "Load",
    label: "Simulated time",
    aws_name: null,
    kind: "duration",
    unit: "s",
    value: written,
    default: written,
    min: Math.min(60, written),
    max: Math.max(3600, written),
    hard_min: 1,
    hard_max: null,
    step: 1,
    scale: "log",
    nullable: false,
    choices: null,
    meaning: "how long a stretch of time the run covers",
    assumed: false,
    source: null,
    changed: false,
  };
}

export class RunInputs {
  readonly current: Signal<Inputs>;
  /** Messages beside the fields, by path. */
  readonly problems: Signal<ReadonlyMap<string, string>> = signal(new Map());
  /** What a checked run was warned of, and errors no row stands for. */
  readonly notes: Signal<readonly Check[]> = signal([]);
  readonly traces = new Map<string, TraceChoice>();
  readonly changed: ReadonlySignal<number>;
  readonly canUndo: Signal<boolean> = signal(false);
  readonly canRedo: Signal<boolean> = signal(false);
  private readonly mistyped = new Set<string>();
  private past: Inputs[] = [];
  private future: Inputs[] = [];
  private readonly byPath: ReadonlyMap<string, Knob>;
  private readonly authored: Inputs;

  constructor(
    readonly knobs: readonly Knob[],
    authored: Inputs,
    current: Inputs,
  ) {
    this.byPath = new Map(knobs.map((knob) => [fullPath(knob.path), knob]));
    this.authored = authored;
    this.current = signal(current);
    this.changed = computed(() => this.countChanged());
  }

  private countChanged(): number {
    const { overrides, seed, profile } = this.current.value;
    const others = Number(seed !== this.authored.seed) + Number(profile !== this.authored.profile);
    return Object.keys(overrides).length + others;
  }

  knob(path: string): Knob | undefined {
    return this.byPath.get(fullPath(path));
  }

  value(path: string): KnobValue {
    const override = this.current.value.overrides[fullPath(path)];
    return override === undefined ? (this.knob(path)?.value ?? null) : (override as KnobValue);
  }

  isChanged(path: string): boolean {
    return fullPath(path) in this.current.value.overrides;
  }

  /** A trace took the place of what this knob belongs to. */
  replaced(path: string): boolean {
    const at = fullPath(path).indexOf(".arrivals.");
    return at > 0 && fullPath(path).slice(0, at + ".arrivals".length) in this.current.value.overrides;
  }

  set(path: string, value: unknown): boolean {
    const key = fullPath(path);
    const { [key]: _, ...others } = this.current.value.overrides;
    const authored = this.byPath.has(key) && same(value, this.byPath.get(key)?.value);
    const overrides = authored ? others : { ...others, [key]: value };
    return this.commit({ ...this.current.value, overrides });
  }

  /** `scale` below 1 replays it faster: 0.1 makes ten hours one. */
  setTrace(client: string, trace: TraceChoice, scale = 1): boolean {
    this.traces.set(trace.id, trace);
    const path = arrivalsPath(client);
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
    const { [fullPath(path)]: _, ...overrides } = this.current.value.overrides;
    this.clearProblem(path);
    return this.commit({ ...this.current.value, overrides });
  }

  resetAll(): boolean {
    this.mistyped.clear();
    this.problems.value = new Map();
    return this.commit(this.authored);
  }

  setSeed(seed: number): boolean {
    return this.commit({ ...this.current.value, seed });
  }

  /** Nothing typed stands in the way of a run. */
  get ready(): boolean {
    return this.mistyped.size === 0;
  }

  setProfile(profile: string): boolean {
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

  /** A text that was typed and cannot be a value. It stays until it is typed anew. */
  setProblem(path: string, message: string): void {
    this.mistyped.add(fullPath(path));
    this.problems.value = new Map(this.problems.value).set(fullPath(path), message);
  }

  clearProblem(path: string): void {
    this.mistyped.delete(fullPath(path));
    if (!this.problems.value.has(fullPath(path))) return;
    const problems = new Map(this.problems.value);
    problems.delete(fullPath(path));
    this.problems.value = problems;
  }

  /** Puts the server's checks beside the rows they are about. */
  setChecks(checks: readonly Check[]): void {
    const problems = new Map([...this.problems.value].filter(([path]) => this.mistyped.has(path)));
    const notes: Check[] = [];
    for (const check of checks) {
      const row = this.rowFor(check.path);
      if (row && check.severity === "error") problems.set(row, sentence(check));
      else notes.push(check);
    }
    this.problems.value = problems;
    this.notes.value = notes;
  }

  private rowFor(path: string): string | null {
    const key = fullPath(path);
    if (key === "seed" || key === "profile" || this.byPath.has(key)) return key;
    const near = [...this.byPath.keys()].find((known) => known.startsWith(`${key}.`) || key.startsWith(`${known}.`));
    return near ?? null;
  }
}

export function sentence(check: Check): string {
  return [check.message, check.hint].filter(Boolean).map(closed).join(" ");
}

function closed(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
