/** One event of a history: what it says, with input and output as text. */
import { clear, h, setText } from "../../core/dom";
import type { HistoryEvent } from "../../core/executions";
import { formatNumber, formatTime } from "../../core/format";
import { fieldsOf } from "./json";

export class EventDetail {
  private readonly title = h("h3", { class: "event-title" });
  private readonly fields = h("dl", { class: "event-fields" });
  readonly element = h("div", { class: "event-detail", tabindex: "0", role: "group", "aria-label": "Event" }, this.title, this.fields);
  private event: HistoryEvent | null = null;

  show(event: HistoryEvent | null, state: string): void {
    if (event === this.event) return;
    this.event = event;
    clear(this.fields);
    this.element.scrollTop = 0;
    if (!event) return setText(this.title, "It has not begun yet.");
    setText(this.title, [`${formatNumber(event.id)} ${event.type}`, state, formatTime(event.t, 3)].filter(Boolean).join(", "));
    const told = fieldsOf(event.details);
    for (const { name, text, cut } of told) {
      const words = text.includes("\n") || text.length > 40 ? h("pre", { class: "num" }, text) : h("span", { class: "num" }, text);
      this.fields.append(h("dt", {}, name, cut ? h("span", { class: "quiet" }, " (cut)") : ""), h("dd", {}, words));
    }
    if (told.length === 0) this.fields.append(h("dt", { class: "quiet" }, "It says no more than that."));
  }
}
