/** The dialog in which somebody makes up a question: of what, from when on, how it is answered. */
import { h, setText } from "../../core/dom";
import { formatClock } from "../../core/format";
import { idFor } from "../../core/ids";
import { MOST_LETTERS, questionOf, STATISTICS, type Askable } from "../../core/own-question";
import type { Predict, PredictKind, Statistic } from "../../core/predictions";
import { readMoment } from "./table";

const KINDS: Readonly<Record<PredictKind, string>> = { draw: "Draw its curve", number: "Set a number", choice: "Higher or lower" };

export interface FormOptions {
  offers(): readonly Askable[];
  /** How long the run is, and where the playhead stands. */
  durationS(): number;
  t(): number;
  ask(question: Predict): void;
}

export class QuestionForm {
  readonly element: HTMLDialogElement;
  private readonly of = h("select", { name: "of" });
  private readonly from = h("input", { type: "text", class: "num", autocomplete: "off" });
  private readonly to = h("input", { type: "text", class: "num", autocomplete: "off" });
  private readonly words = h("input", { type: "text", maxlength: MOST_LETTERS, placeholder: "Put for you where you leave it empty", autocomplete: "off" });
  private readonly kinds: readonly HTMLInputElement[];
  private readonly statistic = h("select", {}, ...Object.entries(STATISTICS).map(([value, words]) => h("option", { value }, words)));
  private readonly which: HTMLElement;
  private readonly problem = h("p", { class: "knob-error", role: "alert", hidden: true });
  private offers: readonly Askable[] = [];

  constructor(private readonly options: FormOptions) {
    const [id, name] = [idFor("ask-title"), idFor("ask-kind")];
    this.kinds = (Object.keys(KINDS) as PredictKind[]).map((value) => h("input", { type: "radio", name, value, checked: value === "draw" }));
    const close = h("button", { class: "btn btn-small", type: "button" }, "Close");
    close.addEventListener("click", () => this.element.close());
    this.which = h("label", { class: "ask-row" }, h("span", {}, "Which number"), this.statistic);
    const kinds = h("fieldset", { class: "ask-kinds" }, h("legend", {}, "How it is answered"), ...this.kinds.map((radio) => h("label", {}, radio, KINDS[radio.value as PredictKind])));
    kinds.addEventListener("change", () => this.showWhich());
    const form = h("form", { class: "ask-form", novalidate: true },
      h("p", {}, "What is asked about is hidden from its moment on, everywhere on the page, until it is revealed."),
      h("label", { class: "ask-row" }, h("span", {}, "Of what"), this.of),
      h("div", { class: "ask-times" }, h("label", { class: "ask-row" }, h("span", {}, "From"), this.from), h("label", { class: "ask-row" }, h("span", {}, "To"), this.to)),
      kinds, this.which, h("label", { class: "ask-row" }, h("span", {}, "In your words"), this.words), this.problem,
      h("div", { class: "predict-acts" }, h("button", { class: "btn btn-primary", type: "submit" }, "Hide it and ask")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.element = h("dialog", { class: "sheet ask-sheet", "aria-labelledby": id }, h("header", { class: "base-head" }, h("h2", { id }, "Predict, then reveal"), close), form);
    this.element.addEventListener("click", (event) => event.target === this.element && this.element.close());
    this.showWhich();
  }

  open(): void {
    if (this.element.open) return;
    this.fill();
    this.element.showModal();
    this.of.focus();
  }

  private fill(): void {
    const [was, durationS] = [this.of.selectedIndex, this.options.durationS()];
    this.offers = this.options.offers();
    const groups = [...new Set(this.offers.map(({ component }) => component))];
    this.of.replaceChildren(...groups.map((component) => {
      const own = this.offers.map((one, i) => [one, i] as const).filter(([one]) => one.component === component);
      return h("optgroup", { label: own[0]![0].whose }, ...own.map(([one, i]) => h("option", { value: i }, `${one.name}: ${one.whose}`)));
    }));
    if (was >= 0 && was < this.offers.length) this.of.selectedIndex = was;
    // At its end there is nothing left to ask about.
    const t = this.options.t();
    this.from.value = formatClock(Math.round(t > 0 && t < 0.95 * durationS ? t : durationS / 5));
    this.to.value = formatClock(durationS);
    this.problem.hidden = true;
  }

  private get kind(): PredictKind {
    return (this.kinds.find(({ checked }) => checked)?.value ?? "draw") as PredictKind;
  }

  private showWhich(): void {
    this.which.hidden = this.kind !== "number";
  }

  private submit(): void {
    const [of, durationS] = [this.offers[Number(this.of.value)], this.options.durationS()];
    const [t0, t1] = [readMoment(this.from.value), readMoment(this.to.value)];
    const fault = !of ? "There is nothing to ask about in this scenario."
      : t0 === null || t0 < 0 || t0 >= durationS ? `From: a time before the end, ${formatClock(durationS)}, such as 2:00.`
      : t1 === null || t1 <= t0 || t1 > durationS ? `To: a time after ${formatClock(t0)}, up to ${formatClock(durationS)}.` : "";
    this.problem.hidden = fault === "";
    setText(this.problem, fault);
    if (fault || !of) return;
    this.element.close();
    this.options.ask(questionOf({ of, kind: this.kind, statistic: this.statistic.value as Statistic, t0: t0!, t1: t1!, words: this.words.value }));
  }
}
