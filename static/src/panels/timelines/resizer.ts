/** The handle by which a row is sized. */
import { h } from "../../core/dom";
import { HIGHEST, LOWEST } from "./arrangement";
import type { RowSpec } from "./rows";

/** The lower edge of a row: pulled, or moved by keys, it makes the row taller or lower. */
export function resizer(spec: RowSpec, height: number, resize: (height: number) => void): HTMLElement {
  const edge = h("div", {
    class: "tl-resize", role: "separator", tabindex: "0", "aria-orientation": "horizontal", "aria-label": `Height of ${spec.name}`,
    "aria-valuenow": String(height), "aria-valuemin": String(LOWEST), "aria-valuemax": String(HIGHEST), title: "Drag for a taller row; Alt and arrows move it",
  });
  edge.addEventListener("keydown", (event) => {
    const by = event.altKey ? undefined : { ArrowUp: -8, ArrowDown: 8 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    resize(height + by);
    document.querySelector<HTMLElement>(`.tl-resize[aria-label="${CSS.escape(`Height of ${spec.name}`)}"]`)?.focus();
  });
  edge.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    edge.setPointerCapture(event.pointerId);
    const scale = edge.getBoundingClientRect().height / edge.offsetHeight || 1;
    const begin = event.clientY;
    edge.addEventListener("pointerup", (end) => resize(height + (end.clientY - begin) / scale), { once: true });
  });
  return edge;
}
