/**
 * Somebody on the way through a lesson: which step, what is answered and reached, what the run on the
 * screen says of it. The lesson's own run is hidden as far as its questions are open.
 */
import { computed, effect, signal, untracked, type ReadonlySignal, type Signal } from "@preact/signals-core";
import { keepAnswer, recallAnswer, type Kept } from "./answered";
import { readFragment } from "./fragment";
import { insightsOf } from "./insight";
import { hasResult, type Lab } from "./lab";
import { hiddenAt, keepPlace, momentOf, openUpTo, recallPlace, type Lesson, type LessonTold, type Moment, type Step } from "./lessons";
import type { Answer, Predict } from "./predictions";
import { forgetProgress, progressOf, reachedTask, sawStep, type Progress } from "./progress";
import { sameInputs } from "./same-inputs";

const OWNER = "lesson";

export class Walk {
  /** Behind the last step is the end. */
  readonly at: Signal<number>;
  readonly progress: Signal<Progress>;
  /** Goes up when something was answered or revealed. */
  readonly answered = signal(0);
  /** What the run on the screen says, or why it says nothing; null while it is not known. */
  readonly told: Signal<LessonTold | string | null> = signal(null);
  /** The same of the lesson's own run. */
  readonly ownTold: Signal<LessonTold | string | null> = signal(null);
  /** The run on the screen is the one that the lesson is about, or is to be. */
  readonly own: ReadonlySignal<boolean>;
  /** The last step that is open while a class is asked something: what comes later would tell. Null: all are. */
  readonly last: Signal<number | null> = signal(null);
  /** Whoever is followed is at a step that is closed here. */
  private behind = false;
  private asked = new Map<string, Promise<LessonTold | string>>();
  private readonly kept = new Map<string, Kept>();
  /** The playhead is still to go where the step is. */
  private goes: boolean;

  constructor(readonly lesson: Lesson, private readonly lab: Lab) {
    this.progress = signal(progressOf(lesson.id));
    const asked = readFragment(lab.address.hash);
    // A reload, or a link, that names a moment of a step comes to it.
    this.goes = asked.t === null || this.indexOf(asked.step) === null;
    this.at = signal(this.indexOf(asked.step) ?? this.indexOf(recallPlace(lesson.id)) ?? 0);
    this.own = computed(() => lab.run.value === null || lab.run.value === lesson.run);
    for (const { predict } of lesson.steps) if (predict) this.kept.set(predict.id, recallAnswer(lesson.run, predict));
    effect(() => this.hide());
    effect(() => this.ask());
    effect(() => this.unveil(lab.veil.revealed.value));
    effect(() => this.close(lab.veil.asked.value));
    effect(() => this.remember(this.step));
    // Another address, or somebody who is followed.
    effect(() => {
      const named = this.indexOf(lab.viewing.lessonStep.value);
      const last = this.last.value;
      if (named === null || named === untracked(() => this.at.value)) return;
      const waited = this.behind;
      this.behind = last !== null && named > last;
      if (this.behind) return;
      // Who is followed says the moment, too.
      if (lab.viewing.touched.led || waited) this.at.value = named;
      else untracked(() => this.go(named));
    });
  }

  /** What a class has seen is no secret any more. */
  private unveil(id: string | null): void {
    const question = this.lesson.steps.find(({ predict }) => predict?.id === id)?.predict;
    if (question && untracked(() => this.isOpen(question))) untracked(() => this.keep(question, { ...this.keptOf(question), revealed: true }));
  }

  /** A class is asked: of a step's question, or of one of the teacher's own, wherever one is. */
  private close(id: string | null): void {
    const of = this.lesson.steps.findIndex(({ predict }) => predict?.id === id);
    untracked(() => {
      this.last.value = id === null ? null : of < 0 ? this.at.value : of;
      if (this.at.value > (this.last.value ?? Infinity)) this.go(this.last.value!);
    });
  }

  /** The next step is closed, and so is the way round this one's question. */
  get held(): boolean {
    return this.at.value >= (this.last.value ?? Infinity);
  }

  /** How far the steps are known: to the first question that is open, or where one is. */
  get known(): number {
    this.answered.value;
    const open = this.own.value ? this.lesson.steps.findIndex(({ predict }) => predict !== null && this.isOpen(predict)) : -1;
    return Math.min(this.last.value ?? Infinity, open < 0 ? Infinity : Math.max(open, this.at.value));
  }

  private indexOf(id: string | null): number | null {
    const found = this.lesson.steps.findIndex((step) => step.id === id);
    return found < 0 ? null : found;
  }

  /** Null at the end. */
  get step(): Step | null {
    return this.lesson.steps[this.at.value] ?? null;
  }

  // --- questions ----------------------------------------------------------------------------

  keptOf(question: Predict): Kept {
    return this.kept.get(question.id) ?? recallAnswer(this.lesson.run, question);
  }

  keep(question: Predict, kept: Kept): void {
    this.kept.set(question.id, kept);
    keepAnswer(this.lesson.run, question, kept);
    this.answered.value++;
  }

  isOpen(question: Predict): boolean {
    return !this.keptOf(question).revealed;
  }

  /** The step whose question is still open, this one or one before; null for none. */
  get open(): Step | null {
    this.answered.value;
    return this.lesson.steps[openUpTo(this.lesson.steps, this.at.value, (one) => this.isOpen(one))] ?? null;
  }

  /** The server's answer, that of the lesson's own run; or why there is none. */
  answerTo(question: Predict): Answer | string | null {
    const told = this.ownTold.value;
    if (told === null || typeof told === "string") return told;
    const answer = told.answers[question.id];
    return answer?.no_data ? `The run does not tell: ${answer.no_data}.` : (answer ?? null);
  }

  private hide(): void {
    this.answered.value;
    const told = this.ownTold.value;
    const anchors = told !== null && typeof told !== "string" ? told.anchors : {};
    const anchorS = ({ id, anchor }: Step): number | null => (anchor && "t" in anchor ? anchor.t : (anchors[id] ?? null));
    const from = this.own.value ? hiddenAt(this.lesson.steps, this.at.value, (one) => this.isOpen(one), anchorS) : null;
    // What nobody could see is not hidden.
    untracked(() => this.lab.veil.hide(OWNER, from !== null && from < this.lab.data.scenario.duration_s ? from : null));
  }

  // --- what the runs say --------------------------------------------------------------------

  private ask(): void {
    const { run, veil: { end } } = this.lab;
    const [id, ended] = [run.value, end.value];
    if (this.own.value) this.ownTold.value = null;
    else if (untracked(() => this.ownTold.value) === null) this.take(this.ownTold, this.lesson.run, "own");
    this.told.value = null;
    if (id === null || !ended) return;
    const key = `${id} ${ended.state} ${ended.last}`;
    if (!hasResult(ended)) {
      const words = `Run ${id} ended before it had a result: nothing of the lesson can be held against it.`;
      this.told.value = words;
      if (this.own.value) this.ownTold.value = words;
      return;
    }
    this.take(this.told, id, key);
    if (this.own.value) this.take(this.ownTold, id, key);
  }

  private take(into: Signal<LessonTold | string | null>, run: string, key: string): void {
    const known = this.asked.get(`${run} ${key}`) ?? this.lab.api.lesson(run, this.lesson.id).catch((error: Error) => error.message);
    this.asked.set(`${run} ${key}`, known);
    const shown = this.lab.run.value;
    void known.then((told) => {
      if (this.lab.run.value !== shown) return;
      into.value = told;
      if (typeof told !== "string") this.noteTasks(told);
      this.lab.viewing.onDirty();
    });
  }

  /** Whatever run reached a task: it stays reached. */
  private noteTasks({ tasks }: LessonTold): void {
    const reached = Object.keys(tasks).filter((id) => tasks[id]!.reached && !this.progress.value.tasks.includes(id));
    if (reached.length === 0) return;
    for (const id of reached) reachedTask(this.lesson.id, id);
    this.progress.value = progressOf(this.lesson.id);
    this.lab.viewing.announce("The task is reached.");
  }

  // --- the way ------------------------------------------------------------------------------

  go(at: number): void {
    this.at.value = Math.max(0, Math.min(this.last.value ?? this.lesson.steps.length, at));
    // At once: a reload asks for the address as it is then.
    this.lab.viewing.keepAddress();
    this.goThere();
  }

  /** One step on; where its question is open, it is revealed first, answered or not. */
  onward(reveal: () => void): void {
    const { step } = this;
    if (this.held) return;
    if (step?.predict && this.own.value && this.isOpen(step.predict)) return reveal();
    this.go(this.at.value + 1);
  }

  /** The playhead goes to where the step is, now or when that comes. */
  goThere(): void {
    this.goes = true;
    this.lab.viewing.onDirty();
  }

  /** Where the step is in the run on the screen; null where it says nothing of that. */
  get moment(): Moment | null {
    const { step, lab: { veil } } = this;
    if (!step?.anchor) return null;
    const over = veil.end.value !== null;
    return momentOf(step.anchor, { store: veil.store.value, insights: over ? insightsOf(veil.end.value) : null, over });
  }

  /** Before each picture: goes where it has to. */
  settle(): void {
    if (!this.goes || this.lab.run.value === null) return;
    const moment = this.moment;
    if (moment !== null && "waits" in moment) return;
    this.goes = false;
    const { viewing } = this.lab;
    if (moment === null || "none" in moment) return;
    // The step was gone to, and that is what counts as touched.
    viewing.touched.lead(() => {
      viewing.setPlaying(false);
      viewing.setPin(null);
      viewing.expect(moment.t);
    });
  }

  private remember(step: Step | null): void {
    const id = step?.id ?? null;
    untracked(() => {
      this.lab.viewing.setLessonStep(id);
      keepPlace(this.lesson.id, id);
      if (id !== null) sawStep(this.lesson.id, id);
      this.progress.value = progressOf(this.lesson.id);
    });
  }

  /** From the beginning, with nothing answered. */
  reset(): void {
    for (const { predict } of this.lesson.steps) {
      if (!predict) continue;
      this.kept.delete(predict.id);
      keepAnswer(this.lesson.run, predict, null);
    }
    forgetProgress(this.lesson.id);
    this.progress.value = progressOf(this.lesson.id);
    this.answered.value++;
    this.go(0);
    void this.toOwnRun();
  }

  /** The lesson's own run takes the place of the one that is shown; it is computed where it is not there yet. */
  async toOwnRun(): Promise<void> {
    const { lab, lesson } = this;
    if (lab.run.value === lesson.run) {
      if (!sameInputs(lab.inputs.current.value, lesson.inputs)) lab.inputs.take(lesson.inputs);
      return;
    }
    const refused = await lab.attempt(lesson.inputs);
    if (refused) lab.trouble.value = { kind: "refused", message: refused.message };
    this.goThere();
  }
}
