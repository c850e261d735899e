import { describe, expect, it, vi } from "vitest";
import { Refused, type Api } from "../../core/api";
import { durationKnob } from "../../core/duration-knob";
import { RunInputs } from "../../core/inputs";
import { render } from "preact";
import { inFields } from "./columns";
import { TraceControl } from "./trace";

const INPUTS = { overrides: {}, seed: 1, profile: "aws-2026" };

function fitOf(duration: unknown, spanS?: number, run = (): void => undefined): HTMLElement {
  const inputs = new RunInputs([durationKnob(600)], INPUTS, { ...INPUTS, overrides: { duration } });
  if (spanS !== undefined) inputs.setTrace("shop", { id: "a", name: "a.csv", total: 9, detected: [], spanS });
  const host = document.createElement("div");
  render(<TraceControl client="shop" title="Shop" host={{ inputs, api: {} as Api, committed: () => undefined, run }} />, host);
  return host.querySelector<HTMLElement>(".trace-fit")!;
}

describe("a trace's fit", () => {
  it("is not offered without a trace, however the run's length is written", () => {
    for (const duration of [300, "5 min"]) expect(fitOf(duration).hidden).toBe(true);
  });
  it("runs as long as the trace at one press, though nothing has run yet", () => {
    const run = vi.fn();
    const buttons = [...fitOf(900, 86_400, run).querySelectorAll("button")];
    expect(buttons.map((button) => button.textContent)).toEqual(["Play 96× as fast", "Run 24 h"]);
    buttons[1]!.click();
    expect(run).toHaveBeenCalledTimes(1);
  });
  it("offers to play it faster only where that is faster", () => {
    const words = (spanS: number): (string | null)[] => [...fitOf(300, spanS).querySelectorAll("button")].map((button) => button.textContent);
    expect(words(310)).toEqual(["Run 310 s"]);
    expect(words(450)).toEqual(["Play 1.5× as fast", "Run 450 s"]);
    expect(words(300)).toEqual([]);
  });
});

it("says of a refused file that it was refused, first, and of the one before that it stays", async () => {
  const inputs = new RunInputs([durationKnob(600)], INPUTS, INPUTS);
  inputs.setTrace("shop", { id: "a", name: "alb.log", total: 3, detected: ["the log of a load balancer"], spanS: 9000 });
  const host = document.createElement("div");
  const api = { uploadTrace: () => Promise.reject(new Refused("there are two series in it (file). Say which one.")) } as unknown as Api;
  render(<TraceControl client="shop" title="Shop" host={{ inputs, api, committed: () => undefined, run: () => undefined }} />, host);
  const texts = (): string[] => [...host.querySelectorAll<HTMLElement>("p, .trace-found li")].filter((one) => !one.closest("[hidden]")).map((one) => one.textContent ?? "");
  expect(texts()).toContain("the log of a load balancer");
  const field = host.querySelector<HTMLInputElement>("input[type=file]")!;
  Object.defineProperty(field, "files", { value: [new File(["a,b"], "two.csv")] });
  field.dispatchEvent(new Event("change", { bubbles: true }));
  await vi.waitFor(() => expect(texts()[0]).toContain("two.csv was not taken: there are two series in it. Say which one."));
  expect(texts()[1]).toBe("As before, Shop replays alb.log: 3 arrivals.");
  expect(texts()).not.toContain("the log of a load balancer");
});

it("calls the fields in a complaint as they are called here", () => {
  const said = "no column has times in it; name one as time_column, or give '(none)' as value_column; time_unit is s";
  expect(inFields(said)).toBe("no column has times in it; name one as “Times in column”, or give “none: a row is one request” as “Counts in column”; “Times are” is s");
  expect(inFields("column my_time_column2 is empty")).toBe("column my_time_column2 is empty");
});
