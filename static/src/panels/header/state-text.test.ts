import { expect, it } from "vitest";
import { runStateText, type StateFacts } from "./state-text";

const FACTS: StateFacts = { state: "running", connection: "live", whole: false, ahead: null, computedS: 402, events: 218_402, wallS: 1.9, playing: true, speed: "20×" };
const text = (more: Partial<StateFacts>): string => {
  const said = runStateText({ ...FACTS, ...more });
  return [said.glyph, said.words, said.figures].filter(Boolean).join(" ");
};

it("says how the run stands", () => {
  expect(text({ state: "new" })).toBe("○ Not run yet");
  expect(text({ state: "queued", ahead: 2 })).toBe("◌ Starting, 2 ahead");
  expect(text({})).toBe("● Running 20×");
  expect(text({ playing: false })).toBe("● Computing, playback paused");
  expect(text({ state: "finished", whole: true, computedS: 600 })).toBe("✓ 10:00 · 218,402 events · 1.9 s");
  expect(text({ state: "finished", whole: true, computedS: 600, wallS: NaN })).toBe("✓ 10:00 · 218,402 events");
  expect(text({ state: "finished" })).toBe("◌ Loading 6:42");
  expect(text({ state: "stopped", whole: true })).toBe("■ Stopped at 6:42");
  expect(text({ connection: "reconnecting" })).toBe("◌ Reconnecting, data to 6:42");
});
