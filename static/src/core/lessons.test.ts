import { describe, expect, it } from "vitest";
import type { Insight } from "./insight";
import { anchorInWords, hiddenAt, isKnown, momentOf, openUpTo, type ClaimTold, type Found, type Moment, type Step } from "./lessons";
import type { Predict } from "./predictions";
import type { Flag } from "./types";

const question = (id: string, t0: number, t1: number): Predict => ({ id, kind: "choice", question: "?", component: "c", metric: "m", unit: "", t0, t1, options: ["a", "b"], reveal_html: "" });
const step = (id: string, t: number | null, predict: Predict | null = null): Step => ({ id, title: id, html: "", anchor: t === null ? null : { t }, focus: null, rule: null, predict, claims: [], task: null });
const FLAGS = [{ kind: "first_error", component: "a", t_s: 5 }, { kind: "first_error", component: "b", t_s: 7 }, { kind: "first_error", component: "b", t_s: 9 }] as Flag[];
const found = (more: Partial<Found> = {}): Found => ({ store: { flags: FLAGS, durationS: 60 }, insights: null, over: false, ...more });

describe("the moment of a step", () => {
  it("is that of the run that is shown", () => {
    expect(momentOf({ t: 90 }, found())).toEqual({ t: 60 });
    expect(momentOf({ flag: "first_error", component: "b", nth: 2 }, found())).toEqual({ t: 9 });
    const insights = [{ id: "hot", component: "b", t: 12 }, { id: "hot", component: "a", t: 13 }, { id: "hot", component: "b", t: 30 }] as Insight[];
    const hot = (nth: number): Moment => momentOf({ insight: "hot", component: "b", nth }, found({ over: true, insights }));
    expect([hot(1), hot(2), hot(3)]).toEqual([{ t: 12 }, { t: 30 }, { none: true }]);
  });
  it("is waited for, and is none where it did not come", () => {
    const anchor = { flag: "first_throttle", component: "b", nth: 1 };
    expect([momentOf(anchor, found()), momentOf(anchor, found({ over: true }))]).toEqual([{ waits: true }, { none: true }]);
    expect(anchorInWords(anchor, "First throttle, B", { waits: true })).toBe("First throttle, B: the playhead goes there when it comes");
    expect(anchorInWords(anchor, "First throttle, B", { none: true })).toBe("First throttle, B: that does not happen in this run, so there is no moment to go to");
    expect(anchorInWords({ t: 90 }, "", { t: 90 })).toBe("At 1:30");
  });
});

describe("what of the run is hidden", () => {
  const steps = [step("one", 10), step("two", 20, question("q", 20, 40)), step("three", 30), step("four", 25, question("r", 25, 60)), step("five", 60)];
  const anchorS = (one: Step): number | null => (one.anchor && "t" in one.anchor ? one.anchor.t : null);
  const hidden = (at: number, ...open: string[]): number | null => hiddenAt(steps, at, ({ id }) => open.includes(id), anchorS);

  it("is all from the question's time on, until it is answered", () => {
    expect([0, 1, 2, 4].map((at) => hidden(at, "q", "r"))).toEqual([20, 20, 20, 20]);
    expect([hidden(4), hidden(5)]).toEqual([null, null]);
  });
  it("is, before a later question, no more than what was not shown already", () => {
    expect([1, 2, 3].map((at) => hidden(at, "r"))).toEqual([40, 40, 25]);
  });
  it("stays hidden behind whoever passes a question by", () => {
    expect(openUpTo(steps, 4, ({ id }) => id === "r")).toBe(3);
    expect([hidden(4, "r"), openUpTo(steps, 2, ({ id }) => id === "r")]).toEqual([25, -1]);
  });
});

it("a claim is known from its moment on, or at the end", () => {
  const claim = (settled_s: number | null): ClaimTold => ({ id: "c", status: "passed", seen: "", settled_s });
  expect([59, 60, 61].map((t) => isKnown(claim(60), t, 300))).toEqual([false, true, true]);
  expect([299, 300].map((t) => isKnown(claim(null), t, 300))).toEqual([false, true]);
  expect(isKnown(claim(null), null, 300)).toBe(true);
});
