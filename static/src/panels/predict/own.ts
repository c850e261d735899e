/**
 * The lab's own question: made up by whoever looks at the run, answered over the panes. It is there
 * again after a reload, and goes with its run.
 */
import { effect, signal, untracked } from "@preact/signals-core";
import { keepAnswer, recallAnswer } from "../../core/answered";
import { h } from "../../core/dom";
import { formatTime } from "../../core/format";
import type { Lab } from "../../core/lab";
import { askable, keepQuestion, recallQuestion } from "../../core/own-question";
import type { Predict } from "../../core/predictions";
import { QuestionForm } from "./form";
import { createPredict, type PredictCard } from "./index";

const OWNER = "own";
/** Of a run that there is not yet. */
const NEXT = "";

export interface OwnQuestion {
  /** For the header. */
  readonly button: HTMLButtonElement;
  /** Over the panes; empty while nothing is asked. */
  readonly element: HTMLElement;
  open(): void;
}

export function createOwnQuestion(lab: Lab, dialogs: HTMLElement): OwnQuestion {
  return new Own(lab, dialogs);
}

class Own implements OwnQuestion {
  readonly button = h("button", { class: "tl-button", type: "button", "aria-haspopup": "dialog", title: "Predict, then reveal: hide the run from a moment on, and say what you expect" }, "Predict");
  private readonly question = signal<Predict | null>(null);
  readonly element = h("div", { class: "pane pane-predict", hidden: true });
  private readonly form: QuestionForm;
  private card: PredictCard | null = null;
  private run: string | null = null;

  constructor(private readonly lab: Lab, dialogs: HTMLElement) {
    this.form = new QuestionForm({
      offers: () => askable(lab.scene, lab.veil.store.value.header), durationS: () => lab.store.value.durationS,
      t: () => lab.viewing.view(performance.now()).t, ask: (question) => this.ask(question),
    });
    dialogs.append(this.form.element);
    this.button.addEventListener("click", () => this.open());
    effect(() => this.follow(lab.run.value ?? NEXT));
    effect(() => {
      const question = this.question.value;
      untracked(() => this.show(question));
    });
    effect(() => {
      lab.frames.value;
      lab.store.value;
      lab.end.value;
      untracked(() => this.card?.refresh());
    });
  }

  open(): void {
    this.form.open();
  }

  /** Another run has its own; what was asked before the first one is asked of that. */
  private follow(run: string): void {
    const [before, asked] = [this.run, untracked(() => this.question.value)];
    this.run = run;
    if (before === NEXT && asked) return this.keep(asked);
    this.question.value = run === NEXT ? null : recallQuestion(run);
  }

  private ask(question: Predict): void {
    keepAnswer(this.run ?? NEXT, question, null);
    this.keep(question);
    this.question.value = null;
    this.question.value = question;
    if (this.lab.viewing.clock.playing) this.lab.viewing.setPlaying(false);
    // In the place of what was said of the run before.
    this.lab.viewing.announce(`The run is hidden from ${formatTime(question.t0, 0)} on.`);
    this.element.scrollIntoView?.({ block: "nearest" });
    this.card?.element.querySelector<HTMLElement>("button, input")?.focus({ preventScroll: true });
  }

  private keep(question: Predict | null): void {
    if (this.run) keepQuestion(this.run, question);
  }

  private show(question: Predict | null): void {
    this.card?.dispose();
    this.card = null;
    this.element.hidden = question === null;
    const kept = question && recallAnswer(this.run ?? NEXT, question);
    this.lab.veil.hide(OWNER, question && kept && !kept.revealed ? question.t0 : null);
    if (!question || !kept) return this.element.replaceChildren();
    this.card = createPredict({
      question, kept,
      view: { shown: () => this.lab.store.value, whole: () => this.lab.veil.store.value, say: (text) => this.lab.viewing.onSay(text) },
      onAnswer: () => undefined,
      onReveal: () => this.reveal(question),
      onKeep: (now) => keepAnswer(this.run ?? NEXT, question, now),
    });
    const done = h("button", { class: "btn btn-small predict-done", type: "button", title: "The question goes" }, "Close");
    done.addEventListener("click", () => this.close());
    this.element.replaceChildren(this.card.element, done);
  }

  /** All of the run is there again, and the playhead goes on from where it stood. */
  private reveal({ t0 }: Predict): void {
    this.lab.veil.hide(OWNER, null);
    this.lab.viewing.seek(Math.min(t0, this.lab.store.value.computed));
    this.lab.viewing.setPlaying(true);
  }

  private close(): void {
    this.keep(null);
    this.question.value = null;
    this.button.focus();
  }
}
