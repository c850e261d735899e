/** What moves over the picture: playhead, crosshair, interval, veil, the value at the pointer. */
import { timeStep } from "../../charts/scales";
import { moment, tick } from "../../charts/words";
import { h, setText } from "../../core/dom";
import type { Range, View } from "../../core/panel";
import { TICK_PX, ticksOf, type Chart } from "./chart";
import { readRow, type RowSpec } from "./rows";

const BUBBLE_PX = 150;

export class Overlay {
  readonly axis = h("div", { class: "tl-axis num", "aria-hidden": "true" });
  private readonly playhead = h("div", { class: "tl-playhead" });
  private readonly cross = h("div", { class: "tl-cross", hidden: true });
  private readonly interval = h("div", { class: "tl-interval", hidden: true });
  private readonly drag = h("div", { class: "tl-drag", hidden: true });
  private readonly veil = h("div", { class: "tl-veil", hidden: true });
  private readonly bubble = h("div", { class: "tl-read num", hidden: true });
  private width = 0;

  constructor(private readonly chart: Chart) {}

  get elements(): readonly HTMLElement[] {
    return [this.interval, this.veil, this.drag, this.playhead, this.cross, this.bubble];
  }

  resize(width: number): void {
    this.width = width;
  }

  /** `second` is the far end of an interval that begins at the pin. */
  update(view: View, second: number | null): void {
    const { range, pin, hover } = view;
    this.place(this.playhead, view.t, range);
    const reading = hover ?? pin;
    if (reading === null) this.cross.hidden = true;
    else this.place(this.cross, reading, range);
    this.cross.classList.toggle("pinned", hover === null);
    if (pin !== null && (second !== null || hover !== null)) this.band(this.interval, pin, second ?? pin, range);
    else this.interval.hidden = true;
    this.updateVeil(view);
  }

  private updateVeil({ connection, computed, range }: View): void {
    const lost = connection === "reconnecting" || connection === "disconnected";
    if (lost && computed < range.t1) this.band(this.veil, computed, range.t1, range);
    else this.veil.hidden = true;
  }

  showDrag(drag: Range | null, range: Range): void {
    if (drag) this.band(this.drag, drag.t0, drag.t1, range);
    else this.drag.hidden = true;
  }

  private place(element: HTMLElement, t: number, range: Range): void {
    const shown = t >= range.t0 && t <= range.t1;
    element.hidden = !shown;
    if (shown) element.style.transform = `translateX(${Math.round(this.chart.x(t, range))}px)`;
  }

  private band(element: HTMLElement, a: number, b: number, range: Range): void {
    const x = (t: number): number => Math.max(0, Math.min(this.width, this.chart.x(t, range)));
    const [left, right] = [x(Math.min(a, b)), x(Math.max(a, b))];
    element.hidden = false;
    element.style.transform = `translateX(${left}px)`;
    element.style.width = `${right - left}px`;
  }

  /** The value beside the crosshair, in the hovered row only. */
  read(view: View, specs: readonly RowSpec[], pointerY: number): void {
    const row = this.chart.rowAt(pointerY);
    const spec = specs[row];
    if (spec) this.say(view, (t) => readRow(spec, view.store, t, null).value, this.chart.rowTop(row) + 4);
    else this.say(view, null, 0);
  }

  /** Puts words beside the crosshair, if it reads where there is data. */
  say(view: View, words: ((t: number) => string) | null, y: number): void {
    const t = view.hover;
    const absent = words === null || t === null || t > view.computed || view.store.bins === 0;
    this.bubble.hidden = absent;
    if (absent) return;
    const step = timeStep({ min: view.range.t0, max: view.range.t1 }, 600);
    setText(this.bubble, `${words(t)} at ${moment(t, step)}`);
    const x = this.chart.x(t, view.range);
    const left = x > this.width - BUBBLE_PX;
    const place = `translate(${Math.round(x + (left ? -6 : 6))}px, ${y}px)`;
    this.bubble.style.transform = place + (left ? " translateX(-100%)" : "");
  }

  updateAxis(range: Range): void {
    const ticks = ticksOf(range, this.width);
    const step = timeStep({ min: range.t0, max: range.t1 }, Math.floor(this.width / TICK_PX));
    while (this.axis.childElementCount < ticks.length) this.axis.append(h("span"));
    for (const [i, child] of [...this.axis.children].entries()) this.label(child as HTMLElement, ticks[i], step, range);
  }

  private label(element: HTMLElement, t: number | undefined, step: number, range: Range): void {
    element.hidden = t === undefined;
    if (t === undefined) return;
    setText(element, tick(t, step));
    const x = this.chart.x(t, range);
    const shift = x < 20 ? "0" : x > this.width - 24 ? "-100%" : "-50%";
    element.style.transform = `translateX(${Math.round(x)}px) translateX(${shift})`;
  }
}
