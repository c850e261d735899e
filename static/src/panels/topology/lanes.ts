/**
 * The lanes of a mapping below the nodes: a track for each shard or message group, with a bar for
 * what waits in front of it, a line for each batch that it may have at once, which is filled while
 * the function has one, and where it stalls, for how long.
 */
import { glyphElement, Sprites, type Glyph } from "../../charts/glyphs";
import { Layer } from "../../charts/layer";
import { measure } from "../../charts/measure";
import { onPaletteChange, palette, typeScale } from "../../charts/palette";
import { count, moment, plural, bin } from "../../charts/words";
import { clear, h, setAttribute, setText } from "../../core/dom";
import { idFor } from "../../core/ids";
import type { RunStore, View } from "../../core/panel";
import type { LanesPayload, TopologyNode } from "../../core/types";
import { ageText, columnsFor, foldWords, laneCounts, laneFigures, LaneScale, laneSentence, laneTotal, stateWords, type LaneFigure } from "./lane-figures";
import "./lanes.css";

const ROW = 14;
/** What the numbers beside the tracks are, above each column of them. */
const CAPTION = 14;
/** Few lanes get more room. */
const TALL = 20;
const FEW = 8;
/** From one batch of a lane to the next: a line and what is free below it, or less where there are many. */
const BATCH = 3;
const BATCH_NARROW = 2;
const HIGHEST = 240;
const NARROWEST = 230;
const SHORTEST = 6;
const GAP = 20;
/** Beside a track: the lane's number, what waits, the age of the oldest. */
const NAME = 40;
const WAITING = 42;
const AGE = 50;
const GLYPH = 11;
const BACKLOG = 0.42;
const TEXT_EVERY_MS = 100;

interface RowView {
  readonly element: HTMLElement;
  readonly name: HTMLElement;
  readonly waiting: HTMLElement;
  readonly age: HTMLElement;
}

export class MappingLanes {
  readonly element: HTMLElement;
  private readonly layer = new Layer("lanes-canvas");
  private readonly total = h("span");
  private readonly counts = h("span", { class: "lanes-counts" });
  private readonly fold = h("p", { class: "lanes-fold" });
  private readonly sentence = h("p", { class: "sr-only" });
  private readonly stage = h("div", { class: "lanes-stage", "aria-hidden": "true" }, this.layer.canvas);
  private readonly body = h("tbody");
  private readonly sight: HTMLElement;
  private readonly toggle = h("button", { type: "button", class: "lanes-toggle", "aria-expanded": "false" }, "Table");
  private readonly rows: RowView[] = [];
  private readonly captions: HTMLElement[] = [];
  private readonly scale: LaneScale;
  private readonly stops: (() => void)[] = [];
  private sprites: Sprites | null = null;
  private view: View | null = null;
  private width = 0;
  private places = 0;
  private row = ROW;
  private batch = BATCH;
  private columns = 1;
  private perColumn = 1;
  private lastText = -Infinity;
  private tableKey = "";
  private countsKey = "";

  constructor(private readonly node: TopologyNode) {
    this.scale = new LaneScale(node.id);
    const column = (words: string, name?: string): HTMLElement => h("th", { scope: "col", class: name }, words);
    const table = h("table", {}, h("caption", { class: "sr-only" }, `Lanes of ${node.title}`),
      h("thead", {}, h("tr", {}, column("Lane"), column("State"), column("Batches", "num"), column("Waiting", "num"), column("Oldest", "num"))), this.body);
    this.sight = h("div", { class: "lanes-table", id: idFor(`lanes-${node.id}`), tabindex: "0", role: "group", "aria-label": `Lanes of ${node.title} as a table`, hidden: true }, table);
    this.toggle.setAttribute("aria-controls", this.sight.id);
    this.toggle.setAttribute("aria-label", `Lanes of ${node.title} as a table`);
    this.toggle.addEventListener("click", () => this.showTable(this.sight.hidden === true));
    const head = h("div", { class: "lanes-head" }, h("h3", { title: node.title }, `Lanes of ${node.title}`), this.total, this.counts, this.toggle);
    this.element = h("div", { class: "lanes", "data-mapping": node.id, hidden: true }, head, this.sentence, this.stage, this.fold, this.sight);
    this.stops.push(measure(this.stage, (width) => {
      this.width = width;
      this.again();
    }), onPaletteChange(() => {
      this.sprites = null;
      this.again();
    }));
  }

  /** The same picture, in another size or colour. */
  private again(): void {
    this.lastText = -Infinity;
    if (this.view) this.update(this.view);
  }

  update(view: View): void {
    if (view.store !== this.view?.store) this.places = 0;
    this.view = view;
    const found = view.store.lanesAt(this.node.id, view.t);
    this.element.hidden = found === null && this.places === 0;
    if (!found) return this.nothing(view.store);
    const lanes = laneFigures(found.told, view.t - found.at);
    this.scale.read(view.store);
    this.fit(found.told.lane.length);
    this.draw(lanes);
    const now = performance.now();
    if (view.playing && now - this.lastText < TEXT_EVERY_MS) return;
    this.lastText = now;
    const { binS } = view.store;
    this.tell(found.told, lanes, ` in the ${bin(binS)} to ${moment(found.at, binS)}`);
  }

  /** Before the first frame is over. */
  private nothing(store: RunStore): void {
    this.layer.clear();
    for (const row of this.rows) row.element.hidden = true;
    for (const node of [this.counts, this.fold, this.sentence]) setText(node, "");
    this.countsKey = "";
    setText(this.total, store.bins > 0 ? "not begun" : "");
  }

  // --- the picture -------------------------------------------------------------------------

  /** The block only grows, so that what is below does not jump. */
  private fit(places: number): void {
    this.places = Math.max(1, this.places, places);
    const width = this.width || 600;
    this.columns = columnsFor(this.places, width, NARROWEST, SHORTEST);
    this.perColumn = Math.ceil(this.places / this.columns);
    this.batch = this.perColumn * (this.scale.batches * BATCH + 6) > HIGHEST ? BATCH_NARROW : BATCH;
    this.row = Math.max(this.places <= FEW ? TALL : ROW, this.scale.batches * this.batch + 6);
    const height = CAPTION + this.perColumn * this.row;
    if (this.layer.resize(width, height)) this.sprites = null;
    while (this.rows.length < this.places) this.rows.push(this.addRow());
    this.stage.style.height = `${height}px`;
    this.placeCaptions();
    for (const [place, row] of this.rows.entries()) {
      const [x, y] = this.corner(place);
      row.element.style.transform = `translate(${x}px, ${y + (this.row - ROW) / 2}px)`;
      row.element.style.width = `${this.columnWidth()}px`;
    }
  }

  private placeCaptions(): void {
    while (this.captions.length < this.columns) {
      const caption = h("div", { class: "lanes-caption" }, h("span", { class: "lanes-scale" }), h("span", { class: "lanes-most" }), h("span", {}, "waiting"), h("span", {}, "oldest"));
      this.captions.push(caption);
      this.stage.append(caption);
    }
    for (const [column, caption] of this.captions.entries()) {
      caption.hidden = column >= this.columns;
      caption.style.transform = `translateX(${this.corner(column * this.perColumn)[0]}px)`;
      caption.style.width = `${this.columnWidth()}px`;
      const [scale, most] = caption.children as unknown as [HTMLElement, HTMLElement];
      scale.style.width = `${this.track() * BACKLOG}px`;
      setText(scale, `0 to ${count(this.scale.waiting)}`);
      scale.title = `The bars: how many wait, from 0 to ${count(this.scale.waiting)}`;
      setText(most, plural(this.scale.batches, "batch", "batches"));
      most.title = "A line for each batch that a lane had at once, filled while the function has one";
    }
  }

  /** Pixels of a track, between a lane's number and its figures. */
  private track(): number {
    const beside = (NAME + WAITING + AGE) * typeScale();
    return Math.max(0, this.columnWidth() - beside - GLYPH / 2);
  }

  private addRow(): RowView {
    const [name, waiting, age] = [h("span", { class: "lane-name num" }), h("span", { class: "lane-waiting num" }), h("span", { class: "lane-age num" })];
    const element = h("div", { class: "lane", hidden: true }, name, waiting, age);
    this.stage.append(element);
    return { element, name, waiting, age };
  }

  private columnWidth(): number {
    return Math.floor(((this.width || 600) - (this.columns - 1) * GAP) / this.columns);
  }

  private corner(place: number): [number, number] {
    const column = Math.floor(place / this.perColumn);
    return [column * (this.columnWidth() + GAP), CAPTION + (place % this.perColumn) * this.row];
  }

  private draw(lanes: readonly LaneFigure[]): void {
    this.layer.clear();
    const { context } = this.layer;
    if (!context) return;
    this.sprites ??= new Sprites(GLYPH, this.layer.ratio, palette());
    for (const lane of lanes) this.drawLane(context, lane);
  }

  private drawLane(context: CanvasRenderingContext2D, lane: LaneFigure): void {
    const colours = palette();
    const [left, top] = this.corner(lane.place);
    const y = top + this.row / 2;
    const [x0, full] = [left + NAME * typeScale(), this.track() * BACKLOG];
    const stuck = lane.state === "F" ? colours.err : lane.state === "H" ? colours.thr : null;
    context.fillStyle = stuck ?? colours.line2;
    context.fillRect(x0, y - 0.5, full, 1);
    // To scale; what is less than a pixel is seen to be there.
    const bar = Math.min(full, Math.max(lane.waiting > 0 ? 1 : 0, full * (lane.waiting / this.scale.waiting)));
    context.fillStyle = stuck ?? colours.queued;
    context.fillRect(x0, y - 3, bar, 6);
    this.drawBatches(context, lane, x0 + full + GLYPH / 2, left + NAME * typeScale() + this.track(), y);
  }

  /** A line for each batch that there may be, filled where there is one; what failed or was refused stands before the function. */
  private drawBatches(context: CanvasRenderingContext2D, lane: LaneFigure, x0: number, x1: number, y: number): void {
    const colours = palette();
    const { batches } = this.scale;
    const thick = batches === 1 ? 6 : this.batch - 1;
    const first = Math.round(y - (batches * this.batch) / 2);
    for (let i = 0; i < batches; i++) {
      const top = batches === 1 ? y - thick / 2 : first + i * this.batch;
      context.fillStyle = i < lane.running ? colours.busy : colours.grid;
      if (i < lane.running) context.fillRect(x0, top, x1 - x0 - GLYPH, thick);
      else context.fillRect(x0, top + Math.floor(thick / 2), x1 - x0 - GLYPH, 1);
    }
    const glyph = lane.state === "F" ? "err" : lane.state === "H" ? "thr" : null;
    if (glyph) this.sprites!.draw(context, glyph, x1 - GLYPH / 2, y - GLYPH / 2);
  }

  // --- the words ---------------------------------------------------------------------------

  private tell(told: LanesPayload, lanes: readonly LaneFigure[], when: string): void {
    setText(this.total, laneTotal(told) + when);
    this.tellCounts(told, lanes);
    setText(this.fold, foldWords(told));
    this.fold.hidden = !told.more;
    setText(this.sentence, laneSentence(this.node.title, told, lanes));
    for (const row of this.rows) row.element.hidden = true;
    for (const lane of lanes) this.tellLane(this.rows[lane.place]!, lane, told.kind);
    if (!this.sight.hidden) this.fillTable(lanes, told);
  }

  private tellCounts(told: LanesPayload, lanes: readonly LaneFigure[]): void {
    const waiting = lanes.reduce((sum, lane) => sum + lane.waiting, told.more?.waiting ?? 0);
    const parts: [Glyph, string][] = laneCounts(told, lanes).map(({ glyph, n, words }) => [glyph, `${count(n)} ${words}`]);
    const key = `${parts.join("|")}|${waiting}`;
    if (key === this.countsKey) return;
    this.countsKey = key;
    const bar = h("i", { class: "lanes-bar", "aria-hidden": "true" });
    this.counts.replaceChildren(...parts.map(([glyph, words]) => h("span", {}, glyphElement(glyph, 11), words)), h("span", {}, bar, `${count(waiting)} waiting`));
  }

  private showTable(shown: boolean): void {
    this.sight.hidden = !shown;
    this.toggle.setAttribute("aria-expanded", String(shown));
    this.again();
  }

  private tellLane(row: RowView, lane: LaneFigure, kind: string): void {
    row.element.hidden = false;
    setAttribute(row.element, "data-state", lane.state);
    setAttribute(row.element, "data-lane", String(lane.number));
    setAttribute(row.element, "title", `${kind} ${lane.number}: ${stateWords(lane.state)}, ${count(lane.waiting)} waiting${lane.ageS === null ? "" : `, oldest ${ageText(lane.ageS)}`}`);
    setText(row.name, `${kind === "shard" ? "S" : "G"} ${lane.number}`);
    setText(row.waiting, lane.waiting > 0 ? count(lane.waiting) : "");
    setText(row.age, ageText(lane.ageS));
  }

  private fillTable(lanes: readonly LaneFigure[], told: LanesPayload): void {
    const ordered = [...lanes].sort((a, b) => a.number - b.number);
    const cells = ordered.map((lane) => [`${told.kind === "shard" ? "Shard" : "Group"} ${lane.number}`, stateWords(lane.state), String(lane.running), count(lane.waiting), ageText(lane.ageS) || "–"]);
    if (told.more) cells.push([`${told.more.n} more`, "not drawn", String(told.more.invoking), count(told.more.waiting), ageText(told.more.age_s) || "–"]);
    const key = cells.join("|");
    if (key === this.tableKey) return;
    this.tableKey = key;
    clear(this.body);
    this.body.append(...cells.map(([name, ...rest]) => h("tr", {}, h("th", { scope: "row" }, name), ...rest.map((text, i) => h("td", { class: i > 0 ? "num" : null }, text)))));
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    this.element.remove();
  }
}
