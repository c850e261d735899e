/** The picture of a machine as a table. */
import { rate } from "../../charts/words";
import { clear, h, setText } from "../../core/dom";
import { formatNumber } from "../../core/format";
import type { Machine } from "../../core/machine";
import type { RunStore } from "../../core/panel";
import { figuresOf } from "./figures";
import { depthOf } from "./ways";

const COLUMNS = ["Running", "In, a second", "Entered", "Succeeded", "Failed", "Retried", "Caught", "Aborted", "Throttled"] as const;

export class StateTable {
  private readonly body = h("tbody");
  private readonly caption = h("caption", { class: "sr-only" });
  readonly element: HTMLElement;
  private cells: readonly (readonly HTMLElement[])[] = [];

  constructor(id: string) {
    const head = (words: string, name?: string): HTMLElement => h("th", { scope: "col", class: name }, words);
    const table = h("table", {}, this.caption, h("thead", {}, h("tr", {}, head("State"), head("Type"), ...COLUMNS.map((words) => head(words, "num")))), this.body);
    this.element = h("div", { class: "machine-table", id, tabindex: "0", role: "group", "aria-label": "States as a table", hidden: true }, table);
  }

  build(title: string, machine: Machine): void {
    setText(this.caption, `States of ${title}`);
    clear(this.body);
    this.cells = machine.states.map((state) => {
      const cells = COLUMNS.map(() => h("td", { class: "num" }));
      const name = h("th", { scope: "row" }, state.name);
      name.style.paddingLeft = `${depthOf(machine, state) * 14}px`;
      this.body.append(h("tr", {}, name, h("td", {}, state.type), ...cells));
      return cells;
    });
  }

  fill(id: string, machine: Machine, store: RunStore, t: number): void {
    if (this.element.hidden) return;
    machine.states.forEach(({ number }, row) => {
      const { running, now, total, aborted } = figuresOf(store, id, number, t);
      const values = [running, NaN, total.entered, total.succeeded, total.failed, total.retried, total.caught, aborted, total.throttled];
      const written = values.map((value, i) => (i === 1 ? rate(now.entered / store.binS) : formatNumber(value)));
      this.cells[row]!.forEach((cell, i) => setText(cell, store.bins > 0 ? written[i]! : "–"));
    });
  }
}
