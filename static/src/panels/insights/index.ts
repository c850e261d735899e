/**
 * The insights at the crosshair, at most three, as cards; the others as links below them. They come
 * with the end of the run: one announcement says how many there are.
 */
import { effect } from "@preact/signals-core";
import { h, setText } from "../../core/dom";
import { formatTime } from "../../core/format";
import { idFor } from "../../core/ids";
import { insightsAt, insightsOf, type Insight } from "../../core/insight";
import type { Lab } from "../../core/lab";
import type { Panel, RunStore, View } from "../../core/panel";
import { createCard, goTo, type Card } from "./card";
import "./insights.css";

/** Kinds of events of a run in which something was refused, failed, tried again or lost. */
const WRONG: ReadonlySet<string> = new Set(["thr", "err", "retry", "dlq"]);

/** Whether anything did that a run tells of, whatever is found in it. */
function wentWrong({ flags, events }: RunStore): boolean {
  return flags.length > 0 || events.some(([, kind]) => WRONG.has(kind));
}

export interface InsightsPanel extends Panel {
  /** Goes to where it begins, with the focus on its card. */
  open(insight: Insight): void;
}

/** `show` brings the rail into sight; `runs` says whether there is anybody to try things. */
export function createInsights(lab: Lab, show: () => unknown, runs = true): InsightsPanel {
  return new Insights(lab, show, runs);
}

class Insights implements InsightsPanel {
  readonly element: HTMLElement;
  private readonly title: HTMLElement;
  private readonly cards = h("div", { class: "insight-cards" });
  private readonly nothing = h("p", { class: "quiet" });
  private readonly others = h("ul", { class: "flag-list" });
  private readonly more = h("div", { class: "insight-more" }, h("h3", {}, "At other times"), this.others);
  private all: readonly Insight[] = [];
  private shown: readonly Card[] = [];
  /** Chosen, and to be there although it began a moment later than the playhead can stand. */
  private chosen: Insight | null = null;
  private key = "";
  private readonly stop: () => void;

  constructor(private readonly lab: Lab, private readonly show: () => unknown, private readonly runs: boolean) {
    const id = idFor("insights-title");
    this.title = h("h2", { id }, "Insights");
    this.element = h("section", { class: "rail-section insights", "aria-labelledby": id }, this.title, this.cards, this.nothing, this.more);
    this.stop = effect(() => this.take(lab.insights.value, insightsOf(lab.end.value) !== null));
  }

  private take(all: readonly Insight[], told: boolean): void {
    this.all = all;
    this.key = "";
    this.chosen = null;
    if (told && all.length > 0) this.lab.viewing.announce(summaryOf(all));
    this.lab.viewing.onDirty();
  }

  update(view: View): void {
    const t = view.hover ?? view.pin ?? view.t;
    setText(this.title, this.all.length > 0 ? `Insights at ${formatTime(t, 1)}` : "Insights");
    const now = this.at(t);
    if (this.keyOf(now) !== this.key) this.draw(now);
    for (const card of this.shown) card.refresh();
  }

  private at(t: number): readonly Insight[] {
    const found = insightsAt(this.all, t);
    if (this.chosen && Math.abs(this.chosen.t - t) > 0.05) this.chosen = null;
    if (!this.chosen || found.includes(this.chosen)) return found;
    return this.all.filter((one) => one === this.chosen || found.slice(-2).includes(one));
  }

  private keyOf(now: readonly Insight[]): string {
    return `${this.all.length}|${now.map((one) => `${one.id} ${one.component}`).join("|")}`;
  }

  private draw(now: readonly Insight[]): void {
    const focused = this.element.contains(document.activeElement);
    this.key = this.keyOf(now);
    this.shown = now.map((one) => this.shown.find(({ insight }) => insight === one) ?? createCard(one, this.lab, this.runs));
    this.cards.replaceChildren(...this.shown.map(({ element }) => element));
    const rest = this.all.filter((one) => !now.includes(one));
    this.others.replaceChildren(...rest.map((one) => this.link(one)));
    this.more.hidden = rest.length === 0;
    setText(this.nothing, this.words(now.length));
    this.nothing.hidden = this.nothing.textContent === "";
    if (focused && !this.element.contains(document.activeElement)) this.shown.at(-1)?.element.focus({ preventScroll: true });
  }

  private words(shown: number): string {
    const { lab } = this;
    if (shown > 0) return "";
    if (lab.veil.from.value !== null) return "Why it went as it did is told once the answer is revealed.";
    if (this.all.length > 0) return "Nothing up to this moment.";
    if (lab.end.value === null) return "Why it went as it did is told here when the run is over.";
    if (insightsOf(lab.end.value) === null && lab.end.value.state !== "finished") return "Why it went as it did is told of a run that came to its end; this one did not.";
    if (insightsOf(lab.end.value) === null) return "This run was computed before insights were told.";
    return wentWrong(lab.store.value) ? "No insight names a cause; what went wrong is among the flags and the events." : "Nothing held it up, was lost or was paid for in vain.";
  }

  private link(insight: Insight): HTMLElement {
    const time = h("button", { class: "link-button num", type: "button", "aria-label": `Go to ${formatTime(insight.t, 1)}: ${insight.what}` }, formatTime(insight.t, 1));
    time.addEventListener("click", () => this.open(insight));
    return h("li", { class: "insight-link" }, h("span", { class: "flag-words" }, insight.what), time);
  }

  open(insight: Insight): void {
    goTo(this.lab, insight.t);
    this.show();
    this.chosen = insight;
    this.draw(this.at(insight.t));
    const card = this.shown.find((one) => one.insight === insight);
    card?.element.scrollIntoView?.({ block: "nearest" });
    card?.element.focus({ preventScroll: true });
  }

  dispose(): void {
    this.stop();
    this.element.remove();
  }
}

function summaryOf(all: readonly Insight[]): string {
  const first = all[0]!;
  const many = all.length === 1 ? "1 insight" : `${all.length} insights, the first`;
  return `${many} at ${formatTime(first.t, 1)}: ${first.what}`;
}
