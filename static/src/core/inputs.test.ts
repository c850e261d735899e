import { describe, expect, it } from "vitest";
import { durationKnob } from "./duration-knob";
import { RunInputs, fullPath } from "./inputs";
import { sentence } from "./problems";
import type { Check, Knob } from "./types";

const TIMEOUT = "components.worker.timeout";
const KNOBS: Knob[] = [
  { ...durationKnob(600), path: TIMEOUT, label: "Timeout", value: 30 },
  { ...durationKnob(600), path: "components.shop.arrivals.poisson.rate", label: "Arrival rate", kind: "rate", value: 6 },
];
const AUTHORED = { overrides: {}, seed: 4711, profile: "aws-2026" };

const inputs = (): RunInputs => new RunInputs(KNOBS, AUTHORED, AUTHORED);
const check = (path: string, more: Partial<Check> = {}): Check => ({ id: "x", severity: "error", path, message: "too long", hint: "make it shorter", ...more });

describe("overrides", () => {
  it("hold what differs from the scenario and nothing else", () => {
    const made = inputs();
    expect(made.set("worker.timeout", 60)).toBe(true);
    expect(made.current.value.overrides).toEqual({ [TIMEOUT]: 60 });
    expect(made.changed.value).toBe(1);
    expect(made.set(TIMEOUT, 60)).toBe(false);
    expect(made.set(TIMEOUT, 30)).toBe(true);
    expect(made.current.value.overrides).toEqual({});
    expect(made.changed.value).toBe(0);
  });

  it("can be turned back and forth", () => {
    const made = inputs();
    made.set(TIMEOUT, 60);
    made.setSeed(5);
    made.undo();
    expect(made.current.value.seed).toBe(4711);
    made.undo();
    expect(made.value(TIMEOUT)).toBe(30);
    expect(made.undo()).toBe(false);
    made.redo();
    expect(made.value(TIMEOUT)).toBe(60);
    made.set(TIMEOUT, 90);
    expect(made.redo()).toBe(false);
  });

  it("are forgotten by reset", () => {
    const made = inputs();
    made.set(TIMEOUT, 60);
    made.setProfile("aws-2022");
    made.resetAll();
    expect(made.current.value).toEqual(AUTHORED);
  });
});

describe("a trace", () => {
  const trace = { id: "T1", name: "day.csv", total: 10, detected: [], spanS: 86_400 };

  it("takes the place of the client's arrivals", () => {
    const made = inputs();
    made.set("components.shop.arrivals.poisson.rate", 9);
    made.setTrace("shop", trace);
    expect(made.current.value.overrides).toEqual({ "components.shop.arrivals": { trace: { upload: "T1" } } });
    expect(made.replaced("components.shop.arrivals.poisson.rate")).toBe(true);
    expect(made.replaced(TIMEOUT)).toBe(false);
    expect(made.trace("shop")).toEqual(trace);
    made.reset("components.shop.arrivals");
    expect(made.trace("shop")).toBe(null);
  });

  it("can be played faster", () => {
    const made = inputs();
    made.setTrace("shop", trace, 0.01);
    expect(made.traceScale("shop")).toBe(0.01);
  });
});

describe("checks", () => {
  it("go beside the row they are about", () => {
    const made = inputs();
    made.setChecks([check("components.worker.timeout"), check("worker.timeout.x"), check("components.q", { severity: "warning" })]);
    expect([...made.problems.value.keys()]).toEqual([TIMEOUT]);
    expect(made.notes.value.length).toBe(1);
  });

  it("of arrivals that a trace replaces go beside the trace", () => {
    const made = inputs();
    made.setChecks([check("components.shop.arrivals.poisson.rate")]);
    expect([...made.problems.value.keys()]).toEqual(["components.shop.arrivals.poisson.rate"]);
    made.setTrace("shop", { id: "T1", name: "day.csv", total: 10, detected: [], spanS: 86_400 });
    made.setChecks([check("components.shop.arrivals.trace")]);
    expect([...made.problems.value.keys()]).toEqual(["components.shop.arrivals"]);
  });

  it("leave what was mistyped standing until it is typed anew", () => {
    const made = inputs();
    made.setProblem(TIMEOUT, "“x” is not a number.");
    expect(made.ready).toBe(false);
    made.setChecks([]);
    expect(made.problems.value.size).toBe(1);
    made.clearProblem(TIMEOUT);
    expect(made.ready).toBe(true);
  });

  it("read as sentences", () => {
    expect(sentence(check("x"))).toBe("Too long. Make it shorter.");
  });
});

it("writes paths in full", () => {
  expect(fullPath("worker.timeout")).toBe(TIMEOUT);
  expect(fullPath("quotas.lambda.account_concurrency")).toBe("quotas.lambda.account_concurrency");
  expect(fullPath("duration")).toBe("duration");
});
