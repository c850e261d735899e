/** Keys that count while something is presented: those of a remote, and those of whoever stands beside it. */
import type { Binding } from "../../core/keyboard";
import type { PresentPanel } from "../../panels/present/index";
import type { Viewing } from "../../core/viewing";
import { bind, bindWhen } from "./watching";

export function presentKeys(present: PresentPanel, viewing: Viewing): Binding[] {
  const on = (): boolean => present.presenting.value;
  return [
    bindWhen(on, "PageDown", "presenting (or by a remote): next step of the lesson, else next flag or insight", () => present.go(1)),
    bindWhen(on, "PageUp", "presenting (or by a remote): step before, else flag or insight before", () => present.go(-1)),
    bindWhen(on, ".", "presenting (or by a remote): play or pause", () => viewing.togglePlay()),
    bindWhen(on, "b", "presenting (or by a remote): all black, and back", () => present.blank()),
    bindWhen(on, "l", "presenting, held: a dot that follows the pointer", (event) => present.laser.on(event)),
    bindWhen(on, "n", "presenting: the knobs, from the side", () => present.openKnobs()),
    bindWhen(on, ["+", "="], "presenting: larger type", () => present.resize(1)),
    bindWhen(on, "-", "presenting: smaller type", () => present.resize(-1)),
  ];
}

export function stageKeys(present: PresentPanel): Binding[] {
  return [
    bind("p", "present: fill the screen for a room, and back", () => present.toggle()),
    bind("h", "spotlight: on what has the focus or is under the pointer, else on the instant; and off", () => present.spotlight.toggle()),
  ];
}
