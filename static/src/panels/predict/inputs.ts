/** The three ways to answer, as one: what is shown of an answer, and what somebody makes it. */
import { h, setText } from "../../core/dom";
import { idFor } from "../../core/ids";
import { inUnit } from "../../core/in-unit";
import type { Point, Predict, Prediction, Truth } from "../../core/predictions";
import { NumberField } from "./number";
import { Pad } from "./pad";
import { PointTable } from "./table";

export interface Shown {
  /** The run before the question's time. */
  readonly known: readonly Point[];
  readonly prediction: Prediction | null;
  readonly truth: Truth | null;
  /** What was expected at first, while something else is said. */
  readonly before: Prediction | null;
  /** What somebody thinks since they know. */
  readonly later: Prediction | null;
  readonly editable: boolean;
}

export interface Input {
  readonly element: HTMLElement;
  /** What is to be done first, where there is no answer yet. */
  readonly wanted: string;
  /** From when on it shows what is known. */
  readonly from?: number;
  show(shown: Shown): void;
  focus(): void;
  dispose(): void;
}

export function inputFor(question: Predict, onChange: (prediction: Prediction | null) => void): Input {
  if (question.kind === "draw") return new Drawing(question, onChange);
  return question.kind === "number" ? new Setting(question, onChange) : new Choosing(question, onChange);
}

const lineOf = (prediction: Prediction | null): readonly Point[] => (prediction?.kind === "draw" ? prediction.points : []);

class Drawing implements Input {
  readonly element: HTMLElement;
  readonly wanted = "Draw a line first, or place points.";
  private readonly pad: Pad;
  private readonly table: PointTable;
  private readonly legend = h("p", { class: "pad-legend" });
  private readonly tools: HTMLElement;
  private readonly numbers = h("details", { class: "pad-numbers" }, h("summary", {}, "As numbers"));

  constructor(question: Predict, onChange: (prediction: Prediction | null) => void) {
    const take = (points: readonly Point[]): void => onChange(points.length > 0 ? { kind: "draw", points } : null);
    this.pad = new Pad(question, take);
    this.table = new PointTable(question, take);
    const [points, clear] = [tool("Place points", () => this.pad.begin()), tool("Clear", () => take([]))];
    this.tools = h("div", { class: "pad-tools" }, h("span", { class: "quiet" }, "Draw behind the line. A point moves with the arrow keys, + adds one, Delete takes it away."), points, clear);
    this.numbers.append(this.table.element);
    this.element = h("div", { class: "predict-draw" }, this.legend, this.pad.element, this.tools, this.numbers);
  }

  get from(): number {
    return this.pad.from;
  }

  show({ known, prediction, truth, before, later, editable }: Shown): void {
    const drawn = lineOf(prediction);
    this.pad.show({ known, drawn, truth: truth?.kind === "draw" ? truth.series : null, later: before ? lineOf(before) : later ? lineOf(later) : null }, editable);
    this.table.show(drawn, editable);
    this.tools.hidden = !editable;
    this.numbers.hidden = drawn.length === 0;
    const other = before ? "before" : "now";
    const keys = [["known", "the run"], ...(drawn.length > 0 ? [["drawn", before ? "you, now" : "you"]] : []), ...(truth ? [["truth", "what came"]] : []), ...(before || later ? [["later", `you, ${other}`]] : [])];
    const key = keys.join();
    if (this.legend.dataset["shown"] === key) return;
    this.legend.dataset["shown"] = key;
    this.legend.replaceChildren(...keys.map(([line, words]) => h("span", { class: `pad-key pad-key-${line}` }, words)));
  }

  focus(): void {
    this.element.querySelector<HTMLElement>(".pad-point, button")?.focus();
  }

  dispose(): void {
    this.pad.dispose();
  }
}

function tool(words: string, run: () => void): HTMLButtonElement {
  const button = h("button", { class: "btn btn-small", type: "button" }, words);
  button.addEventListener("click", run);
  return button;
}

class Setting implements Input {
  readonly element: HTMLElement;
  readonly wanted = "Set a number first.";
  private readonly field: NumberField;
  private readonly said = h("dl", { class: "predict-both" });

  constructor(private readonly question: Predict, onChange: (prediction: Prediction | null) => void) {
    this.field = new NumberField(question, (value) => onChange({ kind: "number", value }));
    this.element = h("div", {}, this.field.element, this.said);
  }

  show({ prediction, truth, before, later, editable }: Shown): void {
    const value = prediction?.kind === "number" ? prediction.value : null;
    this.field.element.hidden = !editable;
    this.field.show(value, editable);
    const rows = [before && ["You, before", before], !editable && prediction && ["You", prediction], truth && ["What came", truth], later && ["You, now", later]].filter((row) => row) as [string, Prediction | Truth][];
    this.said.replaceChildren(...rows.flatMap(([name, one]) => [h("dt", {}, name), h("dd", { class: "num" }, one.kind === "number" ? inUnit(one.value, this.question.unit) : "–")]));
  }

  focus(): void {
    this.element.querySelector<HTMLElement>("input")?.focus();
  }

  dispose(): void {}
}

class Choosing implements Input {
  readonly element: HTMLElement;
  readonly wanted = "Choose one first.";
  private readonly radios: readonly HTMLInputElement[];
  private readonly notes: readonly HTMLElement[];

  constructor(question: Predict, onChange: (prediction: Prediction | null) => void) {
    const name = idFor("predict-choice");
    this.radios = question.options.map((_, i) => h("input", { type: "radio", name, value: i }));
    this.notes = question.options.map(() => h("span", { class: "predict-note" }));
    this.radios.forEach((radio, option) => radio.addEventListener("change", () => onChange({ kind: "choice", option })));
    const rows = question.options.map((words, i) => h("label", { class: "predict-option" }, this.radios[i]!, h("span", {}, words), this.notes[i]!));
    this.element = h("fieldset", { class: "predict-options" }, h("legend", { class: "sr-only" }, question.question), ...rows);
  }

  show({ prediction, truth, before, later, editable }: Shown): void {
    const is = (one: Prediction | Truth | null, i: number): boolean => one?.kind === "choice" && one.option === i;
    this.radios.forEach((radio, i) => {
      radio.checked = is(prediction, i);
      radio.disabled = !editable;
      const said = [is(truth, i) && "✓ so it is", !editable && is(prediction, i) && "you", is(before, i) && "you, before", is(later, i) && "you, now"].filter(Boolean);
      setText(this.notes[i]!, said.join(" · "));
      radio.closest("label")!.classList.toggle("is-true", is(truth, i));
    });
  }

  focus(): void {
    (this.radios.find(({ checked }) => checked) ?? this.radios[0])?.focus();
  }

  dispose(): void {}
}
