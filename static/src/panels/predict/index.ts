/**
 * A question to answer before the run is seen, and afterwards both with the difference in words. The
 * same card for a question of a lesson, of a class, and for one that somebody made up.
 */
import { signal, type ReadonlySignal, type Signal } from "@preact/signals-core";
import { MOST_WORDS, UNASKED, type Kept } from "../../core/answered";
import { h, setText } from "../../core/dom";
import { formatTime } from "../../core/format";
import { idFor } from "../../core/ids";
import { perSecond } from "../../core/in-unit";
import type { RunStore } from "../../core/panel";
import { gapInWords, truthInWords } from "../../core/prediction-words";
import { isRate, recorded, truthOf, type Answer, type Predict, type Prediction, type Truth } from "../../core/predictions";
import { inputFor, type Input } from "./inputs";
import "./predict.css";

export { gapInWords } from "../../core/prediction-words";

export type Stage = "asking" | "answered" | "revealed";

/** What the card sees of the run. */
export interface PredictView {
  /** What may be seen of it by everybody: no more than up to the question's time while it is open. */
  shown(): RunStore;
  /** All of it: looked at once the answer may be seen. */
  whole(): RunStore;
  /** The server's answer to a lesson's question; null while it is not known, or why there is none. */
  answer?(): Answer | string | null;
  say(text: string): void;
}

export interface PredictOptions {
  readonly question: Predict;
  readonly view: PredictView;
  /** What was answered before, in this browser. */
  readonly kept?: Kept;
  /** Each answer, and each that takes its place before it is revealed. */
  readonly onAnswer: (prediction: Prediction) => void;
  /** Of who answers alone: the run may be shown. Where somebody else reveals (a class), it is left out, and
   *  `reveal` of the card is called when they did. */
  readonly onReveal?: () => void;
  /** Whatever is to be kept has changed. */
  readonly onKeep?: (kept: Kept) => void;
}

export interface PredictCard {
  readonly element: HTMLElement;
  readonly stage: ReadonlySignal<Stage>;
  readonly kept: ReadonlySignal<Kept>;
  /** What came beside what was expected; "" before it may be seen. */
  readonly words: string;
  /** Shows what came, answered or not. */
  reveal(): void;
  /** After data came: what is known of the run is drawn anew. */
  refresh(): void;
  dispose(): void;
}

export function createPredict(options: PredictOptions): PredictCard {
  return new Card(options);
}

const button = (words: string, primary: boolean, run: () => void): HTMLButtonElement => {
  const element = h("button", { class: `btn btn-small${primary ? " btn-primary" : ""}`, type: "button" }, words);
  element.addEventListener("click", run);
  return element;
};

class Card implements PredictCard {
  readonly element: HTMLElement;
  readonly stage: Signal<Stage>;
  readonly kept: Signal<Kept>;
  private readonly question: Predict;
  private readonly input: Input;
  /** What is being drawn, set or chosen, before it is an answer. */
  private draft: Prediction | null;
  /** After the reveal: what somebody thinks now is being said. */
  private again = false;
  private readonly spoken = h("p", { class: "predict-words", role: "status" });
  private readonly told = h("div", { class: "predict-reveal lesson-prose" });
  private readonly hint = h("p", { class: "quiet" });
  private readonly acts = h("div", { class: "predict-acts" });
  private readonly after: HTMLElement;
  private readonly whyField = h("textarea", { rows: 2, maxlength: MOST_WORDS, placeholder: "In your own words, for yourself" });

  constructor(private readonly options: PredictOptions) {
    this.question = inRates(options.question, options.view.shown());
    this.kept = signal(options.kept ?? UNASKED);
    this.draft = this.kept.value.prediction;
    this.stage = signal(this.kept.value.revealed ? "revealed" : this.draft ? "answered" : "asking");
    this.input = inputFor(this.question, (prediction) => this.change(prediction));
    const id = idFor("predict");
    this.whyField.value = this.kept.value.why;
    this.whyField.addEventListener("change", () => this.keep({ why: this.whyField.value.slice(0, MOST_WORDS) }));
    this.after = h("div", { class: "predict-after" }, h("label", {}, h("span", {}, "Why? "), this.whyField));
    this.element = h("section", { class: "predict", "aria-labelledby": id }, h("h3", { class: "predict-mark" }, "Predict first"), h("p", { class: "predict-question", id }, options.question.question), this.spoken, this.input.element, this.hint, this.told, this.after, this.acts);
    this.fill();
  }

  private change(prediction: Prediction | null): void {
    this.draft = prediction;
    this.refresh();
  }

  private keep(more: Partial<Kept>): void {
    this.kept.value = { ...this.kept.value, ...more };
    this.options.onKeep?.(this.kept.value);
  }

  private answer(): void {
    const { draft } = this;
    if (!draft) {
      this.options.view.say(this.input.wanted);
      setText(this.hint, this.input.wanted);
      return;
    }
    if (this.stage.value === "revealed") {
      this.again = false;
      this.keep({ later: draft });
    } else {
      this.keep({ prediction: draft });
      this.options.onAnswer(draft);
      this.stage.value = "answered";
    }
    this.fill();
    this.options.view.say(this.hint.textContent ?? "");
  }

  reveal(): void {
    if (this.stage.value === "revealed") return;
    this.stage.value = "revealed";
    this.keep({ revealed: true });
    this.options.onReveal?.();
    this.fill();
    this.element.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
  }

  private turn(stage: Stage, again: boolean): void {
    this.stage.value = stage;
    this.again = again;
    this.draft = again ? (this.kept.value.later ?? this.kept.value.prediction) : this.kept.value.prediction;
    this.fill();
    this.input.focus();
  }

  // --- what is shown -----------------------------------------------------------------------

  /** Another stage: other words and other buttons. */
  private fill(): void {
    const { question, stage: { value: stage } } = this;
    const own = Boolean(this.options.onReveal);
    this.acts.replaceChildren(...this.buttons(own));
    this.after.hidden = stage !== "revealed" || this.again;
    const until = formatTime(question.t1, 0);
    if (stage === "asking") setText(this.hint, `From ${formatTime(question.t0, 0)} on the run is hidden. What happens until ${until}?`);
    else if (stage === "answered") setText(this.hint, own ? "Your answer is kept in this browser." : "What came is shown to all at once.");
    else setText(this.hint, this.again ? "What do you think now? What you expected before stays as it was." : this.kept.value.later ? `What you think now: ${this.laterInWords()}` : "");
    this.showReveal(stage);
    this.refresh();
  }

  private buttons(own: boolean): HTMLButtonElement[] {
    if (this.again) return [button("Keep it", true, () => this.answer()), button("Leave it", false, () => this.turn("revealed", false))];
    if (this.stage.value === "asking") return [button("This is my answer", true, () => this.answer()), ...(own ? [button("Skip, and show it", false, () => this.reveal())] : [])];
    if (this.stage.value === "answered") return [...(own ? [button("Reveal", true, () => this.reveal())] : []), button("Change it", false, () => this.turn("asking", false))];
    return [button(this.kept.value.later ? "Say again what you think now" : "What I think now", false, () => this.turn("revealed", true))];
  }

  /** The server made it of Markdown, without HTML. */
  private showReveal(stage: Stage): void {
    const html = stage === "revealed" ? this.question.reveal_html : "";
    this.told.hidden = html === "";
    if (this.told.innerHTML !== html) this.told.innerHTML = html;
  }

  private laterInWords(): string {
    const { later } = this.kept.value;
    const truth = this.truth();
    return later && truth ? gapInWords(this.question, later, truth) : "";
  }

  get words(): string {
    return this.spoken.textContent ?? "";
  }

  private truth(): Truth | null {
    const answer = this.options.view.answer?.() ?? null;
    return truthOf(this.options.question, this.options.view.whole(), typeof answer === "string" ? null : answer);
  }

  refresh(): void {
    const { question, stage: { value: stage } } = this;
    const revealed = stage === "revealed";
    const truth = revealed ? this.truth() : null;
    const known = recorded(this.options.view[revealed ? "whole" : "shown"](), question, this.input.from ?? question.t0, question.t0);
    const { prediction, later } = this.kept.value;
    const drawn = this.again || stage === "asking" ? this.draft : prediction;
    this.input.show({ known, prediction: drawn, truth, before: this.again ? prediction : null, later: this.again ? null : later, editable: stage === "asking" || this.again });
    setText(this.spoken, revealed ? this.said(truth) : "");
    this.spoken.hidden = !revealed;
  }

  private said(truth: Truth | null): string {
    const { prediction } = this.kept.value;
    if (truth) return prediction ? gapInWords(this.question, prediction, truth) : truthInWords(this.question, truth);
    const answer = this.options.view.answer?.() ?? null;
    if (typeof answer === "string") return answer;
    const whole = this.options.view.whole();
    return whole.complete ? "The run tells no answer to this: it ended before." : "What came is told here when the run is there.";
  }

  dispose(): void {
    this.input.dispose();
    this.element.remove();
  }
}

/** What is counted is drawn as a rate. */
function inRates(question: Predict, store: RunStore): Predict {
  return question.kind === "draw" && isRate(store, question.metric) ? { ...question, unit: perSecond(question.unit) } : question;
}
