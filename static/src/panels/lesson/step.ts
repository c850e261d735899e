/** One step of a lesson: when it is, what is read, asked, claimed and to be done. */
import { effect } from "@preact/signals-core";
import { h, setText } from "../../core/dom";
import type { Lab } from "../../core/lab";
import { anchorInWords, type Anchor, type Step } from "../../core/lessons";
import type { View } from "../../core/panel";
import { readSpot, type Spot } from "../../core/spot";
import type { Stage } from "../../core/stage";
import type { Walk } from "../../core/walk";
import { createPredict, type PredictCard } from "../predict/index";
import { MESSAGE, storyName } from "../story/stories";
import { flagWords } from "../transport/flags";
import { Claims } from "./claims";
import { TaskView } from "./task";

export interface StepContext {
  readonly walk: Walk;
  readonly lab: Lab;
  readonly stage: Stage;
  /** Over the panes: where there is room to draw. */
  readonly place: HTMLElement;
  readonly showKnob: (path: string) => void;
}

export class StepView {
  readonly element: HTMLElement;
  private readonly when = h("p", { class: "lesson-when" });
  private readonly there = h("button", { class: "link-button", type: "button" }, "Go there");
  private readonly whenSays = h("span");
  private readonly after = h("div", { class: "lesson-prose" });
  private readonly card: PredictCard | null;
  private readonly asked = h("div", { class: "lesson-asked" });
  /** What came of a question that is answered elsewhere. */
  private readonly said = h("p", { class: "lesson-said" });
  private readonly claims: Claims;
  private readonly task: TaskView | null;
  private readonly stop: () => void;

  constructor(private readonly step: Step, private readonly context: StepContext) {
    const { walk } = context;
    this.when.append(this.whenSays, " ", this.there);
    this.there.addEventListener("click", () => walk.goThere());
    this.card = step.predict && this.question();
    this.claims = new Claims(step.claims, context);
    this.task = step.task && new TaskView(step, step.task, context);
    const html = h("div", { class: "lesson-prose" });
    html.innerHTML = step.html;
    this.after.innerHTML = step.after_html ?? "";
    this.element = h("article", { class: "lesson-step" }, h("h3", { class: "lesson-step-title" }, step.title), this.when, this.look(), html, this.asked, this.after, this.rule(), this.claims.element, this.task?.element);
    this.stop = effect(() => this.put());
    this.refresh();
  }

  // --- its question -------------------------------------------------------------------------

  private question(): PredictCard {
    const { walk, lab } = this.context;
    const question = this.step.predict!;
    return createPredict({
      question, kept: walk.keptOf(question),
      view: { shown: () => lab.store.value, whole: () => lab.veil.store.value, answer: () => walk.answerTo(question), say: (text) => lab.viewing.onSay(text) },
      onAnswer: () => undefined,
      onReveal: () => {
        walk.goThere();
        // What is answered over the panes is looked at first.
        if (this.isOver) this.context.place.scrollIntoView?.({ block: "start" });
        else if (readSpot(this.step.focus)?.kind !== "message") lab.viewing.setSpot(readSpot(this.step.focus));
      },
      onKeep: (kept) => walk.keep(question, kept),
    });
  }

  /** To draw there has to be room; and a room sees the main part alone. */
  private get isOver(): boolean {
    return this.context.stage.on.value || this.step.predict?.kind === "draw";
  }

  private put(): void {
    if (!this.card) return;
    const { place } = this.context;
    place.hidden = !this.isOver;
    if (!this.isOver) return this.asked.replaceChildren(this.card.element);
    place.replaceChildren(this.card.element);
    const to = h("button", { class: "btn btn-small", type: "button" }, "To the question");
    to.addEventListener("click", () => {
      place.scrollIntoView?.({ block: "start" });
      this.card?.element.querySelector<HTMLElement>("button, input")?.focus({ preventScroll: true });
    });
    this.asked.replaceChildren(h("p", { class: "lesson-question" }, h("b", {}, this.step.predict!.question), " ", to), this.said);
  }

  /** Shows what came, answered or not. */
  reveal(): void {
    this.card?.reveal();
  }

  // --- when, what, by which rule ------------------------------------------------------------

  private look(): HTMLElement | null {
    const spot = readSpot(this.step.focus);
    if (!spot) return null;
    const { viewing } = this.context.lab;
    const button = h("button", { class: "link-button", type: "button" }, spot.kind === "message" ? "Follow it" : "Spotlight");
    button.addEventListener("click", () => viewing.setSpot(viewing.spot.value ? null : spot));
    return h("p", { class: "lesson-look" }, `Look at: ${this.spotInWords(spot)} `, button);
  }

  private spotInWords({ kind, id }: Spot): string {
    const { scene } = this.context.lab;
    const parts = id.split(".");
    const row = kind === "row" ? [...scene.nodes, ...scene.beside].flatMap(({ picture }) => picture.rows ?? []).find((one) => parts.includes(one.id)) : undefined;
    const of = parts.find((part) => scene.node(part));
    const whose = of ? scene.titleOf(of) : "";
    if (kind === "node") return whose || id;
    if (kind === "instant") return "the moment of the playhead";
    if (kind === "message") return `${storyName({ id: Number(parts.at(-1)), noun: scene.node(of ?? "")?.picture.story ?? MESSAGE })}${whose && ` of ${whose}`}`;
    const rest = row ? `“${row.title}”` : parts.filter((part) => part !== of).join(" ").replaceAll("_", " ").replaceAll("-", " ");
    // A lane has a number for its name.
    return [kind === "row" ? "the timeline" : kind === "lane" ? kind : `the ${kind}`, rest, whose && `of ${whose}`].filter(Boolean).join(" ");
  }

  private rule(): HTMLElement | null {
    const { rule } = this.step;
    if (!rule) return null;
    const source = rule.url ? h("a", { href: rule.url, rel: "noopener noreferrer", target: "_blank" }, `AWS, ${rule.date}`) : rule.date;
    return h("p", { class: "lesson-rule" }, h("b", {}, "Rule. "), `${rule.text} `, source);
  }

  private what(anchor: Anchor): string {
    const { scene } = this.context.lab;
    if ("t" in anchor) return "";
    const { what, where } = flagWords({ kind: "flag" in anchor ? anchor.flag : anchor.insight.replaceAll("-", " "), component: anchor.component }, scene);
    return "flag" in anchor ? `${what}, ${where}` : `Insight “${what}” of ${where}`;
  }

  refresh(): void {
    const { walk } = this.context;
    const { anchor } = this.step;
    const moment = walk.moment;
    this.when.hidden = !anchor || !moment;
    if (anchor && moment) setText(this.whenSays, anchorInWords(anchor, this.what(anchor), moment));
    // What is hidden nobody can go to.
    this.there.hidden = !moment || !("t" in moment) || moment.t > (this.context.lab.veil.from.value ?? Infinity);
    const open = this.step.predict !== null && walk.own.value && walk.isOpen(this.step.predict);
    this.after.hidden = open || this.after.childNodes.length === 0;
    this.card?.refresh();
    setText(this.said, this.card?.words ?? "");
    this.claims.refresh(open);
    this.task?.refresh();
  }

  update(view: View): void {
    this.claims.update(view);
  }

  dispose(): void {
    this.stop();
    this.card?.dispose();
    if (this.card) {
      const { place } = this.context;
      place.hidden = true;
      place.replaceChildren();
    }
    this.element.remove();
  }
}
