/** What whoever watches a run has, with a server or without: keys, pictures, announcements. */
import { effect } from "@preact/signals-core";
import type { Binding } from "../../core/keyboard";
import type { Lab } from "../../core/lab";
import { Loop } from "../../core/loop";
import type { Panel } from "../../core/panel";
import type { Session } from "../../core/session";
import type { Viewing } from "../../core/viewing";

export const bind = (keys: string | string[], label: string, run: () => void): Binding => ({ keys: [keys].flat(), label, run });

/** A panel's button or field, wherever in `regions` it stands. */
export function commandOf(regions: readonly HTMLElement[], command: string): HTMLElement | null {
  return regions.map((region) => region.querySelector<HTMLElement>(`[data-command=${command}]`)).find((found) => found) ?? null;
}

export function playingKeys(viewing: Viewing): Binding[] {
  return [
    bind([" ", "k"], "play or pause", () => viewing.togglePlay()),
    bind("j", "slower", () => viewing.changeSpeed(-1)),
    bind("l", "faster", () => viewing.changeSpeed(1)),
    bind("ArrowLeft", "one step back", () => viewing.step(-1)),
    bind("ArrowRight", "one step on", () => viewing.step(1)),
    bind("Shift+ArrowLeft", "ten steps back", () => viewing.step(-10)),
    bind("Shift+ArrowRight", "ten steps on", () => viewing.step(10)),
    bind(",", "event before: of the selected environment or component; in a followed message, its step before", () => viewing.toEvent(-1)),
    bind(".", "next event: of the selected environment or component; in a followed message, its next step", () => viewing.toEvent(1)),
    bind("[", "flag or insight before", () => viewing.toFlag(-1)),
  ];
}

export function rangeKeys(viewing: Viewing, regions: readonly HTMLElement[], toggleRail: () => void): Binding[] {
  const press = (command: string): void => commandOf(regions, command)?.click();
  return [
    bind("Home", "to the beginning", () => viewing.seek(0)),
    bind("End", "to the end of the data, and along with it", () => viewing.follow()),
    bind("w", "zoom in", () => press("zoom-in")),
    bind("s", "zoom out", () => press("zoom-out")),
    bind("a", "earlier", () => press("pan-back")),
    bind("d", "later", () => press("pan-on")),
    bind("0", "show the whole run", () => viewing.setRange(null)),
    bind("t", "timelines as tables", () => press("table")),
    bind("/", "filter the events", () => commandOf(regions, "filter")?.focus()),
    bind("q", "flags and events (narrow pages)", toggleRail),
  ];
}

/** Draws the panels whenever there is something new to be seen. */
export function drawn(session: Session, lab: Lab, paint: (now: number) => boolean): Loop {
  const loop = new Loop(paint, () => session.reducedMotion.value);
  const { viewing } = lab;
  viewing.onDirty = () => loop.invalidate();
  viewing.onData = () => loop.invalidateSoon();
  effect(() => {
    session.theme.name.value;
    session.reducedMotion.value;
    loop.invalidate();
  });
  return loop;
}

/** `before`: what has to be settled once the clock is, and before anything is drawn. */
export function paint(lab: Lab, panels: readonly Panel[], now: number, before: () => void = () => undefined): boolean {
  const moving = lab.viewing.advance(now);
  before();
  const view = lab.viewing.view(now);
  for (const panel of panels) panel.update(view);
  lab.tell(now);
  return moving;
}
