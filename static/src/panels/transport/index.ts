/** Play, step, speed, the scrubber and the one clock of the page. */
import type { ReadonlySignal } from "@preact/signals-core";
import { formatSpeed } from "../../core/clock";
import { h, setAttribute, setText } from "../../core/dom";
import { formatTime } from "../../core/format";
import { idFor } from "../../core/ids";
import { SPEEDS, type Panel, type Speed, type View } from "../../core/panel";
import type { Intervention } from "../../core/types";
import type { Viewing } from "../../core/viewing";
import { createScrubber } from "./scrubber";

function button(label: string, glyph: string, run: () => void): HTMLButtonElement {
  const element = h("button", { class: "icon-btn", type: "button", "aria-label": label, title: label });
  element.append(h("span", { "aria-hidden": "true" }, glyph));
  element.addEventListener("click", run);
  return element;
}

function speedMenu(viewing: Viewing): HTMLSelectElement {
  const menu = h("select", { class: "speed num", "aria-label": "Speed", title: "Speed (J slower, L faster)" });
  for (const speed of SPEEDS) menu.append(h("option", { value: String(speed) }, formatSpeed(speed)));
  menu.addEventListener("change", () => {
    const speed = SPEEDS.find((known) => String(known) === menu.value);
    if (speed) viewing.setSpeed(speed);
  });
  return menu;
}

export interface TransportPanel extends Panel {
  focusPlay(): void;
}

/** What the page does where the playhead stands. */
export interface TransportOptions {
  /** Null where nothing can be done in the course of a run. */
  readonly onFork: (() => void) | null;
  readonly done: ReadonlySignal<readonly Intervention[]>;
}

export function createTransport(element: HTMLElement, viewing: Viewing, { onFork, done }: TransportOptions): TransportPanel {
  const play = button("Play", "▶", () => viewing.togglePlay());
  play.id = idFor("play");
  play.classList.add("play");
  const speed = speedMenu(viewing);
  const controls = h(
    "div",
    { class: "transport-controls", role: "group", "aria-label": "Playback" },
    button("Previous flag", "|◂", () => viewing.toFlag(-1)),
    button("Step back", "◂", () => viewing.step(-1)),
    play,
    button("Step forward", "▸", () => viewing.step(1)),
    button("Next flag", "▸|", () => viewing.toFlag(1)),
    speed,
  );
  const scrubber = createScrubber(viewing, done);
  const clock = h("div", { class: "clock num" });
  const rest = h("div", { class: "clock-rest" });
  element.append(controls, scrubber.element, h("div", { class: "transport-end" }, onFork && forkButton(onFork), h("div", { class: "transport-clock" }, clock, rest)));

  return {
    element,
    focusPlay: () => play.focus(),
    update(view: View): void {
      showPlaying(play, view.playing);
      if (speed.value !== String(view.speed)) speed.value = String(view.speed as Speed);
      scrubber.update(view);
      setText(clock, `${formatTime(view.t, 2)}`);
      setText(rest, `of ${formatTime(view.store.durationS, 0)} · ${known(view)}`);
    },
    dispose: () => scrubber.dispose(),
  };
}

/** How far there is anything to be seen, and why no further. */
function known({ computed, hidden = null }: View): string {
  return hidden !== null ? `hidden from ${formatTime(hidden, 0)}` : `computed to ${formatTime(computed, 0)}`;
}

function forkButton(run: () => void): HTMLButtonElement {
  const fork = h("button", { class: "btn fork-button", type: "button", title: "Fork here: do something, or turn a knob, from the playhead on", "aria-haspopup": "dialog", "aria-keyshortcuts": "F" }, "Fork ", h("kbd", { "aria-hidden": "true" }, "F"));
  fork.addEventListener("click", run);
  return fork;
}

function showPlaying(play: HTMLButtonElement, playing: boolean): void {
  const label = playing ? "Pause" : "Play";
  setAttribute(play, "aria-label", label);
  setAttribute(play, "title", `${label} (Space)`);
  setText(play.firstElementChild as Element, playing ? "❚❚" : "▶");
}
