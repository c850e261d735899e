/** The drawn line as numbers: a row a point, to read and to type. */
import { h, setText } from "../../core/dom";
import { withAdded, withMoved, without } from "../../core/drawn-line";
import { formatClock } from "../../core/format";
import { idFor } from "../../core/ids";
import { inUnit, readInUnit } from "../../core/in-unit";
import { MOST_POINTS, type Point, type Predict } from "../../core/predictions";

export class PointTable {
  readonly element: HTMLElement;
  private readonly body = h("tbody");
  private readonly problem = h("p", { class: "knob-error", role: "alert", hidden: true });
  private line: readonly Point[] = [];
  private shown = "";

  constructor(private readonly question: Predict, private readonly onLine: (line: readonly Point[]) => void) {
    const head = h("thead", {}, h("tr", {}, ...["Time", question.unit || "Value", ""].map((words) => h("th", { scope: "col" }, words))));
    this.problem.id = idFor("point-problem");
    this.element = h("div", { class: "pad-table" }, h("table", {}, h("caption", { class: "sr-only" }, `What you expect: ${question.question}`), head, this.body), this.problem);
  }

  /** What is typed stays as it was typed while the line is the same. */
  show(line: readonly Point[], editable: boolean): void {
    const key = `${JSON.stringify(line)}${editable}`;
    if (key === this.shown) return;
    this.shown = key;
    this.line = line;
    const focused = this.placeOfFocus();
    this.body.replaceChildren(...line.map((point, i) => this.row(point, i, editable)));
    if (focused) this.body.rows[Math.min(focused[0], line.length - 1)]?.querySelectorAll<HTMLElement>("input, button")[focused[1]]?.focus();
  }

  private placeOfFocus(): [number, number] | null {
    const row = [...this.body.rows].findIndex((one) => one.contains(document.activeElement));
    return row < 0 ? null : [row, [...this.body.rows[row]!.querySelectorAll("input, button")].indexOf(document.activeElement!)];
  }

  private row([t, value]: Point, i: number, editable: boolean): HTMLElement {
    const { unit } = this.question;
    if (!editable) return h("tr", {}, h("td", { class: "num" }, formatClock(Math.round(t))), h("td", { class: "num" }, inUnit(value, unit)), h("td"));
    const time = this.field(`Time of point ${i + 1}`, formatClock(Math.round(t * 10) / 10), (text) => {
      const at = readMoment(text);
      return at === null || at < this.question.t0 || at > this.question.t1 ? this.complain(`A time from ${formatClock(this.question.t0)} to ${formatClock(this.question.t1)}, such as 3:20.`) : this.take(withMoved(this.line, i, [at, value], this.question));
    });
    const height = this.field(`Value of point ${i + 1}`, inUnit(value, unit), (text) => {
      const read = readInUnit(text, unit);
      if (!read.ok) return this.complain(read.message);
      return Number(read.value) < 0 ? this.complain("Nothing is less than 0 here.") : this.take(withMoved(this.line, i, [t, Number(read.value)], this.question));
    });
    const add = this.button("+", `Another point after point ${i + 1}`, () => this.take(withAdded(this.line, i, this.question)));
    add.disabled = this.line.length >= MOST_POINTS;
    const remove = this.button("×", `Without point ${i + 1}`, () => this.take(without(this.line, i)));
    return h("tr", {}, h("td", {}, time), h("td", {}, height), h("td", {}, add, remove));
  }

  private field(label: string, value: string, take: (text: string) => void): HTMLInputElement {
    const input = h("input", { type: "text", class: "num", "aria-label": label, value, "aria-describedby": this.problem.id, autocomplete: "off" });
    input.addEventListener("change", () => take(input.value));
    return input;
  }

  private button(words: string, label: string, run: () => void): HTMLButtonElement {
    const button = h("button", { class: "icon-btn", type: "button", "aria-label": label, title: label }, words);
    button.addEventListener("click", run);
    return button;
  }

  private complain(words: string): void {
    setText(this.problem, words);
    this.problem.hidden = false;
  }

  private take(line: readonly Point[]): void {
    this.problem.hidden = true;
    this.onLine(line);
  }
}

/** "3:20", "1:02:03", "200", "200 s". */
export function readMoment(text: string): number | null {
  const clock = /^\s*(?:(\d+):)?(\d+):(\d{1,2}(?:\.\d+)?)\s*$/.exec(text);
  if (clock) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  const read = readInUnit(text, "s");
  return read.ok && typeof read.value === "number" ? read.value : null;
}
