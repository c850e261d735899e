/** The way of one execution through its machine, read from its history. */
import type { Execution, HistoryEvent } from "../../core/executions";
import type { Way } from "./ways";

export interface Path {
  /** By state: at which of its steps, from 1 on, the execution came there. */
  readonly visits: ReadonlyMap<number, readonly number[]>;
  /** The states it is in: several, where branches are under way. */
  readonly here: ReadonlySet<number>;
  readonly ways: ReadonlySet<Way>;
}

/** After the first `events` events. */
export function pathOf(execution: Execution, events: number, ways: readonly Way[]): Path {
  const reading = new Reading(execution, ways);
  for (const event of execution.events.slice(0, events)) reading.read(event);
  return reading;
}

class Reading implements Path {
  readonly visits = new Map<number, number[]>();
  readonly ways = new Set<Way>();
  private readonly inside = new Map<number, number>();
  private steps = 0;

  constructor(private readonly execution: Execution, private readonly all: readonly Way[]) {}

  get here(): ReadonlySet<number> {
    return new Set([...this.inside].filter(([, n]) => n > 0).map(([state]) => state));
  }

  read(event: HistoryEvent): void {
    const { type, state } = event;
    if (type.endsWith("StateEntered")) this.enter(event);
    else if (type.endsWith("StateExited") || type.endsWith("StateAborted")) this.leave(state);
    else if (/^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type)) this.end(event);
  }

  private enter(event: HistoryEvent): void {
    const { state } = event;
    this.visits.set(state, [...(this.visits.get(state) ?? []), ++this.steps]);
    this.inside.set(state, (this.inside.get(state) ?? 0) + 1);
    this.take((way) => way.fromState === this.before(event) && way.toState === state);
  }

  private leave(state: number): void {
    this.inside.set(state, (this.inside.get(state) ?? 0) - 1);
    this.take((way) => way.fromState === state && way.to.startsWith("x"));
  }

  private end(event: HistoryEvent): void {
    this.inside.clear();
    this.take((way) => way.fromState === this.before(event) && way.to === "end");
  }

  private take(taken: (way: Way) => boolean): void {
    const way = this.all.find(taken);
    if (way) this.ways.add(way);
  }

  /** The state that the event before it is about; -1 at the beginning. */
  private before({ previous }: HistoryEvent): number {
    let event = this.execution.event(previous);
    while (event && event.state < 0 && event.previous > 0) event = this.execution.event(event.previous);
    return event?.state ?? -1;
  }
}
