import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { durationKnob } from "../../core/duration-knob";
import { RunInputs } from "../../core/inputs";
import type { Knob, KnobValue } from "../../core/types";
import { render } from "preact";
import { act } from "preact/test-utils";
import { KnobRow } from "./row";

const KNOB: Knob = { ...durationKnob(30), path: "components.worker.timeout", label: "Timeout", default: 3, min: 1, max: 900, hard_max: 900, scale: "linear" };

function row(knob: Knob = KNOB): { inputs: RunInputs; element: HTMLElement; field: HTMLInputElement; committed: ReturnType<typeof vi.fn>; echoes: (KnobValue | undefined)[] } {
  const authored = { overrides: {}, seed: 1, profile: "aws-2026" };
  const inputs = new RunInputs([knob], authored, authored);
  const committed = vi.fn();
  const echoes: (KnobValue | undefined)[] = [];
  const host = document.createElement("div");
  document.body.replaceChildren(host);
  render(<KnobRow knob={knob} label={knob.label} host={{ inputs, committed, echo: (_, value) => void echoes.push(value) }} />, host);
  const element = host.querySelector<HTMLElement>(".knob")!;
  return { inputs, element, field: element.querySelector(".knob-number") as HTMLInputElement, committed, echoes };
}

function press(target: HTMLElement, key: string): void {
  send(target, new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

function send(target: HTMLElement, event: Event): void {
  void act(() => void target.dispatchEvent(event));
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("takes a typed value on Enter and starts one run", () => {
  const { inputs, field, committed, element } = row();
  field.value = "2 min";
  press(field, "Enter");
  send(field, new Event("change"));
  expect(inputs.value(KNOB.path)).toBe(120);
  expect(committed).toHaveBeenCalledTimes(1);
  expect(element.classList.contains("changed")).toBe(true);
});

it("says beside the field what is wrong and keeps the value", () => {
  const { inputs, field, committed, element } = row();
  field.value = "20 min";
  press(field, "Enter");
  expect(inputs.value(KNOB.path)).toBe(30);
  expect(committed).not.toHaveBeenCalled();
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(element.querySelector(".knob-error")?.textContent).toBe("20 min is too large. Allowed: 1 s to 15 min.");
  press(field, "Escape");
  expect(field.value).toBe("30");
  expect(field.hasAttribute("aria-invalid")).toBe(false);
});

it("waits for the last of several arrow keys", () => {
  const { field, committed, inputs, echoes } = row();
  for (let i = 0; i < 5; i++) press(field, "ArrowUp");
  expect(field.value).toBe("35");
  expect(committed).not.toHaveBeenCalled();
  void act(() => void vi.advanceTimersByTime(500));
  expect(committed).toHaveBeenCalledTimes(1);
  expect(inputs.value(KNOB.path)).toBe(35);
  expect(echoes).toEqual([31, 32, 33, 34, 35, undefined]);
});

it("moves with the slider and commits when it is let go", () => {
  const { element, committed, inputs } = row();
  const slider = element.querySelector(".knob-slider") as HTMLInputElement;
  slider.value = "1000";
  send(slider, new Event("input"));
  expect(inputs.value(KNOB.path)).toBe(30);
  send(slider, new Event("change"));
  expect(inputs.value(KNOB.path)).toBe(900);
  expect(committed).toHaveBeenCalledTimes(1);
  expect(slider.getAttribute("aria-valuetext")).toBe("15 min");
});

it("gives the keyboard back on Enter and on Escape, and keeps it where something is wrong", () => {
  const { inputs, field, committed, element } = row();
  field.focus();
  field.value = "45";
  press(field, "Enter");
  expect([document.activeElement, inputs.value(KNOB.path), committed.mock.calls.length]).toEqual([document.body, 45, 1]);
  field.focus();
  field.value = "soon";
  press(field, "Enter");
  expect(document.activeElement).toBe(field);
  press(field, "Escape");
  expect([document.activeElement, field.value, inputs.value(KNOB.path)]).toEqual([document.body, "45", 45]);
  expect(element.querySelector<HTMLElement>(".knob-error")?.hidden).toBe(true);
  expect(committed).toHaveBeenCalledTimes(1);
});

it("steps from what is typed", () => {
  const { field } = row();
  field.focus();
  field.value = "12";
  press(field, "ArrowUp");
  expect(field.value).toBe("13");
});

it("takes the wheel only while it has the focus", () => {
  const { element, field, inputs, committed } = row();
  const slider = element.querySelector(".knob-slider") as HTMLInputElement;
  const turn = (target: HTMLElement, deltaY: number, more: WheelEventInit = {}): boolean => {
    const event = new WheelEvent("wheel", { deltaY, bubbles: true, cancelable: true, ...more });
    send(target, event);
    return event.defaultPrevented;
  };
  expect([turn(slider, -100), turn(field, -100), field.value]).toEqual([false, false, "30"]);
  slider.focus();
  expect(turn(slider, -100)).toBe(true);
  turn(slider, -100);
  turn(slider, 100, { shiftKey: true });
  // A touchpad sends many small ones.
  for (let i = 0; i < 12; i++) turn(slider, -10);
  expect(field.value).toBe("25");
  expect(turn(field, -100)).toBe(false);
  void act(() => void vi.advanceTimersByTime(500));
  expect([inputs.value(KNOB.path), committed.mock.calls.length]).toEqual([25, 1]);
});

it("drops a drag on Escape although the thumb is still held", () => {
  const { element, committed, inputs, field } = row();
  const slider = element.querySelector(".knob-slider") as HTMLInputElement;
  const before = slider.value;
  const drag = (value: string): void => {
    slider.value = value;
    send(slider, new Event("input"));
  };
  drag("900");
  press(slider, "Escape");
  drag("950");
  expect([field.value, inputs.value(KNOB.path)]).toEqual(["30", 30]);
  send(slider, new Event("change"));
  expect([slider.value, committed.mock.calls.length]).toEqual([before, 0]);
});

it("goes back to what the scenario says", () => {
  const { element, inputs, committed } = row();
  const reset = element.querySelector(".knob-reset") as HTMLButtonElement;
  expect(reset.hidden).toBe(true);
  void act(() => void inputs.set(KNOB.path, 60));
  expect(reset.hidden).toBe(false);
  expect(reset.getAttribute("aria-label")).toBe("Reset Timeout to 30 s");
  void act(() => reset.click());
  expect(inputs.value(KNOB.path)).toBe(30);
  expect(committed).toHaveBeenCalledTimes(1);
});

it("opens what the knob means", () => {
  const { element } = row({ ...KNOB, aws_name: "Timeout", meaning: "the longest an invocation may take", source: "https://docs.aws.amazon.com/lambda/x (2026-07-12)", assumed: true });
  const label = element.querySelector(".knob-label") as HTMLButtonElement;
  const details = element.querySelector(".knob-about") as HTMLElement;
  expect(details.hidden).toBe(true);
  void act(() => label.click());
  expect(details.hidden).toBe(false);
  expect(label.getAttribute("aria-expanded")).toBe("true");
  expect(details.textContent).toContain("The longest an invocation may take.");
  expect(details.querySelector("a")?.href).toBe("https://docs.aws.amazon.com/lambda/x.html");
  expect(label.textContent).toContain("assumed");
});

it("shows a title with markup as text", () => {
  const { element } = row({ ...KNOB, label: "<script>alert(1)</script>", meaning: "<img src=x>" });
  expect(element.querySelector("script, img")).toBe(null);
  expect(element.textContent).toContain("<script>");
});
