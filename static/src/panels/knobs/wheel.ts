/** The wheel over what has the focus; over anything else it scrolls the page. */

/** Pixels of a touchpad that count as a notch of a wheel. */
const NOTCH_PX = 40;

/** Up is more: one step a notch, with Shift ten. */
export function onWheel(field: HTMLElement, step: (by: number) => void): () => void {
  let gone = 0;
  const turned = (event: WheelEvent): void => {
    if (document.activeElement !== field || event.ctrlKey) return;
    event.preventDefault();
    // With Shift, browsers take the wheel for a sideways one.
    const delta = event.deltaY || event.deltaX;
    const notch = event.deltaMode !== WheelEvent.DOM_DELTA_PIXEL || Math.abs(delta) >= NOTCH_PX;
    gone = notch ? 0 : gone + delta;
    if (!notch && Math.abs(gone) < NOTCH_PX) return;
    gone = 0;
    step((delta < 0 ? 1 : -1) * (event.shiftKey ? 10 : 1));
  };
  field.addEventListener("wheel", turned, { passive: false });
  return () => field.removeEventListener("wheel", turned);
}
