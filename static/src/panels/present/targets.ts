/**
 * Where on the page that is what a spotlight is on, and which thing lies under the pointer or has the
 * focus. A place is a box in pixels of the screen.
 */
import { readSpot, type Spot } from "../../core/spot";

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const AROUND_INSTANT = 18;

/** Null where it is not in sight: hidden, or not there. A message has a dialog of its own. */
export function boxOf(spot: Spot, page: ParentNode): Box | null {
  switch (spot.kind) {
    case "node": return seen(nodeOf(spot.id, page)) ?? seen(page.querySelector(`.grid-band[data-function="${CSS.escape(spot.id)}"]`));
    case "row": return rowBox(spot.id, page);
    case "lane": return seen(laneOf(spot.id, page));
    case "state": return seen(stateOf(spot.id, page));
    case "instant": return instantBox(page);
    case "message": return null;
  }
}

/** As much of it as the panes show: they scroll in their frame. */
export function insideOf(box: Box, { top, bottom }: Pick<Box, "top" | "bottom">): Box | null {
  const inside = { left: box.left, right: box.right, top: Math.max(box.top, top), bottom: Math.min(box.bottom, bottom) };
  return inside.bottom > inside.top ? inside : null;
}

/** What is scrolled into sight for it. */
export function elementOf({ kind, id }: Spot, page: ParentNode): Element | null {
  return kind === "node" ? nodeOf(id, page) : kind === "row" ? labelOf(id, page) : kind === "lane" ? laneOf(id, page) : kind === "state" ? stateOf(id, page) : null;
}

function nodeOf(id: string, page: ParentNode): Element | null {
  return page.querySelector(`.topology-stage [data-id="${CSS.escape(id)}"]`);
}

function seen(element: Element | null): Box | null {
  const box = element?.getBoundingClientRect();
  return box && box.width > 0 && box.height > 0 ? box : null;
}

/** `concurrency` is the row itself; of `worker.concurrency` the row of that component, where it has one. */
function rowBox(id: string, page: ParentNode): Box | null {
  const label = seen(labelOf(id, page));
  const plot = seen(page.querySelector(".tl-plot"));
  return label && plot ? { left: label.left, top: label.top, right: plot.right, bottom: label.bottom } : null;
}

function labelOf(id: string, page: ParentNode): Element | null {
  const dot = id.indexOf(".");
  const [component, row] = [id.slice(0, dot), id.slice(dot + 1)];
  const ids = dot < 0 ? [id] : [id, `${row}.${component}`, row];
  return ids.map((one) => page.querySelector(`.tl-label[data-row="${CSS.escape(one)}"]`)).find((found) => found !== null) ?? null;
}

function laneOf(id: string, page: ParentNode): Element | null {
  const dot = id.lastIndexOf(".");
  return page.querySelector(`.lanes[data-mapping="${CSS.escape(id.slice(0, dot))}"] .lane[data-lane="${CSS.escape(id.slice(dot + 1))}"]:not([hidden])`);
}

/** Of the machine that is shown. */
function stateOf(id: string, page: ParentNode): Element | null {
  const dot = id.lastIndexOf(".");
  return page.querySelector(`[data-machine="${CSS.escape(id.slice(0, dot))}"] > .state[data-state="${CSS.escape(id.slice(dot + 1))}"]`);
}

/** Around the playhead through all timelines; without any, the clock. */
function instantBox(page: ParentNode): Box | null {
  const head = seen(page.querySelector(".tl-playhead:not([hidden])"));
  if (!head) return seen(page.querySelector(".transport-clock"));
  const middle = (head.left + head.right) / 2;
  return { left: middle - AROUND_INSTANT, top: head.top, right: middle + AROUND_INSTANT, bottom: head.bottom };
}

/** The thing that an element is, or is a part of; `y` says where in the timelines. */
export function spotAt(element: Element | null, y = NaN): Spot | null {
  const node = element?.closest<HTMLElement>(".topology-stage [data-id]")?.dataset["id"];
  if (node) return readSpot(`node.${node}`);
  const label = element?.closest<HTMLElement>(".tl-label")?.dataset["row"];
  if (label) return readSpot(`row.${label}`);
  const lane = element?.closest<HTMLElement>(".lane[data-lane]");
  const mapping = lane?.closest<HTMLElement>(".lanes")?.dataset["mapping"];
  if (lane && mapping) return readSpot(`lane.${mapping}.${lane.dataset["lane"]}`);
  const state = element?.closest<HTMLElement>(".state[data-state]");
  const machine = state?.closest<HTMLElement>(".machine-stage")?.dataset["machine"];
  if (state && machine) return readSpot(`state.${machine}.${state.dataset["state"]}`);
  const band = element?.closest<HTMLElement>(".grid-band")?.dataset["function"];
  if (band) return readSpot(`node.${band}`);
  if (element?.closest(".tl-plot")) return rowAt(element, y) ?? { kind: "instant", id: "" };
  return element?.closest(".tl-axis, .lab-transport") ? { kind: "instant", id: "" } : null;
}

function rowAt(element: Element, y: number): Spot | null {
  const labels = [...(element.closest(".pane-timelines")?.querySelectorAll<HTMLElement>(".tl-label") ?? [])];
  const found = labels.find((label) => {
    const box = label.getBoundingClientRect();
    return y >= box.top && y < box.bottom;
  });
  return found?.dataset["row"] ? readSpot(`row.${found.dataset["row"]}`) : null;
}
