import { describe, expect, it } from "vitest";
import { allowed, checkRange, formatValue, readValue, valueParts } from "./quantity";
import type { Knob } from "./types";

function knob(more: Partial<Knob>): Knob {
  return {
    path: "components.worker.timeout", component: "worker", group: "Function", label: "Timeout", aws_name: "Timeout",
    kind: "duration", unit: "s", value: 30, default: 3, min: 1, max: 900, step: 1, scale: "linear", nullable: false,
    choices: null, meaning: "", assumed: false, source: null, changed: false, ...more,
  };
}

const read = (made: Knob, text: string, unit = ""): unknown => {
  const result = readValue(made, text, unit);
  return result.ok ? result.value : result.message;
};

describe("readValue", () => {
  it("reads durations with a unit, and without one in the unit shown", () => {
    expect(read(knob({}), "2 min", "s")).toBe(120);
    expect(read(knob({}), "90")).toBe(90);
    expect(read(knob({ min: 0 }), "800", "ms")).toBe(0.8);
    expect(read(knob({}), "1.5 min", "s")).toBe(90);
  });

  it("takes every unit that the server takes", () => {
    const long = knob({ max: 5_184_000, hard_max: 5_184_000 });
    expect(["24 h", "24 hours", "1 day", "1440 minutes", "86400 seconds", "86400"].map((text) => read(long, text))).toEqual(Array(6).fill(86_400));
    expect(read(knob({ kind: "rate", min: 0, max: 1e6 }), "60/minute")).toBe(1);
    expect(read(knob({ kind: "size", unit: "MB", min: 1, max: 10_240 }), "1 GiB")).toBe(1024);
  });

  it("reads rates, shares and sizes", () => {
    expect(read(knob({ kind: "rate", min: 0, max: 1e6 }), "600/min", "/s")).toBe(10);
    expect(read(knob({ kind: "rate", min: 0, max: 1e6 }), "4,200", "/s")).toBe(4200);
    expect(read(knob({ kind: "percent", min: 0, max: 1 }), "1.5", "%")).toBe(0.015);
    expect(read(knob({ kind: "size", unit: "MB", min: 128, max: 10_240 }), "1 GB", "MB")).toBe(1024);
  });

  it("says what is wrong and what is allowed", () => {
    expect(read(knob({}), "soon")).toBe("“soon” is not a number. Allowed: 1 s to 15 min.");
    expect(read(knob({}), "20 min")).toBe("20 min is too large. Allowed: 1 s to 15 min.");
    expect(read(knob({ kind: "integer", unit: "" }), "1.5")).toContain("whole number");
    expect(read(knob({}), "5 parsecs")).toContain("Unknown unit “parsecs”");
  });

  it("knows off only where there is such a thing", () => {
    expect(read(knob({ nullable: true }), "off")).toBe(null);
    expect(read(knob({ nullable: true }), "")).toBe(null);
    expect(read(knob({}), "off")).toContain("cannot be off");
  });

  it("takes what may be typed, not what the slider shows", () => {
    expect(read(knob({ max: 60, hard_max: 900 }), "10 min")).toBe(600);
    expect(checkRange(knob({ max: 60, hard_max: 900 }), 901).ok).toBe(false);
  });
});

describe("valueParts", () => {
  it("picks the unit in which a person reads it", () => {
    expect(valueParts(knob({}), 0.9)).toEqual(["900", "ms"]);
    expect(valueParts(knob({}), 1.2)).toEqual(["1.2", "s"]);
    expect(valueParts(knob({}), 345_600)).toEqual(["4", "d"]);
    expect(valueParts(knob({ kind: "percent" }), 0.015)).toEqual(["1.5", "%"]);
    expect(valueParts(knob({}), null)).toEqual(["off", ""]);
    expect(formatValue(knob({ kind: "rate", unit: "1/s" }), 4200)).toBe("4,200 /s");
  });
});

it("words the range", () => {
  expect(allowed(knob({ nullable: true }))).toBe("Allowed: 1 s to 15 min, or off.");
  expect(allowed(knob({ max: null }))).toBe("Allowed: 1 s or more.");
});
