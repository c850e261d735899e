/** Which bar a state calls for, in words. */
import { formatNumber } from "../../core/format";
import type { Trouble } from "../../core/lab";
import type { Connection } from "../../core/panel";
import type { RunState } from "../../core/types";

export type BarAction = "retry" | "resume" | "run-again" | "copy" | "reconnect" | "reload" | "cancel" | "dismiss" | "forget";

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
}

export interface Bar {
  readonly kind: string;
  readonly tone: "bad" | "warn" | "quiet";
  readonly text: string;
  readonly run: string | null;
  readonly actions: readonly BarAction[];
}

function seconds(value: number): string {
  return `${formatNumber(value, 1)} s`;
}

export function barFor(facts: BarFacts): Bar | null {
  const { trouble, run } = facts;
  if (trouble?.kind === "fault") {
    return { kind: "fault", tone: "bad", text: trouble.message, run, actions: ["reload", "copy"] };
  }
  if (facts.connection === "disconnected") {
    const text = `Connection lost ${facts.lostS} s ago. You are looking at data up to ${seconds(facts.computedS)}. The page keeps trying.`;
    return { kind: "disconnected", tone: "bad", text, run: null, actions: ["reconnect"] };
  }
  if (trouble?.kind === "note") return { kind: "note", tone: "quiet", text: trouble.message, run, actions: ["forget"] };
  if (trouble) return { kind: trouble.kind, tone: "bad", text: trouble.message, run: null, actions: ["run-again"] };
  return stateBar(facts);
}

function stateBar({ state, run, message, computedS, ahead, sending }: BarFacts): Bar | null {
  const at = seconds(computedS);
  if (sending) return null;
  switch (state) {
    case "failed":
      return { kind: "failed", tone: "bad", text: `${message || `The run failed at ${at}.`} What was computed is kept.`, run, actions: ["copy", "retry"] };
    case "stopped":
      return { kind: "stopped", tone: "warn", text: stoppedText(at, message), run, actions: ["resume", "dismiss"] };
    case "interrupted":
      return { kind: "interrupted", tone: "warn", text: `Interrupted at ${at}. ${message || "The server ended before the run did."}`, run, actions: ["resume"] };
    case "queued":
      return ahead ? { kind: "queued", tone: "quiet", text: waiting(ahead), run, actions: ["cancel"] } : null;
    default:
      return null;
  }
}

function stoppedText(at: string, message: string): string {
  return message || `Stopped at ${at} by a limit. What was computed is kept.`;
}

function waiting(ahead: number): string {
  return ahead === 1 ? "One run is ahead of this one." : `${ahead} runs are ahead of this one.`;
}
