/** Goals over the timelines: the bounds of what a row shows, as labelled lines, and by when the work is to be done. */
import { h, setText } from "../../core/dom";
import type { Goal, JudgedGoal } from "../../core/goals";
import { MARKS } from "../../core/goals";
import type { View } from "../../core/panel";
import type { Chart } from "./chart";
import type { RowSpec } from "./rows";

/** A bound in the unit of its row. */
export interface RowGoal {
  readonly goal: Goal;
  readonly value: number;
  readonly words: string;
}

/** The rows, each with the bounds of the metrics that it shows of one component. */
export function withGoals(choices: readonly (readonly RowSpec[])[], goals: readonly Goal[]): RowSpec[][] {
  return choices.map((rows) => rows.map((row) => {
    const own = goals.flatMap((goal) => boundsOf(row, goal));
    return own.length > 0 ? { ...row, goals: own } : row;
  }));
}

function boundsOf(row: RowSpec, goal: Goal): RowGoal[] {
  const line = row.lines.find(({ line: { spec } }) => spec.sources.length === 1 && !spec.perSecond
    && spec.sources[0]!.component === goal.component && isOf(spec.sources[0]!.metric, goal.metric));
  const factor = line?.line.spec.factor ?? 1;
  return line ? (goal.lines ?? []).map(({ value, words }) => ({ goal, value: value * factor, words })) : [];
}

/** Of durations all percentiles are of one metric. */
function isOf(metric: string, wanted: string | undefined): boolean {
  return wanted !== undefined && (metric === wanted || metric.startsWith(`${wanted}.p`));
}

/** What is said of a row's goals to those who do not see the lines. */
export function goalWords({ goals = [] }: RowSpec): string {
  return [...new Set(goals.map(({ goal }) => `Goal: ${goal.title}.`))].join(" ");
}

const FIRST_PX = 44;
const LETTER_PX = 5.4;

/** Words of lines that are near stand beside each other, not over each other. */
function beside(lines: HTMLElement[]): HTMLElement[] {
  let left = FIRST_PX;
  for (const line of lines.filter((one) => !one.classList.contains("at"))) {
    const words = line.firstElementChild as HTMLElement;
    const size = LETTER_PX * (words.textContent ?? "").length;
    // Without room beside, on the other side of its line.
    if (left > FIRST_PX && left + size > parseFloat(line.style.width)) {
      left = FIRST_PX;
      line.classList.toggle("below");
    }
    words.style.left = `${Math.round(left)}px`;
    left += 10 + size;
  }
  return lines;
}

/** Of a bound at one moment a short piece is drawn that ends there. */
const PIECE_PX = 28;
const LABEL_PX = 14;
/** Where the names of the lines stand, at the end of the picture. */
const ENDS_PX = 48;
/** In a narrower picture there is no room beside them. */
const WIDE_PX = 400;

export class GoalLines {
  readonly element = h("div", { class: "tl-goals", "aria-hidden": "true" });
  private key = "";

  constructor(private readonly chart: Chart, private readonly goals: readonly Goal[], private readonly judged: () => ReadonlyMap<string, JudgedGoal>) {}

  update(view: View, rows: readonly RowSpec[], width: number): void {
    if (this.goals.length === 0) return;
    const judged = this.judged();
    const { range: { t0, t1 }, store: { durationS } } = view;
    const key = [width, t0, t1, durationS, this.chart.height, this.chart.tops.join(), rows.map(({ id }) => id).join(), [...judged.values()].map(({ status }) => status).join()].join("|");
    if (key === this.key) return;
    this.key = key;
    const x = (t: number): number => Math.max(0, Math.min(width, this.chart.x(t, view.range)));
    const lines = rows.flatMap((row, i) => beside((row.goals ?? []).flatMap((one) => this.line(i, one, x, durationS))));
    this.element.replaceChildren(...lines, ...this.goals.flatMap((goal) => this.moment(goal, x, width)));
  }

  private mark({ path }: Goal): string {
    const judged = this.judged().get(path);
    return judged && judged.status !== "no data" ? `${MARKS[judged.status]} ` : "";
  }

  private line(row: number, { goal, value, words }: RowGoal, x: (t: number) => number, durationS: number): HTMLElement[] {
    const end = x(goal.to_s ?? durationS);
    const begin = goal.at ? Math.max(0, end - PIECE_PX) : x(goal.from_s ?? 0);
    if (end - begin < 1) return [];
    const beyond = value > this.chart.tops[row]! * 1.02;
    const [top, y] = [this.chart.rowTop(row), Math.round(this.chart.y(row, value))];
    const label = h("span");
    setText(label, `${beyond ? "↑ " : ""}${this.mark(goal)}goal ${words}`);
    const status = this.judged().get(goal.path)?.status ?? null;
    const line = h("div", { class: `tl-goal${beyond ? " beyond" : ""}${y - top < LABEL_PX ? " below" : ""}${goal.at ? ` at${x(Infinity) > WIDE_PX && end > x(Infinity) - ENDS_PX ? " last" : ""}` : ""}`, "data-status": status, title: goal.title }, label);
    // Not by a transform: a label stands over the lines of other goals, too.
    line.style.left = `${Math.round(begin)}px`;
    line.style.top = `${beyond ? top + 1 : y}px`;
    line.style.width = `${Math.round(end - begin)}px`;
    return [line];
  }

  private moment(goal: Goal, x: (t: number) => number, width: number): HTMLElement[] {
    if (goal.moment_s === undefined || x(goal.moment_s) >= width || x(goal.moment_s) <= 0) return [];
    const label = h("span");
    setText(label, `${this.mark(goal)}goal: ${goal.title}`);
    const line = h("div", { class: "tl-goal-by", "data-status": this.judged().get(goal.path)?.status ?? null, title: goal.title }, label);
    line.style.transform = `translateX(${Math.round(x(goal.moment_s))}px)`;
    return [line];
  }
}
