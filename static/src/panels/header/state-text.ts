/** How a run stands, in a few words. */
import { formatNumber, formatTime } from "../../core/format";
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
  /** From when on it is hidden, and there is something to hide. */
  readonly hiddenS?: number | null;
}

export interface StateText {
  readonly tone: "quiet" | "live" | "done" | "bad" | "warn";
  readonly glyph: string;
  readonly words: string;
  readonly figures?: string;
}

function at(seconds: number): string {
  return formatTime(seconds, 0);
}

export function runStateText(facts: StateFacts): StateText {
  if (facts.connection === "reconnecting") {
    return { tone: "warn", glyph: "◌", words: "Reconnecting, data to", figures: at(facts.computedS) };
  }
  if (facts.connection === "disconnected") {
    return { tone: "bad", glyph: "◌", words: "Disconnected, data to", figures: at(facts.computedS) };
  }
  // How and when it ended would give away what is to be predicted.
  if (typeof facts.hiddenS === "number") return { tone: "quiet", glyph: "?", words: "Hidden from", figures: at(facts.hiddenS) };
  if (ENDED.has(facts.state) && !facts.whole) {
    return { tone: "quiet", glyph: "◌", words: "Loading", figures: at(facts.computedS) };
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
      return { tone: "bad", glyph: "✕", words: "Failed at", figures: at(facts.computedS) };
    case "stopped":
      return { tone: "warn", glyph: "■", words: "Stopped at", figures: at(facts.computedS) };
    case "interrupted":
      return { tone: "warn", glyph: "■", words: "Interrupted at", figures: at(facts.computedS) };
  }
}

function finished(facts: StateFacts): string {
  const parts = [at(facts.computedS)];
  if (Number.isFinite(facts.events)) parts.push(`${formatNumber(facts.events)} events`);
  if (Number.isFinite(facts.wallS)) parts.push(`${formatNumber(facts.wallS, 1)} s`);
  return parts.join(" · ");
}
