/** The event list: only the rows in sight exist; it follows the playhead until scrolled. */
import { glyphElement, type Glyph } from "../../charts/glyphs";
import { measure } from "../../charts/measure";
import { h, setAttribute, setText } from "../../core/dom";
import { formatNumber, formatTime } from "../../core/format";
import type { Panel, PanelContext, View } from "../../core/panel";
import type { EventRow } from "../../core/types";
import { counted, EVERYTHING, glyphOfKind, Matches, parseFilter } from "./filter";
import "./events.css";

export const ROW_PX = 24;
const SPARE_ROWS = 4;
/** The list moves on this often while playing; faster than a few a second nobody reads it. */
const FOLLOW_EVERY_MS = 100;
const FOLLOW_FAST_EVERY_MS = 333;
const FAST = 5;
/** Where in the list the current event stays while it follows the playhead. */
const FOLLOW_AT = 0.55;

/** Shows the life of a message: the one nearest to an event, where one is chosen. */
export type FollowMessage = (event?: { readonly t: number; readonly kind: string }) => void;

export function createEvents(context: PanelContext, followMessage?: FollowMessage): Panel {
  return new Events(context, followMessage);
}

interface RowView {
  readonly element: HTMLElement;
  readonly time: HTMLElement;
  readonly glyph: HTMLElement;
  readonly who: HTMLElement;
  readonly text: HTMLElement;
  readonly detail: HTMLElement;
  index: number;
  row: EventRow | null;
  shape: Glyph | null;
}

let lists = 0;

class Events implements Panel {
  readonly element: HTMLElement;
  private readonly count = h("span", { class: "ev-count num" });
  private readonly input = h("input", {
    type: "search", class: "ev-filter", "data-command": "filter", placeholder: "filter: state:thr env:101 t>2:50", "aria-label": "Filter events",
    autocomplete: "off", spellcheck: "false",
  });
  private readonly follow = h("button", { type: "button", class: "ev-follow", "aria-pressed": "true" }, "Follow");
  private readonly problem = h("p", { class: "ev-problem", role: "status", hidden: true });
  private readonly spacer = h("div", { class: "ev-spacer" });
  private readonly list: HTMLElement;
  private readonly empty = h("p", { class: "ev-empty" }, "No events yet.");
  private readonly pool: RowView[] = [];
  private readonly matches = new Matches();
  private passing = EVERYTHING;
  private readonly stops: (() => void)[] = [];
  private readonly id = `events-${++lists}`;
  private rows: readonly EventRow[] = [];
  private height = 0;
  private active = -1;
  private scrollTo = -1;
  /** Where the list is scrolled to: remembered, for asking the element costs a layout. */
  private top = 0;
  private total = -1;
  private lastFollowed = -Infinity;

  constructor(private readonly context: PanelContext, private readonly followMessage?: FollowMessage) {
    this.list = h("div", { class: "ev-list", role: "group", tabindex: "0", "aria-label": "Events" }, this.spacer, this.empty);
    const title = h("h2", { class: "pane-title" }, "Events", this.count);
    this.element = h("section", { class: "events-pane", "aria-label": "Events" }, title,
      h("div", { class: "ev-tools" }, this.input, h("kbd", { "aria-hidden": "true" }, "/"), this.follow), this.problem, ...(followMessage ? [this.message()] : []), this.list);
    this.listen();
  }

  private message(): HTMLElement {
    const button = h("button", { type: "button", class: "ev-message", "aria-haspopup": "dialog" }, "Follow a message", h("kbd", { "aria-hidden": "true" }, "M"));
    button.addEventListener("click", () => this.followFromHere());
    return button;
  }

  /** From the event that was chosen by hand; else from wherever the playhead is. */
  private followFromHere(): void {
    const row = this.following ? undefined : this.rowAt(this.active);
    this.followMessage?.(row ? { t: row[0], kind: row[1] } : undefined);
  }

  private listen(): void {
    const { actions } = this.context;
    this.input.addEventListener("input", () => this.filter());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" && event.key !== "Enter") return;
      if (event.key === "Escape" && this.input.value) this.input.value = "";
      this.filter();
      this.list.focus();
      event.preventDefault();
    });
    this.follow.addEventListener("click", () => this.setFollowing(!this.following));
    this.list.addEventListener("scroll", () => {
      this.top = this.list.scrollTop;
      if (!this.following) actions.invalidate();
    }, { passive: true });
    for (const kind of ["wheel", "touchmove", "pointerdown"]) {
      this.list.addEventListener(kind, () => this.setFollowing(false), { passive: true });
    }
    this.list.addEventListener("click", (event) => {
      const row = (event.target as Element).closest<HTMLElement>(".ev-row");
      if (row) this.choose(Number(row.dataset["index"]));
    });
    this.list.addEventListener("dblclick", () => this.seek());
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.stops.push(measure(this.list, (_width, height) => {
      this.height = height;
      actions.invalidate();
    }));
  }

  private get following(): boolean {
    return this.follow.getAttribute("aria-pressed") === "true";
  }

  private setFollowing(following: boolean): void {
    if (following === this.following) return;
    this.follow.setAttribute("aria-pressed", String(following));
    this.context.actions.invalidate();
  }

  private filter(): void {
    const { test, problem } = (this.passing = parseFilter(this.input.value));
    this.matches.setTest(test);
    setText(this.problem, problem ?? "");
    this.problem.hidden = problem === null;
    this.active = -1;
    this.context.actions.invalidate();
  }

  private choose(index: number): void {
    this.setFollowing(false);
    this.active = index;
    this.context.actions.invalidate();
  }

  private key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.height / ROW_PX) - 1);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (event.key === "Enter") this.seek();
    else if (event.key === "m" && !event.ctrlKey && !event.metaKey && !event.altKey && this.followMessage) this.followFromHere();
    else if (step === undefined) return;
    else {
      const last = this.matches.indices.length - 1;
      this.choose(Math.max(0, Math.min(last, this.active + step)));
      this.scrollTo = this.active;
    }
    event.preventDefault();
  }

  /** Takes the playhead to the chosen event, and follows it from there. */
  private seek(): void {
    const row = this.rowAt(this.active);
    if (!row) return;
    this.context.actions.seek(row[0]);
    this.setFollowing(true);
    this.context.actions.announce(`At ${timeText(row[0], this.context.durationS)}: ${row[3]}`);
  }

  private rowAt(index: number): EventRow | undefined {
    return this.rows[this.matches.indices[index] ?? -1];
  }

  update(view: View): void {
    const now = performance.now();
    if (view.playing && this.following && now - this.lastFollowed < followEvery(view)) return;
    this.lastFollowed = now;
    this.rows = view.store.events;
    this.matches.read(this.rows);
    const total = this.matches.indices.length;
    const current = this.matches.before(view.store.eventsUntil(view.t)) - 1;
    if (this.following) this.active = current;
    if (total !== this.total) this.spacer.style.height = `${total * ROW_PX}px`;
    this.total = total;
    if (this.height > 0) this.scroll(current);
    this.fill(current);
    this.tell(view, total);
  }

  private scroll(current: number): void {
    if (this.following) {
      this.moveTo((current + 1 - Math.floor((this.height / ROW_PX) * FOLLOW_AT)) * ROW_PX);
    } else if (this.scrollTo >= 0) {
      const top = this.scrollTo * ROW_PX;
      if (top < this.top) this.moveTo(top);
      else if (top + ROW_PX > this.top + this.height) this.moveTo(top + ROW_PX - this.height);
    }
    this.scrollTo = -1;
  }

  private moveTo(wanted: number): void {
    const top = Math.round(Math.max(0, Math.min(wanted, this.total * ROW_PX - this.height)));
    if (top === this.top) return;
    this.list.scrollTop = top;
    this.top = top;
  }

  /** Puts the rows in sight into the pool's elements. */
  private fill(current: number): void {
    const first = Math.max(0, Math.floor(this.top / ROW_PX) - SPARE_ROWS);
    const wanted = Math.min(this.matches.indices.length - first, Math.ceil(this.height / ROW_PX) + 2 * SPARE_ROWS);
    while (this.pool.length < wanted) this.pool.push(this.makeRow());
    let activeShown = false;
    for (let i = 0; i < this.pool.length; i++) {
      const index = first + i;
      // A row keeps its element while the list moves on.
      const view = this.pool[index % this.pool.length]!;
      const row = i < wanted ? this.rowAt(index) : undefined;
      const selected = row !== undefined && index === this.active;
      view.element.hidden = row === undefined;
      view.element.classList.toggle("selected", selected);
      view.element.setAttribute("aria-selected", String(selected));
      if (!row) continue;
      this.show(view, row, index);
      view.element.classList.toggle("future", index > current);
      activeShown ||= selected;
      if (selected) this.list.setAttribute("aria-activedescendant", view.element.id);
    }
    if (!activeShown) this.list.removeAttribute("aria-activedescendant");
  }

  private makeRow(): RowView {
    const [time, glyph, who, text, detail] = [h("span", { class: "num" }), h("span"), h("span", { class: "ev-who" }), h("span", { class: "ev-what" }), h("span", { class: "num" })];
    const element = h("div", { class: "ev-row", role: "option", id: `${this.id}-${this.pool.length}` }, time, glyph, h("span", { class: "ev-text" }, who, text), detail);
    this.spacer.append(element);
    return { element, time, glyph, who, text, detail, index: -1, row: null, shape: null };
  }

  private show(view: RowView, row: EventRow, index: number): void {
    const [t, kind, component, text, detail] = row;
    if (view.index !== index) view.element.style.transform = `translateY(${index * ROW_PX}px)`;
    view.index = index;
    view.element.dataset["index"] = String(index);
    view.element.setAttribute("aria-posinset", String(index + 1));
    view.element.setAttribute("aria-setsize", String(this.matches.indices.length));
    if (view.row === row) return;
    view.row = row;
    setText(view.time, timeText(t, this.context.durationS));
    setText(view.who, this.whose(component));
    setText(view.text, text);
    setText(view.detail, detail);
    // Numbers are compared: they keep their room. Words give way to what happened.
    view.element.classList.toggle("wordy", !/^\d/.test(detail));
    view.element.title = `${this.context.scene.titleOf(component)} (${component}): ${text} ${detail}`;
    const shape = glyphOfKind(kind);
    if (shape !== view.shape) view.glyph.replaceChildren(glyphElement(shape));
    view.shape = shape;
  }

  /** Whose event it is, where others of its type have events like it. */
  private whose(component: string): string {
    const { scene } = this.context;
    const type = scene.node(component)?.type;
    return scene.nodes.filter((node) => node.type === type).length > 1 ? `${scene.titleOf(component)}: ` : "";
  }

  private tell(view: View, shown: number): void {
    const filtered = this.input.value.trim() !== "";
    const all = (filtered ? counted(this.passing, view.store) : null) ?? counted(EVERYTHING, view.store) ?? view.store.eventsTotal(view.computed);
    setText(this.count, countText(shown, this.rows.length, all, filtered && !(this.passing.countable && view.store.eventCounts)));
    this.count.title = "The list holds a sample of each stretch of the run, rare kinds first and spread over it. Filters by state: and in: count all there were.";
    this.empty.hidden = shown > 0;
    // A list box without options is none.
    setAttribute(this.list, "role", shown > 0 ? "listbox" : "group");
    setText(this.empty, this.rows.length > 0 ? "No event passes the filter." : "No events yet.");
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    this.element.remove();
  }
}

function followEvery({ speed }: View): number {
  return speed === "max" || speed >= FAST ? FOLLOW_FAST_EVERY_MS : FOLLOW_EVERY_MS;
}

/** "24 sampled of 218,402": of what passes the filter, where all that does is counted (`inList` is
 *  false), else "3 of the 24 sampled of 218,402". */
export function countText(shown: number, kept: number, all: number, inList: boolean): string {
  if (all === 0 && kept === 0) return "";
  if (inList) return kept >= all ? `${formatNumber(shown)} of ${formatNumber(all)}` : `${formatNumber(shown)} of ${formatNumber(kept)} sampled of ${formatNumber(all)}`;
  if (shown >= all) return formatNumber(all);
  return `${formatNumber(shown)} sampled of ${formatNumber(all)}`;
}

/** Milliseconds while they mean something to a reader. */
export function timeText(t: number, durationS: number): string {
  return formatTime(t, durationS < 10_000 ? 3 : 0);
}
