/** What a run tells of its state machines, frame after frame. */
import { Executions } from "./executions";
import type { HistoryRow, StatesPayload } from "./machine";
import { StateCounts } from "./state-counts";

/** The parts of a frame that are about state machines, by component. */
export interface MachineParts {
  readonly states?: Readonly<Record<string, StatesPayload>>;
  readonly histories?: Readonly<Record<string, readonly HistoryRow[]>>;
}

export class MachineRecords {
  private readonly counts = new Map<string, StateCounts>();
  private readonly followed = new Map<string, Executions>();

  add({ states = {}, histories = {} }: MachineParts): void {
    for (const [id, told] of Object.entries(states)) of(this.counts, id, StateCounts).add(told);
    for (const [id, rows] of Object.entries(histories)) of(this.followed, id, Executions).add(rows);
  }

  states(machine: string): StateCounts | null {
    return this.counts.get(machine) ?? null;
  }

  executions(machine: string): Executions | null {
    return this.followed.get(machine) ?? null;
  }
}

function of<T>(held: Map<string, T>, id: string, kind: new () => T): T {
  const found = held.get(id) ?? new kind();
  held.set(id, found);
  return found;
}
