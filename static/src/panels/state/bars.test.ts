import { expect, it } from "vitest";
import { barFor, type BarFacts } from "./bars";

const FACTS: BarFacts = { state: "running", run: "ABC", message: "", trouble: null, connection: "live", lostS: 0, computedS: 184.2, ahead: null, sending: false, yours: true };
const bar = (more: Partial<BarFacts>): ReturnType<typeof barFor> => barFor({ ...FACTS, ...more });

it("says nothing while all is well", () => {
  expect(bar({})).toBe(null);
  expect(bar({ state: "finished" })).toBe(null);
  expect(bar({ connection: "reconnecting" })).toBe(null);
  expect(bar({ state: "queued", ahead: 0 })).toBe(null);
});

it("tells what happened and what can be done", () => {
  expect(bar({ state: "failed" })).toMatchObject({ tone: "bad", run: "ABC", actions: ["copy", "retry"] });
  expect(bar({ state: "failed" })?.text).toBe("The run failed at 3:04. What was computed is kept.");
  expect(bar({ state: "stopped", message: "Stopped at 2,000,000 events." })).toMatchObject({ tone: "warn", text: "Stopped at 2,000,000 events.", actions: ["resume", "dismiss"] });
  expect(bar({ connection: "disconnected", lostS: 12 })?.text).toContain("lost 12 s ago. You are looking at data up to 3:04");
  expect(bar({ state: "queued", ahead: 2 })).toMatchObject({ text: "2 runs are ahead of this one.", actions: ["cancel"] });
});

it("says once that what was computed is kept", () => {
  const message = "The run's process was killed. What was computed so far is kept; nothing else was affected.";
  expect(bar({ state: "failed", message })?.text).toBe(message);
  expect(bar({ state: "failed", message: "The simulator failed." })?.text).toBe("The simulator failed. What was computed is kept.");
});

it("offers nothing that the server would refuse to who did not ask for the run", () => {
  const theirs = (state: BarFacts["state"]): readonly string[] | undefined => bar({ state, yours: false, ahead: 2 })?.actions;
  expect(theirs("stopped")).toEqual(["run-yourself", "dismiss"]);
  expect(theirs("interrupted")).toEqual(["run-yourself"]);
  expect(theirs("failed")).toEqual(["copy", "run-yourself"]);
  expect(theirs("queued")).toEqual([]);
});

it("puts what cannot be mended by waiting first", () => {
  const trouble = { kind: "fault", message: "There is no such run." } as const;
  expect(bar({ trouble, connection: "disconnected" })).toMatchObject({ kind: "fault", actions: ["reload", "copy"] });
});
