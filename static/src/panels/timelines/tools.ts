/** The heading's buttons: what can be dragged can be pressed too. */
import { pan, zoom } from "../../charts/range";
import { h } from "../../core/dom";
import type { PanelContext, Range, View } from "../../core/panel";

/** The page's keyboard presses these buttons by their `data-command`. */
export function heading(
  { actions, durationS }: PanelContext, notes: readonly HTMLElement[], view: () => View | null, toggleTables: () => void, rows: HTMLElement,
): HTMLElement {
  const move = (change: (range: Range, t: number) => Range) => (): void => {
    const now = view();
    if (now) actions.setRange(change(now.range, now.t));
  };
  const tools = [
    tool("zoom-in", "+", "Zoom in (W)", move((range, t) => zoom(range, centre(range, t), 0.5, durationS))),
    tool("zoom-out", "−", "Zoom out (S)", move((range, t) => zoom(range, centre(range, t), 2, durationS))),
    tool("pan-back", "◂", "Earlier (A)", move((range) => pan(range, -0.25, durationS))),
    tool("pan-on", "▸", "Later (D)", move((range) => pan(range, 0.25, durationS))),
    tool("fit", "Fit", "Show the whole run (0)", () => actions.setRange(null)),
    tool("table", "Table", "Show the numbers (T)", toggleTables),
  ];
  const hint = h("span", { class: "tl-hint" }, h("span", {}, "drag to zoom · click to pin"));
  return h("h2", { class: "pane-title" }, "Timelines", h("span", { class: "tl-tools" }, ...notes, hint, ...tools, rows));
}

/** Zooming keeps the playhead in its place where it is in sight. */
function centre({ t0, t1 }: Range, t: number): number {
  return t > t0 && t < t1 ? t : (t0 + t1) / 2;
}

function tool(command: string, text: string, meaning: string, run: () => void): HTMLButtonElement {
  // A word is its own name; a sign has none.
  const label = /^\w/.test(text) ? null : meaning;
  const button = h("button", {
    type: "button", class: "tl-button", "data-command": command, title: meaning, "aria-label": label,
  }, text);
  button.addEventListener("click", run);
  return button;
}
