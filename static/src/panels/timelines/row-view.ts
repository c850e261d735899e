/** A row's elements: its label with the values, and the words beside its lines. */
import { typeScale } from "../../charts/palette";
import { spread } from "../../charts/scales";
import { h, setAttribute, setText } from "../../core/dom";
import type { RunStore, View } from "../../core/panel";
import type { Chart } from "./chart";
import type { Limit } from "./limits";
import type { RowSpec } from "./rows";
import { wasInWords, type Was } from "./was";

const LABEL_PX = 11;
const ROOM_PX = 56;
const ABOVE_PX = 8;

function chooser(spec: RowSpec, choices: readonly RowSpec[]): HTMLSelectElement {
  const options = choices.map((choice) => h("option", { value: choice.id, selected: choice === spec }, choice.name));
  return h("select", { class: "tl-choice", "aria-label": `Timeline: ${spec.name}`, title: "Show another timeline here" }, ...options);
}

const SHORT = 20;

/** A number keeps its unit where the line breaks. */
export function unbroken(words: string): string {
  return words.replace(/(\d) (?=(?:ms|s|min|h|d)\b)/g, "$1\u00a0");
}

/** Lines are broken before a dot, so that none ends with one; short words of one value stay together. */
function whole(sub: string): string {
  return unbroken(sub).split(" · ").map((part) => (part.length <= SHORT ? part.replaceAll(" ", "\u00a0") : part)).join(" ·\u00a0");
}

export class RowView {
  readonly label: HTMLElement;
  readonly toggle: HTMLButtonElement;
  readonly sentence = h("p", { class: "sr-only" });
  /** The largest value of the scale. */
  readonly top = h("span", { class: "tl-top num", "aria-hidden": "true" });
  private readonly lineEnds: readonly HTMLElement[];
  private readonly value = h("span", { class: "tl-value num" }, "–");
  private readonly sub = h("small");
  private readonly was = h("div", { class: "tl-was num", hidden: true });
  private readonly would = h("div", { class: "tl-would num", hidden: true });
  /** Says at the dashed line's end what it is. */
  private readonly wasEnd = h("span", { class: "tl-end tl-end-was", "aria-hidden": "true", hidden: true }, "was");

  /** Says at the limit's line which it is, where the label has to say what was. */
  private readonly limitEnd = h("span", { class: "tl-end tl-end-limit", "aria-hidden": "true", hidden: true });

  /** Where other rows may stand here too: which one does. */
  readonly choice: HTMLSelectElement | null;

  constructor(readonly spec: RowSpec, private readonly index: number, choices: readonly RowSpec[] = [spec]) {
    this.toggle = h("button", {
      type: "button", class: "tl-toggle", "aria-pressed": "false", "aria-label": `${spec.name} as a table`, title: "Show as a table",
    }, "▤");
    this.choice = choices.length > 1 ? chooser(spec, choices) : null;
    const name = this.choice ? h("span", { class: "tl-chooser" }, this.choice) : h("b", { title: spec.spoken.replace(/, [^,]+,$/, "") }, spec.name);
    this.label = h("div", { class: "tl-label", "data-row": spec.id }, name, this.toggle,
      h("div", { class: "tl-now" }, this.value, " ", this.sub), this.was, this.would, this.sentence);
    const lines = spec.lines.length > 1 ? spec.lines : [];
    this.lineEnds = lines.map(({ line, tone }) => h("span", { class: `tl-end tl-end-${tone}`, hidden: true }, line.spec.label));
  }

  get ends(): readonly HTMLElement[] {
    return [...this.lineEnds, this.wasEnd, this.limitEnd];
  }

  /** What it would be with the knob that is dragged, in words; "" while none is. */
  foresee(words: string): void {
    this.would.hidden = words === "";
    this.label.classList.toggle("foreseen", words !== "");
    setText(this.would, unbroken(words));
  }

  /** `was` is the value in the other run; null where there is none. */
  say(value: string, sub: string, was: Was | null = null): void {
    setText(this.value, value);
    setText(this.sub, whole(sub));
    this.was.hidden = was === null;
    if (!was) return;
    setText(this.was, unbroken(wasInWords(was)));
    setAttribute(this.was, "data-verdict", was.verdict);
  }

  /** Puts the scale's value and the lines' names where the picture now has them. */
  decorate(view: View, chart: Chart, limit: Limit | null, width: number): void {
    setText(this.top, view.store.bins > 0 ? this.spec.format(chart.tops[this.index]!) : "");
    this.top.style.transform = `translate(3px, ${chart.rowTop(this.index) + 1}px)`;
    this.placeEnds(view, chart, limit, width);
  }

  private placeEnds({ store, baseline, range, computed }: View, chart: Chart, limit: Limit | null, width: number): void {
    const end = Math.min(computed, range.t1);
    const x = chart.x(end, range);
    const room = width - x > ROOM_PX;
    const at = (run: RunStore, k: number): number => {
      const value = this.spec.lines[k]!.line.inBin(run, run.binIndex(end - run.binS / 2));
      return Number.isNaN(value) ? NaN : chart.y(this.index, value);
    };
    const lines = this.lineEnds.map((element, k) => ({ element, y: at(store, k) }));
    const was = baseline && baseline.computed >= end ? at(baseline, this.spec.main) : NaN;
    const placed = [...lines, { element: this.wasEnd, y: was }].reverse().sort((a, b) => Math.round(a.y - b.y));
    for (const { element, y } of placed) element.hidden = Number.isNaN(y) || store.bins < 2;
    const shown = placed.filter(({ element }) => !element.hidden);
    const limitY = limit ? chart.y(this.index, limit.value) : NaN;
    this.placeLimit(limit, limitY, baseline !== null && limit !== null && limit.value <= chart.tops[this.index]! && store.bins > 0, x);
    // Beyond the line's end beside it; over the line above it, so that neither hides the other.
    const off = room ? 0 : ABOVE_PX;
    const wanted = shown.map(({ y }) => (Math.abs(y - limitY) < 8 ? limitY + 9 : y - off));
    const places = spread(wanted, chart.rowTop(this.index) + 5, chart.rowTop(this.index) + chart.heightOf(this.index) - 6, LABEL_PX * typeScale());
    for (const [k, { element }] of shown.entries()) {
      const place = `translate(${Math.round(x + (room ? 4 : -4))}px, ${Math.round(places[k]!) - 7}px)`;
      element.style.transform = place + (room ? "" : " translateX(-100%)");
    }
  }

  /** Over its line, to the left of where the others' names stand. */
  private placeLimit(limit: Limit | null, y: number, inSight: boolean, x: number): void {
    this.limitEnd.hidden = !inSight;
    setText(this.limitEnd, limit?.words ?? "");
    this.limitEnd.style.transform = `translate(${Math.round(x - ROOM_PX)}px, ${Math.round(y) - 14}px) translateX(-100%)`;
  }
}
