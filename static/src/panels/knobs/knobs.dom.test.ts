import { beforeEach, expect, it, vi } from "vitest";
import { Board, durationKnob } from "../../core/board";
import type { Knob, KnobValue } from "../../core/types";
import { createRow } from "./row";

const KNOB: Knob = { ...durationKnob(30), path: "components.worker.timeout", label: "Timeout", default: 3, min: 1, max: 900, hard_max: 900, scale: "linear" };

function row(knob: Knob = KNOB): { board: Board; element: HTMLElement; field: HTMLInputElement; committed: ReturnType<typeof vi.fn>; echoes: (KnobValue | undefined)[] } {
  const authored = { overrides: {}, seed: 1, profile: "aws-2026" };
  const board = new Board([knob], authored, authored);
  const committed = vi.fn();
  const echoes: (KnobValue | undefined)[] = [];
  const made = createRow(knob, knob.label, { board, committed, echo: (_, value) => echoes.push(value) });
  document.body.replaceChildren(made.element);
  return { board, element: made.element, field: made.element.querySelector(".knob-number") as HTMLInputElement, committed, echoes };
}

function press(target: HTMLElement, key: string): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

beforeEach(() => void vi.useFakeTimers());

it("takes a typed value on Enter and starts one run", () => {
  const { board, field, committed, element } = row();
  field.value = "2 min";
  press(field, "Enter");
  field.dispatchEvent(new Event("change"));
  expect(board.value(KNOB.path)).toBe(120);
  expect(committed).toHaveBeenCalledTimes(1);
  expect(element.classList.contains("changed")).toBe(true);
});

it("says beside the field what is wrong and keeps the value", () => {
  const { board, field, committed, element } = row();
  field.value = "20 min";
  press(field, "Enter");
  expect(board.value(KNOB.path)).toBe(30);
  expect(committed).not.toHaveBeenCalled();
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(element.querySelector(".knob-error")?.textContent).toBe("20 min is too large. Allowed: 1 s to 15 min.");
  press(field, "Escape");
  expect(field.value).toBe("30");
  expect(field.hasAttribute("aria-invalid")).toBe(false);
});

it("waits for the last of several arrow keys", () => {
  const { field, committed, board, echoes } = row();
  for (let i = 0; i < 5; i++) press(field, "ArrowUp");
  expect(field.value).toBe("35");
  expect(committed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(500);
  expect(committed).toHaveBeenCalledTimes(1);
  expect(board.value(KNOB.path)).toBe(35);
  expect(echoes).toEqual([31, 32, 33, 34, 35, undefined]);
});

it("moves with the slider and commits when it is let go", () => {
  const { element, committed, board } = row();
  const slider = element.querySelector(".knob-slider") as HTMLInputElement;
  slider.value = "1000";
  slider.dispatchEvent(new Event("input"));
  expect(board.value(KNOB.path)).toBe(30);
  slider.dispatchEvent(new Event("change"));
  expect(board.value(KNOB.path)).toBe(900);
  expect(committed).toHaveBeenCalledTimes(1);
  expect(slider.getAttribute("aria-valuetext")).toBe("15 min");
});

it("goes back to what the scenario says", () => {
  const { element, board, committed } = row();
  const reset = element.querySelector(".knob-reset") as HTMLButtonElement;
  expect(reset.hidden).toBe(true);
  board.set(KNOB.path, 60);
  expect(reset.hidden).toBe(false);
  expect(reset.getAttribute("aria-label")).toBe("Reset Timeout to 30 s");
  reset.click();
  expect(board.value(KNOB.path)).toBe(30);
  expect(committed).toHaveBeenCalledTimes(1);
});

it("opens what the knob means", () => {
  const { element } = row({ ...KNOB, aws_name: "Timeout", meaning: "the longest an invocation may take", source: "https://docs.aws.amazon.com/lambda/x (2026-07-12)", assumed: true });
  const label = element.querySelector(".knob-label") as HTMLButtonElement;
  const details = element.querySelector(".knob-about") as HTMLElement;
  expect(details.hidden).toBe(true);
  label.click();
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
