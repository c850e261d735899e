/** Execution environments now: one cell a slot, what is refused beyond the limit line. */
import { Legend } from "../../charts/legend";
import { measure } from "../../charts/measure";
import { onPaletteChange } from "../../charts/palette";
import { Tooltip } from "../../charts/tooltip";
import { inBin, milliseconds, seconds, thisBin } from "../../charts/words";
import { h, setText } from "../../core/dom";
import { formatNumber, formatTime } from "../../core/format";
import { countStates, isBetween, isManaged, KINDS, limitAt } from "../../core/instant";
import { limiterAt } from "../../core/limiters";
import { SLOT, type Panel, type PanelContext, type RunStore, type View } from "../../core/panel";
import { FunctionGrid } from "./function-grid";
import { capacityFor, slotAt, slotX, slotY } from "./layout";
import { caption, managedCaption, refusedAt } from "./refused";
import { limitWords, PROVISIONED, STATES, summary, WORD_OF } from "./states";
import "./grid.css";

/** Functions shown one above the other; more get tabs. */
const STACKED = 2;
const FAST = 5;
const TEXT_EVERY_MS = 1000;
const COUNTS_EVERY_MS = 100;
/** Starts of initialisations looked up in one update; in a burst the rest wait for the next. */
const LOOKUPS = 24;

export function createGrid(context: PanelContext): Panel {
  return new GridPanel(context);
}

class GridPanel implements Panel {
  readonly element: HTMLElement;
  private readonly bands: FunctionGrid[];
  private readonly host = h("div", { class: "grid-bands" });
  private readonly tabs = h("div", { class: "grid-tabs", role: "group", "aria-label": "Function" });
  private readonly legend: Legend;
  private readonly tooltip = new Tooltip();
  /** Of which moment the cells are, where the figures of the topology are of another. */
  private readonly asOf = h("span", { class: "as-of num" });
  private readonly sentence = h("p", { class: "sr-only" });
  private readonly head = h("tr");
  private readonly table = h("tbody");
  private readonly stops: (() => void)[] = [];
  private shown = 0;
  private view: View | null = null;
  private pointer: { band: FunctionGrid; slot: number; x: number; y: number } | null = null;
  private lastText = -Infinity;
  private lastCounts = -Infinity;
  private lastT = NaN;
  private lookups = 0;
  /** Only runs that have provisioned environments speak of them. */
  private provisionedSeen = false;

  constructor(private readonly context: PanelContext) {
    const invalidate = (): void => context.actions.invalidate();
    this.legend = new Legend("Show only", [
      ...STATES,
      PROVISIONED,
      { glyph: "thr", name: "Refused", meaning: "Throttled, a second" },
    ], () => {
      this.forget();
      invalidate();
    });
    const functions = context.scene.keeping("environments");
    this.bands = functions.map((node) => new FunctionGrid(node.id, node.title));
    this.element = h("section", { class: "pane pane-grid", "aria-label": "Execution environments" },
      h("h2", { class: "pane-title" }, "Execution environments", this.asOf, this.legend.element),
      this.tabs, this.host, this.tooltip.element, this.twin());
    this.fillHost();
    for (const band of this.bands) this.listen(band);
    this.stops.push(onPaletteChange(() => {
      this.forget();
      invalidate();
    }));
  }

  private twin(): HTMLElement {
    return h("div", { class: "sr-only" }, this.sentence, h("table", {}, h("thead", {}, this.head), this.table));
  }

  private fillHost(): void {
    const stacked = this.bands.length <= STACKED;
    this.tabs.hidden = stacked;
    this.host.replaceChildren(...(stacked ? this.bands : this.bands.slice(this.shown, this.shown + 1)).map((b) => b.element));
    this.element.classList.toggle("single", this.bands.length === 1);
    this.element.classList.toggle("stacked", stacked && this.bands.length > 1);
    if (!stacked) this.tabs.replaceChildren(...this.bands.map((band, i) => this.tab(band, i)));
  }

  private tab(band: FunctionGrid, i: number): HTMLElement {
    const button = h("button", { type: "button", "aria-pressed": String(i === this.shown) }, band.name.textContent);
    button.addEventListener("click", () => {
      this.shown = i;
      this.fillHost();
      (this.tabs.children[i] as HTMLElement).focus();
      this.context.actions.invalidate();
    });
    return button;
  }

  private listen(band: FunctionGrid): void {
    this.stops.push(measure(band.host, (width, height) => {
      band.band.resize(width, height);
      this.context.actions.invalidate();
    }));
    band.host.addEventListener("pointermove", (event) => this.point(band, event));
    band.host.addEventListener("pointerleave", () => {
      this.pointer = null;
      this.tooltip.hide();
    });
    band.host.addEventListener("click", (event) => {
      const slot = this.liveSlot(band, slotAt(band.band.layout, event.offsetX, event.offsetY));
      this.context.actions.selectSlot(band.id, slot < 0 ? null : slot);
    });
    band.host.addEventListener("keydown", (event) => this.key(band, event));
  }

  private liveSlot(band: FunctionGrid, slot: number): number {
    if (slot < 0 || !this.view) return -1;
    const slots = this.view.store.environmentsAt(band.id, this.view.t);
    return slot < slots.length && slots[slot] !== SLOT.free ? slot : -1;
  }

  private point(band: FunctionGrid, event: PointerEvent): void {
    const slot = slotAt(band.band.layout, event.offsetX, event.offsetY);
    this.pointer = slot < 0 ? null : { band, slot, x: event.offsetX, y: event.offsetY };
    this.showTooltip();
  }

  private key(band: FunctionGrid, event: KeyboardEvent): void {
    const { columns, detail } = band.band.layout;
    if (detail === "strip" || !this.view) return;
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    const step = steps[event.key];
    if (event.key === "Escape") this.context.actions.selectSlot(band.id, null);
    if (step === undefined) return;
    event.preventDefault();
    const from = this.selectedIn(band);
    const slot = from < 0 ? 0 : from + step;
    if (slot < 0 || slot >= band.band.layout.capacity) return;
    this.context.actions.selectSlot(band.id, slot);
    const state = this.view.store.environmentsAt(band.id, this.view.t)[slot] ?? SLOT.free;
    this.context.actions.announce(`Environment ${slot}: ${WORD_OF[state]}`);
  }

  private selectedIn(band: FunctionGrid): number {
    const selection = this.view?.selection;
    return selection?.component === band.id && selection.slot !== null ? selection.slot : -1;
  }

  private forget(): void {
    for (const band of this.bands) band.band.forget();
  }

  update(view: View): void {
    this.view = view;
    const jumped = !(view.t >= this.lastT) || view.t - this.lastT > 2 * Number(view.speed === "max" ? 100 : view.speed);
    this.lastT = view.t;
    this.lookups = 0;
    const totals = new Array<number>(KINDS).fill(0);
    let refused = 0;
    for (const band of this.bands) {
      if (jumped) band.initSince.clear();
      refused += this.updateBand(band, view, totals);
    }
    this.count(view, totals, refused);
    setText(this.asOf, !view.playing && isBetween(view.store, view.t) ? `at ${formatTime(view.t, 1)}` : "");
    if (this.pointer) this.showTooltip();
    this.say(view);
  }

  private count(view: View, totals: readonly number[], refused: number): void {
    const now = performance.now();
    if (view.playing && now - this.lastCounts < COUNTS_EVERY_MS) return;
    this.lastCounts = now;
    for (const { state, glyph } of STATES) this.legend.setCount(glyph, formatNumber(totals[state]!));
    this.legend.setCount("thr", inBin(refused, view.store.binS));
    const provisioned = totals[PROVISIONED.state]!;
    this.legend.setCount(PROVISIONED.glyph, formatNumber(provisioned));
    this.provisionedSeen ||= provisioned > 0;
    this.legend.show(PROVISIONED.glyph, this.provisionedSeen);
  }

  private updateBand(band: FunctionGrid, view: View, totals: number[]): number {
    const { store, t } = view;
    const exact = store.environmentsAt(band.id, t);
    const held = limitAt(store, band.id, t);
    const exactly = refusedAt(store, band.id, t);
    const fast = view.playing && (view.speed === "max" || view.speed >= FAST);
    if (!fast) {
      band.held.reset();
      band.refused.reset();
    }
    const now = performance.now();
    const slots = fast ? band.held.hold(exact, now) : exact;
    countStates(slots).forEach((n, state) => (totals[state]! += n));
    if (!band.element.isConnected) return exactly;
    const refused = fast ? band.refused.hold(exactly, now) : exactly;
    // Cells are environments: a limit of what runs in them at once has no place among them.
    const managed = isManaged(store, band.id);
    const limit = held?.limit ?? null;
    const capacity = capacityFor(this.mostUsed(band, store), managed ? null : limit);
    band.band.update({
      slots,
      capacity,
      refused,
      caption: managed ? managedCaption(store, band.id, t, limit ?? 0, refused) : caption(held?.by, limit, capacity, refused, store.binS, limiterAt(store, band.id, t)),
      isLimit: !managed && limit !== null && capacity >= limit,
      selected: this.selectedIn(band),
      emphasis: this.legend.emphasis,
      progress: (slot) => this.progress(band, view, slot),
    });
    return refused;
  }

  /** The highest slot used in all data received: the layout holds still under scrubbing. */
  private mostUsed(band: FunctionGrid, store: RunStore): number {
    if (band.store !== store) Object.assign(band, { store, mostUsed: 0, seenFrames: 0 });
    for (; band.seenFrames < store.frames.length; band.seenFrames++) {
      const text = store.frames[band.seenFrames]!.environments[band.id]?.slots ?? "";
      let slots = 0;
      for (const run of text.matchAll(/[A-Z.](\d*)/g)) slots += run[1] ? Number(run[1]) : 1;
      band.mostUsed = Math.max(band.mostUsed, slots);
    }
    return band.mostUsed;
  }

  /** How far an environment's initialisation is, by the mean of the bin; -1 if not known. */
  private progress(band: FunctionGrid, view: View, slot: number): number {
    const lasts = view.store.valueAt(band.id, "InitDuration", view.t) / 1000;
    if (!(lasts > 0)) return -1;
    let since = band.initSince.get(slot);
    if (since === undefined || since > view.t || view.t - since > 3 * lasts) {
      if (this.lookups++ >= LOOKUPS) return -1;
      since = view.store.slotSince(band.id, slot, view.t);
      band.initSince.set(slot, since);
    }
    return Number.isNaN(since) ? -1 : Math.min(1, (view.t - since) / lasts);
  }

  private showTooltip(): void {
    const { pointer, view } = this;
    if (!pointer || !view) return;
    const { band, slot } = pointer;
    const state = view.store.environmentsAt(band.id, view.t)[slot] ?? SLOT.free;
    const since = state === SLOT.free ? NaN : view.store.slotSince(band.id, slot, view.t);
    const sinceText = Number.isNaN(since) ? "" : `since ${formatTime(since)} (${seconds(view.t - since)})`;
    const x = slotX(band.band.layout, slot) + band.host.offsetLeft;
    const y = slotY(band.band.layout, slot) + band.host.offsetTop + band.band.layout.cell - 10;
    const duration = view.store.valueAt(band.id, "Duration", view.t);
    const lasts = state === SLOT.busy && duration > 0 ? `invocations that ended in ${thisBin(view.store.binS)} took ${milliseconds(duration)} on average` : "";
    this.tooltip.show([`Environment ${slot} · ${WORD_OF[state]}`, sinceText, lasts], x, y, this.element.clientWidth);
  }

  /** The twin of the picture in words, at most once a second. */
  private say(view: View): void {
    const now = performance.now();
    if (now - this.lastText < TEXT_EVERY_MS && view.playing) return;
    this.lastText = now;
    const rows: HTMLElement[] = [];
    const told = this.provisionedSeen ? [...STATES, PROVISIONED] : STATES;
    this.head.replaceChildren(...["Function", ...told.map((s) => s.name), "Refused"].map((t) => h("th", { scope: "col" }, t)));
    const sentences = this.bands.map((band) => {
      const counts = countStates(view.store.environmentsAt(band.id, view.t));
      const held = limitAt(view.store, band.id, view.t);
      const name = band.name.textContent ?? band.id;
      const refused = refusedAt(view.store, band.id, view.t);
      const cells = [...told.map((s) => formatNumber(counts[s.state]!)), inBin(refused, view.store.binS)].map((text) => h("td", {}, text));
      rows.push(h("tr", {}, h("th", { scope: "row" }, name), ...cells));
      return summary(name, counts, refused, held && limitWords(held.by, held.limit), limiterAt(view.store, band.id, view.t), view.store.binS);
    });
    setText(this.sentence, `At ${formatTime(view.t, 1)}. ${sentences.join(" ")}`);
    this.table.replaceChildren(...rows);
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    this.tooltip.hide();
    this.element.remove();
  }
}
