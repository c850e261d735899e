import { describe, expect, it } from "vitest";
import { durationKnob } from "./duration-knob";
import { RunInputs } from "./inputs";
import { problemOfPlan } from "./problems";
import { apart, heldAt, whyFixed, withSet, wordsOf, type Offers } from "./plan";
import type { Check, Knob, Offered, Said } from "./types";

const RESERVED = "components.worker.reserved_concurrency";
const FIFO = "components.orders.fifo.high_throughput";
const BURST: Said = { action: "burst", at: 60, component: "shop", count: 500 };
const OFFERED: Record<string, Offered> = {
  worker: { actions: [], set: true, keeps: [] },
  orders: { actions: [], set: true, keeps: ["fifo"] },
  shop: { actions: [{ name: "burst", label: "Add a burst", meaning: "", fields: [{ name: "count", label: "Count", meaning: "", kind: "integer", unit: "", min: 1, max: 10, required: true, default: null }] }], set: true, keeps: [] },
};
const offers: Offers = (component) => OFFERED[component];
const KNOBS: Knob[] = [
  { ...durationKnob(600), path: RESERVED, label: "Reserved concurrency", kind: "integer", value: 5, component: "worker" },
  { ...durationKnob(600), path: FIFO, label: "High throughput", kind: "toggle", value: false, component: "orders" },
  durationKnob(600),
];
const AUTHORED = { overrides: {}, seed: 1, profile: "aws-2026" };
const inputs = (plan: Said[] = []): RunInputs => new RunInputs(KNOBS, AUTHORED, AUTHORED, { plan, offers, endS: () => 600 });

describe("a knob that is turned from a moment on", () => {
  it("becomes an attribute set then, and is turned back by undo", () => {
    const made = inputs();
    made.here.value = 180;
    expect(made.set(RESERVED, 20)).toBe(true);
    expect(made.current.value.overrides).toEqual({ interventions: [{ action: "set", at: 180, values: { [RESERVED]: 20 } }] });
    expect([made.value(RESERVED), made.isChanged(RESERVED), made.changed.value]).toEqual([20, true, 1]);
    made.undo();
    expect([made.plan, made.value(RESERVED)]).toEqual([[], 5]);
    made.redo();
    expect(made.value(RESERVED)).toBe(20);
  });

  it("shows at each moment what holds then", () => {
    const made = inputs();
    made.here.value = 180;
    made.set(RESERVED, 20);
    made.here.value = 100;
    expect([made.value(RESERVED), made.isChanged(RESERVED)]).toEqual([5, false]);
    made.here.value = null;
    expect([made.value(RESERVED), made.isChanged(RESERVED)]).toEqual([5, false]);
  });

  it("is not there any more when it is turned to what it was before", () => {
    const made = inputs();
    made.here.value = 180;
    made.set(RESERVED, 20);
    made.set(RESERVED, 5);
    expect(made.current.value.overrides).toEqual({});
    made.set(RESERVED, 20);
    made.here.value = 300;
    made.set(RESERVED, 30);
    expect(made.plan).toHaveLength(2);
    made.reset(RESERVED);
    expect(heldAt(made.plan, RESERVED, 300)).toBe(5);
    expect(heldAt(made.plan, RESERVED, 200)).toBe(20);
  });

  it("says why where it holds for the whole run, and stays", () => {
    const made = inputs();
    made.here.value = 180;
    for (const [path, value, why] of [["duration", 900, "whole run"], [FIFO, true, "at the start"]] as const) {
      expect(made.set(path, value)).toBe(false);
      expect(made.problems.value.get(path)).toContain(why);
    }
    expect([made.setSeed(7), made.setProfile("aws-2022"), made.setTrace("shop", { id: "x", name: "x", total: 1, detected: [], spanS: 1 })]).toEqual([false, false, false]);
    expect([made.current.value, made.ready]).toEqual([AUTHORED, true]);
    made.here.value = 600;
    expect(made.set(RESERVED, 20)).toBe(false);
    expect(made.problems.value.get(RESERVED)).toContain("ends here");
  });
});

it("says why an attribute is fixed, whatever the type", () => {
  expect(whyFixed("quotas.lambda.account_concurrency", offers)).toContain("whole run");
  expect(whyFixed("components.gone.x", offers)).toContain("Nothing of it");
  expect(whyFixed(RESERVED, offers)).toBe("");
});

describe("a plan", () => {
  it("as written is no override, whatever the order of keys", () => {
    const made = inputs([BURST]);
    expect(made.plan).toEqual([BURST]);
    made.setPlan([]);
    expect([made.current.value.overrides, made.changed.value]).toEqual([{ interventions: [] }, 1]);
    const { count, ...others } = BURST;
    made.setPlan([{ count, ...others }]);
    expect(made.current.value.overrides).toEqual({});
  });

  it("counts what only one has", () => {
    const slow: Said = { action: "slow", at: 1, component: "worker", factor: 2 };
    expect([apart([], [BURST]), apart([BURST], [slow]), apart([BURST, slow], [slow, BURST])]).toEqual([1, 1, 0]);
  });

  it("keeps what else is set at the moment", () => {
    const [first] = withSet([], 9, RESERVED, 7, 5);
    expect(withSet([first!], 9, "components.worker.timeout", 3, 1)).toEqual([{ action: "set", at: 9, values: { [RESERVED]: 7, "components.worker.timeout": 3 } }]);
    expect(withSet([first!], 9, RESERVED, 5, 5)).toEqual([]);
  });

  it("is said in the server's words where it has told them, else by the names of its fields", () => {
    const plan: Said[] = [{ action: "set", at: 90, values: { [RESERVED]: null } }, BURST];
    const told = [{ at: 60, component: "shop", action: "burst", label: "shop: burst of 500" }, { at: 90, component: "worker", action: "set", label: "worker reserved concurrency off" }];
    expect(wordsOf(plan, told, offers)).toEqual(["worker reserved concurrency off", "shop: burst of 500"]);
    expect(wordsOf(plan, told.slice(1), offers)).toEqual(["worker reserved concurrency off", "shop: add a burst, count 500"]);
  });
});

it("has what the server refuses beside the knob that is set, else beside the one of the list", () => {
  const made = inputs([{ action: "set", at: 9, values: { [RESERVED]: 7 } }, BURST]);
  const check = (path: string): Check => ({ id: "x", severity: "error", path, message: "no", hint: "" });
  made.setChecks([check("interventions.0.values"), check("interventions.1.count")]);
  expect([...made.problems.value.keys()]).toEqual([RESERVED, problemOfPlan(1)]);
});
