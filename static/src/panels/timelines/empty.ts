/** Why there is nothing on the plot, where there is nothing. */
import { setText } from "../../core/dom";
import type { View } from "../../core/panel";

export function sayEmpty(element: HTMLElement, { hidden, store, preview }: View): void {
  setText(element, typeof hidden === "number" ? "Hidden until the answer is revealed." : "The timelines grow here as the run is computed.");
  element.hidden = store.bins > 0 || Boolean(preview);
}
