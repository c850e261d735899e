/** What is done during the run, as flags over the timelines: a line with its words, a band while it lasts. */
import { h, setText } from "../../core/dom";
import type { View } from "../../core/panel";
import type { Intervention } from "../../core/types";
import type { Chart } from "./chart";

/** Words take so much room at the most, on the side of their line that has it. */
const WORDS_PX = 200;

export class DoneFlags {
  readonly element = h("div", { class: "tl-deeds", "aria-hidden": "true" });
  private key = "";

  constructor(private readonly chart: Chart) {}

  update({ store, range }: View, width: number): void {
    const done = store.header?.interventions ?? [];
    const key = `${width}|${range.t0}|${range.t1}|${done.map(({ at, until, label }) => `${at} ${until} ${label}`).join("|")}`;
    if (key === this.key) return;
    this.key = key;
    const x = (t: number): number => Math.max(0, Math.min(width, this.chart.x(t, range)));
    const inSight = done.filter(({ at, until = at }) => at <= range.t1 && until >= range.t0);
    this.element.replaceChildren(...inSight.flatMap((deed) => marks(deed, x, range.t0, width)));
  }
}

function marks({ at, until, label, words }: Intervention, x: (t: number) => number, first: number, width: number): HTMLElement[] {
  const parts: HTMLElement[] = [];
  if (until !== undefined) {
    const band = h("div", { class: "tl-done-while" });
    band.style.transform = `translateX(${x(at)}px)`;
    band.style.width = `${x(until) - x(at)}px`;
    parts.push(band);
  }
  if (at < first) return parts;
  const name = h("span");
  setText(name, label);
  const [before, after] = [x(at), width - x(at)];
  const left = after < WORDS_PX && before > after;
  name.style.maxWidth = `${Math.floor(Math.min(WORDS_PX, left ? before : after))}px`;
  const line = h("div", { class: left ? "tl-done left" : "tl-done", title: words ?? label }, name);
  line.style.transform = `translateX(${Math.round(x(at))}px)`;
  return [...parts, line];
}
