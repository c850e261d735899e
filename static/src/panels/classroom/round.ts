/** A question to the class, in the lab: hidden run, answer, then the room's answers and what came. */
import { effect, untracked } from "@preact/signals-core";
import { UNASKED, type Kept } from "../../core/answered";
import type { Question, Round, Tally } from "../../core/classroom/messages";
import { h, setText } from "../../core/dom";
import type { Lab } from "../../core/lab";
import { readPrediction, truthOf, type Answer, type Predict, type Prediction, type Truth } from "../../core/predictions";
import { createPredict, type PredictCard } from "../predict/index";
import { lessonOf } from "./lesson";
import { roomLegend, roomPicture, roomWords } from "./room";

const OWNER = "class";

/** What the class says is text: none of it is HTML. */
export function asPredict(question: Question): Predict {
  return { ...question, component: question.component, metric: question.metric, reveal_html: "" };
}

/** Where the question stands in the lab, and what of the run it hides. */
export class RoundPane {
  readonly element = h("div", { class: "pane pane-predict class-round", hidden: true });

  private answers: Readonly<Record<string, Answer>> = {};
  private askedOf: string | null = null;

  constructor(readonly lab: Lab, private readonly main: HTMLElement) {}

  show(...children: readonly (Node | string)[]): void {
    if (!this.element.isConnected) (this.main.querySelector(".predict-places") ?? this.main).prepend(this.element);
    this.element.replaceChildren(...children);
    this.element.hidden = children.length === 0;
    this.main.classList.toggle("class-asked", children.length > 0);
    // What a spotlight is on stays where it is meanwhile, and the question in sight.
    document.body.classList.toggle("class-asks", children.length > 0);
    if (children.length > 0) this.element.scrollIntoView?.({ block: "start" });
  }

  hide(round: Round | null): void {
    const { lab } = this;
    const ofStep = round !== null && (lab.data.lesson?.steps.some(({ predict }) => predict?.id === round.question.id) ?? false);
    document.body.classList.toggle("class-asks-step", ofStep);
    lab.viewing.touched.lead(() => {
      if (ofStep && round.revealed) lab.veil.revealed.value = round.question.id;
      lab.veil.hide(OWNER, round && !round.revealed ? round.question.t0 : null);
    });
  }

  truth(question: Question): Truth | null {
    const answer = this.answer(question);
    return truthOf(asPredict(question), this.lab.veil.store.value, typeof answer === "string" ? null : answer);
  }

  /** Of a lesson's question as the server has it, once it may be known; of one with options of the teacher's own, in words. */
  answer(question: Question): Answer | string | null {
    if (question.kind === "draw" || question.asked) return null;
    const { lab } = this;
    const [run, lesson] = [lab.run.value, lessonOf(lab)];
    if (run === null || lesson === null || question.id === "") return "The teacher says which it is.";
    if (this.askedOf !== run && lab.veil.end.value !== null) {
      this.askedOf = run;
      void lab.api.lesson(run, lesson).then((told) => {
        this.answers = told.answers;
        lab.frames.value++;
      }, () => undefined);
    }
    return this.answers[question.id] ?? null;
  }
}

/** The room's answers: picture, legend, and the same in a sentence. */
export function roomOf(question: Question, tally: Tally, truth: Truth | null): HTMLElement {
  const legend = roomLegend(tally, truth);
  // Bars with their options beside them are words already.
  const words = tally.options && tally.count > 0 ? [] : [h("p", { class: "room-words" }, roomWords(question, tally))];
  return h("section", { class: "room-part", "aria-label": "What the room predicted" }, h("h3", {}, "The room"), roomPicture(question, tally, truth), ...(legend ? [legend] : []), ...words);
}

export class FollowersRound {
  private readonly pane: RoundPane;
  private card: PredictCard | null = null;
  private round: Round | null = null;
  private tally: Tally | null = null;
  private answer: Prediction | null = null;
  private readonly said = h("p", { class: "class-said", role: "status" });
  private readonly room = h("div");

  constructor(private readonly lab: Lab, main: HTMLElement, private readonly send: (round: number, prediction: Prediction) => Promise<void>) {
    this.pane = new RoundPane(lab, main);
    effect(() => {
      lab.frames.value;
      lab.end.value;
      untracked(() => this.refresh());
    });
  }

  /** What was answered before, as the class has it. */
  kept(answer: Prediction | null): void {
    if (answer !== null) this.answer = answer;
  }

  show(round: Round | null): void {
    const before = this.round;
    this.round = round;
    this.pane.hide(round);
    this.lab.veil.asked.value = round && !round.revealed ? round.question.id : null;
    if (round === null) return this.clear();
    if (before?.n !== round.n) this.begin(round, before !== null);
    else if (round.revealed && !before.revealed) this.card?.reveal();
    this.showRoom();
  }

  result(tally: Tally): void {
    this.tally = tally;
    this.showRoom();
  }

  /** After data came. */
  refresh(): void {
    if (this.round?.revealed) this.showRoom();
    this.card?.refresh();
  }

  private begin(round: Round, another: boolean): void {
    if (another) this.answer = null;
    this.card?.dispose();
    const question = asPredict(round.question);
    const prediction = readPrediction(question, this.answer);
    const kept: Kept = { ...UNASKED, prediction, revealed: round.revealed };
    const { lab } = this;
    setText(this.said, "");
    this.card = createPredict({
      question, kept, onAnswer: (made) => this.answered(round.n, made),
      view: { shown: () => lab.store.value, whole: () => lab.veil.store.value, answer: () => (this.round?.revealed ? this.pane.answer(round.question) : null), say: (text) => lab.viewing.onSay(text) },
    });
    this.card.element.removeAttribute("aria-labelledby");
    this.card.element.setAttribute("aria-label", "A question to the class");
    this.pane.show(this.card.element, this.said, this.room);
  }

  private answered(n: number, prediction: Prediction): void {
    this.answer = prediction;
    setText(this.said, "Sending your answer…");
    this.send(n, prediction).then(() => setText(this.said, "The class has your answer."), (error: Error) => setText(this.said, error.message));
  }

  private showRoom(): void {
    const { round, tally } = this;
    if (!round?.revealed || tally?.round !== round.n) return this.room.replaceChildren();
    this.room.replaceChildren(roomOf(round.question, tally, this.pane.truth(round.question)));
  }

  private clear(): void {
    this.card?.dispose();
    this.card = this.tally = this.answer = null;
    this.pane.show();
  }
}
