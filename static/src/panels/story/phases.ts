/**
 * One followed message as a waterfall: its steps made into phases that last, and moments.
 * Whoever states a message's steps states all of them, so a story belongs to one component.
 */
import type { Glyph } from "../../charts/glyphs";
import type { StoryNoun } from "../../core/picture";
import type { StoryRow } from "../../core/types";

export type PhaseKind = "queue" | "batch" | "held" | "hidden" | "retry" | "door" | "init" | "handler" | "moment";

export interface Phase {
  readonly kind: PhaseKind;
  /** Which receive or invocation it belongs to, from 1. */
  readonly attempt: number;
  readonly begins: number;
  readonly ends: number;
  readonly words: string;
  /** Of a moment. */
  readonly glyph?: Glyph;
  /** It has not ended by the end of the data. */
  readonly open?: boolean;
  /** The function failed, or did not get as far as having the message deleted. */
  readonly failed?: boolean;
}

export type Fate = "deleted" | "processed" | "dead" | "dropped" | "expired" | "purged" | "filtered" | "moved" | "answered" | "failed" | "timed out" | "turned away" | "aborted" | "under way";

export interface Waterfall {
  readonly phases: readonly Phase[];
  readonly fate: Fate;
  readonly begins: number;
  readonly ends: number;
  readonly attempts: number;
  readonly refused: number;
  /** When a request was over for its sender: what it led to may go on. */
  readonly over?: number;
}

const CHANNELS = ["the on-success destination", "the on-failure destination", "the dead-letter queue"];
export const INSTANT = 1e-9;

interface Open {
  readonly kind: Exclude<PhaseKind, "moment">;
  readonly since: number;
  readonly words: string;
  /** When it ends at the latest, where that is known. */
  readonly until?: number;
}

/** `rows` are the steps of one story by time; `until` is how far the data goes; `noun` how its owner's are told. */
export function waterfall(rows: readonly StoryRow[], until: number, noun: StoryNoun): Waterfall {
  return new Reading(rows, noun).read(until);
}

/** When a record was written is told with its first invocation: of one refused before, later. */
function fromItsBeginning(rows: readonly StoryRow[]): readonly StoryRow[] {
  const at = rows.findIndex((row) => row[2] === "sent");
  return at > 0 && rows[at]![0] <= rows[0]![0] ? [rows[at]!, ...rows.slice(0, at), ...rows.slice(at + 1)] : rows;
}

class Reading {
  private readonly phases: Phase[] = [];
  private readonly running: { since: number; attempt: number }[] = [];
  private open: Open | null = null;
  private attempt = 1;
  private received = 0;
  private refused = 0;
  private fate: Fate = "under way";
  /** SQS hides what was not deleted; the other sources keep it and try again. */
  private readonly hides: boolean;

  private readonly rows: readonly StoryRow[];

  constructor(rows: readonly StoryRow[], private readonly noun: StoryNoun) {
    this.rows = fromItsBeginning(rows);
    this.hides = rows.some((row) => row[2] === "received");
  }

  read(until: number): Waterfall {
    for (const row of this.rows) this.step(row);
    const begins = this.rows[0]?.[0] ?? 0;
    if (this.fate === "under way") this.leaveOpen(Math.max(until, begins));
    this.markFailures();
    const phases = this.phases.map((phase, i) => ({ phase, i })).sort((a, b) => a.phase.begins - b.phase.begins || a.i - b.i).map(({ phase }) => phase);
    const ends = Math.max(begins, ...phases.map((phase) => phase.ends));
    return { phases, fate: this.fate, begins, ends, attempts: this.received, refused: this.refused };
  }

  private step([t, , name, , a, b]: StoryRow): void {
    const [first, second] = [Number(a), Number(b)];
    switch (name) {
      case "sent": return this.enter({ kind: "queue", since: t, words: this.waits() });
      case "accepted": return this.enter({ kind: "queue", since: t, words: "Waits in Lambda's queue" });
      case "visible": return this.enter({ kind: "queue", since: t, words: this.waits() });
      case "received": return this.take(t, first);
      case "invoked": return this.invoke(t, first);
      case "throttled": return this.refuse(t, "Refused: throttled");
      case "refused": return this.refuse(t, "Refused: an error of the service");
      case "init": return this.work("init", t, second, "Init");
      case "suppressed-init": return this.work("init", t, second, "Init again");
      case "handler": return this.work("handler", t, second, "Handler");
      case "success": return this.end(t, first, second, null);
      case "error": return this.end(t, first, second, "Failed: error");
      case "timeout": return this.end(t, first, second, "Failed: timed out");
      case "waiting": return this.wait(t, second, first);
      case "abandoned": return this.giveUp(t);
      case "returned": return this.comeBack(t);
      case "duplicated": return this.again(t);
      case "delivered": return this.moment(t, `Sent to ${CHANNELS[first] ?? "its destination"}${this.contents(second)}`, "busy");
      case "delivery-failed": return this.moment(t, `Lost on the way to ${CHANNELS[first] ?? "its destination"}`, "err");
      case "deleted": return this.leave(t, "deleted", "Deleted", "busy");
      case "dead-lettered": return this.leave(t, "dead", "To the dead-letter queue", "dlq");
      case "expired": return this.leave(t, "expired", "Expired: the retention period is over", "err");
      case "purged": return this.leave(t, "purged", "Purged: PurgeQueue deleted it", "free");
      case "filtered-out": return this.leave(t, "filtered", "Filtered out", "idle");
      case "dropped": return this.leave(t, "dropped", this.dropped(second), "err");
      case "moved": return this.leave(t, "moved", "Moved back from the dead-letter queue", "retry");
      default: return undefined;
    }
  }

  private waits(): string {
    return this.noun.waits ?? "Waits in the queue";
  }

  /** Of the document about a batch: some targets get what it holds, others only where that is. */
  private contents(holdsRecords: number): string {
    return this.noun.contents?.[holdsRecords ? 1 : 0] ?? "";
  }

  private dropped(condition: number): string {
    const why = this.noun.dropped?.[condition];
    return why ? `Given up: ${why}` : "Given up";
  }

  // --- what happens ------------------------------------------------------------------------

  private take(t: number, receives: number): void {
    this.attempt = Math.max(1, receives);
    this.received = Math.max(this.received, receives);
    this.close(t);
    this.moment(t, `Received, ${ordinal(this.attempt)} time`, "queued");
    this.enter({ kind: "batch", since: t, words: "In the poller's batch" });
  }

  private invoke(t: number, attempt: number): void {
    this.attempt = Math.max(1, attempt);
    this.received = Math.max(this.received, attempt);
    this.close(t);
    if (this.noun.overlapping) this.running.push({ since: t, attempt });
  }

  private refuse(t: number, words: string): void {
    this.refused++;
    this.close(t);
    this.moment(t, words, "thr");
    this.enter({ kind: "held", since: t, words: "Held by the poller" });
  }

  private work(kind: "init" | "handler", t: number, seconds: number, words: string): void {
    this.close(t);
    this.add({ kind, attempt: this.attempt, begins: t, ends: t + seconds, words });
    if (kind === "handler" && this.hides) this.enter({ kind: "hidden", since: t + seconds, words: "Not deleted: hidden" });
  }

  /** An invocation is over; of an asynchronous one only its length is known, and its beginning. */
  private end(t: number, attempt: number, seconds: number, failure: string | null): void {
    const index = this.running.findIndex((run) => run.attempt === attempt);
    const [run] = index < 0 ? [] : this.running.splice(index, 1);
    if (run) {
      const begins = Math.max(run.since, t - seconds);
      this.add({ kind: "init", attempt, begins: run.since, ends: begins, words: "Init" });
      this.add({ kind: "handler", attempt, begins, ends: t, words: "Handler", failed: failure !== null });
    }
    if (failure === null) return this.leave(t, "processed", "Succeeded", "busy");
    this.fail(attempt || this.attempt, t);
    this.moment(t, failure, "err");
    if (run) return undefined;
    this.open = this.hides
      ? { kind: "hidden", since: t, words: "Not deleted: hidden" }
      : { kind: "retry", since: t, words: "Waits for its next attempt" };
  }

  private wait(t: number, due: number, attempt: number): void {
    this.close(t);
    this.attempt = attempt;
    this.open = { kind: "retry", since: t, until: due, words: "Waits for its next attempt" };
  }

  private giveUp(t: number): void {
    this.close(t);
    this.moment(t, "Given up by the poller", "retry");
    this.enter({ kind: "hidden", since: t, words: "Hidden" });
  }

  private comeBack(t: number): void {
    this.close(t);
    this.moment(t, "Returned: visible again", "retry");
    this.attempt++;
    this.enter({ kind: "queue", since: t, words: "Waits in the queue" });
  }

  private again(t: number): void {
    this.moment(t, this.hides ? "Visible again, though deleted" : "Delivered twice", "retry");
    if (!this.hides) return;
    this.fate = "under way";
    this.enter({ kind: "queue", since: t, words: "Waits in the queue" });
  }

  private leave(t: number, fate: Fate, words: string, glyph: Glyph): void {
    // It was not received once more: its last wait belongs to what came before.
    if (this.hides) this.attempt = Math.max(1, this.received);
    this.close(t);
    this.moment(t, words, glyph);
    this.fate = fate;
  }

  // --- phases ------------------------------------------------------------------------------

  private enter(next: Open): void {
    this.close(next.since);
    this.open = next;
  }

  private close(t: number): void {
    const { open } = this;
    this.open = null;
    if (open) this.add({ kind: open.kind, attempt: this.attempt, begins: open.since, ends: Math.min(t, open.until ?? t), words: open.words });
  }

  private add(phase: Phase): void {
    if (phase.kind === "moment" || phase.ends - phase.begins > INSTANT) this.phases.push(phase);
  }

  private moment(t: number, words: string, glyph: Glyph): void {
    this.add({ kind: "moment", attempt: this.attempt, begins: t, ends: t, words, glyph });
  }

  private fail(attempt: number, t: number): void {
    const at = this.phases.findLastIndex((phase) => phase.kind === "handler" && phase.attempt === attempt && phase.ends <= t + 1e-6);
    if (at >= 0) this.phases[at] = { ...this.phases[at]!, failed: true };
  }

  /** A handler after which SQS kept the message hidden has not succeeded with it. */
  private markFailures(): void {
    for (const hidden of this.phases.filter((phase) => phase.kind === "hidden" && !phase.open)) this.fail(hidden.attempt, hidden.begins);
  }

  private leaveOpen(until: number): void {
    for (const run of this.running) this.phases.push({ kind: "handler", attempt: run.attempt, begins: run.since, ends: Math.max(until, run.since), words: "In the function", open: true });
    // What the function works on ends later than the data.
    const last = this.phases.findLast((phase) => phase.kind === "handler");
    if (last && last.ends > until) {
      this.phases[this.phases.indexOf(last)] = { ...last, ends: Math.max(until, last.begins), open: true };
      return;
    }
    const { open } = this;
    if (open && until > open.since) this.phases.push({ kind: open.kind, attempt: this.attempt, begins: open.since, ends: until, words: open.words, open: true });
  }
}

export function ordinal(n: number): string {
  const tens = n % 100;
  const ending = tens > 10 && tens < 14 ? "th" : ["th", "st", "nd", "rd"][n % 10] ?? "th";
  return `${n}${ending}`;
}
