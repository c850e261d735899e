/** The bar of a class in a follower's lab: how things stand, the way back, a fork, the own forks. */
import { h, setText } from "../../core/dom";
import { formatTime } from "../../core/format";
import type { OwnFork } from "../../core/classroom/seat";
import { ClassTimer } from "./class-timer";
import type { Told } from "./standing";

export interface BarActions {
  back(): void;
  fork: (() => void) | null;
}

export class ClassBar {
  readonly element: HTMLElement;
  private readonly head = h("b", { class: "class-head" });
  private readonly words = h("span", { class: "class-words" });
  private readonly said = h("span", { role: "status", class: "class-status" }, this.head, " ", this.words);
  readonly timer = new ClassTimer();
  private readonly back = h("button", { class: "btn btn-primary class-back", type: "button", hidden: true }, "Return to teacher");
  private readonly forks = h("details", { class: "class-forks", hidden: true }, h("summary", {}, "Your forks"), h("ul"));

  constructor(code: string, actions: BarActions) {
    const fork = h("button", { class: "btn", type: "button", title: "Fork here: your own knobs, from this moment of the teacher’s run on", "aria-haspopup": "dialog" }, "Fork here");
    fork.hidden = actions.fork === null;
    fork.addEventListener("click", () => actions.fork?.());
    this.back.addEventListener("click", () => actions.back());
    this.element = h("section", { class: "class-bar", "aria-label": `Class ${code}` }, h("span", { class: "chip num", title: "The code of the class" }, code), this.said, this.timer.element, h("span", { class: "spring" }), this.forks, fork, this.back);
  }

  /** How tall it is, for what sticks below it. */
  measure(): void {
    new ResizeObserver(() => document.body.style.setProperty("--class-bar", `${this.element.offsetHeight}px`)).observe(this.element);
  }

  show({ tone, head, words, back }: Told): void {
    this.element.dataset["tone"] = tone;
    setText(this.head, head);
    setText(this.words, words);
    const had = document.activeElement === this.back;
    this.back.hidden = !back;
    if (had && !back) document.getElementById("content")?.focus({ preventScroll: true });
  }

  showForks(forks: readonly OwnFork[]): void {
    this.forks.hidden = forks.length === 0;
    setText(this.forks.querySelector("summary")!, `Your forks (${forks.length})`);
    this.forks.querySelector("ul")!.replaceChildren(...forks.map(({ run, title, at }) => h("li", {}, h("a", { href: `/lab/${run}` }, `${title || run}, from ${formatTime(at, 0)}`))));
  }
}
