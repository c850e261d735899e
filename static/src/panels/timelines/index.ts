/** Timelines: rows on one time axis, one crosshair through all, values in the label column. */
import { measure } from "../../charts/measure";
import { onPaletteChange } from "../../charts/palette";
import { h, setText } from "../../core/dom";
import type { Panel, PanelContext, Range, View } from "../../core/panel";
import { Arrangement } from "./arrangement";
import { Chart } from "./chart";
import { DoneFlags } from "./done";
import { sayEmpty } from "./empty";
import { flatWords, Folded } from "./folded";
import { Gestures } from "./gestures";
import { goalWords, GoalLines, withGoals } from "./goals";
import { InsightFlags } from "./insight-flags";
import { Overlay } from "./overlay";
import { Ghost, wouldBe } from "./ghost";
import { resizer } from "./resizer";
import { RowView } from "./row-view";
import { choicesFor, readingOf, type RowSpec } from "./rows";
import { RowsMenu } from "./rows-menu";
import { stageRows } from "./staged";
import { Strip } from "./strip";
import { comparedWords, sentencesOf, Tables } from "./table";
import { heading } from "./tools";
import { sayDashed, wasShown } from "./was";
import "./timelines.css";

const TEXT_EVERY_MS = 1000;
const LABELS_EVERY_MS = 100;
const NO_INSIGHTS: readonly [] = [];

export function createTimelines(context: PanelContext): Panel {
  return new Timelines(context);
}

class Timelines implements Panel {
  readonly element: HTMLElement;
  private arrangement: Arrangement;
  private readonly menu: RowsMenu;
  private readonly folded = new Folded((row) => this.change(() => this.arrangement.open(row)));
  /** The rows that have a place: those that were chosen, less those that are flat. */
  private specs: readonly RowSpec[];
  private readonly labelled = h("div", { class: "tl-labels" });
  private readonly chart: Chart;
  private readonly strip: Strip;
  private readonly overlay: Overlay;
  private readonly done: DoneFlags;
  private readonly goals: GoalLines;
  private readonly insights: InsightFlags;
  private readonly tables: Tables;
  private readonly gestures: Gestures;
  private rows: RowView[] = [];
  /** Of which runs the rows were put in their places, and whether those were whole. */
  private whole: readonly unknown[] = [];
  private readonly plot = h("div", {
    class: "tl-plot", tabindex: "0", role: "group", "aria-label": "Timelines plot",
    "aria-description": "Enter pins the crosshair at the playhead, a second Enter ends an interval, Escape clears",
  });
  private readonly empty = h("p", { class: "tl-empty" });
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
    const choices = withGoals(choicesFor(context.scene), context.goals ?? []);
    this.arrangement = new Arrangement(context.scenario ?? "", choices);
    this.specs = this.arrangement.rows;
    this.menu = new RowsMenu(this.arrangement, () => this.change(() => undefined));
    this.strip = new Strip(context.scene.limited);
    this.chart = new Chart(this.specs);
    this.overlay = new Overlay(this.chart);
    this.done = new DoneFlags(this.chart);
    this.goals = new GoalLines(this.chart, context.goals ?? [], () => context.judged?.() ?? new Map());
    this.insights = new InsightFlags(this.chart, context.insights ?? { all: () => NO_INSIGHTS, open: () => undefined });
    this.tables = new Tables(this.specs);
    this.plot.append(this.chart.layer.canvas, this.foreseen.layer.canvas, this.strip.layer.canvas, this.strip.legend, this.goals.element, this.done.element, ...this.overlay.elements, this.insights.element, this.empty);
    this.arrange();
    const title = heading(context, [this.foreseen.says, this.ghost], () => this.view, () => this.changeTables(() => this.tables.toggleAll()), this.menu.button);
    this.element = h("section", { class: "pane pane-timelines", "aria-label": "Timelines" }, title, this.menu.element,
      h("div", { class: "tl" }, this.labelled, h("div", { class: "tl-main" }, this.plot, this.overlay.axis)), this.folded.element, this.tables.element);
    this.gestures = this.listen();
    this.stops.push(stageRows(context, choices, this.arrangement, {
      element: this.element,
      shown: () => ({ rows: this.specs.length, between: this.strip.height + this.folded.height }),
      use: (arrangement) => this.use(arrangement),
    }));
  }

  private use(arrangement: Arrangement): void {
    this.arrangement = arrangement;
    this.menu.use(arrangement);
    this.change(() => undefined);
  }

  private row(i: number): RowView {
    const spec = this.specs[i]!;
    const row = new RowView(spec, i, this.arrangement.insteadOf(spec));
    row.label.style.height = `${this.arrangement.heightOf(spec)}px`;
    row.toggle.addEventListener("click", () => this.changeTables(() => this.tables.toggle(spec.id)));
    row.choice?.addEventListener("change", () => this.choose(spec, row.choice!.value));
    row.label.addEventListener("keydown", (event) => this.moveByKey(spec, event));
    row.label.append(resizer(spec, this.arrangement.heightOf(spec), (height) => this.change(() => this.arrangement.resize(spec, height))));
    return row;
  }

  /** Up and down with Alt, from anything in a row's label. */
  private moveByKey(spec: RowSpec, event: KeyboardEvent): void {
    const by = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (by === undefined) return;
    event.preventDefault();
    const at = (event.target as HTMLElement).className;
    this.change(() => this.arrangement.move(spec, by));
    this.rows.find((row) => row.spec === spec)?.label.querySelector<HTMLElement>(`[class="${at}"]`)?.focus();
    this.context.actions.announce(`${spec.name} ${by < 0 ? "up" : "down"}`);
  }

  /** What is chosen, ordered or sized by hand. */
  private change(how: () => void): void {
    how();
    this.arrange();
    this.menu.fill();
    this.changeTables(() => undefined);
  }

  /** Puts the rows where they belong; those that are flat make room. */
  private arrange(): void {
    const flat = this.view ? this.arrangement.rows.map((row) => [row, this.arrangement.staysOpen(row) ? "" : flatWords(row, this.view!)] as const).filter(([, words]) => words) : [];
    this.folded.say(flat);
    this.specs = this.arrangement.rows.filter((row) => !flat.some(([other]) => other === row));
    for (const row of this.rows) for (const word of [row.top, ...row.ends]) word.remove();
    this.rows = this.specs.map((_, i) => this.row(i));
    const limited = this.specs.findIndex(({ limit }) => limit);
    const labels = this.rows.map((row) => row.label);
    this.labelled.replaceChildren(...labels.slice(0, limited + 1), this.strip.labels, ...labels.slice(limited + 1));
    this.strip.show(limited >= 0);
    this.plot.append(...this.rows.flatMap((row) => [row.top, ...row.ends]));
    this.chart.setRows(this.specs, this.specs.map((row) => this.arrangement.heightOf(row)));
    this.tables.setSpecs(this.specs);
    this.place();
    this.textKey = "";
    this.lastLabels = -Infinity;
  }

  /** What is flat is known once all of a run is there. */
  private foldFlat({ store, baseline }: View): void {
    const whole = [store, baseline, store.complete, baseline?.complete];
    if (whole.every((part, i) => part === this.whole[i])) return;
    this.whole = whole;
    this.arrange();
  }

  /** The strip of limiters belongs to what is limited. */
  private place(): void {
    const limited = this.specs.findIndex(({ limit }) => limit);
    this.chart.setGap(this.strip.height, limited);
    if (limited >= 0) this.strip.place(this.chart.rowTop(limited) + this.chart.heightOf(limited));
    this.plot.style.height = `${this.chart.height}px`;
  }

  /** Puts another row in the place of one. */
  private choose(spec: RowSpec, id: string): void {
    this.change(() => {
      this.tables.replace(spec.id, id);
      this.arrangement.replace(spec, id);
      const chosen = this.arrangement.all.find((row) => row.id === id);
      if (chosen && this.view && flatWords(chosen, this.view)) this.arrangement.open(chosen);
    });
    this.rows.find((row) => row.spec.id === id)?.choice?.focus();
  }

  private listen(): Gestures {
    const { actions } = this.context;
    this.plot.addEventListener("keydown", (event) => this.key(event));
    this.stops.push(measure(this.plot, (width) => {
      this.width = width;
      this.chart.resize(width);
      this.overlay.resize(width);
      this.strip.resize(width);
      this.place();
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
    if (this.arrangement.lend(view.spot?.kind === "row" ? view.spot.id : null)) this.change(() => undefined);
    this.foldFlat(view);
    if (view.pin === null || view.pin !== this.pinSeen) this.second = null;
    this.pinSeen = view.pin;
    this.chart.update(view);
    if (this.chart.drawnPx > 0) this.decorate(view);
    this.tellBaseline(view);
    this.foreseen.update(view, this.specs, this.chart, this.width);
    sayEmpty(this.empty, view);
    this.overlay.update(view, this.second);
    this.done.update(view, this.width);
    this.goals.update(view, this.specs, this.width);
    this.insights.update(view, this.width);
    this.strip.update(view);
    this.read(view);
    this.labels(view);
    this.texts(view);
  }

  /** The value beside the crosshair: of the row or the lane the pointer is in. */
  private read(view: View): void {
    const { pointerY } = this.gestures;
    const lane = this.strip.laneAt(pointerY);
    if (lane) this.overlay.say(view, (t) => this.strip.word(view.store, lane, t), this.strip.top);
    else this.overlay.read(view, this.specs, pointerY);
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
    this.rows.forEach((row) => row.say(...readingOf(row.spec, view, this.second), wasShown(row.spec, view, this.second)));
    this.strip.label(view.store, view.hover ?? view.pin ?? view.t);
  }

  /** Says what the dashed lines are, and makes room for their values. */
  private tellBaseline({ baseline, baselineSays }: View): void {
    this.element.classList.toggle("compared", baseline !== null);
    sayDashed(this.ghost, baseline ? baselineSays : null);
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
    for (const { sentence, spec } of this.rows) setText(sentence, [...sentencesOf(spec, store), goalWords(spec)].join(" ").trim() + comparedWords(spec, view));
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    this.element.remove();
  }
}
