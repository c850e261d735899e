/** The history of an execution as AWS numbers it: a list of which only the rows in sight exist. */
import { glyphElement, type Glyph } from "../../charts/glyphs";
import { measure } from "../../charts/measure";
import { h, setAttribute, setText } from "../../core/dom";
import type { Execution, HistoryEvent } from "../../core/executions";
import { formatNumber, formatTime } from "../../core/format";
import { idFor } from "../../core/ids";

export const ROW_PX = 24;
const SPARE_ROWS = 4;

/** What an event's type says, at a glance. */
const SHAPES: readonly (readonly [RegExp, Glyph])[] = [
  [/Failed|TimedOut|Aborted/, "err"], [/Succeeded$/, "busy"], [/Entered$/, "queued"], [/Exited$/, "idle"], [/Scheduled$|Started$/, "init"],
];

function glyphOfType(type: string): Glyph {
  return SHAPES.find(([pattern]) => pattern.test(type))?.[1] ?? "queued";
}

interface RowView {
  readonly element: HTMLElement;
  readonly cells: readonly HTMLElement[];
  readonly glyph: HTMLElement;
  event: HistoryEvent | null;
}

export class HistoryList {
  private readonly spacer = h("div", { class: "history-spacer" });
  readonly list = h("div", { class: "history-list", role: "listbox", tabindex: "0", "aria-label": "History" }, this.spacer);
  readonly element: HTMLElement;
  private readonly pool: RowView[] = [];
  private readonly id = idFor("history");
  private readonly stop: () => void;
  private execution: Execution | null = null;
  private nameOf: (state: number) => string = () => "";
  private order = "";
  private at = -1;
  /** What was asked for since the last picture: keys come faster than pictures. */
  private wanted: number | null = null;
  private size = -1;
  private height = 0;
  private top = 0;

  /** `chosen` is told of the place of an event in the history. */
  constructor(private readonly chosen: (place: number) => void) {
    const caption = (words: string): HTMLElement => h("span", {}, words);
    this.element = h("div", { class: "history" }, h("div", { class: "history-head", "aria-hidden": "true" }, caption("Id"), caption("After"), caption("Time"), caption(""), caption("Type"), caption("State")), this.list);
    this.list.addEventListener("scroll", () => {
      this.top = this.list.scrollTop;
      this.fill();
    }, { passive: true });
    this.list.addEventListener("click", (event) => {
      const row = (event.target as Element).closest<HTMLElement>("[data-place]");
      if (row) chosen(Number(row.dataset["place"]));
    });
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.stop = measure(this.list, (_, height) => {
      this.height = height;
      this.bring();
      this.fill();
    });
  }

  /** Arrow keys, pages and ends; whoever holds the list adds letters. */
  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.height / ROW_PX) - 1);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.step(step);
  }

  step(by: number): void {
    const last = (this.execution?.events.length ?? 0) - 1;
    if (last < 0) return;
    this.wanted = Math.max(0, Math.min(last, (this.wanted ?? this.at) + by));
    this.chosen(this.wanted);
  }

  /** `at` is the event that one stands at; what comes after it is to come. */
  show(execution: Execution, at: number, nameOf: (state: number) => string): void {
    const size = execution.events.length;
    this.wanted = null;
    if (execution === this.execution && at === this.at && size === this.size) return;
    const another = execution !== this.execution;
    Object.assign(this, { execution, at, size, nameOf });
    this.spacer.style.height = `${size * ROW_PX}px`;
    if (another) for (const view of this.pool) view.event = null;
    this.bring();
    this.fill();
  }

  private bring(): void {
    if (this.at < 0 || this.height === 0) return;
    const row = this.at * ROW_PX;
    const wanted = Math.max(row + 2 * ROW_PX - this.height, Math.min(this.top, Math.max(0, row - ROW_PX)));
    if (wanted === this.top) return;
    this.list.scrollTop = this.top = wanted;
  }

  private fill(): void {
    const events = this.execution?.events ?? [];
    const first = Math.max(0, Math.floor(this.top / ROW_PX) - SPARE_ROWS);
    const wanted = Math.min(events.length - first, Math.ceil((this.height || 10 * ROW_PX) / ROW_PX) + 2 * SPARE_ROWS);
    while (this.pool.length < wanted) this.pool.push(this.row());
    let active: string | null = null;
    for (let i = 0; i < this.pool.length; i++) {
      const place = first + i;
      const view = this.pool[place % this.pool.length]!;
      const event = i < wanted ? events[place] : undefined;
      view.element.hidden = event === undefined;
      if (!event) continue;
      this.put(view, event, place, events);
      if (place === this.at) active = view.element.id;
    }
    setAttribute(this.list, "aria-activedescendant", active);
    this.arrange(first);
  }

  /** Rows take turns; in the document they stand as they are read. */
  private arrange(first: number): void {
    const begins = this.pool.length > 0 ? first % this.pool.length : 0;
    const order = `${begins} of ${this.pool.length}`;
    if (order === this.order) return;
    this.order = order;
    this.spacer.append(...[...this.pool.slice(begins), ...this.pool.slice(0, begins)].map(({ element }) => element));
  }

  private row(): RowView {
    const glyph = h("span");
    const cells = ["num", "num", "num", "", ""].map((name) => h("span", { class: name || null }));
    const [id, previous, time, type, state] = cells as [HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement];
    const element = h("div", { class: "history-row", role: "option", id: `${this.id}-${this.pool.length}` }, id, previous, time, glyph, type, state);
    this.spacer.append(element);
    return { element, cells, glyph, event: null };
  }

  private put(view: RowView, event: HistoryEvent, place: number, events: readonly HistoryEvent[]): void {
    const { element, cells } = view;
    element.dataset["place"] = String(place);
    element.style.transform = `translateY(${place * ROW_PX}px)`;
    setAttribute(element, "aria-posinset", String(place + 1));
    setAttribute(element, "aria-setsize", String(events.length));
    setAttribute(element, "aria-selected", String(place === this.at));
    element.classList.toggle("future", place > this.at);
    // Ids that are left out: the run keeps so many events of an execution.
    element.classList.toggle("gap", place > 0 && event.id > events[place - 1]!.id + 1);
    if (view.event === event) return;
    view.event = event;
    const texts = [formatNumber(event.id), event.previous > 0 ? formatNumber(event.previous) : "–", formatTime(event.t, 3), event.type, this.nameOf(event.state)];
    texts.forEach((text, i) => setText(cells[i]!, text));
    view.glyph.replaceChildren(glyphElement(glyphOfType(event.type), 12));
    element.title = `${event.id}, after ${event.previous}: ${event.type} ${this.nameOf(event.state)}`;
  }

  dispose(): void {
    this.stop();
  }
}
