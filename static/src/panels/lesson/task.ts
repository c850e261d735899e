/** The task of a step: what is to be reached, which knobs may be turned, and whether the run on the screen does. */
import { h, setAttribute, setText } from "../../core/dom";
import { MARKS } from "../../core/goals";
import { fullPath } from "../../core/paths";
import type { Step, Task, TaskTold } from "../../core/lessons";
import type { StepContext } from "./step";

const WORDS: Readonly<Record<string, string>> = { profile: "AWS profile", duration: "Duration" };

export class TaskView {
  readonly element: HTMLElement;
  private readonly mark = h("span", { class: "task-mark", role: "img" });
  private readonly goals = h("ul", { class: "claims" });
  private readonly says = h("p", { class: "task-says", role: "status" });

  constructor(private readonly step: Step, private readonly task: Task, private readonly context: StepContext) {
    const hint = task.hint ? h("details", { class: "task-hint" }, h("summary", {}, "A hint"), h("p", {}, task.hint)) : null;
    const knobs = h("p", { class: "task-knobs" }, "To turn: ", ...task.knobs.flatMap((path, i) => [i > 0 ? ", " : "", this.knob(path)]));
    this.element = h("section", { class: "lesson-task" }, h("h4", {}, "Task"), h("p", { class: "task-words" }, this.mark, " ", task.words), this.goals, knobs, this.says, hint);
  }

  private knob(path: string): HTMLElement {
    const { lab, showKnob } = this.context;
    const knob = lab.inputs.knobs.find((one) => fullPath(one.path) === fullPath(path));
    const named = knob?.component ? `${knob.label} of ${lab.scene.titleOf(knob.component)}` : (knob?.label ?? WORDS[path] ?? path.replace(/^components\./, ""));
    const button = h("button", { class: "link-button", type: "button", title: path }, named);
    button.addEventListener("click", () => showKnob(path));
    return button;
  }

  refresh(): void {
    const { walk, lab } = this.context;
    const reached = walk.progress.value.tasks.includes(this.step.id);
    const told = walk.told.value;
    const now = told !== null && typeof told !== "string" ? (told.tasks[this.step.id] ?? null) : null;
    setAttribute(this.element, "data-reached", reached ? "true" : null);
    setText(this.mark, reached ? "✓" : "○");
    setAttribute(this.mark, "aria-label", reached ? "reached" : "not reached yet");
    const hidden = lab.veil.from.value !== null;
    this.showGoals(hidden ? null : now);
    setText(this.says, this.inWords(now, reached, hidden));
  }

  private showGoals(now: TaskTold | null): void {
    const rows = now?.goals.length ? now.goals.map(({ title, status, seen }) => [MARKS[status], title, seen, status] as const) : this.task.goals.map((title) => ["○", title, "", "open"] as const);
    this.goals.replaceChildren(...rows.map(([mark, title, seen, status]) => h("li", { class: "claim", "data-status": status }, h("span", { class: "claim-mark", "aria-hidden": "true" }, mark), h("span", { class: "claim-words" }, title), h("span", { class: "claim-seen" }, seen))));
  }

  private inWords(now: TaskTold | null, reached: boolean, hidden: boolean): string {
    const { walk, lab } = this.context;
    if (hidden) return "First the question: then turn a knob.";
    const told = walk.told.value;
    if (now?.reached) return "Reached.";
    const before = reached ? " You have reached it before." : "";
    if (now?.status === "other knobs") return `The goal is kept, but by other means too: ${now.changed.join(", ")}. Only the knobs above count.${before}`;
    if (typeof told === "string") return told + before;
    if (walk.own.value) return `This is the lesson's run, which does not reach it. Turn a knob and run.${before}`;
    if (lab.veil.end.value === null) return `It is held against your run when that is over.${before}`;
    return now ? `${now.status === "no data" ? "Your run does not tell." : "Not yet."}${before}` : before.trim();
  }
}
