/** A number that is expected: a slider over its decades, and a field that takes any. */
import { h, setText } from "../../core/dom";
import { idFor } from "../../core/ids";
import { inUnit, readInUnit } from "../../core/in-unit";
import type { Predict } from "../../core/predictions";
import { nudge, placeOf, SLIDER_STEPS, valueAt } from "../../core/slider";
import type { Knob } from "../../core/types";

/** What the slider spans: never what the answer would tell. */
const SPANS: Readonly<Record<string, readonly [number, number]>> = {
  ms: [1, 3.6e6], milliseconds: [1, 3.6e6], s: [0.01, 86_400], seconds: [0.01, 86_400], usd: [1e-4, 1e4], bytes: [1, 1e12],
};
const COUNTS = [1, 1e6] as const;

function knobOf(unit: string): Knob {
  const name = unit.toLowerCase();
  const whole = { share: 1, "%": 100, percent: 100 }[name];
  const [low, high] = SPANS[name] ?? (unit.endsWith("/s") ? [0.1, 1e5] : COUNTS);
  const scale = whole ? { scale: "linear", step: whole / 200, max: whole } : { scale: "log", step: low, max: high };
  return { kind: "number", path: "", label: "", unit: null, value: 0, default: 0, nullable: false, min: 0, hard_min: 0, hard_max: null, choices: null, ...scale } as unknown as Knob;
}

export class NumberField {
  readonly element: HTMLElement;
  private readonly knob: Knob;
  private readonly slider: HTMLInputElement;
  private readonly field: HTMLInputElement;
  private readonly problem = h("p", { class: "knob-error", role: "alert", hidden: true });
  private value: number | null = null;

  constructor(private readonly question: Predict, private readonly onValue: (value: number) => void) {
    this.knob = knobOf(question.unit);
    this.problem.id = idFor("number-problem");
    const label = `What you expect: ${question.question}`;
    this.slider = h("input", { type: "range", class: "knob-slider", min: 0, max: SLIDER_STEPS, step: "any", value: 0, "aria-label": label });
    this.field = h("input", { type: "text", class: "num", "aria-label": `${label}, as a number`, "aria-describedby": this.problem.id, autocomplete: "off", inputmode: "decimal", placeholder: question.unit ? `… ${question.unit}` : "…" });
    this.slider.addEventListener("input", () => this.take(Number(valueAt(this.knob, Number(this.slider.value) / SLIDER_STEPS))));
    this.slider.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("change", () => this.read());
    const [low, high] = [inUnit(0, question.unit), inUnit(Number(this.knob.max), question.unit)];
    this.element = h("div", { class: "predict-number" }, h("div", { class: "slider" }, this.slider), h("div", { class: "predict-ends num", "aria-hidden": "true" }, h("span", {}, low), h("span", {}, high)), h("label", {}, "Or type it: ", this.field), this.problem);
  }

  private key(event: KeyboardEvent): void {
    const by = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const to = Number(nudge(this.knob, this.value ?? 0, by * (event.shiftKey ? 10 : 1)));
    this.take(Math.max(0, to));
  }

  private read(): void {
    const read = readInUnit(this.field.value, this.question.unit);
    const good = read.ok && typeof read.value === "number" && read.value >= 0;
    this.problem.hidden = good;
    if (good) this.take(Number(read.value));
    else setText(this.problem, read.ok ? "Nothing is less than 0 here." : read.message);
  }

  private take(value: number): void {
    this.problem.hidden = true;
    this.onValue(value);
  }

  show(value: number | null, editable: boolean): void {
    this.value = value;
    this.slider.disabled = this.field.disabled = !editable;
    const place = value === null ? 0 : placeOf(this.knob, value) * SLIDER_STEPS;
    if (Math.abs(Number(this.slider.value) - place) > 0.5) this.slider.value = String(place);
    this.slider.setAttribute("aria-valuetext", value === null ? "not set" : inUnit(value, this.question.unit));
    if (document.activeElement !== this.field || value !== null) this.field.value = value === null ? "" : inUnit(value, this.question.unit);
    this.slider.style.setProperty("--fill", String(place / SLIDER_STEPS));
  }
}
