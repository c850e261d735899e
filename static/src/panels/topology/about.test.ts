import { describe, expect, it } from "vitest";
import { RunInputs } from "../../core/inputs";
import type { Lab } from "../../core/lab";
import type { Knob, QuotaRow } from "../../core/types";
import { aboutComponent } from "./about";
import { sceneOf } from "../../core/testing/scene";

const TIMEOUT = {
  path: "components.api.timeout", component: "api", group: "Function", label: "Timeout", aws_name: "Timeout", kind: "duration", unit: "s",
  value: 10, default: 3, min: 1, max: 900, hard_min: 1, hard_max: 900, step: 1, scale: "log", nullable: false, choices: null,
  meaning: "", assumed: false, source: "AWS (2026)", note: "", changed: false,
} as unknown as Knob;

function quota(key: string, title: string, value: QuotaRow["value"], unit: string, more: Partial<QuotaRow> = {}): QuotaRow {
  return { key, title, value, unit, scope: "function", source: "AWS", date: "2026-07-12", confidence: "H", assumed: false, note: "", ...more };
}

const QUOTAS = [
  quota("lambda.timeout", "Timeout", 3, "s"),
  quota("lambda.init_limit_s", "Longest Init phase", 10, "s"),
  quota("lambda.provisioned_preparation_s", "Wait before allocation", 90, "s", { assumed: true, note: "AWS says a minute or two." }),
  quota("lambda.all", "All or nothing", true, "true or false"),
  quota("lambda.scope", "Who shares the rate", "function", "choice"),
  quota("lambda.share", "Shortest life", 0.5, "share"),
  quota("lambda.growth", "Growth", 6000, "execution environments per minute"),
  quota("sqs.delay", "Delay", 0, "s"),
];

function lab(): Lab {
  const nodes = [{ id: "api", type: "function", title: "Api" }, { id: "users", type: "client", title: "Users" }];
  const inputs = { overrides: {}, seed: 1, profile: "aws-2026" };
  return { inputs: new RunInputs([TIMEOUT], inputs, inputs), scene: sceneOf({ nodes, edges: [] }), data: { quotas: QUOTAS } } as unknown as Lab;
}

describe("what stands behind a function's numbers", () => {
  const { settings, facts } = aboutComponent(lab(), "api", () => undefined);

  it("is the fact of each knob first, then the other rules of the profile, as people write them", () => {
    expect(settings.map(({ name, value }) => `${name}: ${value}`)).toEqual(["Timeout: 10 s"]);
    expect(facts.filter((fact) => !fact.rule).map(({ name, value }) => `${name}: ${value}`)).toEqual(["Timeout: default 3 s, 1 s to 15 min"]);
    expect(facts.filter((fact) => fact.rule).map(({ name, value }) => `${name}: ${value}`)).toEqual([
      "Longest Init phase: 10 s", "Wait before allocation: 90 s", "All or nothing: yes", "Who shares the rate: function", "Shortest life: 50 %",
      "Growth: 6,000 execution environments per minute",
    ]);
  });
  it("has its date, and the reason of what is assumed", () => {
    expect(facts.find((fact) => fact.assumed)).toMatchObject({ source: "AWS (2026-07-12)", note: "AWS says a minute or two." });
  });
  it("is told of functions only", () => {
    expect(aboutComponent(lab(), "users", () => undefined)).toEqual({ settings: [], facts: [] });
  });
});

describe("the rule that bounds a mapping", () => {
  const CAP = { ...TIMEOUT, path: "components.esm.maximum_concurrency", component: "esm", kind: "integer", unit: "", value: 5 } as unknown as Knob;
  function rule(overrides: Record<string, unknown>, header: unknown = null): (limiter: string) => string {
    const inputs = { overrides, seed: 1, profile: "aws-2026" };
    const scene = sceneOf({ nodes: [{ id: "esm", type: "event_source_mapping", title: "" }], edges: [] });
    const quotas = [quota("esm.sqs.ramp_per_min", "Growth", 300, "a minute")];
    return aboutComponent({ inputs: new RunInputs([CAP], inputs, inputs), scene, data: { quotas }, sentInputs: inputs, store: { value: { header, computed: 9, binS: 1 } } } as unknown as Lab, "esm", () => undefined).rule!;
  }
  it("is said in the numbers of the run that is shown", () => {
    expect(["pollers being added", "maximum concurrency", "upstream", "what no rule is of"].map(rule({}))).toEqual(["+300 a minute", "at most 5", "nothing waits in the source", ""]);
    const changed = rule({ "quotas.esm.sqs.ramp_per_min": 60, "components.esm.maximum_concurrency": 8 });
    expect([changed("pollers being added"), changed("maximum concurrency")]).toEqual(["+60 a minute", "at most 8"]);
  });
  it("is what the run tells of it, whatever profile the page was opened with", () => {
    const brief = { text: "+{} a minute", figures: [{ reading: { read: "constant", amount: 60 }, format: "number" }] };
    const told = rule({}, { rules: { esm: [{ word: "pollers being added", said: [], brief, source: "", url: "", date: "" }] } });
    expect([told("pollers being added"), told("upstream")]).toEqual(["+60 a minute", "nothing waits in the source"]);
  });
});
