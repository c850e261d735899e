/** Events that wait in Lambda's internal queue for their next attempt, with what is left. */
import { glyphElement } from "../../charts/glyphs";
import { plural } from "../../charts/words";
import { h, setAttribute, setProperty, setText } from "../../core/dom";
import { formatFixed, formatNumber, formatTime } from "../../core/format";
import { idFor } from "../../core/ids";
import type { Panel, PanelContext, RunStore, View } from "../../core/panel";
import type { SceneNode } from "../../core/scene";
import "./waiting.css";

const SHOWN = 6;
const EVERY_MS = 100;

export interface Due {
  readonly fn: string;
  readonly title: string;
  readonly due: number;
  readonly attempt: number;
}

/** What waits in all, and the next attempts of all functions, the first ones first. */
export function waitingAt(store: RunStore, functions: readonly SceneNode[], t: number): { waiting: number; next: Due[] } {
  const next: Due[] = [];
  let waiting = 0;
  for (const { id, title } of functions) {
    const told = store.waitingAt(id, t);
    waiting += told?.waiting ?? 0;
    for (const [due, attempt] of told?.next ?? []) next.push({ fn: id, title, due, attempt });
  }
  return { waiting, next: next.sort((a, b) => a.due - b.due) };
}

/** What is left of the wait: tenths where they can be read, minutes where they are enough. */
export function left(seconds: number): string {
  if (seconds >= 600) return `${formatNumber(Math.ceil(seconds / 60))} min`;
  return `${formatFixed(Math.max(0, seconds), seconds < 100 ? 1 : 0)} s`;
}

interface RowView {
  readonly element: HTMLElement;
  readonly what: HTMLElement;
  readonly left: HTMLElement;
  readonly go: HTMLButtonElement;
}

/** Null where no function is invoked asynchronously. */
export function createWaiting(context: PanelContext): Panel | null {
  const functions = context.scene.keeping("async");
  return functions.length > 0 ? new Waiting(context, functions) : null;
}

class Waiting implements Panel {
  readonly element: HTMLElement;
  private readonly total = h("span", { class: "num waiting-total" });
  private readonly list = h("ol", { class: "waiting-list" });
  private readonly more = h("p", { class: "quiet" });
  private readonly rows: readonly RowView[];
  private shown: readonly Due[] = [];
  private last = -Infinity;

  constructor(private readonly context: PanelContext, private readonly functions: readonly SceneNode[]) {
    this.rows = Array.from({ length: SHOWN }, (_, i) => this.row(i));
    this.list.append(...this.rows.map((row) => row.element));
    const id = idFor("waiting-title");
    const title = h("h2", { id }, "Waiting retries", this.total);
    this.element = h("section", { class: "rail-section rail-waiting", "aria-labelledby": id }, title, this.list, this.more);
  }

  private row(i: number): RowView {
    const [what, rest] = [h("span", { class: "waiting-what" }), h("span", { class: "waiting-left num" })];
    const go = h("button", { class: "link-button num", type: "button" });
    go.addEventListener("click", () => {
      const due = this.shown[i];
      if (!due) return;
      this.context.actions.setPlaying(false);
      this.context.actions.seek(due.due);
    });
    const bar = h("span", { class: "waiting-bar", "aria-hidden": "true" });
    return { element: h("li", { hidden: true }, glyphElement("retry"), what, rest, go, bar), what, left: rest, go };
  }

  update({ store, t, playing }: View): void {
    const now = performance.now();
    if (playing && now - this.last < EVERY_MS) return;
    this.last = now;
    const { waiting, next } = waitingAt(store, this.functions, t);
    this.shown = next.slice(0, SHOWN);
    const longest = Math.max(1, ...this.shown.map(({ due }) => due - t));
    this.rows.forEach((row, i) => this.fill(row, this.shown[i], t, longest));
    setText(this.total, store.bins > 0 ? formatNumber(waiting) : "");
    setText(this.more, this.remark(store, waiting));
    this.more.hidden = this.more.textContent === "";
  }

  private fill(row: RowView, due: Due | undefined, t: number, longest: number): void {
    row.element.hidden = due === undefined;
    if (!due) return;
    const rest = Math.max(0, due.due - t);
    const whose = this.functions.length > 1 ? `, ${due.title}` : "";
    setText(row.what, `attempt ${due.attempt}${whose}`);
    setAttribute(row.what, "title", whose ? row.what.textContent : null);
    setText(row.left, `in ${left(rest)}`);
    setText(row.go, `at ${formatTime(due.due, 1)}`);
    setAttribute(row.go, "aria-label", `Go to attempt ${due.attempt} at ${formatTime(due.due, 1)}`);
    // In steps that can be seen, so that a still page stays still.
    setProperty(row.element, "--left", (rest / longest).toFixed(3));
  }

  private remark(store: RunStore, waiting: number): string {
    if (store.bins === 0) return "Events that failed or were refused wait here for their next attempt.";
    if (waiting === 0) return "No event waits for another attempt.";
    const more = waiting - this.shown.length;
    return more > 0 ? `and ${plural(more, "event")} more` : "";
  }

  dispose(): void {
    this.element.remove();
  }
}
