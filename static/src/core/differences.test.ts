import { expect, it } from "vitest";
import { differences, differencesInWords, doneApart } from "./differences";
import type { Inputs } from "./inputs";
import type { Knob } from "./types";

const knob = (path: string, label: string, value: number, kind = "integer"): Knob =>
  ({ path, label, value, kind, component: path.split(".")[0]!, unit: kind === "duration" ? "s" : null }) as Knob;
const KNOBS = [knob("worker.reserved_concurrency", "Reserved concurrency", 5), knob("inbox.visibility_timeout", "Visibility timeout", 30, "duration"),
  knob("a.timeout", "Timeout", 3, "duration"), knob("b.timeout", "Timeout", 3, "duration")];
const inputs = (overrides: Record<string, unknown>, seed = 1): Inputs => ({ overrides, seed, profile: "aws-2026" });
const said = (was: Inputs, now: Inputs): string => differencesInWords(differences(was, now, KNOBS));

it("says what differs in the knobs' words, from what was to what is", () => {
  expect(said(inputs({}), inputs({ "components.worker.reserved_concurrency": 20 }))).toBe("Reserved concurrency 5 → 20");
  expect(said(inputs({ "components.worker.reserved_concurrency": 20 }), inputs({}))).toBe("Reserved concurrency 20 → 5");
  expect(said(inputs({}), inputs({ "components.inbox.visibility_timeout": 90 }, 2))).toBe("Visibility timeout 30 s → 90 s, seed 1 → 2");
});

it("names the component where others have such a knob, and counts what it does not name", () => {
  const many = { "components.a.timeout": 6, "components.inbox.visibility_timeout": 60, "components.worker.reserved_concurrency": 7 };
  expect(said(inputs({}), inputs(many, 9))).toBe("Timeout of a 3 s → 6 s, Visibility timeout 30 s → 60 s and 2 more");
});

it("does not take the value that is written for a difference", () => {
  expect(said(inputs({}), inputs({ "components.worker.reserved_concurrency": 5 }))).toBe("same inputs");
});

it("says what is done in only one of them in the server's words", () => {
  expect(said(inputs({}), inputs({ interventions: [{}] }))).toBe("same inputs");
  const burst = { at: 180, component: "shop", action: "burst", label: "shop: burst of 500", words: "shop: burst of 500 at 3:00" };
  const outage = { at: 60, until: 120, component: "worker", action: "fail", label: "worker: fail 30 %" };
  expect(differencesInWords(doneApart([], [burst]))).toBe("shop: burst of 500 at 3:00");
  expect(differencesInWords(doneApart([burst, outage], [outage]))).toBe("without shop: burst of 500 at 3:00");
  expect(doneApart([burst], [burst])).toEqual([]);
});
