import { describe, expect, it } from "vitest";
import { formatClock } from "../../core/format";
import { durationKnob } from "../../core/duration-knob";
import type { ActionField, Knob, Offered, Said } from "../../core/types";
import { attributesOf, draftFrom, draftOf, fields, read, readMoment, SET, type Draft, type Stage } from "./form";

const field = (name: string, kind: string, min: number, max: number, required = false): ActionField =>
  ({ name, label: name[0]!.toUpperCase() + name.slice(1), meaning: "", kind, unit: kind === "duration" ? "s" : "", min, max, required, default: null });
const OFFERED: Record<string, Offered> = {
  shop: { actions: [{ name: "burst", label: "Add a burst", meaning: "", fields: [field("count", "integer", 1, 1000, true), field("over", "duration", 0, 3600)] }], set: true, keeps: [] },
  worker: { actions: [{ name: "fail", label: "Fail", meaning: "", fields: [field("for", "duration", 0.001, 3600), field("share", "percent", 0, 1)] }], set: true, keeps: ["runtime"] },
  topic: { actions: [], set: false, keeps: [] },
};
const knob = (path: string, more: Partial<Knob> = {}): Knob =>
  ({ ...durationKnob(600), path: `components.${path}`, component: path.split(".")[0]!, label: path, ...more });
const STAGE: Stage = {
  durationS: 720, offers: (component) => OFFERED[component],
  knobs: [knob("worker.timeout", { value: 30, hard_min: 1, hard_max: 900 }), knob("worker.runtime"), knob("worker.on", { kind: "toggle", value: false }),
    knob("worker.filters", { value: ["a"] }), knob("worker.reserved", { kind: "integer", value: null, nullable: true, min: 0, max: 1000, hard_min: 0, hard_max: 1000 }), knob("topic.x")],
};
const said = (draft: Draft): Said | undefined => { const found = read(draft, STAGE); return "said" in found ? found.said : undefined; };
const problems = (draft: Draft): Record<string, string> => { const found = read(draft, STAGE); return "problems" in found ? Object.fromEntries(found.problems) : {}; };
const draft = (component: string, action: string, texts: Record<string, string>, at = "3:00"): Draft => ({ component, action, at, texts });

describe("what is filled in", () => {
  it("becomes what the scenario says, in base units", () => {
    expect(said(draft("shop", "burst", { count: "500", over: "1 min" }))).toEqual({ action: "burst", at: 180, component: "shop", count: 500, over: 60 });
    expect(said(draft("shop", "burst", { count: "500", over: " " }))).toEqual({ action: "burst", at: 180, component: "shop", count: 500 });
    expect(said(draft("worker", "fail", { share: "30", for: "90" }))).toEqual({ action: "fail", at: 180, component: "worker", share: 0.3, for: 90 });
    expect(said(draft("worker", SET, { "components.worker.timeout": "2 min" }))).toEqual({ action: "set", at: 180, values: { "components.worker.timeout": 120 } });
    expect(said(draft("worker", SET, { "components.worker.reserved": "off", "components.worker.on": "on" }))?.values).toEqual({ "components.worker.reserved": null, "components.worker.on": true });
  });

  it("may be a word, such as a permission", () => {
    const word: ActionField = { ...field("permission", "text", 0, 0), min: null, max: null };
    const offers = (): Offered => ({ actions: [{ name: "deny", label: "Deny", meaning: "", fields: [word] }], set: false, keeps: [] });
    const stage = { ...STAGE, offers };
    const found = { action: "deny", at: 180, component: "worker", permission: "sqs:DeleteMessage" };
    expect(read(draft("worker", "deny", { permission: " sqs:DeleteMessage " }), stage)).toEqual({ said: found });
    expect(read(draftFrom(found, stage), stage)).toEqual({ said: found });
  });

  it("is refused beside its field", () => {
    expect(problems(draft("shop", "burst", { count: "" }))).toEqual({ count: "Count is needed." });
    expect(problems(draft("shop", "burst", { count: "5000", over: "x" }, "99:00"))).toMatchObject({ count: expect.stringContaining("1 to 1,000"), over: expect.stringContaining("not a number"), at: "The run ends at 12:00: choose a time before." });
    expect(problems(draft("worker", SET, {}))).toHaveProperty(SET);
  });

  it("comes back as it was said", () => {
    for (const one of [{ action: "burst", at: 61.5, component: "shop", count: 500, over: 90 }, { action: "fail", at: 7, component: "worker", share: 0.305, for: 0.25 }, { action: "set", at: 3723, values: { "components.worker.timeout": 45, "components.worker.on": true } }]) {
      const course = { ...STAGE, durationS: 1e6 };
      expect(read(draftFrom(one, course), course)).toEqual({ said: one });
    }
  });

  it("begins with the value that an attribute has", () => {
    expect(draftOf("worker", SET, 90, STAGE, "components.worker.timeout", 45)).toEqual({ component: "worker", action: SET, at: "1:30", texts: { "components.worker.timeout": "45 s" } });
    expect(draftOf("worker", "fail", 90, STAGE).texts).toEqual({});
  });
});

it("offers the attributes that change and that a text can say", () => {
  expect(attributesOf("worker", STAGE).map(({ label }) => label)).toEqual(["worker.timeout", "worker.on", "worker.reserved"]);
  expect(attributesOf("topic", STAGE)).toEqual([]);
});

it("asks last how long it lasts", () => {
  expect(fields(draft("worker", "fail", {}), STAGE).map(({ name }) => name)).toEqual(["share", "for"]);
});

it("reads a moment as a clock shows it, and as a length of time", () => {
  const at = (text: string): unknown => { const found = readMoment(text, 1e6); return found.ok ? found.value : found.message; };
  expect(["3:00", "0:50.5", "1:02:03", "184.2", "3 min", "2 h"].map(at)).toEqual([180, 50.5, 3723, 184.2, 180, 7200]);
  expect(["75:00", "1:59:59", "3:5"].map(at)).toEqual([4500, 7199, 185]);
  expect(at("soon")).toContain("not a number");
  for (const text of ["3:99", "3:60", "1:75:00", "1:60:00", "3:00:99", "3:", ":30", "a:b"]) expect(at(text), text).toContain(`No clock shows ${text}`);
  for (const t of [0, 5, 59.999, 60, 61.25, 3600, 3723.5]) expect(at(formatClock(t))).toBe(t);
  expect([180, 3723, 50.5, 59.9996].map(formatClock)).toEqual(["3:00", "1:02:03", "0:50.5", "1:00"]);
});
