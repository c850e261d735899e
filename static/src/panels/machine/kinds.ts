/** What kinds of states look like and are called: a shape for each beside its word. */
import type { Glyph } from "../../charts/glyphs";
import { svg } from "../../core/dom";
import type { StateCount } from "../../core/machine";

const SIZE = 14;

/** Lines in a square of 14. */
const ICONS: Readonly<Record<string, string>> = {
  Task: "M2.5 3.5h9v7h-9zM5 7h4M7 5v4",
  Choice: "M7 1.5L12.5 7L7 12.5L1.5 7z",
  Wait: "M7 1.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0 -11zM7 4v3l2 1.5",
  Pass: "M2 7h9M8 4l3 3l-3 3",
  Parallel: "M4 2v10M10 2v10",
  Map: "M2 2.5h10v3h-10zM2 8.5h10v3h-10z",
  Succeed: "M2 7.5l3.5 3.5l6.5 -8",
  Fail: "M3 3l8 8M11 3l-8 8",
};

export function icon(type: string): SVGSVGElement {
  return svg("svg", { class: "state-icon", width: SIZE, height: SIZE, viewBox: `0 0 ${SIZE} ${SIZE}`, "aria-hidden": "true" }, svg("path", { d: ICONS[type] ?? ICONS["Pass"]! }));
}

export interface Counted {
  readonly count: StateCount;
  readonly glyph: Glyph;
  readonly word: string;
  readonly meaning: string;
}

/** What goes wrong in states, the worst first: a glyph and a word for each. */
export const TROUBLES: readonly Counted[] = [
  { count: "failed", glyph: "err", word: "failed", meaning: "Attempts and states that ended in an error" },
  { count: "retried", glyph: "retry", word: "retried", meaning: "Attempts that failed and were made again: Retry" },
  { count: "caught", glyph: "caught", word: "caught", meaning: "Errors that went on to another state: Catch" },
  { count: "throttled", glyph: "thr", word: "throttled", meaning: "Transitions that waited for a token" },
];
