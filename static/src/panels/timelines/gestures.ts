/** The pointer on the plot: reading, pinning, dragging to zoom, shift-dragging and wheeling. */
import { pointIn } from "../../charts/measure";
import { inside, pan, zoom } from "../../charts/range";
import { invert } from "../../charts/scales";
import type { PanelContext, Range, View } from "../../core/panel";

const DRAG_PX = 5;

export interface Plot {
  readonly element: HTMLElement;
  /** What is shown, null before the first picture. */
  view(): View | null;
  width(): number;
  pinAt(t: number): void;
  /** Shows what a drag would zoom to; null when it is over. */
  showDrag(range: Range | null): void;
}

export class Gestures {
  /** y of the pointer from the plot's top; -1 when it is not there. */
  pointerY = -1;
  private press: { x: number; t: number; panFrom: Range | null; moved: boolean } | null = null;

  constructor(private readonly plot: Plot, private readonly context: PanelContext) {
    const { element } = plot;
    element.addEventListener("pointerdown", (event) => this.down(event));
    element.addEventListener("pointermove", (event) => this.move(event));
    element.addEventListener("pointerup", (event) => this.up(event));
    element.addEventListener("pointercancel", () => this.end());
    element.addEventListener("pointerleave", () => {
      this.pointerY = -1;
      context.actions.setHover(null);
    });
    element.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  private time(event: MouseEvent): number {
    const range = this.plot.view()?.range ?? { t0: 0, t1: this.context.durationS };
    const { x } = pointIn(this.plot.element, event);
    const width = this.plot.width();
    return invert(Math.max(0, Math.min(width, x)), { min: range.t0, max: range.t1 }, width);
  }

  private down(event: PointerEvent): void {
    const view = this.plot.view();
    if (event.button !== 0 || !view) return;
    this.press = { x: pointIn(this.plot.element, event).x, t: this.time(event), panFrom: event.shiftKey ? view.range : null, moved: false };
    this.plot.element.setPointerCapture(event.pointerId);
  }

  private move(event: PointerEvent): void {
    const t = this.time(event);
    const { x, y } = pointIn(this.plot.element, event);
    this.pointerY = y;
    this.context.actions.setHover(t);
    if (!this.press) return;
    if (Math.abs(x - this.press.x) > DRAG_PX) this.press.moved = true;
    if (!this.press.moved) return;
    if (this.press.panFrom) this.panBy(this.press.panFrom, this.press.x - x);
    else this.plot.showDrag({ t0: Math.min(this.press.t, t), t1: Math.max(this.press.t, t) });
  }

  private panBy({ t0, t1 }: Range, pixels: number): void {
    const by = (pixels / this.plot.width()) * (t1 - t0);
    this.context.actions.setRange(inside({ t0: t0 + by, t1: t1 + by }, this.context.durationS));
  }

  private up(event: PointerEvent): void {
    const press = this.press;
    this.end();
    if (!press) return;
    const t = this.time(event);
    if (!press.moved) this.plot.pinAt(t);
    else if (!press.panFrom) {
      this.context.actions.setRange(inside({ t0: Math.min(press.t, t), t1: Math.max(press.t, t) }, this.context.durationS));
    }
  }

  private end(): void {
    this.press = null;
    this.plot.showDrag(null);
  }

  private wheel(event: WheelEvent): void {
    const view = this.plot.view();
    if (!view || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    const turn = event.deltaY || event.deltaX;
    const next = event.shiftKey ? pan(view.range, turn / 1000, this.context.durationS)
      : zoom(view.range, this.time(event), Math.exp(turn / 400), this.context.durationS);
    this.context.actions.setRange(next);
  }
}
