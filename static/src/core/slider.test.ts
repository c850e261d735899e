import { describe, expect, it } from "vitest";
import { dragged, nudge, placeOf, valueAt } from "./slider";
import type { Knob, KnobValue } from "./types";

function knob(more: Partial<Knob>): Knob {
  return {
    path: "components.worker.timeout", component: "worker", group: "Function", label: "Timeout", aws_name: "Timeout",
    kind: "duration", unit: "s", value: 30, default: 3, min: 1, max: 900, hard_min: 1, hard_max: 900, step: 1, scale: "linear",
    nullable: false, choices: null, meaning: "", assumed: false, source: null, changed: false, ...more,
  };
}

const rate = knob({ kind: "rate", min: 0.1, max: 10_000, hard_min: 0, hard_max: 1e6, step: 0.1, scale: "log" });
const count = knob({ kind: "integer", unit: "", min: 0, max: 1000, hard_min: 0, hard_max: 1e6, scale: "log", nullable: true });
const share = knob({ kind: "percent", unit: "", min: 0, max: 1, hard_min: 0, hard_max: 1, step: 0.001, scale: "log" });
const init = knob({ min: 1e-6, max: 10, hard_min: 1e-6, hard_max: 86_400, step: 0.01, scale: "log" });

/** As wide as the knobs' column is. */
const TRACK_PX = 230;

describe("the slider", () => {
  it("goes there and back", () => {
    for (const value of [0.1, 1, 42, 10_000]) expect(valueAt(rate, placeOf(rate, value))).toBe(value);
    for (const value of [null, 0, 1, 5, 400, 1000]) expect(valueAt(count, placeOf(count, value))).toBe(value);
    for (const value of [0, 0.001, 0.015, 1]) expect(valueAt(share, placeOf(share, value))).toBe(value);
    for (const value of [0.01, 0.3, 10]) expect(valueAt(init, placeOf(init, value))).toBe(value);
  });
  it("has off, and then nothing at all, at its left end", () => {
    expect([placeOf(count, null), valueAt(count, 0), valueAt(count, 1)]).toEqual([0, null, 1000]);
    expect(placeOf(count, 0)).toBeGreaterThan(0);
    expect(placeOf(count, 1)).toBeGreaterThan(placeOf(count, 0));
    expect(placeOf(share, 0)).toBe(0);
  });
  it("leaves room between small values: each of 5 to 12 is pixels wide", () => {
    expect((placeOf(count, 12) - placeOf(count, 5)) * TRACK_PX).toBeGreaterThan(20);
    const seen = new Set<KnobValue>();
    for (let px = 0; px <= TRACK_PX; px++) seen.add(valueAt(count, px / TRACK_PX));
    for (let value = 1; value <= 12; value++) expect(seen).toContain(value);
  });
  it("gives values worth having", () => {
    for (let place = 0; place <= 1; place += 0.01) expect(Number.isInteger(valueAt(knob({}), place))).toBe(true);
  });
});

describe("nudge", () => {
  it("is one of the unit the row shows, and less where that would be much", () => {
    expect(nudge(count, 5, 1)).toBe(6);
    expect(nudge(count, 990, 1)).toBe(991);
    expect(nudge(rate, 4200, 1)).toBe(4201);
    expect(nudge(rate, 4, 1)).toBe(4.1);
    expect(nudge(rate, 0.9, -1)).toBe(0.8);
    expect(nudge(rate, 0.05, -1)).toBe(0.04);
    expect(nudge(knob({}), 30, -1)).toBe(29);
    expect(nudge(knob({}), 600, 1)).toBe(660);
    expect(nudge(init, 0.4, 1)).toBe(0.41);
    expect(nudge(init, 1.5, 10)).toBe(2.5);
    expect(nudge(share, 0.4, 1)).toBe(0.41);
    expect(nudge(share, 0.005, 1)).toBe(0.006);
    expect(nudge(share, 0.0002, 1)).toBe(0.0003);
    expect(nudge(knob({ kind: "size", unit: "MB", min: 128, max: 10_240, hard_min: 128, hard_max: 10_240, step: 64 }), 512, 1)).toBe(576);
  });
  it("stays inside, and goes to off and back", () => {
    expect(nudge(knob({}), 900, 1)).toBe(900);
    expect(nudge(knob({}), 1, -1)).toBe(1);
    expect(nudge(knob({}), 5, -10)).toBe(1);
    expect([nudge(count, 1, -1), nudge(count, 0, -1), nudge(count, null, -1)]).toEqual([0, null, null]);
    expect([nudge(count, null, 1), nudge(count, null, 10)]).toEqual([0, 0]);
    expect(nudge(knob({ nullable: true }), null, 1)).toBe(1);
    expect(nudge(rate, 10_000, 1)).toBe(10_001);
  });
});

it("drags a number further where it is larger", () => {
  expect(dragged(rate, 4200, 1)).toBe(4300);
  expect(dragged(rate, 42, 1)).toBe(43);
  expect(dragged(count, 5, 7)).toBe(12);
});
