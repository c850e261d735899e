/** The event list's filter: `state:thr env:101 t>170 text`; all parts must hold. */
import type { Glyph } from "../../charts/glyphs";
import type { RunStore } from "../../core/panel";
import type { EventRow } from "../../core/types";

export type Test = (row: EventRow) => boolean;

/** Words of an event's kind or of the filter, and the glyph that stands for them. */
const WORDS: readonly (readonly [RegExp, Glyph])[] = [
  [/dead|dlq/, "dlq"],
  [/thr|refus|reject|429|limit/, "thr"],
  [/retr|return|again|back/, "retry"],
  [/err|time.?out|fail|abandon/, "err"],
  [/init|cold/, "init"],
  [/reclaim|reap|expir|free/, "free"],
  [/idle|warm/, "idle"],
  [/start|end|busy|batch|invo|success|succe|delet|ok|done/, "busy"],
];

/** The glyph of an event's kind; a dot for what only moves. */
export function glyphOfKind(kind: string): Glyph {
  const lower = kind.toLowerCase();
  return WORDS.find(([pattern]) => pattern.test(lower))?.[1] ?? "queued";
}

export interface Filter {
  readonly test: Test;
  /** What could not be understood, in words; null when all was. */
  readonly problem: string | null;
  /** Whether it looks at kinds and components alone: then all that pass it are counted. */
  readonly countable: boolean;
}

export const EVERYTHING: Filter = { test: () => true, problem: null, countable: true };

export function parseFilter(text: string): Filter {
  const tokens = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (tokens.length === 0) return EVERYTHING;
  const parts = tokens.map(parseToken);
  const tests = parts.map((part) => part.test);
  return {
    test: (row) => tests.every((test) => test(row)),
    problem: parts.find((part) => part.problem !== null)?.problem ?? null,
    countable: parts.every((part) => part.countable),
  };
}

/** What is known of events that are not in the list. */
const COUNTABLE = ["state", "in", "component"];

/** How many events pass a filter, in the list or not; null where only those of the list can be told. */
export function counted({ test, countable }: Filter, { eventCounts }: RunStore): number | null {
  if (!countable || !eventCounts) return null;
  let total = 0;
  for (const [component, kinds] of eventCounts) for (const [kind, n] of kinds) if (test([0, kind, component, "", ""])) total += n;
  return total;
}

function parseToken(token: string): Filter {
  const time = /^t(<=|>=|<|>|=)(.*)$/.exec(token);
  if (time) return timeTest(time[1]!, time[2]!);
  const named = /^(state|env|msg|in|component):(.*)$/.exec(token);
  if (named) return { test: namedTest(named[1]!, named[2]!), problem: named[2] ? null : `${named[1]}: needs a value`, countable: COUNTABLE.includes(named[1]!) };
  return { test: (row) => textOf(row).includes(token), problem: null, countable: false };
}

function timeTest(sign: string, value: string): Filter {
  const t = secondsOf(value);
  if (value === "" || Number.isNaN(t)) return { test: () => true, problem: `t${sign} needs a moment, such as t>2:50 or t>170`, countable: true };
  const tests: Record<string, Test> = {
    "<": (row) => row[0] < t, "<=": (row) => row[0] <= t, ">": (row) => row[0] > t, ">=": (row) => row[0] >= t,
    "=": (row) => Math.floor(row[0]) === Math.floor(t),
  };
  return { test: tests[sign]!, problem: null, countable: false };
}

const SUCCEEDED = /^end|succ/i;

function namedTest(name: string, value: string): Test {
  if (value === "") return () => true;
  if (name === "state") {
    // What went well has ended; all else that ended is an error by its kind.
    if (value.length >= 3 && "success".startsWith(value)) return (row) => SUCCEEDED.test(row[1]);
    const glyph = glyphOfKind(value);
    return (row) => row[1].toLowerCase().includes(value) || (glyph !== "queued" && glyphOfKind(row[1]) === glyph);
  }
  if (name === "in" || name === "component") return (row) => row[2].toLowerCase().includes(value);
  if (!/^\w+$/.test(value)) return () => false;
  const number = new RegExp(`\\b${name}\\w*\\s+#?0*${value.replace(/^0+(?=\d)/, "")}\\b`);
  return (row) => number.test(`${row[3]} ${row[4]}`.toLowerCase());
}

function textOf(row: EventRow): string {
  return `${row[1]} ${row[2]} ${row[3]} ${row[4]}`.toLowerCase();
}

/** Rows of a growing list that pass a filter, found once each. */
export class Matches {
  readonly indices: number[] = [];
  private seen = 0;
  private rows: readonly EventRow[] | null = null;
  private test: Test = EVERYTHING.test;

  setTest(test: Test): void {
    this.test = test;
    this.rows = null;
  }

  read(rows: readonly EventRow[]): void {
    if (rows !== this.rows || rows.length < this.seen) {
      this.rows = rows;
      this.seen = 0;
      this.indices.length = 0;
    }
    for (; this.seen < rows.length; this.seen++) if (this.test(rows[this.seen]!)) this.indices.push(this.seen);
  }

  /** How many matches lie before row number `index` of the whole list. */
  before(index: number): number {
    let [low, high] = [0, this.indices.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.indices[middle]! < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** "170", "2:50", "1:02:03.5". */
function secondsOf(value: string): number {
  return value.split(":").reduce((total, part) => 60 * total + (part === "" ? NaN : Number(part)), 0);
}
