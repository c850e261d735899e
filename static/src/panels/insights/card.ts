/** One insight as a card: what, when, why in numbers, by which rule, and a knob to turn. */
import { ruleAddress } from "../../core/anchor";
import { h, setText } from "../../core/dom";
import { formatTime } from "../../core/format";
import { idFor } from "../../core/ids";
import type { Insight } from "../../core/insight";
import type { Lab } from "../../core/lab";
import { holdsFrom, turn } from "./try";

export interface Card {
  readonly element: HTMLElement;
  readonly insight: Insight;
  /** From when on its knob would hold, with the playhead where it is. */
  refresh(): void;
}

/** Goes to a moment and stays there. */
export function goTo(lab: Lab, t: number): void {
  if (lab.viewing.clock.playing) lab.viewing.setPlaying(false);
  lab.viewing.setPin(null);
  lab.viewing.setHover(null);
  lab.viewing.seek(t);
  lab.viewing.remember();
}

/** Where nothing can be run, what to try is said alone. */
export function createCard(insight: Insight, lab: Lab, runs: boolean): Card {
  const id = idFor("insight");
  const mark = insight.derived ? null : h("span", { class: "assumed" }, "estimate");
  const title = h("h3", { id }, insight.what, mark && " ", mark);
  const attempt = runs ? attemptOf(insight, lab) : saidOf(insight);
  const element = h("article", { class: "insight", tabindex: "-1", "aria-labelledby": id }, title,
    h("p", { class: "insight-why" }, ...whenOf(insight, lab), insight.why), ruleOf(insight, runs), attempt?.element);
  return { element, insight, refresh: () => attempt?.refresh() };
}

/** The moments are links. */
function whenOf({ t, until }: Insight, lab: Lab): (Node | string)[] {
  const link = (at: number, which: string): HTMLElement => {
    const button = h("button", { class: "link-button num", type: "button", "aria-label": `To its ${which}, ${formatTime(at, 1)}` }, formatTime(at, 1));
    button.addEventListener("click", () => goTo(lab, at));
    return button;
  };
  return until === null || until <= t ? [link(t, "moment"), ": "] : [link(t, "beginning"), " to ", link(until, "end"), ": "];
}

/** Where there is a server, it has a page of what is modelled: the same anchors as docs/reference/models.md. */
function ruleOf({ rule }: Insight, served: boolean): HTMLElement {
  const source = rule.url
    ? h("a", { href: rule.url, rel: "noopener noreferrer", target: "_blank", title: rule.source }, `AWS, ${rule.date}`)
    : h("span", {}, `${rule.source}, ${rule.date}`);
  const model = served ? h("a", { href: ruleAddress(rule.model) }, rule.model) : rule.model;
  return h("p", { class: "insight-rule" }, `${rule.text} `, source, h("span", { class: "insight-model" }, " Model: ", model, "."));
}

interface Attempt {
  readonly element: HTMLElement;
  refresh(): void;
}

function saidOf({ try: attempt }: Insight): Attempt | null {
  if (attempt === null) return null;
  const path = attempt.path.replace(/^components\./, "");
  const element = h("div", { class: "insight-try" }, `To try: ${attempt.words} `, h("code", {}, `${path}=${String(attempt.value)}`));
  return { element, refresh: () => undefined };
}

function attemptOf(insight: Insight, lab: Lab): Attempt | null {
  if (insight.try === null) return null;
  const button = h("button", { class: "btn btn-small", type: "button" });
  const words = h("span", {}, ` ${insight.try.words}`);
  const problem = h("p", { class: "knob-error", role: "alert", hidden: true });
  button.addEventListener("click", () => {
    button.disabled = true;
    void turn(lab, insight).then((why) => {
      button.disabled = false;
      setText(problem, why);
      problem.hidden = why === "";
    });
  });
  const refresh = (): void => {
    const from = holdsFrom(lab, insight);
    setText(button, from === null ? "Try" : `Try from ${formatTime(from, 1)}`);
  };
  refresh();
  return { element: h("div", { class: "insight-try" }, button, words, problem), refresh };
}
