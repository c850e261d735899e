/** The lesson on the console: the step that the class is at, and what comes next, with all that they say. */
import type { Lesson, Step } from "../../../core/lessons";
import { h } from "../../../core/dom";
import { readFragment } from "../../../core/fragment";
import { button, section } from "./parts";
import { NO_STAGE } from "./remote";

export class LessonNotes {
  readonly element: HTMLElement;
  private readonly now = h("div", { class: "console-step" });
  private readonly next = h("div", { class: "console-step next" });
  private readonly turns: readonly HTMLButtonElement[];
  private readonly why = h("p", { class: "quiet" }, NO_STAGE);
  /** The step that the class is at; null before the first view. */
  step: Step | null = null;

  constructor(private readonly lesson: Lesson, go: (step: string) => void) {
    const by = (direction: 1 | -1): void => {
      const there = this.lesson.steps[this.index + direction];
      if (there) go(there.id);
    };
    this.turns = [button("◂ Step before", () => by(-1)), button("Next step ▸", () => by(1), "btn-primary")];
    this.element = section(`Lesson: ${lesson.title}`, h("div", { class: "console-row" }, ...this.turns), this.why, this.now, this.next);
    this.element.classList.add("wide");
    this.heard(false);
    this.show(lesson.steps[0]?.id ?? null);
  }

  /** Whether a stage does what is asked here. */
  heard(there: boolean): void {
    for (const turn of this.turns) turn.disabled = !there;
    this.why.hidden = there;
  }

  private get index(): number {
    return this.lesson.steps.findIndex(({ id }) => id === this.step?.id);
  }

  /** Of the teacher's fragment. */
  look(hash: string): void {
    const { step } = readFragment(hash);
    if (step !== null && step !== this.step?.id) this.show(step);
  }

  private show(id: string | null): void {
    this.step = this.lesson.steps.find((step) => step.id === id) ?? this.step;
    this.tell(this.now, "Now", this.step);
    this.tell(this.next, "Next", this.lesson.steps[this.index + 1] ?? null);
  }

  /** The server made the text of Markdown, without HTML. */
  private tell(place: HTMLElement, mark: string, step: Step | null): void {
    const body = h("div", { class: "lesson-prose" });
    body.innerHTML = step ? step.html + (step.after_html ?? "") : "";
    const question = step?.predict ? [h("p", { class: "quiet" }, `It asks: ${step.predict.question}`)] : [];
    const title = step ? `${this.lesson.steps.indexOf(step) + 1}. ${step.title}` : "The end of the lesson.";
    place.replaceChildren(h("h3", {}, h("span", { class: "quiet" }, `${mark} `), title), ...question, body);
  }
}
