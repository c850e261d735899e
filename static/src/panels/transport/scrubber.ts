/**
 * The scrubber: played, computed and not yet computed time; the density of events above it,
 * the flags below it. One slider for the keyboard and for screen readers.
 */
import type { ReadonlySignal } from "@preact/signals-core";
import { h, setAttribute, setProperty, svg } from "../../core/dom";
import { formatFixed, formatTime } from "../../core/format";
import type { Panel, RunStore, View } from "../../core/panel";
import type { Scene } from "../../core/scene";
import type { Flag, Intervention } from "../../core/types";
import type { Viewing } from "../../core/viewing";
import { measure } from "../../charts/measure";
import { spread } from "../../charts/scales";
import { densityPath } from "./density";
import { flagGlyph, flagWords } from "./flags";

const DENSITY_BARS = 160;
const FLAG_PX = 15;

export function createScrubber(viewing: Viewing, done: ReadonlySignal<readonly Intervention[]>): Panel {
  const density = svg("path", { class: "density-path" });
  const picture = svg("svg", { class: "density", viewBox: "0 0 1 1", preserveAspectRatio: "none", "aria-hidden": "true" }, density);
  const played = h("div", { class: "played" });
  const computed = h("div", { class: "computed" });
  const thumb = h("div", { class: "thumb" });
  const track = h("div", { class: "track" }, computed, played, thumb);
  const deeds = h("div", { class: "scrub-deeds", "aria-hidden": "true" });
  const slider = h("div", { class: "scrub-slider", role: "slider", tabindex: "0", "aria-label": "Time", "aria-valuemin": "0" }, picture, track, deeds);
  const flags = h("div", { class: "scrub-flags" });
  const element = h("div", { class: "scrubber" }, slider, flags);
  let width = 0;
  let told: { done: readonly Intervention[]; durationS: number } | null = null;
  let seen: { store: RunStore; version: number; flags: number } | null = null;

  dragging(slider, viewing);
  slider.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && key(event, viewing)) event.preventDefault();
  });

  const stop = measure(flags, (px) => {
    width = px;
    if (seen) showFlags(flags, seen.store, viewing, width);
  });

  function showData(view: View): void {
    const { store } = view;
    if (told?.done !== done.value || told.durationS !== store.durationS) {
      told = { done: done.value, durationS: store.durationS };
      deeds.replaceChildren(...told.done.flatMap((deed) => deedMarks(deed, store.durationS)));
    }
    if (seen?.store === store && seen.version === store.version) return;
    density.setAttribute("d", densityPath(store, DENSITY_BARS));
    setProperty(element, "--computed", share(store.computed, store.durationS));
    if (seen?.store !== store || seen.flags !== store.flags.length) showFlags(flags, store, viewing, width);
    seen = { store, version: store.version, flags: store.flags.length };
  }

  return {
    element,
    update(view: View): void {
      showData(view);
      setProperty(element, "--played", share(view.t, view.store.durationS));
      setAttribute(slider, "aria-valuemax", String(view.store.durationS));
      setAttribute(slider, "aria-valuenow", formatFixed(view.t, 2).replaceAll(",", ""));
      setAttribute(slider, "aria-valuetext", words(view));
    },
    dispose: () => {
      stop();
      element.remove();
    },
  };
}

function share(t: number, durationS: number): string {
  return durationS > 0 ? `${(Math.min(1, t / durationS) * 100).toFixed(3)}%` : "0%";
}

/** To the whole second while playing, so that a screen reader is not flooded. */
function words(view: View): string {
  const t = view.playing ? formatTime(Math.floor(view.t), 0) : formatTime(view.t);
  const known = typeof view.hidden === "number" ? `hidden from ${formatTime(view.hidden, 0)}` : `computed to ${formatTime(view.computed, 0)}`;
  return `${t} of ${formatTime(view.store.durationS, 0)}, ${known}`;
}

function key(event: KeyboardEvent, viewing: Viewing): boolean {
  const ticks = event.shiftKey ? 10 : 1;
  switch (event.key) {
    case "ArrowLeft":
    case "ArrowDown":
      viewing.step(-ticks);
      return true;
    case "ArrowRight":
    case "ArrowUp":
      viewing.step(ticks);
      return true;
    case "PageUp":
      viewing.step(10);
      return true;
    case "PageDown":
      viewing.step(-10);
      return true;
    case "Home":
      viewing.seek(0);
      return true;
    case "End":
      viewing.follow();
      return true;
    default:
      return false;
  }
}

function dragging(slider: HTMLElement, viewing: Viewing): void {
  const seek = (event: PointerEvent): void => {
    const box = slider.getBoundingClientRect();
    const place = (event.clientX - box.left) / box.width;
    viewing.seek(Math.max(0, Math.min(1, place)) * viewing.store.value.durationS);
  };
  slider.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    slider.setPointerCapture(event.pointerId);
    seek(event);
  });
  slider.addEventListener("pointermove", (event) => {
    if (slider.hasPointerCapture(event.pointerId)) seek(event);
  });
}

/** Each at its time, or beside another one of the same time. */
function showFlags(list: HTMLElement, { flags, durationS, scene }: RunStore, viewing: Viewing, width: number): void {
  const wanted = flags.map((flag) => (flag.t_s / durationS) * width);
  const places = width > 0 ? spread(wanted, 0, width, FLAG_PX) : wanted;
  list.replaceChildren(...flags.map((flag, i) => {
    const mark = flagMark(flag, scene, durationS, viewing);
    setProperty(mark, "--beside", `${Math.round(places[i]! - wanted[i]!)}px`);
    return mark;
  }));
}

/** What is done at a moment, and how long it lasts; the rail lists it, with its words. */
function deedMarks({ at, until, words, label }: Intervention, durationS: number): HTMLElement[] {
  const mark = h("div", { class: "scrub-done", title: words ?? label });
  setProperty(mark, "--at", share(at, durationS));
  if (until === undefined) return [mark];
  const lasts = h("div", { class: "scrub-done lasts" });
  setProperty(lasts, "--at", share(at, durationS));
  setProperty(lasts, "--size", share(Math.min(until, durationS) - at, durationS));
  return [mark, lasts];
}

function flagMark(flag: Flag, scene: Scene, durationS: number, viewing: Viewing): HTMLElement {
  const { what, where } = flagWords(flag, scene);
  const words = `${what}, ${where}, ${formatTime(flag.t_s, 2)}`;
  // The rail lists the same flags as links; the keys [ and ] travel them too.
  const mark = h("button", { class: "flag-mark", type: "button", tabindex: "-1", "aria-label": words, title: words });
  setProperty(mark, "--at", share(flag.t_s, durationS));
  mark.append(flagGlyph(flag.kind));
  mark.addEventListener("click", () => viewing.seek(flag.t_s));
  return mark;
}
