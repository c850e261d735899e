/**
 * The lesson in the lab: its steps beside the picture, or below it where there is no room. Each step
 * is a moment of the run on the screen; its question is answered before the run is seen; its claims
 * tick as the playhead passes; its task is reached by whatever solves it.
 */
import { effect, untracked, type Signal } from "@preact/signals-core";
import { h, setAttribute, setText } from "../../core/dom";
import { idFor } from "../../core/ids";
import type { Lab } from "../../core/lab";
import type { Lesson, Step } from "../../core/lessons";
import type { Panel, View } from "../../core/panel";
import { readSpot } from "../../core/spot";
import { Walk } from "../../core/walk";
import type { Stage } from "../../core/stage";
import type { Walk as Walked } from "../present/index";
import { endOf } from "./end";
import { StepView } from "./step";
import "./lesson.css";

export interface LessonOptions {
  readonly lab: Lab;
  readonly lesson: Lesson;
  readonly stage: Stage;
  /** Where a curve is drawn, and every question while something is presented. */
  readonly place: HTMLElement;
  readonly present: Signal<Walked | null>;
  readonly showKnob: (path: string) => void;
}

export interface LessonPanel extends Panel {
  next(): void;
  previous(): void;
  /** Asks for the lesson's own run, where the page was opened on none. */
  begin(): void;
}

export function createLesson(options: LessonOptions): LessonPanel {
  return new LessonColumn(options);
}

const FOLDED = "folded";
/** Below the time, which stays at the page's upper edge. */
const UNDER_TIME_PX = 150;

/** What the spotlight is on, between the time and the sheet. */
function bringLit(): void {
  const box = document.querySelector(".spotlight")?.getBoundingClientRect();
  if (box && box.height > 0) scrollBy(0, box.top - UNDER_TIME_PX);
}

class LessonColumn implements LessonPanel {
  readonly element: HTMLElement;
  private readonly walk: Walk;
  private readonly place = h("span", { class: "lesson-place num" });
  private readonly dots = h("ol", { class: "lesson-dots", "aria-label": "Steps" });
  private readonly notes = h("div", { class: "lesson-notes" });
  private readonly body = h("div", { class: "lesson-body", tabindex: "-1" });
  private readonly back = h("button", { class: "btn", type: "button" }, "Back");
  private readonly on = h("button", { class: "btn btn-primary", type: "button" }, "Next");
  private readonly fold = h("button", { class: "btn btn-small lesson-fold", type: "button", "aria-expanded": "true" }, "Fold");
  private readonly column = matchMedia("(max-width: 768px)");
  private view: StepView | null = null;
  private readonly stops: (() => void)[] = [];

  constructor(private readonly options: LessonOptions) {
    const { lab, lesson } = options;
    this.walk = new Walk(lesson, lab);
    const id = idFor("lesson-title");
    const leave = h("a", { class: "link-button", href: lesson.url, title: "To the page of the lesson" }, "Leave");
    const title = h("h2", { id, class: "lesson-title" }, lesson.title);
    const head = h("header", { class: "lesson-head" }, h("div", { class: "lesson-mark" }, h("span", {}, "Lesson"), this.place, this.fold, leave), title, this.dots);
    this.element = h("aside", { class: "lab-lesson", "aria-labelledby": id }, head, this.notes, this.body, h("footer", { class: "lesson-foot" }, this.back, this.on));
    this.back.addEventListener("click", () => this.previous());
    this.on.addEventListener("click", () => this.next());
    this.fold.addEventListener("click", () => this.setFolded(!this.element.classList.contains(FOLDED)));
    this.stops.push(effect(() => this.show(this.walk.step)), effect(() => this.tellPlace()), effect(() => this.tellRun()), effect(() => this.follow()));
    document.body.classList.add("with-lesson");
  }

  private setFolded(folded: boolean): void {
    this.element.classList.toggle(FOLDED, folded);
    setAttribute(this.fold, "aria-expanded", String(!folded));
    setText(this.fold, folded ? "Unfold" : "Fold");
  }

  begin(): void {
    const { lab } = this.options;
    if (lab.run.value === null) void this.walk.toOwnRun();
    // What was learnt is compared with what the lesson shows.
    if (lab.base.value === null) lab.base.value = this.options.lesson.run;
    // The address of a page that was just opened names nothing to look at.
    if (lab.viewing.spot.value === null) this.spot(this.walk.step);
  }

  next(): void {
    if (this.walk.step === null) return;
    this.walk.onward(() => this.view?.reveal());
    this.body.scrollTo?.(0, 0);
  }

  previous(): void {
    this.walk.go(this.walk.at.value - 1);
    this.body.scrollTo?.(0, 0);
  }

  /** Another step: what was shown of the one before goes. */
  private show(step: Step | null): void {
    this.view?.dispose();
    this.view = null;
    const { lab, showKnob, place, stage } = this.options;
    const focused = untracked(() => this.element.contains(document.activeElement));
    untracked(() => {
      if (step) this.view = new StepView(step, { walk: this.walk, lab, stage, place, showKnob });
      this.body.replaceChildren(this.view?.element ?? endOf(this.walk));
      this.spot(step);
      lab.viewing.announce(step ? step.title : "The end of the lesson.");
    });
    if (focused && !this.element.contains(document.activeElement)) this.body.focus({ preventScroll: true });
  }

  /** What the step looks at, unless it is asked about. In one column it comes into sight. */
  private spot(step: Step | null): void {
    const asked = step?.predict && this.walk.isOpen(step.predict) && this.walk.own.value;
    const focus = step && !asked ? readSpot(step.focus) : null;
    // A followed message covers the page, and the lesson: it is opened by hand.
    const spot = focus?.kind === "message" ? null : focus;
    this.options.lab.viewing.setSpot(spot);
    if (!this.column.matches || !step) return;
    const pane = asked && !this.options.place.hidden ? this.options.place : document.querySelector(spot?.kind === "node" || spot?.kind === "lane" ? ".pane-topology" : ".pane-timelines");
    pane?.scrollIntoView?.({ block: "start" });
    if (spot) requestAnimationFrame(() => requestAnimationFrame(bringLit));
  }

  private follow(): void {
    this.walk.answered.value;
    this.walk.ownTold.value;
    this.walk.progress.value;
    this.walk.told.value;
    this.options.lab.frames.value;
    this.options.lab.store.value;
    untracked(() => this.view?.refresh());
  }

  private tellPlace(): void {
    const { lesson } = this.options;
    const [at, { steps: seen, tasks }] = [this.walk.at.value, this.walk.progress.value];
    this.walk.answered.value;
    const { step } = this.walk;
    const place = step ? `Step ${at + 1} of ${lesson.steps.length}` : "The end";
    setText(this.place, place);
    this.dots.replaceChildren(...lesson.steps.map((one, i) => this.dot(one, i, at, seen.includes(one.id), tasks.includes(one.id))));
    this.back.disabled = at === 0;
    this.on.hidden = step === null;
    const open = step?.predict && this.walk.own.value && this.walk.isOpen(step.predict) ? step.predict : null;
    this.on.disabled = this.walk.held;
    setText(this.on, this.walk.held ? "Next" : open ? (this.walk.keptOf(open).prediction ? "Reveal" : "Skip the question") : at === lesson.steps.length - 1 ? "Finish" : "Next");
    this.options.present.value = { title: step?.title ?? lesson.title, place, rule: open ? null : (step?.rule ?? null), go: (direction) => (direction > 0 ? this.next() : this.previous()) };
  }

  private dot(step: Step, i: number, at: number, seen: boolean, reached: boolean): HTMLElement {
    // A title may tell the answer.
    const title = i > this.walk.known ? "told after the question" : step.title;
    const words = `Step ${i + 1}: ${title}${reached ? ", its task is reached" : seen ? ", seen" : ""}`;
    const button = h("button", { type: "button", class: "lesson-dot", "aria-label": words, title: words, "aria-current": i === at ? "step" : null, "data-seen": seen || null, "data-reached": reached || null, disabled: i > (this.walk.last.value ?? Infinity) }, reached ? "✓" : String(i + 1));
    button.addEventListener("click", () => this.walk.go(i));
    return h("li", {}, button);
  }

  /** Whose run it is, and what else is to be known of it before the step is read. */
  private tellRun(): void {
    const { lab } = this.options;
    const [own, run, open] = [this.walk.own.value, lab.run.value, this.walk.open];
    const [state, told] = [lab.state.value, this.walk.ownTold.value];
    const notes: HTMLElement[] = [];
    if (this.walk.held) notes.push(this.note("The class is asked. The next steps open when the teacher reveals the answer."));
    if (!own) notes.push(this.note("A run of your own. What the lesson says is about its own run.", ["To the lesson's run", () => void this.walk.toOwnRun()]));
    if (own && run === null && !lab.sending.value) notes.push(this.note("The lesson's run is not there yet.", ["Run it", () => void this.walk.toOwnRun()]));
    if (own && open && open !== this.walk.step) notes.push(this.note(`The run is hidden: the question of “${open.title}” is open.`, ["To the question", () => this.walk.go(this.options.lesson.steps.indexOf(open))]));
    if (own && lab.veil.from.value === null && (state === "failed" || state === "stopped" || state === "interrupted")) notes.push(this.note("The lesson's run did not come to its end: what it says of later moments is missing."));
    if (typeof told === "string") notes.push(this.note(own ? told : `Of the lesson's run nothing is known here: ${told}`));
    this.notes.replaceChildren(...notes);
  }

  private note(words: string, act?: readonly [string, () => void]): HTMLElement {
    const button = act && h("button", { class: "btn btn-small", type: "button" }, act[0]);
    if (act && button) button.addEventListener("click", act[1]);
    return h("p", { class: "lesson-note" }, h("span", {}, words), button);
  }

  update(view: View): void {
    this.walk.settle();
    this.view?.update(view);
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    this.view?.dispose();
    this.element.remove();
    document.body.classList.remove("with-lesson");
  }
}
