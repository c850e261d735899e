/** A step of a message's life as a row of the waterfall: the words, and a bar beside them that says the same. */
import { glyphElement } from "../../charts/glyphs";
import { h, setProperty } from "../../core/dom";
import { formatTime } from "../../core/format";
import type { Phase, Waterfall } from "./phases";
import { shortTime } from "./stories";

/** Moments and short phases are seen all the same. */
const LEAST_SHARE = 0.004;

/** `first`: of its attempt. */
export function phaseRow(phase: Phase, fall: Waterfall, first: boolean, go: (t: number) => void): HTMLElement {
  const time = h("button", { type: "button", class: "link-button num", "aria-label": `Go to ${formatTime(phase.begins, 2)}` }, formatTime(phase.begins, 2));
  time.addEventListener("click", () => go(phase.begins));
  const lasts = phase.kind === "moment" ? "" : `${shortTime(phase.ends - phase.begins)}${phase.open ? " so far" : ""}`;
  const words = phase.failed ? `${phase.words}, failed` : phase.words;
  return h("tr", { class: first ? "first" : null }, h("td", { class: "story-try num" }, h("span", { class: first ? null : "sr-only" }, String(phase.attempt))),
    h("th", { scope: "row" }, words), h("td", { class: "num" }, time), h("td", { class: "num" }, lasts), h("td", { class: "story-track" }, bar(phase, fall)));
}

function bar(phase: Phase, fall: Waterfall): HTMLElement {
  const span = Math.max(fall.ends - fall.begins, 1e-9);
  const tone = phase.failed ? "failed" : phase.kind;
  const element = h("span", { class: `story-bar ${tone}${phase.open ? " open" : ""}`, "aria-hidden": "true" });
  const [from, size] = [(phase.begins - fall.begins) / span, Math.max(LEAST_SHARE, (phase.ends - phase.begins) / span)];
  setProperty(element, "--from", Math.min(from, 1 - LEAST_SHARE).toFixed(5));
  setProperty(element, "--size", Math.min(size, 1).toFixed(5));
  if (phase.glyph) element.append(glyphElement(phase.glyph, 12));
  return element;
}
