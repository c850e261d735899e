/**
 * Several runs beside each other, on a page of their own and in the lab: timelines with one
 * crosshair, environments and topology at that moment, and one message in all of them.
 */
import { moment } from "../../charts/words";
import { h } from "../../core/dom";
import type { View } from "../../core/panel";
import { CompareCharts, LAYOUTS, type Layout } from "./charts";
import { Messages, type MessageKey } from "./messages";
import { Moment } from "./moment";
import { nextAfter, type Divergence } from "./parting";
import type { Side } from "./sides";

export interface CompareOptions {
  readonly sides: readonly Side[];
  /** The messages whose fate differs. */
  readonly messages?: readonly MessageKey[];
  readonly onRead: (t: number, stays: boolean) => void;
  readonly say: (text: string) => void;
}

export class CompareView {
  readonly element = h("div", { class: "cmp-view" });
  readonly charts: CompareCharts;
  readonly messages: Messages;
  private readonly beside: Moment;
  private t: number;

  constructor(private readonly options: CompareOptions) {
    this.charts = new CompareCharts(options.sides, (t, stays) => {
      this.t = t;
      options.onRead(t, stays);
    });
    this.t = this.charts.pin;
    this.beside = new Moment(options.sides, (t) => this.charts.read(t));
    this.messages = new Messages(options.sides, options.messages);
    this.element.append(this.charts.element, this.beside.element);
  }

  get layout(): number {
    return LAYOUTS.indexOf(this.charts.layout);
  }

  setLayout(n: number): void {
    this.charts.setLayout(LAYOUTS[Math.max(0, Math.min(LAYOUTS.length - 1, n))]!);
  }

  turn(): void {
    this.setLayout((this.layout + 1) % LAYOUTS.length);
    this.options.say(layoutWords(this.charts.layout));
  }

  /** To the next moment from which the runs differ. */
  part(): void {
    const next = nextAfter(this.charts.divergences, this.charts.pin);
    if (!next) return this.options.say("Nothing that is drawn differs.");
    this.charts.read(next.t);
    this.options.say(partingWords(next));
  }

  /** Goes along with a playhead. */
  follow(t: number): void {
    this.charts.follow(t);
    if (!this.charts.hovering) this.t = this.charts.pin;
  }

  update(view: View): void {
    this.charts.update();
    this.beside.update(this.t, view);
  }

  dispose(): void {
    this.charts.dispose();
    this.beside.dispose();
    this.messages.dispose();
    this.element.remove();
  }
}

export function layoutWords(layout: Layout): string {
  return `Layout: ${layout}`;
}

export function partingWords({ t, rows }: Divergence): string {
  return `They differ from ${moment(t)} in ${rows.join(", ")}.`;
}
