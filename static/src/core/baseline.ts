/**
 * The run that another is compared with: the one that was chosen, by default the scenario as it was
 * written, which is computed where it is not there yet. The choice is part of the address.
 */
import { computed, effect, signal, untracked, type ReadonlySignal, type Signal } from "@preact/signals-core";
import { differences, differencesInWords, doneApart, type Difference } from "./differences";
import type { Lab } from "./lab";
import { sameInputs } from "./same-inputs";
import type { RunInfo } from "./types";

/** No run lies under another. */
export const NONE = "none";

/** What a session does for a baseline. */
export interface Bench {
  /** Shows a stored run's data, without an address of its own. */
  load(run: RunInfo): Lab;
  lay(under: Lab | null): void;
  find(id: string): Lab | null;
}

export class Baseline {
  /** Why there is nothing to compare with. */
  readonly trouble = signal("");
  /** What lies under the run that is shown; null where that is the baseline itself. */
  readonly lab: Signal<Lab | null> = signal(null);
  /** The run of the scenario as it was written, once its name is known. */
  private readonly written = signal<string | null>(null);
  private readonly wanted: ReadonlySignal<string | null>;
  /** Of another scenario's run its inputs say nothing here. */
  private readonly foreign = signal("");
  private turn = 0;
  private asked = false;

  constructor(private readonly shown: Lab, private readonly choice: Signal<string | null>, private readonly bench: Bench) {
    this.wanted = computed(() => this.choice.value ?? this.written.value);
    effect(() => this.learn());
    // Another run of the same scenario would give away what is to be predicted of this one.
    effect(() => this.follow(this.shown.veil.from.value === null ? this.wanted.value : NONE, this.shown.run.value));
  }

  /** The run that is shown is the baseline. */
  get isShown(): boolean {
    return this.shown.run.value !== null && this.wanted.value === this.shown.run.value;
  }

  get isWritten(): boolean {
    return this.choice.value === null || this.choice.value === this.written.value;
  }

  get isOff(): boolean {
    return this.choice.value === NONE;
  }

  /** Its address, where it is known. */
  get id(): string | null {
    return this.isOff ? null : this.wanted.value;
  }

  get differences(): readonly Difference[] {
    const under = this.lab.value;
    this.shown.run.value;
    if (!under) return [];
    return [...doneApart(under.done.value, this.shown.done.value), ...differences(under.sentInputs, this.shown.sentInputs, this.shown.inputs.knobs)];
  }

  /** What it is called, of whatever run it is. */
  get name(): string {
    return this.isWritten ? "as written" : "baseline";
  }

  /** What the dashed line is: "as written; now: Reserved concurrency 5 → 20". */
  get words(): string {
    if (this.foreign.value) return `${this.name}: ${this.foreign.value}`;
    return `${this.name}; now: ${differencesInWords(this.differences)}`;
  }

  /** Makes the run that is shown the baseline. */
  takeShown(): void {
    this.choose(this.shown.run.value);
  }

  takeWritten(): void {
    this.asked = false;
    this.choose(null);
    this.learn();
  }

  takeNone(): void {
    this.choose(NONE);
  }

  choose(id: string | null): void {
    this.choice.value = id === this.written.value ? null : id;
    this.shown.viewing.remember();
    this.shown.viewing.invalidate();
  }

  /** Is the run that goes now wanted under the next one? */
  wants(id: string | null): boolean {
    return id !== null && id === this.wanted.value;
  }

  /** Which run the scenario as written is: the one that is shown, or the one that the server gives. */
  private learn(): void {
    const { run, end, sentInputs, authored } = this.shown;
    const id = run.value;
    const over = end.value?.state === "finished" || end.value?.state === "stopped";
    if (id === null || this.written.value !== null) return;
    if (sameInputs(sentInputs, authored)) this.written.value = id;
    // It waits for its turn: what is looked at comes first.
    else if (over && this.choice.value === null && !this.asked) void this.ask();
  }

  private async ask(): Promise<void> {
    this.asked = true;
    try {
      this.written.value = (await this.shown.requestRun(this.shown.authored)).id;
      this.trouble.value = "";
    } catch (error) {
      this.trouble.value = `The scenario as written cannot be run: ${(error as Error).message}`;
    }
  }

  private follow(id: string | null, shown: string | null): void {
    const turn = ++this.turn;
    const nothing = id === null || id === NONE || shown === null || id === shown;
    this.foreign.value = "";
    const known = nothing ? null : untracked(() => this.bench.find(id));
    untracked(() => this.put(known));
    if (!nothing && !known) void this.fetch(id, turn);
  }

  private put(lab: Lab | null): void {
    this.lab.value = lab;
    this.bench.lay(lab);
    this.shown.viewing.invalidate();
  }

  private async fetch(id: string, turn: number): Promise<void> {
    try {
      const run = await this.shown.api.run(id);
      if (turn !== this.turn) return;
      this.trouble.value = "";
      this.foreign.value = run.scenario === this.shown.data.scenario.id ? "" : run.title;
      this.put(this.bench.load(run));
    } catch (error) {
      if (turn === this.turn) this.trouble.value = `Run ${id} cannot be the baseline: ${(error as Error).message}`;
    }
  }
}
