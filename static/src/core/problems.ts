/** What is wrong with the inputs of the next run: as it was typed, and as the server checked it. */
import { signal, type Signal } from "@preact/signals-core";
import { fullPath } from "./paths";
import { INTERVENTIONS, type Plan } from "./plan";
import type { Check } from "./types";

export class Problems {
  /** Messages beside the fields, by path. */
  readonly problems: Signal<ReadonlyMap<string, string>> = signal(new Map());
  /** What a checked run was warned of, and errors no row stands for. */
  readonly notes: Signal<readonly Check[]> = signal([]);
  private readonly mistyped = new Set<string>();

  /** `rows` are the paths of all knobs; `replaced` says of a path that a trace stands for it. */
  constructor(private readonly rows: readonly string[], private readonly plan: () => Plan, private readonly replaced: (path: string) => boolean) {}

  /** Nothing typed stands in the way of a run. */
  get none(): boolean {
    return this.mistyped.size === 0;
  }

  forget(): void {
    this.mistyped.clear();
    this.problems.value = new Map();
  }

  /** Says beside a row why it stays as it is; nothing stands in the way of a run. */
  tell(path: string, message: string): void {
    this.problems.value = new Map(this.problems.value).set(fullPath(path), message);
  }

  /** A text that was typed and cannot be a value. It stays until it is typed anew. */
  mistype(path: string, message: string): void {
    this.mistyped.add(fullPath(path));
    this.tell(path, message);
  }

  clear(path: string): void {
    this.mistyped.delete(fullPath(path));
    if (!this.problems.value.has(fullPath(path))) return;
    const problems = new Map(this.problems.value);
    problems.delete(fullPath(path));
    this.problems.value = problems;
  }

  /** Puts the server's checks beside the rows they are about. */
  check(checks: readonly Check[]): void {
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
    const place = /^interventions\.(\d+)\b/.exec(path);
    if (place) return this.rowOfPlan(Number(place[1]));
    const key = fullPath(path);
    if (key === "seed" || key === "profile" || this.rows.includes(key)) return key;
    // Its own rows are hidden, and the trace's says it.
    const arrivals = /^components\.[^.]+\.arrivals(?=\.|$)/.exec(key)?.[0];
    if (arrivals && this.replaced(`${arrivals}.`)) return arrivals;
    const near = this.rows.find((known) => known.startsWith(`${key}.`) || key.startsWith(`${known}.`));
    return near ?? null;
  }

  /** What is set: its first knob; of an action the list of what is done tells. */
  private rowOfPlan(place: number): string {
    const [path] = Object.keys(this.plan()[place]?.values ?? {}).filter((one) => this.rows.includes(fullPath(one)));
    return path ? fullPath(path) : problemOfPlan(place);
  }
}

/** Where `problems` has what is wrong with one of what is done. */
export function problemOfPlan(place: number): string {
  return `${INTERVENTIONS}.${place}`;
}

export function sentence(check: Check): string {
  return [check.message, check.hint].filter(Boolean).map(closed).join(" ");
}

function closed(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
