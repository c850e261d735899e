import { expect, it, vi } from "vitest";
import { afterChanges } from "./form-changes";

it("waits until somebody has stopped typing, and not where he chose", () => {
  vi.useFakeTimers();
  document.body.innerHTML = "<form><input id='words'><input id='choice' type='checkbox'></form>";
  const done: string[] = [];
  afterChanges(document.querySelector("form")!, (field) => done.push(field.id), 300);
  const type = (id: string): boolean => document.getElementById(id)!.dispatchEvent(new Event("input", { bubbles: true }));
  for (let n = 0; n < 3; n++) {
    type("words");
    vi.advanceTimersByTime(200);
  }
  expect(done).toEqual([]);
  vi.advanceTimersByTime(100);
  type("choice");
  vi.advanceTimersByTime(1);
  expect(done).toEqual(["words", "choice"]);
  type("words");
  document.querySelector("form")!.dispatchEvent(new Event("submit"));
  vi.advanceTimersByTime(1000);
  expect(done).toEqual(["words", "choice"]);
  vi.useRealTimers();
});
