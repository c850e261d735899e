/** Drags a number sideways. A click without a drag is for typing. */
import type { KnobValue } from "../../core/types";

const DRAG_FROM_PX = 4;
const PX_PER_STEP = 3;

export interface Scrub {
  start(): KnobValue;
  /** `steps` from where the drag began; with Shift tenfold. */
  move(from: KnobValue, steps: number): void;
  end(): void;
  cancel(): void;
}

export function scrubbing(field: HTMLInputElement, scrub: Scrub): void {
  let drag: { x: number; from: KnobValue; moving: boolean } | null = null;

  const stop = (event?: PointerEvent): void => {
    if (event && field.hasPointerCapture(event.pointerId)) field.releasePointerCapture(event.pointerId);
    field.classList.remove("scrubbing");
    drag = null;
  };

  field.addEventListener("pointerdown", (event) => {
    // While it has the focus the field is for its text: selecting must work.
    if (event.button !== 0 || document.activeElement === field) return;
    drag = { x: event.clientX, from: scrub.start(), moving: false };
    field.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  field.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const moved = event.clientX - drag.x;
    if (!drag.moving && Math.abs(moved) < DRAG_FROM_PX) return;
    drag.moving = true;
    field.classList.add("scrubbing");
    scrub.move(drag.from, Math.round(moved / PX_PER_STEP) * (event.shiftKey ? 10 : 1));
  });
  field.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const moved = drag.moving;
    stop(event);
    if (moved) scrub.end();
    else {
      field.focus();
      field.select();
    }
  });
  field.addEventListener("pointercancel", (event) => {
    if (drag?.moving) scrub.cancel();
    stop(event);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drag?.moving) return;
    stop();
    scrub.cancel();
    event.stopPropagation();
  });
}
