/** The history of a followed execution as the steps of a story: what it went through, was tried again, was caught. */
import type { Execution, HistoryEvent } from "../../core/executions";
import type { StoryRow } from "../../core/types";

const ENDS: Readonly<Record<string, number>> = { ExecutionSucceeded: 0, ExecutionFailed: 1, ExecutionTimedOut: 2, ExecutionAborted: 3 };
const BEGINS = /^(Task|LambdaFunction|Activity)Started$/;
const SCHEDULED = /^(Task|LambdaFunction|Activity)Scheduled$/;
const FAILS = /^(Task|LambdaFunction|Activity)(Failed|TimedOut|StartFailed|SubmitFailed|ScheduleFailed)$/;

/** What is known of a state that the execution is in. */
interface Stay {
  attempts: number;
  failedAt: number | null;
}

export function stepsOf(component: string, execution: Execution): StoryRow[] {
  return new Reading(component, execution).read();
}

class Reading {
  private readonly rows: StoryRow[] = [];
  private readonly stays = new Map<number, Stay>();
  private last: HistoryEvent | null = null;

  constructor(private readonly component: string, private readonly execution: Execution) {}

  read(): StoryRow[] {
    for (const event of this.execution.events) {
      if (this.last && event.id > this.last.id + 1) this.say(this.last.t, "not-kept", event.id - this.last.id - 1, event.t);
      this.step(event);
      this.last = event;
    }
    return this.rows;
  }

  private step(event: HistoryEvent): void {
    const { type, state, t } = event;
    if (type === "ExecutionStarted") return this.say(t, "execution-started", 0, 0);
    if (ENDS[type] !== undefined) return this.say(t, "execution-ended", ENDS[type], 0);
    if (type.endsWith("StateEntered")) return this.enter(event);
    if (type.endsWith("StateExited") || type.endsWith("StateAborted")) return this.say(t, "state-exited", state, 0);
    const stay = this.stays.get(state);
    if (!stay) return undefined;
    if (SCHEDULED.test(type)) return this.again(event, stay);
    if (BEGINS.test(type)) return this.say(t, "attempt", state, ++stay.attempts);
    if (FAILS.test(type)) return this.fail(event, stay);
  }

  /** Out of a state that had failed, into the one that catches it. */
  private enter(event: HistoryEvent): void {
    const exited = this.execution.event(event.previous);
    const from = exited?.type.endsWith("StateExited") ? this.stays.get(exited.state) : undefined;
    if (exited && from && from.failedAt === exited.t) this.say(event.t, "caught", exited.state, event.state);
    this.stays.set(event.state, { attempts: 0, failedAt: null });
    this.say(event.t, "state-entered", event.state, 0);
  }

  private again({ t, state }: HistoryEvent, stay: Stay): void {
    if (stay.failedAt !== null) this.say(stay.failedAt, "retry-waits", state, t);
    stay.failedAt = null;
  }

  private fail({ t, state }: HistoryEvent, stay: Stay): void {
    stay.failedAt = t;
    this.say(t, "attempt-failed", state, Math.max(1, stay.attempts));
  }

  private say(t: number, step: string, a: number, b: number): void {
    this.rows.push([t, this.execution.number, step, this.component, a, b]);
  }
}
