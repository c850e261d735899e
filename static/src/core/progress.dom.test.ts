import { beforeEach, expect, it } from "vitest";
import { forgetProgress, progressOf, progressWords, reachedTask, sawStep } from "./progress";

beforeEach(() => localStorage.clear());

it("keeps what was seen and reached, lesson by lesson", () => {
  sawStep("a", "one");
  sawStep("a", "one");
  sawStep("a", "two");
  reachedTask("a", "two");
  sawStep("b", "one");
  expect(progressOf("a")).toEqual({ steps: ["one", "two"], tasks: ["two"] });
  expect(progressOf("b")).toEqual({ steps: ["one"], tasks: [] });
  forgetProgress("a");
  expect(progressOf("a")).toEqual({ steps: [], tasks: [] });
  expect(progressOf("b").steps).toEqual(["one"]);
  forgetProgress();
  expect(progressOf("b").steps).toEqual([]);
});

it("says it in words", () => {
  expect(progressWords({ steps: [], tasks: [] }, 3)).toBe("");
  expect(progressWords({ steps: ["a"], tasks: [] }, 3)).toBe("1 of 3 steps seen");
  expect(progressWords({ steps: ["a", "b", "c"], tasks: ["c"] }, 3)).toBe("all steps seen, task done");
});

it.each(["[]", "null", "{", '{"a": 1}', '{"a": {"steps": {"x": 1}, "tasks": [1, null]}}'])("reads what it did not write: %s", (kept) => {
  localStorage.setItem("windtunnel.lessons", kept);
  expect(progressOf("a")).toEqual({ steps: [], tasks: [] });
  sawStep("a", "one");
  expect(progressOf("a").steps).toEqual(["one"]);
});
