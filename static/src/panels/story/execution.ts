/** One followed execution of a state machine as a waterfall: its states, what was tried again, what was caught. */
import { plural } from "../../charts/words";
import { formatTime } from "../../core/format";
import type { MachineState } from "../../core/machine";
import type { StoryRow } from "../../core/types";
import type { Fate, Phase, PhaseKind, Waterfall } from "./phases";
import { shortTime } from "./time";

const BEGINS = "execution-started";
/** How an execution ends, as its last step numbers it. */
const FATES: readonly Fate[] = ["processed", "failed", "timed out", "aborted"];
const INSTANT = 1e-9;

const KINDS: Readonly<Record<string, PhaseKind>> = { Task: "handler", Wait: "queue", Parallel: "batch", Map: "batch" };

export function isExecution(rows: readonly StoryRow[]): boolean {
  return rows[0]?.[2] === BEGINS;
}

interface Stay {
  readonly state: number;
  readonly step: number;
  readonly since: number;
  /** What is told in its place: its attempts. */
  told: boolean;
}

interface Try {
  readonly stay: Stay | undefined;
  readonly state: number;
  readonly number: number;
  readonly since: number;
}

/** `rows` are the steps of one execution by time; `until` is how far the data goes. */
export function executionFall(rows: readonly StoryRow[], until: number, states: readonly MachineState[] = []): Waterfall {
  return new Reading(states).read(rows, until);
}

class Reading {
  private readonly phases: Phase[] = [];
  private readonly stays: Stay[] = [];
  private readonly tries: Try[] = [];
  private steps = 0;
  private attempts = 0;
  private fate: Fate = "under way";

  constructor(private readonly states: readonly MachineState[]) {}

  read(rows: readonly StoryRow[], until: number): Waterfall {
    for (const row of rows) this.step(row);
    const begins = rows[0]?.[0] ?? 0;
    const last = rows.at(-1)?.[0] ?? begins;
    if (this.fate === "under way") this.closeAll(Math.max(until, last), true);
    const phases = this.phases.map((phase, i) => ({ phase, i })).sort((a, b) => a.phase.begins - b.phase.begins || a.phase.attempt - b.phase.attempt || a.i - b.i).map(({ phase }) => phase);
    return { phases, fate: this.fate, begins, ends: Math.max(last, ...phases.map(({ ends }) => ends)), attempts: this.attempts, refused: 0 };
  }

  private step([t, , name, , a, b]: StoryRow): void {
    const [state, second] = [Number(a), Number(b)];
    switch (name) {
      case "state-entered": return void this.stays.push({ state, step: ++this.steps, since: t, told: false });
      case "state-exited": return this.leave(state, t);
      case "attempt": return this.begin(state, second, t);
      case "attempt-failed": return this.fail(state, second, t);
      case "retry-waits": return this.wait(state, t, second);
      case "caught": return this.moment(state, t, `Caught: goes on with ${this.nameOf(second)}`, "caught");
      case "not-kept": return this.skip(state, t, second);
      case "execution-ended": return this.end(state, t);
      default: return undefined;
    }
  }

  private nameOf(state: number): string {
    return this.states.find(({ number }) => number === state)?.name ?? `state ${state}`;
  }

  private kindOf(state: number): PhaseKind {
    return KINDS[this.states.find(({ number }) => number === state)?.type ?? ""] ?? "batch";
  }

  private stayOf(state: number): Stay | undefined {
    return this.stays.find((stay) => stay.state === state);
  }

  private leave(state: number, t: number): void {
    this.finishTry(state, t, false);
    const stay = this.stayOf(state);
    if (stay) this.close(stay, t, false);
  }

  private close(stay: Stay, t: number, open: boolean): void {
    this.stays.splice(this.stays.indexOf(stay), 1);
    const words = this.nameOf(stay.state);
    if (stay.told) return;
    if (t - stay.since > INSTANT) this.add({ kind: this.kindOf(stay.state), attempt: stay.step, begins: stay.since, ends: t, words, ...(open ? { open } : {}) });
    else this.add({ kind: "moment", attempt: stay.step, begins: stay.since, ends: stay.since, words, glyph: "queued" });
  }

  private begin(state: number, number: number, t: number): void {
    this.attempts = Math.max(this.attempts, number);
    const stay = this.stayOf(state);
    if (stay) stay.told = true;
    this.tries.push({ stay, state, number, since: t });
  }

  private finishTry(state: number, t: number, failed: boolean, open = false): void {
    const at = this.tries.findIndex((one) => one.state === state);
    if (at < 0) return;
    const [{ stay, number, since }] = this.tries.splice(at, 1) as [Try];
    // Refused at once: that it failed is told.
    if (failed && t - since <= INSTANT) return;
    const words = number > 1 ? `${this.nameOf(state)}, attempt ${number}` : this.nameOf(state);
    this.add({ kind: "handler", attempt: stay?.step ?? this.steps, begins: since, ends: Math.max(since, t), words, ...(failed ? { failed } : {}), ...(open ? { open } : {}) });
  }

  private fail(state: number, number: number, t: number): void {
    this.finishTry(state, t, true);
    this.moment(state, t, `Failed: ${this.nameOf(state)}${number > 1 ? `, attempt ${number}` : ""}`, "err");
  }

  private wait(state: number, t: number, due: number): void {
    this.add({ kind: "retry", attempt: this.stayOf(state)?.step ?? this.steps, begins: t, ends: Math.max(t, due), words: `${this.nameOf(state)}: waits to be tried again` });
  }

  private moment(state: number, t: number, words: string, glyph: NonNullable<Phase["glyph"]>): void {
    this.add({ kind: "moment", attempt: this.stayOf(state)?.step ?? this.steps, begins: t, ends: t, words, glyph });
  }

  /** What it was in is known up to here; the run did not keep what came after. */
  private skip(events: number, t: number, until: number): void {
    this.closeAll(t, true);
    this.add({ kind: "batch", attempt: this.steps, begins: t, ends: Math.max(t, until), words: `${plural(events, "event")} that ${events === 1 ? "is" : "are"} not kept` });
  }

  private end(how: number, t: number): void {
    this.closeAll(t, false);
    this.fate = FATES[how] ?? "processed";
    const words = { processed: "Succeeded", failed: "Failed", "timed out": "Timed out", aborted: "Aborted" }[this.fate as string] ?? "Ended";
    this.add({ kind: "moment", attempt: this.steps, begins: t, ends: t, words: `Execution: ${words.toLowerCase()}`, glyph: how === 0 ? "busy" : "err" });
  }

  private closeAll(t: number, open: boolean): void {
    for (const { state } of [...this.tries]) this.finishTry(state, t, false, open);
    for (const stay of [...this.stays]) this.close(stay, t, open);
  }

  private add(phase: Phase): void {
    this.phases.push(phase);
  }
}

const ENDS: Readonly<Partial<Record<Fate, string>>> = { processed: "succeeded", failed: "failed", "timed out": "timed out", aborted: "aborted" };

/** "Execution 4 of Saga: from 0:01.38, 6 states, 2 attempts failed, 1 error caught; failed after 2.25 s. Longest in Charge, 1.9 s." */
export function executionSentence(name: string, title: string, rows: readonly StoryRow[], fall: Waterfall): string {
  const told = (step: string): number => rows.filter((row) => row[2] === step).length;
  const took = shortTime(fall.ends - fall.begins);
  const parts = [`from ${formatTime(fall.begins, 2)}`, plural(told("state-entered"), "state"),
    ...(told("attempt-failed") > 0 ? [`${plural(told("attempt-failed"), "attempt")} failed`] : []), ...(told("caught") > 0 ? [`${plural(told("caught"), "error")} caught`] : [])];
  const end = fall.fate === "under way" ? `still under way after ${took}` : `${ENDS[fall.fate] ?? "ended"} after ${took}`;
  const longest = fall.phases.filter(({ kind }) => kind !== "moment" && kind !== "batch").sort((a, b) => b.ends - b.begins - (a.ends - a.begins))[0];
  return `${name} of ${title}: ${parts.join(", ")}; ${end}.${longest ? ` Longest: ${longest.words}, ${shortTime(longest.ends - longest.begins)}.` : ""}`;
}
