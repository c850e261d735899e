/** Which bar a state calls for, in words. */
import { formatTime } from "../../core/format";
import type { Trouble } from "../../core/lab";
import type { Connection } from "../../core/panel";
import type { RunState } from "../../core/types";

export type BarAction = "retry" | "resume" | "run-again" | "copy" | "reconnect" | "reload" | "cancel" | "run-yourself" | "dismiss" | "forget";

export interface BarFacts {
  readonly state: RunState;
  readonly run: string | null;
  readonly message: string;
  readonly trouble: Trouble | null;
  readonly connection: Connection;
  readonly lostS: number;
  readonly computedS: number;
  readonly ahead: number | null;
  readonly sending: boolean;
  /** This browser asked for the run: it may go on with it, and stop it. */
  readonly yours: boolean;
}

export interface Bar {
  readonly kind: string;
  readonly tone: "bad" | "warn" | "quiet";
  readonly text: string;
  readonly run: string | null;
  readonly actions: readonly BarAction[];
}

export function barFor(facts: BarFacts): Bar | null {
  const { trouble, run } = facts;
  if (trouble?.kind === "fault") {
    return { kind: "fault", tone: "bad", text: trouble.message, run, actions: ["reload", "copy"] };
  }
  if (facts.connection === "disconnected") {
    const text = `Connection lost ${facts.lostS} s ago. You are looking at data up to ${formatTime(facts.computedS, 0)}. The page keeps trying.`;
    return { kind: "disconnected", tone: "bad", text, run: null, actions: ["reconnect"] };
  }
  if (trouble?.kind === "note") return { kind: "note", tone: "quiet", text: trouble.message, run, actions: ["forget"] };
  if (trouble) return { kind: trouble.kind, tone: "bad", text: trouble.message, run: null, actions: ["run-again"] };
  return stateBar(facts);
}

function stateBar({ state, run, message, computedS, ahead, sending, yours }: BarFacts): Bar | null {
  const at = formatTime(computedS, 0);
  const goOn = yours ? "resume" : "run-yourself";
  if (sending) return null;
  switch (state) {
    case "failed":
      return { kind: "failed", tone: "bad", text: withKept(message || `The run failed at ${at}.`), run, actions: ["copy", yours ? "retry" : "run-yourself"] };
    case "stopped":
      return { kind: "stopped", tone: "warn", text: stoppedText(at, message), run, actions: [goOn, "dismiss"] };
    case "interrupted":
      return { kind: "interrupted", tone: "warn", text: `Interrupted at ${at}. ${message || "The server ended before the run did."}`, run, actions: [goOn] };
    case "queued":
      return ahead ? { kind: "queued", tone: "quiet", text: waiting(ahead), run, actions: yours ? ["cancel"] : [] } : null;
    default:
      return null;
  }
}

/** What the server says may have told so already. */
function withKept(text: string): string {
  return /\bkept\b/.test(text) ? text : `${text} What was computed is kept.`;
}

function stoppedText(at: string, message: string): string {
  return message || `Stopped at ${at} by a limit. What was computed is kept.`;
}

function waiting(ahead: number): string {
  return ahead === 1 ? "One run is ahead of this one." : `${ahead} runs are ahead of this one.`;
}
