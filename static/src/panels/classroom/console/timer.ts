/** A timer for the class: minutes that all see run down. */
import { h, setText } from "../../../core/dom";
import { idFor } from "../../../core/ids";
import { button, clockWords, section } from "./parts";

const TICK_MS = 250;

export function createTimer(set: (seconds: number) => void, now: () => number): { readonly element: HTMLElement; show(endsMs: number | null): void } {
  const id = idFor("timer");
  const minutes = h("input", { id, type: "number", min: "0.5", max: "240", step: "0.5", value: "3", class: "num" });
  const left = h("output", { class: "num console-timer", "aria-live": "off" }, "–");
  let ends: number | null = null;
  const tick = (): void => setText(left, ends === null ? "–" : clockWords(ends - now()));
  window.setInterval(tick, TICK_MS);
  const begin = button("Start", () => {
    const seconds = Math.round(Number(minutes.value) * 60);
    if (seconds > 0 && seconds <= 240 * 60) set(seconds);
    else minutes.focus();
  });
  return {
    element: section("Timer", h("div", { class: "console-row" }, left, h("label", { for: id }, "Minutes"), minutes, begin, button("Stop", () => set(0)))),
    show(endsMs): void {
      ends = endsMs;
      tick();
    },
  };
}
