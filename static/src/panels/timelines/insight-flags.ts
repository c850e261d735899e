/** Insights as flags over the timelines: a press opens the card. The rail lists them all as links, and the keys
 *  [ and ] travel them. */
import { spread } from "../../charts/scales";
import { h, setProperty, svg } from "../../core/dom";
import { formatTime } from "../../core/format";
import type { Insight } from "../../core/insight";
import type { InsightDesk, View } from "../../core/panel";
import type { Chart } from "./chart";

const FLAG_PX = 24;

export class InsightFlags {
  readonly element = h("div", { class: "tl-insights" });
  private key = "";
  private shown: readonly Insight[] = [];

  constructor(private readonly chart: Chart, private readonly desk: InsightDesk) {}

  update({ range }: View, width: number): void {
    const all = this.desk.all();
    const key = `${width}|${range.t0}|${range.t1}|${this.chart.height}`;
    if (key === this.key && all === this.shown) return;
    this.key = key;
    this.shown = all;
    const inSight = all.filter(({ t }) => t >= range.t0 && t <= range.t1);
    const wanted = inSight.map(({ t }) => this.chart.x(t, range));
    const places = width > 0 ? spread(wanted, 0, width, FLAG_PX) : wanted;
    this.element.replaceChildren(...inSight.map((one, i) => this.flag(one, places[i]!, wanted[i]!)));
  }

  private flag(insight: Insight, x: number, at: number): HTMLElement {
    const words = `${insight.what} ${formatTime(insight.t, 1)}`;
    const flag = h("button", { class: "tl-insight", type: "button", tabindex: "-1", "aria-label": words, title: words }, bulb());
    flag.style.transform = `translateX(${Math.round(x)}px)`;
    setProperty(flag, "--beside", `${Math.round(x - at)}px`);
    setProperty(flag, "--tall", `${Math.max(0, this.chart.height - 20)}px`);
    // What is pressed is the flag, not the plot under it.
    for (const kind of ["pointerdown", "pointermove", "dblclick"]) flag.addEventListener(kind, (event) => event.stopPropagation());
    flag.addEventListener("click", (event) => {
      event.stopPropagation();
      this.desk.open(insight);
    });
    return flag;
  }
}

/** A bulb: a disc on a foot. */
function bulb(): SVGSVGElement {
  const path = svg("path", { d: "M7 1a4.2 4.2 0 0 0-2.3 7.7V10h4.6V8.7A4.2 4.2 0 0 0 7 1zM5 11.2h4v1.3H5z", fill: "currentColor" });
  return svg("svg", { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" }, path);
}
