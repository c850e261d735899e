/** Keys that count while something is presented: those of a remote, and those of whoever stands beside it. */
import type { Binding } from "../../core/keyboard";
import type { PresentPanel } from "./index";
import type { Viewing } from "../../core/viewing";

const bind = (keys: string | string[], label: string, run: (event: KeyboardEvent) => void, when?: () => boolean): Binding => ({ keys: [keys].flat(), label, run, ...(when ? { when } : {}) });

export function presentKeys(present: PresentPanel, viewing: Viewing): Binding[] {
  const on = (): boolean => present.presenting.value;
  return [
    bind("PageDown", "presenting (or by a remote): next step of the lesson, else next flag or insight", () => present.go(1), on),
    bind("PageUp", "presenting (or by a remote): step before, else flag or insight before", () => present.go(-1), on),
    bind(".", "presenting (or by a remote): play or pause", () => viewing.togglePlay(), on),
    bind("b", "presenting (or by a remote): all black, and back", () => present.blank(), on),
    bind("l", "presenting, held: a dot that follows the pointer", (event) => present.laser.on(event), on),
    bind("n", "presenting: the knobs, from the side", () => present.openKnobs(), on),
    bind(["+", "="], "presenting: larger type", () => present.resize(1), on),
    bind("-", "presenting: smaller type", () => present.resize(-1), on),
  ];
}

export function stageKeys(present: PresentPanel): Binding[] {
  return [
    bind("p", "present: fill the screen for a room, and back", () => present.toggle()),
    bind("h", "spotlight: on what has the focus or is under the pointer, else on the instant; and off", () => present.spotlight.toggle()),
  ];
}
