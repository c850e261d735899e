/** Timelines: rows on one time axis, one crosshair through all, values in the label column. */
import { measure } from "../../charts/measure";
import { onPaletteChange } from "../../charts/palette";
import { h, setText } from "../../core/dom";
import type { Panel, PanelContext, Range, View } from "../../core/panel";
import { Chart, ROW, TOP } from "./chart";
import { DoneFlags } from "./done";
import { Gestures } from "./gestures";
import { Overlay } from "./overlay";
import { Ghost, wouldBe } from "./ghost";
import { RowView } from "./row-view";
import { choicesFor, readInterval, readRow, type RowSpec } from "./rows";
import { Strip } from "./strip";
import { sentencesOf, Tables } from "./table";
import { heading } from "./tools";
import { wasAt, wasOver, type Was } from "./was";
import "./timelines.css";

const TEXT_EVERY_MS = 1000;
const LABELS_EVERY_MS = 100;

export function createTimelines(context: PanelContext): Panel {
  return new Timelines(context);
}

class Timelines implements Panel {
  readonly element: HTMLElement;
  private readonly choices: readonly (readonly RowSpec[])[];
  private specs: readonly RowSpec[];
  private readonly chart: Chart;
  private readonly strip: Strip;
  private readonly overlay: Overlay;
  private readonly done: DoneFlags;
  private readonly tables: Tables;
  private readonly gestures: Gestures;
  private rows: RowView[];
  private readonly plot = h("div", {
    class: "tl-plot", tabindex: "0", role: "group", "aria-label": "Timelines plot",
    "aria-description": "Enter pins the crosshair at the playhead, a second Enter ends an interval, Escape clears",
  });
  private readonly empty = h("p", { class: "tl-empty" }, "The timelines grow here as the run is computed.");
  private readonly stops: (() => void)[] = [];
  private view: View | null = null;
  private width = 0;
  /** The far end of an A–B interval whose near end is the pin. */
  private second: number | null = null;
  private pinSeen: number | null = null;
  private lastText = -Infinity;
  private lastLabels = -Infinity;
  private textKey = "";
  /** Says what the dashed lines are, while there are any. */
  private readonly foreseen = new Ghost();
  private readonly ghost = h("span", { class: "tl-ghost", hidden: true });

  constructor(private readonly context: PanelContext) {
    this.choices = choicesFor(context.scene);
    this.specs = this.choices.map((choices) => choices[0]!);
    this.strip = new Strip(context.scene.limited, TOP + ROW);
    this.chart = new Chart(this.specs, this.strip.height);
    this.overlay = new Overlay(this.chart);
    this.done = new DoneFlags(this.chart);
    this.tables = new Tables(this.specs);
    this.rows = this.specs.map((_, i) => this.row(i));
    this.fillPlot();
    const [first, ...others] = this.rows.map((row) => row.label);
    const title = heading(context, [this.foreseen.says, this.ghost], () => this.view, () => this.changeTables(() => this.tables.toggleAll()));
    this.element = h("section", { class: "pane pane-timelines", "aria-label": "Timelines" }, title,
      h("div", { class: "tl" }, h("div", { class: "tl-labels" }, first, this.strip.labels, ...others),
        h("div", { class: "tl-main" }, this.plot, this.overlay.axis)), this.tables.element);
    this.gestures = this.listen();
  }

  private row(i: number): RowView {
    const row = new RowView(this.specs[i]!, i, this.choices[i]);
    row.toggle.addEventListener("click", () => this.changeTables(() => this.tables.toggle(row.spec.id)));
    row.choice?.addEventListener("change", () => this.choose(i, row.choice!.value));
    return row;
  }

  /** Puts another row in the place of one. */
  private choose(i: number, id: string): void {
    const spec = this.choices[i]!.find((choice) => choice.id === id);
    const before = this.rows[i]!;
    if (!spec) return;
    this.specs = this.specs.map((old, k) => (k === i ? spec : old));
    const row = (this.rows[i] = this.row(i));
    before.label.replaceWith(row.label);
    for (const word of [before.top, ...before.ends]) word.remove();
    this.plot.append(row.top, ...row.ends);
    row.choice?.focus();
    this.chart.setRows(this.specs);
    this.tables.setSpecs(this.specs);
    this.textKey = "";
    this.lastLabels = -Infinity;
    this.changeTables(() => undefined);
  }

  private fillPlot(): void {
    const words = this.rows.flatMap((row) => [row.top, ...row.ends]);
    this.plot.append(this.chart.layer.canvas, this.foreseen.layer.canvas, this.strip.layer.canvas, this.strip.legend, this.done.element, ...this.overlay.elements, this.empty, ...words);
    this.plot.style.height = `${this.chart.height}px`;
  }

  private listen(): Gestures {
    const { actions } = this.context;
    this.plot.addEventListener("keydown", (event) => this.key(event));
    this.stops.push(measure(this.plot, (width) => {
      this.width = width;
      this.chart.resize(width);
      this.overlay.resize(width);
      this.strip.resize(width);
      this.chart.setGap(this.strip.height);
      this.plot.style.height = `${this.chart.height}px`;
      actions.invalidate();
    }), onPaletteChange(() => {
      this.chart.forget();
      this.strip.forget();
      actions.invalidate();
    }));
    return new Gestures({
      element: this.plot,
      view: () => this.view,
      width: () => this.width,
      pinAt: (t) => this.pinAt(t),
      showDrag: (range: Range | null) => this.view && this.overlay.showDrag(range, this.view.range),
    }, this.context);
  }

  private changeTables(change: () => void): void {
    change();
    for (const row of this.rows) row.toggle.setAttribute("aria-pressed", String(this.tables.has(row.spec.id)));
    this.context.actions.invalidate();
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

  private key(event: KeyboardEvent): void {
    if (event.target !== this.plot || !this.view) return;
    if (event.key === "Enter") this.pinAt(this.view.t);
    else if (event.key === "Escape" && this.view.pin !== null) this.context.actions.setPin(null);
    else return;
    event.preventDefault();
  }

  update(view: View): void {
    this.view = view;
    if (view.pin === null || view.pin !== this.pinSeen) this.second = null;
    this.pinSeen = view.pin;
    this.chart.update(view);
    if (this.chart.drawnPx > 0) this.decorate(view);
    this.tellBaseline(view);
    this.foreseen.update(view, this.specs, this.chart, this.width);
    this.empty.hidden = view.store.bins > 0 || Boolean(view.preview);
    this.overlay.update(view, this.second);
    this.done.update(view, this.width);
    this.strip.update(view);
    this.read(view);
    this.labels(view);
    this.texts(view);
  }

  /** The value beside the crosshair: of the row or the lane the pointer is in. */
  private read(view: View): void {
    const lane = this.strip.laneAt(this.gestures.pointerY);
    if (lane) this.overlay.say(view, (t) => this.strip.word(view.store, lane, t), this.strip.top);
    else this.overlay.read(view, this.specs, this.gestures.pointerY);
  }

  /** What stands still while no data comes: scale values, line ends, the axis. */
  private decorate(view: View): void {
    this.rows.forEach((row) => row.decorate(view, this.chart, row.spec.limit?.at(view, view.computed) ?? null, this.width));
    this.overlay.updateAxis(view.range);
  }

  private labels(view: View): void {
    const now = performance.now();
    if (view.playing && view.hover === null && !view.preview && now - this.lastLabels < LABELS_EVERY_MS) return;
    this.lastLabels = now;
    for (const row of this.rows) row.foresee(wouldBe(row.spec, view));
    this.rows.forEach((row) => row.say(...this.reading(row.spec, view), this.was(row.spec, view)));
    this.strip.label(view.store, view.hover ?? view.pin ?? view.t);
  }

  /** Value and small print of a row: at the crosshair, else the playhead, or over the interval. */
  private reading(spec: RowSpec, view: View): [string, string] {
    const { store, computed, pin } = view;
    if (store.bins === 0) return ["–", ""];
    if (pin !== null && this.second !== null) {
      const { value, sub } = readInterval(spec, store, pin, this.second);
      return [value, sub];
    }
    const t = view.hover ?? pin ?? view.t;
    if (t > computed) return ["–", "not computed yet"];
    const { value, sub } = readRow(spec, store, t, spec.limit?.at(view, t) ?? null);
    return [value, sub];
  }

  /** The same of the run that this one is compared with. */
  private was(spec: RowSpec, view: View): Was | null {
    const { store, baseline, pin } = view;
    if (!baseline || store.bins === 0) return null;
    if (pin !== null && this.second !== null) return wasOver(spec, store, baseline, pin, this.second);
    const t = view.hover ?? pin ?? view.t;
    return t > view.computed ? null : wasAt(spec, store, baseline, t);
  }

  /** Says what the dashed lines are, and makes room for their values. */
  private tellBaseline({ baseline, baselineSays }: View): void {
    this.ghost.hidden = baseline === null;
    this.element.classList.toggle("compared", baseline !== null);
    if (!baseline) return;
    setText(this.ghost, `dashed: ${baselineSays}`);
    this.ghost.title = baselineSays;
  }

  /** Sentences and tables: when data came, at most once a second. */
  private texts(view: View): void {
    const now = performance.now();
    const due = now - this.lastText >= TEXT_EVERY_MS || view.store.complete;
    this.tables.update(view, due);
    const { store, baseline } = view;
    const key = `${store.version}|${baseline?.version}|${view.baselineSays}`;
    if (this.textKey === key || !due) return;
    this.lastText = now;
    this.textKey = key;
    for (const row of this.rows) {
      const before = baseline ? ` Compared with ${view.baselineSays}: ${sentencesOf(row.spec, baseline).join(" ")}` : "";
      setText(row.sentence, sentencesOf(row.spec, store).join(" ") + before);
    }
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    this.element.remove();
  }
}
