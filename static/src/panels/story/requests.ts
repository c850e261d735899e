/**
 * A followed request as a waterfall: all that it led to, side by side. Its steps are of parts: the request as its sender sees it, its
 * attempts, front doors and functions, of which one may go on when another is over. Reports tell it the same (simcore/reporting/life/requests.py).
 */
import type { Glyph } from "../../charts/glyphs";
import type { StoryRow } from "../../core/types";
import { INSTANT, type Fate, type Phase, type Waterfall } from "./phases";

type Titles = (id: string) => string;

interface Part {
  /** The step that began it. */
  readonly kind: string;
  readonly at: string;
  readonly attempt: number;
  /** Since when it does what it does now. */
  on: number;
  /** That of the step with which this began. */
  order: number;
  over: boolean;
}

interface Told extends Phase {
  readonly order: number;
}

/** By the outcome of a request. */
const FATES: readonly Fate[] = ["answered", "failed", "timed out", "turned away"];

/** `rows` are the steps of one story by time; `until` is how far the data goes; `title` what components are called. */
export function requestWaterfall(rows: readonly StoryRow[], until: number, title: Titles): Waterfall {
  return new Reading(title).read(rows, until);
}

class Reading {
  private readonly parts = new Map<number, Part>();
  private phases: Told[] = [];
  private attempts = 0;
  private refused = 0;
  private fate: Fate = "under way";
  private over: number | null = null;
  private held: { readonly t: number; readonly order: number } | null = null;
  /** The step that is taken. */
  private n = 0;

  constructor(private readonly title: Titles) {}

  read(rows: readonly StoryRow[], until: number): Waterfall {
    const begins = rows[0]?.[0] ?? 0;
    for (this.n = 0; this.n < rows.length; this.n++) this.step(rows[this.n]!);
    this.leaveOpen(Math.max(until, begins));
    const phases = this.phases.sort((a, b) => a.begins - b.begins || a.order - b.order);
    const ends = Math.max(begins, this.over ?? begins, ...phases.map((phase) => phase.ends));
    return { phases, fate: this.fate, begins, ends, attempts: this.attempts, refused: this.refused, ...(this.over === null ? {} : { over: this.over }) };
  }

  private step(row: StoryRow): void {
    const [t, , name, , a, b] = row;
    switch (name) {
      case "held": return void (this.held = { t, order: this.n });
      case "attempt": case "came": case "invoked": return this.begin(row);
      case "waiting": return this.add({ kind: "retry", attempt: Number(a), begins: t, ends: Number(b), words: "Waits before the next attempt", order: this.n });
      case "throttled": return this.refuse(row);
      case "cached": return this.moment(row, "From the cache of {}", "busy");
      case "joined": return this.moment(row, "Waits for what another request has asked {} for", "queued");
      case "init": return this.init(row, "Init of {}");
      case "suppressed-init": return this.init(row, "Init of {} again");
      case "success": return this.invoked(row, null);
      case "error": return this.invoked(row, "failed");
      case "timeout": return this.invoked(row, "timed out");
      case "answered": return this.answered(row);
      case "gave-up": return this.giveUp(row);
      case "late": return this.moment(row, "An answer for which nobody waits", "retry");
      case "ended": return this.end(t, Number(a));
      default: return undefined;
    }
  }

  private begin([t, , kind, , a, b, at = "", part = 0]: StoryRow): void {
    if (kind === "attempt") {
      this.attempts = Number(a);
      this.letGo(t);
    }
    const attempt = kind === "attempt" ? this.attempts : this.parts.get(Number(b))?.attempt ?? 1;
    this.parts.set(part, { kind: String(kind), at, attempt, on: t, order: this.n, over: false });
  }

  /** What the rate of the SDK held back goes out. */
  private letGo(t: number): void {
    const { held } = this;
    if (held) this.add({ kind: "held", attempt: Math.max(1, this.attempts), begins: held.t, ends: t, words: "Held back by the rate of the SDK", order: held.order });
    this.held = null;
  }

  private refuse(row: StoryRow): void {
    this.refused++;
    this.moment(row, "Refused by {}: throttled", "thr");
    this.partOf(row).over = true;
  }

  private init(row: StoryRow, words: string): void {
    const [part, begins, ends] = [this.partOf(row), row[0], row[0] + Number(row[5])];
    this.add({ kind: "init", attempt: part.attempt, begins, ends, words: this.said(words, part), order: this.n });
    [part.on, part.order] = [ends, this.n];
  }

  private invoked(row: StoryRow, failure: string | null): void {
    const part = this.partOf(row);
    this.add({ kind: "handler", attempt: part.attempt, begins: part.on, ends: row[0], words: this.said("Handler of {}", part), failed: failure !== null, order: part.order });
    if (failure !== null) this.moment(row, `{} ${failure}`, "err");
    part.over = true;
  }

  private answered(row: StoryRow): void {
    const [t, , , , a, outcome] = row;
    const [part, status] = [this.partOf(row), Number(a)];
    part.over = true;
    if (part.kind === "attempt") return this.moment(row, `Answered ${status}${status < 400 && outcome ? ", a function error" : ""}`, glyphOf(status, Boolean(outcome)));
    return this.add({ kind: "door", attempt: part.attempt, begins: part.on, ends: t, words: this.said(`{}, answered ${status}`, part), order: part.order });
  }

  private giveUp(row: StoryRow): void {
    this.partOf(row).over = true;
    this.moment(row, "Given up by {}: no answer in time", "err");
  }

  private end(t: number, outcome: number): void {
    this.fate = FATES[outcome] ?? "failed";
    this.over = t;
  }

  /** Whose step it is; of a story that was not told from its beginning, one by itself. */
  private partOf([t, , , , , , at = "", part = 0]: StoryRow): Part {
    return this.parts.get(part) ?? { kind: "", at, attempt: Math.max(1, this.attempts), on: t, order: this.n, over: false };
  }

  private said(words: string, part: Part): string {
    return words.replace("{}", () => this.title(part.at));
  }

  // --- phases ------------------------------------------------------------------------------

  private add(phase: Told): void {
    if (phase.ends - phase.begins > INSTANT) this.phases.push(phase);
  }

  private moment(row: StoryRow, words: string, glyph: Glyph): void {
    const part = this.partOf(row);
    this.phases.push({ kind: "moment", attempt: part.attempt, begins: row[0], ends: row[0], words: this.said(words, part), glyph, order: this.n });
  }

  /** What has not ended by the end of the data. */
  private leaveOpen(until: number): void {
    for (const part of this.parts.values()) {
      if (part.over || part.kind === "attempt" || part.on > until) continue;
      const runs = part.kind === "invoked";
      this.add({ kind: runs ? "handler" : "door", attempt: part.attempt, begins: part.on, ends: until, words: this.said(runs ? "Handler of {}" : "{}", part), open: true, order: part.order });
    }
    this.letGo(Infinity);
    this.phases = this.phases.map((phase) => (phase.ends <= until ? phase : { ...phase, ends: Math.max(until, phase.begins), open: true }));
  }
}

function glyphOf(status: number, failed: boolean): Glyph {
  if (status === 429) return "thr";
  return status >= 400 || failed ? "err" : "busy";
}
