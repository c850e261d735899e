/**
 * The timeline that is drawn on: what is known up to where the run is hidden, and behind it the line
 * that somebody expects. Drawn with a pointer or a finger; each of its points moves with the keys.
 */
import { measure, pointIn } from "../../charts/measure";
import { levels, niceCeiling, timeStep, timeTicks } from "../../charts/scales";
import { tick } from "../../charts/words";
import { h, setAttribute, svg } from "../../core/dom";
import { levelLine, without, withAdded, withMoved, withStroke } from "../../core/drawn-line";
import { formatTime } from "../../core/format";
import { inUnit, isCounted, readInUnit } from "../../core/in-unit";
import type { Point, Predict } from "../../core/predictions";

const HEIGHT = 220;
const [TOP, BOTTOM] = [18, 22];
const NEAR_PX = 12;
const TICK_PX = 84;
const [STEPS, FAR] = [50, 10];

export interface Lines {
  /** What is seen of the run before the question's time. */
  readonly known: readonly Point[];
  readonly drawn: readonly Point[];
  /** What came, once it may be seen. */
  readonly truth: readonly Point[] | null;
  /** What somebody thinks now. */
  readonly later: readonly Point[] | null;
}

export class Pad {
  readonly element: HTMLElement;
  private readonly picture = svg("svg", { class: "pad", height: HEIGHT, role: "group" });
  private readonly plot: HTMLElement;
  private readonly marks = svg("g");
  private readonly handles = svg("g");
  private readonly axis = h("div", { class: "pad-axis num", "aria-hidden": "true" });
  private readonly topField = h("input", { type: "text", class: "num", "aria-label": "The highest value of the scale", autocomplete: "off" });
  private width = 0;
  private top = 10;
  private stroke: Point[] | null = null;
  private moving = -1;
  /** What was there before the stroke. */
  private base: readonly Point[] = [];
  private lines: Lines = { known: [], drawn: [], truth: null, later: null };
  private editable = true;
  private readonly stop: () => void;

  constructor(private readonly question: Predict, private readonly onLine: (line: readonly Point[]) => void) {
    const lower = this.tool("−", "A lower scale", () => this.rescale(niceCeiling(this.top / 2.6)));
    const higher = this.tool("+", "A higher scale", () => this.rescale(niceCeiling(this.top * 2)));
    const scale = h("div", { class: "pad-scale" }, h("label", {}, "Scale up to ", this.topField), lower, higher);
    this.picture.setAttribute("aria-label", `What you expect: ${question.question}`);
    this.picture.append(this.marks, this.handles);
    this.plot = h("div", { class: "pad-plot" }, this.picture);
    this.element = h("div", { class: "pad-frame" }, scale, this.plot, this.axis);
    this.stop = measure(this.plot, (width) => {
      this.width = width;
      this.draw();
    });
    this.topField.addEventListener("change", () => this.readTop());
    this.listen();
  }

  private tool(words: string, label: string, run: () => void): HTMLButtonElement {
    const button = h("button", { class: "icon-btn", type: "button", "aria-label": label, title: label }, words);
    button.addEventListener("click", run);
    return button;
  }

  /** From a half of the stretch before it to its end. */
  private get range(): { t0: number; t1: number } {
    const { t0, t1 } = this.question;
    return { t0: Math.max(0, t0 - (t1 - t0) / 2), t1 };
  }

  get from(): number {
    return this.range.t0;
  }

  show(lines: Lines, editable: boolean): void {
    this.lines = lines;
    this.editable = editable;
    const { highest } = this;
    // Before anything is drawn there is room above what is known; the scale says nothing of what comes.
    const wanted = lines.drawn.length === 0 && !lines.truth ? highest * 3 : highest;
    if (wanted > this.top || (this.top === 10 && wanted > 0 && lines.drawn.length === 0)) this.top = niceCeiling(wanted);
    this.draw();
  }

  private rescale(top: number): void {
    // What is drawn or known stays in sight.
    this.top = Math.max(top, niceCeiling(this.highest));
    this.topField.value = inUnit(this.top, this.question.unit);
    this.draw();
  }

  private readTop(): void {
    const read = readInUnit(this.topField.value, this.question.unit);
    this.rescale(read.ok && Number(read.value) > 0 ? Number(read.value) : this.top);
  }

  private get highest(): number {
    const { known, drawn, truth, later } = this.lines;
    return Math.max(0, ...[...known, ...drawn, ...(truth ?? []), ...(later ?? [])].map(([, value]) => value).filter((value) => !Number.isNaN(value)));
  }

  // --- where things are --------------------------------------------------------------------

  private x(t: number): number {
    const { t0, t1 } = this.range;
    return ((t - t0) / (t1 - t0 || 1)) * this.width;
  }

  private y(value: number): number {
    return HEIGHT - BOTTOM - Math.min(1.02, value / this.top) * (HEIGHT - TOP - BOTTOM);
  }

  private at(event: PointerEvent): Point {
    const [{ t0, t1 }, { x, y }] = [this.range, pointIn(this.plot, event)];
    const t = t0 + (x / (this.width || 1)) * (t1 - t0);
    const value = ((HEIGHT - BOTTOM - y) / (HEIGHT - TOP - BOTTOM)) * this.top;
    return [Math.max(this.question.t0, Math.min(t1, t)), Math.max(0, Math.min(this.top, value))];
  }

  /** Nobody draws more finely, and what is counted is whole. */
  private rounded(value: number): number {
    const fine = 10 ** Math.floor(Math.log10(this.top / 100));
    const step = isCounted(this.question.unit) && this.top >= 5 ? Math.max(1, fine) : fine;
    return Number((Math.round(value / step) * step).toPrecision(12));
  }

  private near(event: PointerEvent): number {
    const { x, y } = pointIn(this.plot, event);
    const far = ([t, value]: Point): number => Math.hypot(this.x(t) - x, this.y(value) - y);
    const found = this.lines.drawn.map(far);
    const least = Math.min(...found);
    return least <= NEAR_PX ? found.indexOf(least) : -1;
  }

  // --- pointer and keys --------------------------------------------------------------------

  private listen(): void {
    const { picture } = this;
    picture.addEventListener("pointerdown", (event) => this.down(event));
    picture.addEventListener("pointermove", (event) => picture.hasPointerCapture(event.pointerId) && this.move(event));
    for (const over of ["pointerup", "pointercancel"] as const) picture.addEventListener(over, () => ([this.stroke, this.moving] = [null, -1]));
    picture.addEventListener("keydown", (event) => this.key(event));
  }

  private down(event: PointerEvent): void {
    if (!this.editable || event.button !== 0 || pointIn(this.plot, event).x < this.x(this.question.t0) - NEAR_PX) return;
    this.picture.setPointerCapture(event.pointerId);
    this.base = this.lines.drawn;
    this.moving = this.near(event);
    if (this.moving < 0) this.stroke = [];
    this.move(event);
  }

  private move(event: PointerEvent): void {
    const at = this.at(event);
    if (this.moving >= 0) return this.onLine(withMoved(this.lines.drawn, this.moving, [at[0], this.rounded(at[1])], this.question));
    if (!this.stroke) return;
    this.stroke.push(at);
    this.onLine(withStroke(this.base, this.stroke, this.question, this.top).map(([t, value]): Point => [t, this.rounded(value)]));
  }

  private key(event: KeyboardEvent): void {
    const i = [...this.handles.children].indexOf(event.target as SVGElement);
    const point = this.lines.drawn[i];
    if (!point || !this.editable || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = this.pressed(event, i, point);
    if (!next) return;
    event.preventDefault();
    const focus = event.key === "Delete" || event.key === "Backspace" ? Math.max(0, i - 1) : event.key === "Insert" || event.key === "+" ? i + 1 : i;
    this.onLine(next);
    (this.handles.children[Math.min(focus, next.length - 1)] as SVGElement | undefined)?.focus();
  }

  private pressed({ key, shiftKey }: KeyboardEvent, i: number, [t, value]: Point): readonly Point[] | null {
    const { drawn } = this.lines;
    const far = shiftKey ? FAR : 1;
    const [up, on] = [Math.max(this.top / STEPS, isCounted(this.question.unit) ? 1 : 0) * far, ((this.question.t1 - this.question.t0) / 2 / STEPS) * far];
    const to = (at: number, height: number): readonly Point[] => withMoved(drawn, i, [at, this.rounded(height)], this.question);
    switch (key) {
      case "ArrowUp": return to(t, value + up);
      case "ArrowDown": return to(t, value - up);
      case "ArrowRight": return to(t + on, value);
      case "ArrowLeft": return to(t - on, value);
      case "Home": return to(t, 0);
      case "End": return to(t, this.top);
      case "Delete":
      case "Backspace": return drawn.length > 1 ? without(drawn, i) : null;
      case "Insert":
      case "+": return withAdded(drawn, i, this.question);
      default: return null;
    }
  }

  /** A few points to begin with, at the height that is known last. */
  begin(): void {
    const last = this.lines.known.filter(([, value]) => !Number.isNaN(value)).at(-1)?.[1] ?? 0;
    this.onLine(levelLine(this.question, Math.min(last, this.top)));
    (this.handles.firstElementChild as SVGElement | null)?.focus();
  }

  // --- the picture -------------------------------------------------------------------------

  private draw(): void {
    if (document.activeElement !== this.topField) this.topField.value = inUnit(this.top, this.question.unit);
    this.picture.classList.toggle("editable", this.editable);
    this.drawHandles(this.lines.drawn);
    if (this.width <= 0) return;
    this.picture.setAttribute("width", String(this.width));
    const [left, base] = [this.x(this.question.t0), HEIGHT - BOTTOM];
    const { known, drawn, truth, later } = this.lines;
    this.marks.replaceChildren(
      ...this.ticks().map((t) => svg("line", { class: "pad-grid", x1: this.x(t), x2: this.x(t), y1: TOP, y2: base })),
      ...(truth ? [] : [svg("rect", { class: "pad-hidden", x: left, y: TOP, width: Math.max(0, this.width - left), height: base - TOP })]),
      svg("line", { class: "pad-base", x1: 0, x2: this.width, y1: base + 0.5, y2: base + 0.5 }),
      svg("line", { class: "pad-from", x1: left, x2: left, y1: TOP - 4, y2: base }),
      ...this.scale(),
      svg("path", { class: "pad-known", d: this.path(known) }),
      ...(truth ? [svg("path", { class: "pad-truth", d: this.path(truth) })] : []),
      ...(later ? [svg("path", { class: "pad-later", d: this.path(this.level(later)) })] : []),
      svg("path", { class: "pad-drawn", d: this.path(this.level(drawn)) }),
    );
    this.drawAxis();
  }

  /** What its heights mean. */
  private scale(): SVGElement[] {
    return levels(this.top, isCounted(this.question.unit)).flatMap((value) => {
      const y = this.y(value);
      const label = svg("text", { class: "pad-level num", x: 4, y: y - 4, "aria-hidden": "true" });
      label.textContent = inUnit(value, this.question.unit);
      return value > 0 ? [svg("line", { class: "pad-grid", x1: 0, x2: this.width, y1: y, y2: y }), label] : [label];
    });
  }

  /** It goes on level to both ends. */
  private level(line: readonly Point[]): readonly Point[] {
    const { t0, t1 } = this.question;
    return line.length === 0 ? [] : [[t0, line[0]![1]], ...line, [t1, line.at(-1)![1]]];
  }

  private path(points: readonly Point[]): string {
    let pen = "M";
    return points.map(([t, value]) => {
      if (Number.isNaN(value)) {
        pen = "M";
        return "";
      }
      const part = `${pen}${this.x(t).toFixed(1)} ${this.y(value).toFixed(1)}`;
      pen = "L";
      return part;
    }).join("");
  }

  /** The same elements as long as there are as many: one of them may have the focus. */
  private drawHandles(points: readonly Point[]): void {
    const wanted = this.editable ? points.length : 0;
    while (this.handles.childElementCount > wanted) this.handles.lastElementChild?.remove();
    while (this.handles.childElementCount < wanted) this.handles.append(svg("circle", { class: "pad-point", r: 5, tabindex: "0", role: "slider", "aria-orientation": "vertical" }));
    [...this.handles.children].forEach((handle, i) => {
      const [t, value] = points[i]!;
      setAttribute(handle, "cx", this.x(t).toFixed(1));
      setAttribute(handle, "cy", this.y(value).toFixed(1));
      setAttribute(handle, "aria-label", `Point ${i + 1} of ${points.length}`);
      setAttribute(handle, "aria-valuemin", "0");
      setAttribute(handle, "aria-valuemax", String(this.top));
      setAttribute(handle, "aria-valuenow", String(value));
      setAttribute(handle, "aria-valuetext", `${inUnit(value, this.question.unit)} at ${formatTime(t, 0)}`);
    });
  }

  private ticks(): number[] {
    const { t0, t1 } = this.range;
    return timeTicks({ min: t0, max: t1 }, Math.max(2, Math.floor(this.width / TICK_PX)));
  }

  private drawAxis(): void {
    const { t0, t1 } = this.range;
    const step = timeStep({ min: t0, max: t1 }, Math.max(2, Math.floor(this.width / TICK_PX)));
    this.axis.replaceChildren(...this.ticks().map((t) => {
      const [label, x] = [h("span", {}, tick(t, step)), this.x(t)];
      label.style.transform = `translateX(${Math.round(x)}px) translateX(${x < 20 ? "0" : x > this.width - 24 ? "-100%" : "-50%"})`;
      return label;
    }));
  }

  dispose(): void {
    this.stop();
  }
}
