/**
 * Ticks and crosses in the header: which goals of the scenario the run kept to; and a dialog with each
 * of them, its value and since when it is broken, beside those of the baseline.
 */
import { effect, untracked } from "@preact/signals-core";
import type { Baseline } from "../../core/baseline";
import { h } from "../../core/dom";
import { formatClock } from "../../core/format";
import { byPath, MARKS, MARKS_IN_WORDS, summed, Verdicts, type Goal, type GoalStatus, type Judge, type JudgedGoal, type Verdict } from "../../core/goals";
import { idFor } from "../../core/ids";
import { hasResult, type Lab } from "../../core/lab";
import "../baseline/baseline.css";
import "./goals.css";

/** More of them are counted. */
const MOST_MARKS = 6;
const ENDS: Readonly<Record<string, string>> = { finished: "The run is finished", stopped: "The run was stopped by a limit" };
const ORDER: readonly GoalStatus[] = ["passed", "failed", "no data"];

export interface GoalsOptions {
  readonly dialogs: HTMLElement;
  readonly lab: Lab;
  /** Left out where nothing is compared. */
  readonly base?: Baseline;
  /** Left out, it is the server. */
  readonly judge?: Judge;
}

export interface GoalsPanel {
  readonly button: HTMLElement;
  open(): void;
  /** What came of the goals of the run that is shown, by path. */
  judged(): ReadonlyMap<string, JudgedGoal>;
}

export function createGoals({ dialogs, lab, base, judge = lab.api }: GoalsOptions): GoalsPanel {
  const goals = lab.data.goals ?? [];
  const verdicts = new Verdicts(judge);
  const sheet = new Sheet(dialogs, lab);
  const button = h("button", { class: "btn btn-small goals-button", type: "button", title: "Goals of the scenario (G)", "aria-haspopup": "dialog", "aria-keyshortcuts": "G", hidden: goals.length === 0 });
  const open = (): void => {
    if (goals.length > 0) sheet.open();
  };
  button.addEventListener("click", open);
  effect(() => {
    const now = verdicts.of(lab);
    show(button, goals, now);
    untracked(() => {
      lab.viewing.invalidate();
      if (goals.length > 0 && isThere(now)) lab.viewing.announce(`${ENDS[lab.state.value] ?? "The run has ended"}: ${summed(now)}.`);
    });
  });
  effect(() => sheet.fill(goals, verdicts.of(lab), verdicts.of(base?.lab.value ?? null), base));
  return { button, open, judged: () => byPath(verdicts.of(lab)) };
}

function isThere(verdict: Verdict | string | null): verdict is Verdict {
  return verdict !== null && typeof verdict !== "string";
}

function show(button: HTMLElement, goals: readonly Goal[], verdict: Verdict | string | null): void {
  const there = isThere(verdict);
  button.replaceChildren(...(there ? [...marks(verdict), h("span", { class: "sr-only" }, summed(verdict))] : [goals.length === 1 ? "1 goal" : `${goals.length} goals`]));
}

function marks({ goals }: Verdict): HTMLElement[] {
  const one = (status: GoalStatus, words: string): HTMLElement => h("span", { class: "goal-mark", "data-status": status, "aria-hidden": "true" }, words);
  if (goals.length <= MOST_MARKS) return goals.map(({ status }) => one(status, MARKS[status]));
  const count = (status: GoalStatus): number => goals.filter((goal) => goal.status === status).length;
  return ORDER.filter((status) => count(status) > 0).map((status) => one(status, `${MARKS[status]} ${count(status)}`));
}

class Sheet {
  private readonly title: HTMLElement;
  private readonly body = h("div", { class: "goals-body", tabindex: "0", role: "region", "aria-label": "Table of goals" });
  private readonly note = h("p", { class: "quiet" });
  private readonly element: HTMLDialogElement;

  constructor(dialogs: HTMLElement, private readonly lab: Lab) {
    const id = idFor("goals-title");
    this.title = h("h2", { id }, "Goals");
    const close = h("button", { class: "btn btn-small", type: "button" }, "Close");
    this.element = h("dialog", { class: "sheet goals-sheet", "aria-labelledby": id }, h("header", { class: "base-head" }, this.title, close), this.body, this.note);
    close.addEventListener("click", () => this.element.close());
    this.element.addEventListener("click", (event) => event.target === this.element && this.element.close());
    dialogs.append(this.element);
  }

  open(): void {
    if (!this.element.open) this.element.showModal();
  }

  fill(goals: readonly Goal[], now: Verdict | string | null, was: Verdict | string | null, base: Baseline | undefined): void {
    const beside = base !== undefined && base.lab.value !== null;
    this.title.replaceChildren(isThere(now) ? summed(now) : "Goals");
    const heads = ["Goal", ...(beside ? ["Was"] : []), beside ? "Now" : "This run", "First broken"];
    const [before, after] = [byPath(was), byPath(now)];
    const rows = goals.map(({ path, title }) => h("tr", {}, h("th", { scope: "row" }, title), ...(beside ? [cell(before.get(path))] : []), cell(after.get(path)), this.since(after.get(path))));
    this.body.replaceChildren(h("table", { class: "was-table goals-table" },
      h("caption", { class: "sr-only" }, "Goals of the scenario"), h("thead", {}, h("tr", {}, ...heads.map((words) => h("th", { scope: "col" }, words)))), h("tbody", {}, ...rows)));
    this.note.replaceChildren(this.says(now, was, base));
  }

  private says(now: Verdict | string | null, was: Verdict | string | null, base: Baseline | undefined): string {
    const parts = [typeof now === "string" ? now : now === null && !hasResult(this.lab.end.value) ? "Goals are judged when the run is finished." : ""];
    if (base?.lab.value) parts.push(`Was: ${base.words}.`, typeof was === "string" ? was : "");
    return parts.filter(Boolean).join(" ");
  }

  /** A link to the moment. */
  private since(judged: JudgedGoal | undefined): HTMLElement {
    if (judged?.failed_at_s == null) return h("td", {}, "");
    const [at, clock] = [judged.failed_at_s, formatClock(judged.failed_at_s)];
    const go = h("button", { class: "link-button num", type: "button", "aria-label": `Go to ${clock}` }, clock);
    go.addEventListener("click", () => {
      this.element.close();
      this.lab.viewing.setPlaying(false);
      this.lab.viewing.seek(at);
    });
    return h("td", { class: "num" }, go);
  }
}

function cell(judged: JudgedGoal | undefined): HTMLElement {
  if (!judged) return h("td", { class: "quiet" }, "not judged yet");
  const { status, seen, note } = judged;
  const mark = h("span", { class: "goal-mark", "data-status": status, "aria-hidden": "true" }, MARKS[status]);
  const value = status === "no data" ? "" : h("span", { class: "num" }, ` ${seen}`);
  return h("td", { class: "goal-seen" }, mark, ` ${MARKS_IN_WORDS[status]}`, value, note ? h("span", { class: "goal-note" }, note) : "");
}
