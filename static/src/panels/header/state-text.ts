/** How a run stands, in a few words. */
import { formatNumber } from "../../core/format";
import type { Connection } from "../../core/panel";
import { ENDED, type RunState } from "../../core/types";

export interface StateFacts {
  readonly state: RunState;
  readonly connection: Connection;
  /** Every frame that there will be is here. */
  readonly whole: boolean;
  /** Runs that wait before this one. */
  readonly ahead: number | null;
  readonly computedS: number;
  readonly events: number;
  readonly wallS: number;
  readonly playing: boolean;
  readonly speed: string;
}

export interface StateText {
  readonly tone: "quiet" | "live" | "done" | "bad" | "warn";
  readonly glyph: string;
  readonly words: string;
  readonly figures?: string;
}

function seconds(value: number): string {
  return `${formatNumber(value, 1)} s`;
}

export function runStateText(facts: StateFacts): StateText {
  if (facts.connection === "reconnecting") {
    return { tone: "warn", glyph: "◌", words: "Reconnecting, data to", figures: seconds(facts.computedS) };
  }
  if (facts.connection === "disconnected") {
    return { tone: "bad", glyph: "◌", words: "Disconnected, data to", figures: seconds(facts.computedS) };
  }
  if (ENDED.has(facts.state) && !facts.whole) {
    return { tone: "quiet", glyph: "◌", words: "Loading", figures: seconds(facts.computedS) };
  }
  switch (facts.state) {
    case "new":
      return { tone: "quiet", glyph: "○", words: "Not run yet" };
    case "queued":
      return { tone: "quiet", glyph: "◌", words: facts.ahead ? `Starting, ${facts.ahead} ahead` : "Starting" };
    case "running":
      return facts.playing
        ? { tone: "live", glyph: "●", words: "Running", figures: facts.speed }
        : { tone: "live", glyph: "●", words: "Computing, playback paused" };
    case "finished":
      return { tone: "done", glyph: "✓", words: "", figures: finished(facts) };
    case "failed":
      return { tone: "bad", glyph: "✕", words: "Failed at", figures: seconds(facts.computedS) };
    case "stopped":
      return { tone: "warn", glyph: "■", words: "Stopped at", figures: seconds(facts.computedS) };
    case "interrupted":
      return { tone: "warn", glyph: "■", words: "Interrupted at", figures: seconds(facts.computedS) };
  }
}

function finished(facts: StateFacts): string {
  const parts = [seconds(facts.computedS)];
  if (Number.isFinite(facts.events)) parts.push(`${formatNumber(facts.events)} events`);
  if (Number.isFinite(facts.wallS)) parts.push(seconds(facts.wallS));
  return parts.join(" · ");
}
