import { describe, expect, it } from "vitest";
import type { Api } from "../../core/api";
import { RunInputs, durationKnob } from "../../core/inputs";
import { render } from "preact";
import { TraceControl } from "./trace";

const INPUTS = { overrides: {}, seed: 1, profile: "aws-2026" };

function fitOf(duration: unknown): HTMLElement {
  const inputs = new RunInputs([durationKnob(600)], INPUTS, { ...INPUTS, overrides: { duration } });
  const host = document.createElement("div");
  render(<TraceControl client="shop" title="Shop" host={{ inputs, api: {} as Api, committed: () => undefined }} />, host);
  return host.querySelector<HTMLElement>(".trace-fit")!;
}

describe("a trace's fit", () => {
  it("is not offered without a trace, however the run's length is written", () => {
    for (const duration of [300, "5 min"]) expect(fitOf(duration).hidden).toBe(true);
  });
});
