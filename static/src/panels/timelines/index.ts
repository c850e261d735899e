/** Timelines: rows on one time axis, one crosshair through all, values in the label column. */
import { measure } from "../../charts/measure";
import { onPaletteChange } from "../../charts/palette";
import { inside, pan, zoom } from "../../charts/range";
import { invert, spread, timeStep } from "../../charts/scales";
import { sentence } from "../../charts/sentence";
import { moment, tick } from "../../charts/words";
import { h, setText } from "../../core/dom";
import { formatDuration, formatTime } from "../../core/format";
import type { Panel, PanelContext, Range, View } from "../../core/panel";
import { Chart, ROW, ticksOf, TOP } from "./chart";
import { readInterval, readRow, rowsFor, type Limit, type RowSpec } from "./rows";
import { tableData, tableElement } from "./table";
import "./timelines.css";

const DRAG_PX = 5;
const LABEL_PX = 11;
const TEXT_EVERY_MS = 1000;
const LABELS_EVERY_MS = 100;

export function createTimelines(context: PanelContext): Panel {
  return new Timelines(context);
}

interface RowView {
  readonly spec: RowSpec;
  readonly label: HTMLElement;
  readonly value: HTMLElement;
  readonly sub: HTMLElement;
  readonly sentence: HTMLElement;
  readonly toggle: HTMLButtonElement;
  readonly top: HTMLElement;
  readonly ends: readonly HTMLElement[];
}

class Timelines implements Panel {
  readonly element: HTMLElement;
  private readonly chart: Chart;
  private readonly rows: readonly RowView[];
  private readonly plot: HTMLElement;
  private readonly playhead = h("div", { class: "tl-playhead" });
  private readonly cross = h("div", { class: "tl-cross", hidden: true });
  private readonly interval = h("div", { class: "tl-interval", hidden: true });
  private readonly drag = h("div", { class: "tl-drag", hidden: true });
  private readonly veil = h("div", { class: "tl-veil", hidden: true });
  private readonly read = h("div", { class: "tl-read num", hidden: true });
  private readonly axis = h("div", { class: "tl-axis num", "aria-hidden": "true" });
  private readonly tables = h("div", { class: "tl-tables", hidden: true, tabindex: "0", role: "region", "aria-label": "Timelines as a table" });
  private readonly empty = h("p", { class: "tl-empty" }, "The timelines grow here as the run is computed.");
  private readonly tableRows = new Set<string>();
  private readonly stops: (() => void)[] = [];
  private view: View | null = null;
  private width = 0;
  /** The far end of an A–B interval whose near end is the pin. */
  private second: number | null = null;
  private pinSeen: number | null = null;
  private hoverRow = -1;
  private press: { x: number; t: number; panFrom: Range | null; moved: boolean } | null = null;
  private lastText = -Infinity;
  private lastLabels = -Infinity;
  private textVersion = -1;
  private tableKey = "";
  private limits: readonly (Limit | null)[] = [];

  constructor(private readonly context: PanelContext) {
    const specs = rowsFor(context.topology);
    this.chart = new Chart(specs);
    this.rows = specs.map((spec) => this.rowView(spec));
    this.plot = h("div", {
      class: "tl-plot", tabindex: "0", role: "group", "aria-label": "Timelines plot",
      "aria-description": "Enter pins the crosshair at the playhead, a second Enter ends an interval, Escape clears",
    });
    this.plot.append(this.chart.layer.canvas, this.interval, this.veil, this.drag, this.playhead, this.cross, this.read, this.empty,
      ...this.rows.flatMap((row) => [row.top, ...row.ends]));
    this.plot.style.height = `${this.chart.height}px`;
    this.element = h("section", { class: "pane pane-timelines", "aria-label": "Timelines" }, this.heading(),
      h("div", { class: "tl" }, h("div", { class: "tl-labels" }, ...this.rows.map((row) => row.label)),
        h("div", { class: "tl-main" }, this.plot, this.axis)), this.tables);
    this.listen();
  }

  private heading(): HTMLElement {
    const move = (change: (range: Range) => Range) => (): void => {
      if (this.view) this.context.actions.setRange(change(this.view.range));
    };
    const duration = this.context.durationS;
    const centre = ({ t0, t1 }: Range): number => (this.view!.t > t0 && this.view!.t < t1 ? this.view!.t : (t0 + t1) / 2);
    const tools = [
      this.tool("zoom-in", "+", "Zoom in (W)", move((range) => zoom(range, centre(range), 0.5, duration))),
      this.tool("zoom-out", "−", "Zoom out (S)", move((range) => zoom(range, centre(range), 2, duration))),
      this.tool("pan-back", "◂", "Earlier (A)", move((range) => pan(range, -0.25, duration))),
      this.tool("pan-on", "▸", "Later (D)", move((range) => pan(range, 0.25, duration))),
      this.tool("fit", "Fit", "Show the whole run (0)", () => this.context.actions.setRange(null)),
      this.tool("table", "Table", "Show the numbers (T)", () => this.toggleTables()),
    ];
    const hint = h("span", { class: "tl-hint" }, "drag to zoom · click to pin");
    return h("h2", { class: "pane-title" }, "Timelines", h("span", { class: "tl-tools" }, hint, ...tools));
  }

  /** A button of the heading; the page's keyboard presses it by its command. */
  private tool(command: string, text: string, meaning: string, run: () => void): HTMLButtonElement {
    const button = h("button", {
      type: "button", class: "tl-button", "data-command": command, title: meaning, "aria-label": meaning,
    }, text);
    button.addEventListener("click", run);
    return button;
  }

  private rowView(spec: RowSpec): RowView {
    const value = h("span", { class: "tl-value num" }, "–");
    const sub = h("small");
    const words = h("p", { class: "sr-only" });
    const toggle = h("button", {
      type: "button", class: "tl-toggle", "aria-pressed": "false", "aria-label": `${spec.name} as a table`, title: "Show as a table",
    }, "▤");
    toggle.addEventListener("click", () => this.toggleTable(spec.id));
    const label = h("div", { class: "tl-label" }, h("b", { title: spec.spoken.replace(/, p99,$/, "") }, spec.name), toggle, h("div", { class: "tl-now" }, value, " ", sub), words);
    const ends = spec.lines.length > 1 ? spec.lines.map(({ line, tone }) => h("span", { class: `tl-end tl-end-${tone}`, hidden: true }, line.spec.label)) : [];
    return { spec, label, value, sub, sentence: words, toggle, top: h("span", { class: "tl-top num", "aria-hidden": "true" }), ends };
  }

  private listen(): void {
    const { actions } = this.context;
    const plot = this.plot;
    plot.addEventListener("pointerdown", (event) => this.pointerDown(event));
    plot.addEventListener("pointermove", (event) => this.pointerMove(event));
    plot.addEventListener("pointerup", (event) => this.pointerUp(event));
    plot.addEventListener("pointercancel", () => this.endDrag());
    plot.addEventListener("pointerleave", () => {
      this.hoverRow = -1;
      actions.setHover(null);
    });
    plot.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    plot.addEventListener("keydown", (event) => this.key(event));
    this.stops.push(measure(plot, (width) => {
      this.width = width;
      this.chart.resize(width);
      actions.invalidate();
    }), onPaletteChange(() => {
      this.chart.forget();
      actions.invalidate();
    }));
  }

  private time(event: MouseEvent): number {
    const range = this.view?.range ?? { t0: 0, t1: this.context.durationS };
    const x = event.clientX - this.plot.getBoundingClientRect().left;
    return invert(Math.max(0, Math.min(this.width, x)), { min: range.t0, max: range.t1 }, this.width);
  }

  private pointerDown(event: PointerEvent): void {
    if (event.button !== 0 || !this.view) return;
    this.press = { x: event.clientX, t: this.time(event), panFrom: event.shiftKey ? this.view.range : null, moved: false };
    this.plot.setPointerCapture(event.pointerId);
  }

  private pointerMove(event: PointerEvent): void {
    const t = this.time(event);
    this.hoverRow = Math.floor((event.clientY - this.plot.getBoundingClientRect().top - TOP) / ROW);
    this.context.actions.setHover(t);
    if (!this.press || !this.view) return;
    if (Math.abs(event.clientX - this.press.x) > DRAG_PX) this.press.moved = true;
    if (!this.press.moved) return;
    if (this.press.panFrom) {
      const { t0, t1 } = this.press.panFrom;
      const by = ((this.press.x - event.clientX) / this.width) * (t1 - t0);
      this.context.actions.setRange(inside({ t0: t0 + by, t1: t1 + by }, this.context.durationS));
    } else this.showBand(this.drag, this.press.t, t);
  }

  private pointerUp(event: PointerEvent): void {
    const press = this.press;
    this.endDrag();
    if (!press) return;
    const t = this.time(event);
    if (!press.moved) this.pinAt(t);
    else if (!press.panFrom) {
      this.context.actions.setRange(inside({ t0: Math.min(press.t, t), t1: Math.max(press.t, t) }, this.context.durationS));
    }
  }

  private endDrag(): void {
    this.press = null;
    this.drag.hidden = true;
  }

  /** First click pins, the second ends an interval, the third begins anew. */
  private pinAt(t: number): void {
    const pin = this.view?.pin ?? null;
    if (pin === null || this.second !== null) {
      this.second = null;
      this.context.actions.setPin(t);
    } else {
      this.second = t;
      this.context.actions.invalidate();
    }
  }

  private clearPins(): void {
    this.second = null;
    this.context.actions.setPin(null);
  }

  private wheel(event: WheelEvent): void {
    if (!this.view || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    const { range } = this.view;
    const turn = event.deltaY || event.deltaX;
    const next = event.shiftKey ? pan(range, turn / 1000, this.context.durationS)
      : zoom(range, this.time(event), Math.exp(turn / 400), this.context.durationS);
    this.context.actions.setRange(next);
  }

  private key(event: KeyboardEvent): void {
    if (event.target !== this.plot || !this.view) return;
    if (event.key === "Enter") this.pinAt(this.view.t);
    else if (event.key === "Escape" && (this.view.pin !== null || this.second !== null)) this.clearPins();
    else return;
    event.preventDefault();
  }

  /** Shows every row's table, or none. */
  private toggleTables(): void {
    const all = this.tableRows.size < this.rows.length;
    this.tableRows.clear();
    if (all) for (const row of this.rows) this.tableRows.add(row.spec.id);
    this.tablesChanged();
  }

  private toggleTable(id: string): void {
    if (!this.tableRows.delete(id)) this.tableRows.add(id);
    this.tablesChanged();
  }

  private tablesChanged(): void {
    this.tableKey = "";
    for (const row of this.rows) row.toggle.setAttribute("aria-pressed", String(this.tableRows.has(row.spec.id)));
    this.context.actions.invalidate();
  }

  update(view: View): void {
    this.view = view;
    if (view.pin === null || view.pin !== this.pinSeen) this.second = null;
    this.pinSeen = view.pin;
    const limits = this.rows.map((row) => row.spec.limit?.(view) ?? null);
    this.limits = limits;
    this.chart.update(view, limits);
    this.empty.hidden = view.store.bins > 0;
    this.overlay(view);
    this.labels(view, limits);
    if (this.chart.drawnPx > 0) this.decorate(view);
    this.texts(view);
  }

  private place(element: HTMLElement, t: number, range: Range): boolean {
    const shown = t >= range.t0 && t <= range.t1;
    element.hidden = !shown;
    if (shown) element.style.transform = `translateX(${Math.round(this.chart.x(t, range))}px)`;
    return shown;
  }

  private showBand(element: HTMLElement, a: number, b: number): void {
    const range = this.view!.range;
    const [x0, x1] = [a, b].map((t) => Math.max(0, Math.min(this.width, this.chart.x(t, range)))).sort((p, q) => p - q) as [number, number];
    element.hidden = false;
    element.style.transform = `translateX(${x0}px)`;
    element.style.width = `${x1 - x0}px`;
  }

  private overlay(view: View): void {
    const { range } = view;
    this.place(this.playhead, view.t, range);
    const reading = view.hover ?? view.pin;
    if (reading === null) this.cross.hidden = true;
    else this.place(this.cross, reading, range);
    this.cross.classList.toggle("pinned", view.hover === null);
    if (view.pin !== null && this.second !== null) this.showBand(this.interval, view.pin, this.second);
    else if (view.pin !== null && view.hover !== null) this.showBand(this.interval, view.pin, view.pin);
    else this.interval.hidden = true;
    const lost = view.connection === "reconnecting" || view.connection === "disconnected";
    if (lost && this.place(this.veil, Math.max(range.t0, view.computed), range)) {
      this.veil.style.width = `${Math.max(0, this.width - this.chart.x(view.computed, range))}px`;
    } else this.veil.hidden = true;
    this.bubble(view);
  }

  /** The value beside the crosshair, in the hovered row only. */
  private bubble(view: View): void {
    const row = this.rows[this.hoverRow];
    const t = view.hover;
    if (!row || t === null || t > view.computed || view.store.bins === 0) {
      this.read.hidden = true;
      return;
    }
    const x = this.chart.x(t, view.range);
    setText(this.read, `${readRow(row.spec, view.store, t, null).value} at ${moment(t, timeStep({ min: view.range.t0, max: view.range.t1 }, 600))}`);
    this.read.hidden = false;
    const left = x > this.width - 150;
    this.read.style.transform = `translate(${Math.round(x + (left ? -6 : 6))}px, ${TOP + this.hoverRow * ROW + 4}px)${left ? " translateX(-100%)" : ""}`;
  }

  private labels(view: View, limits: readonly (Limit | null)[]): void {
    const now = performance.now();
    if (view.playing && view.hover === null && now - this.lastLabels < LABELS_EVERY_MS) return;
    this.lastLabels = now;
    const t = view.hover ?? view.pin ?? view.t;
    this.rows.forEach((row, i) => {
      const shown = this.second !== null && view.pin !== null
        ? readInterval(row.spec, view.store, view.pin, this.second)
        : readRow(row.spec, view.store, Math.min(t, view.computed), limits[i] ?? null);
      const absent = view.store.bins === 0 || t > view.computed;
      setText(row.value, absent ? "–" : shown.value);
      setText(row.sub, absent ? (view.store.bins ? "not computed yet" : "") : shown.sub);
    });
  }

  /** What stands still while no data comes: scale values, line ends, the axis. */
  private decorate(view: View): void {
    this.rows.forEach((row, i) => {
      const top = this.chart.tops[i]!;
      setText(row.top, view.store.bins > 0 ? row.spec.format(top) : "");
      row.top.style.transform = `translate(3px, ${TOP + i * ROW + 1}px)`;
      this.lineEnds(row, i, view);
    });
    const ticks = ticksOf(view.range, this.width);
    const step = timeStep({ min: view.range.t0, max: view.range.t1 }, Math.floor(this.width / 84));
    while (this.axis.childElementCount < ticks.length) this.axis.append(h("span"));
    [...this.axis.children].forEach((child, i) => {
      const t = ticks[i];
      (child as HTMLElement).hidden = t === undefined;
      if (t === undefined) return;
      setText(child, tick(t, step));
      const x = this.chart.x(t, view.range);
      const shift = x < 20 ? "0" : x > this.width - 24 ? "-100%" : "-50%";
      (child as HTMLElement).style.transform = `translateX(${Math.round(x)}px) translateX(${shift})`;
    });
  }

  private lineEnds(row: RowView, i: number, view: View): void {
    const { store, range } = view;
    const end = Math.min(view.computed, range.t1);
    const x = this.chart.x(end, range);
    const room = this.width - x > 56;
    const placed = row.ends.map((element, k) => {
      const value = row.spec.lines[k]!.line.valueAt(store, end - store.binS / 2);
      return { element, y: Number.isNaN(value) ? NaN : this.chart.y(i, value) };
    }).reverse().sort((a, b) => Math.round(a.y - b.y));
    const limitY = this.limits[i] ? this.chart.y(i, this.limits[i].value) : NaN;
    for (const { element, y } of placed) element.hidden = Number.isNaN(y) || store.bins < 2;
    const shown = placed.filter(({ element }) => !element.hidden);
    const wanted = shown.map(({ y }) => (Math.abs(y - limitY) < 8 ? limitY + 9 : y));
    const places = spread(wanted, TOP + i * ROW + 5, TOP + (i + 1) * ROW - 6, LABEL_PX);
    for (const [k, { element }] of shown.entries()) {
      const at = places[k]!;
      element.style.transform = `translate(${Math.round(x + (room ? 4 : -4))}px, ${Math.round(at) - 7}px)${room ? "" : " translateX(-100%)"}`;
    }
  }

  /** Sentences and tables: when data came, at most once a second. */
  private texts(view: View): void {
    const now = performance.now();
    const tableKey = `${view.store.version}|${view.range.t0}|${view.range.t1}|${[...this.tableRows].join()}`;
    const due = now - this.lastText >= TEXT_EVERY_MS || view.store.complete;
    if (this.tableKey === "" || (tableKey !== this.tableKey && due)) this.fillTables(view, tableKey);
    if (this.textVersion === view.store.version || !due) return;
    this.lastText = now;
    this.textVersion = view.store.version;
    for (const row of this.rows) setText(row.sentence, this.sentenceOf(row.spec, view));
  }

  private sentenceOf(spec: RowSpec, { store }: View): string {
    const { values, length } = spec.lines[spec.main]!.line.read(store);
    return sentence({
      name: spec.spoken, values, length, binS: store.binS, format: spec.format, moment,
    });
  }

  private fillTables(view: View, key: string): void {
    this.tableKey = key;
    const chosen = this.rows.filter((row) => this.tableRows.has(row.spec.id)).map((row) => row.spec);
    this.tables.hidden = chosen.length === 0;
    if (chosen.length === 0) {
      this.tables.dataset["shown"] = "";
      return this.tables.replaceChildren();
    }
    const scroll = this.tables.scrollTop;
    const sentences = chosen.map((spec) => h("li", {}, this.sentenceOf(spec, view)));
    const shown = chosen.map((spec) => spec.id).join();
    const extent = `${formatTime(view.range.t0, 0)} to ${formatTime(view.range.t1, 0)}, ${formatDuration(view.store.computed)} computed`;
    this.tables.replaceChildren(h("p", {}, extent), h("ul", {}, ...sentences), tableElement(tableData(chosen, view.store, view.range)));
    if (shown !== this.tables.dataset["shown"]) this.tables.scrollIntoView?.({ block: "nearest" });
    this.tables.dataset["shown"] = shown;
    this.tables.scrollTop = scroll;
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    this.element.remove();
  }
}
