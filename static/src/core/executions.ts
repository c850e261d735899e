/** The followed executions of one machine, with their histories as they grow. */
import type { HistoryRow } from "./machine";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

export interface HistoryEvent {
  readonly id: number;
  readonly previous: number;
  readonly t: number;
  readonly type: string;
  /** The state that it is about; -1 for the execution itself. */
  readonly state: number;
  /** JSON as text, cut where it ends with "…"; "" where there is none. */
  readonly details: string;
}

/** The types of the events that end an execution. */
const ENDS: Readonly<Record<string, ExecutionStatus>> = {
  ExecutionSucceeded: "SUCCEEDED", ExecutionFailed: "FAILED", ExecutionTimedOut: "TIMED_OUT", ExecutionAborted: "ABORTED",
};

export class Execution {
  private readonly rows: HistoryEvent[] = [];

  constructor(readonly number: number) {}

  get events(): readonly HistoryEvent[] {
    return this.rows;
  }

  add(event: HistoryEvent): void {
    this.rows.push(event);
  }

  get began(): number {
    return this.rows[0]?.t ?? 0;
  }

  get status(): ExecutionStatus {
    return ENDS[this.rows.at(-1)?.type ?? ""] ?? "RUNNING";
  }

  /** When it ended; null while it runs, as far as the data goes. */
  get ended(): number | null {
    return this.status === "RUNNING" ? null : this.rows.at(-1)!.t;
  }

  /** How long it took, or has taken until `t`. */
  lasted(t: number): number {
    return Math.max(0, (this.ended ?? t) - this.began);
  }

  event(id: number): HistoryEvent | undefined {
    return this.rows[this.place(id)];
  }

  /** Where an event lies in the list; -1 where it is not kept. Ids grow, and some may be left out. */
  place(id: number): number {
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.rows[middle]!.id < id) low = middle + 1;
      else high = middle;
    }
    return this.rows[low]?.id === id ? low : -1;
  }

  /** How many of its events had happened by t. */
  until(t: number): number {
    const next = this.rows.findIndex((event) => event.t > t + 1e-9);
    return next < 0 ? this.rows.length : next;
  }
}

export class Executions {
  private readonly byNumber = new Map<number, Execution>();

  add(rows: readonly HistoryRow[]): void {
    for (const [number, id, previous, t, type, state, details] of rows) {
      let execution = this.byNumber.get(number);
      if (!execution) this.byNumber.set(number, (execution = new Execution(number)));
      execution.add({ id, previous, t, type, state, details });
    }
  }

  get(number: number): Execution | undefined {
    return this.byNumber.get(number);
  }

  /** In the order in which they began. */
  all(): readonly Execution[] {
    return [...this.byNumber.values()];
  }
}
