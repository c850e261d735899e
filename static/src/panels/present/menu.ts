/** What is on the stage, and how it looks: one menu, for the pointer and for the keyboard. */
import { effect } from "@preact/signals-core";
import { h, setText } from "../../core/dom";
import { idFor } from "../../core/ids";
import type { Scene } from "../../core/scene";
import { SIZES, type Stage, type StagePart } from "../../core/stage";
import type { Theme } from "../../core/theme";
import { themeButton } from "../header/theme-button";

const WORDS: Readonly<Record<StagePart, string>> = {
  sentence: "The rule, in a sentence", topology: "Topology", lanes: "Lanes", machine: "State machine", environments: "Environments", timelines: "Timelines",
};

export interface MenuActions {
  readonly knobs: () => void;
  readonly rail: () => void;
  readonly rows: () => void;
  readonly fill: () => void;
  readonly keys: () => void;
}

export class StageMenu {
  readonly button: HTMLButtonElement;
  readonly element: HTMLElement;
  /** What others may choose here while something is presented. */
  readonly more = h("div", { class: "stage-more" });

  constructor(private readonly stage: Stage, theme: Theme, actions: MenuActions) {
    const id = idFor("stage-menu");
    this.button = h("button", { class: "btn", type: "button", "aria-expanded": "false", "aria-controls": id }, "Stage");
    this.element = h("div", { class: "stage-menu", id, role: "group", "aria-label": "What is on the stage", hidden: true },
      this.group("On the stage", ...stage.parts.map((part) => this.part(part)), this.does("Timelines: which, and in which order", actions.rows, true)),
      this.group("How it looks", this.colours(), this.pageTheme(theme), this.size(), this.does("Full screen", actions.fill, true)),
      this.group("From the sides", this.does("Knobs", actions.knobs, true, "N"), this.does("Insights and events", actions.rail, true, "Q"), this.does("Keys", actions.keys, true, "?")),
      this.more);
    this.button.addEventListener("click", () => this.toggle());
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
      this.button.focus();
    });
    document.addEventListener("pointerdown", (event) => {
      const inside = event.target instanceof Node && (this.element.contains(event.target) || this.button.contains(event.target));
      if (!inside) this.close();
    });
  }

  private group(title: string, ...items: readonly HTMLElement[]): HTMLElement {
    const id = idFor("stage-group");
    return h("section", { "aria-labelledby": id }, h("h2", { id }, title), ...items);
  }

  private part(part: StagePart): HTMLElement {
    const box = h("input", { type: "checkbox" });
    box.addEventListener("change", () => {
      this.stage.toggle(part);
      box.checked = this.stage.shows(part);
    });
    effect(() => void (box.checked = this.stage.shows(part)));
    return h("label", {}, box, WORDS[part]);
  }

  private colours(): HTMLElement {
    const { projector } = this.stage;
    const box = h("input", { type: "checkbox" });
    box.addEventListener("change", () => (projector.value = box.checked));
    effect(() => void (box.checked = projector.value));
    return h("label", { title: "Black on white, with patterns beside colours" }, box, "Projector colours");
  }

  /** Of the page, which the projector's colours hide. */
  private pageTheme(theme: Theme): HTMLElement {
    const button = themeButton(theme);
    effect(() => void (button.hidden = this.stage.projector.value));
    return button;
  }

  private size(): HTMLElement {
    const { stage } = this;
    const step = (by: 1 | -1, sign: string, words: string): HTMLButtonElement => {
      const button = h("button", { class: "btn btn-small", type: "button", "aria-label": words }, sign);
      button.addEventListener("click", () => stage.resize(by));
      return button;
    };
    const [less, more, said] = [step(-1, "−", "Smaller type"), step(1, "+", "Larger type"), h("span", { class: "num", role: "status" })];
    effect(() => {
      setText(said, `${Math.round(stage.size.value * 100)} %`);
      less.disabled = stage.size.value === SIZES[0];
      more.disabled = stage.size.value === SIZES.at(-1);
    });
    return h("div", { class: "stage-size" }, "Type", less, said, more);
  }

  private does(words: string, run: () => void, closes: boolean, key = ""): HTMLElement {
    const button = h("button", { class: "link-button", type: "button" }, words, ...(key ? [" ", h("kbd", { "aria-hidden": "true" }, key)] : []));
    button.addEventListener("click", () => {
      if (closes) this.close();
      run();
    });
    return button;
  }

  toggle(open = this.element.hidden === true): void {
    this.element.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (open) this.element.querySelector<HTMLElement>("input, button")?.focus();
  }

  /** True when there was something to close. */
  close(): boolean {
    const open = this.element.hidden !== true;
    this.toggle(false);
    return open;
  }
}

/** Those of its parts that a scenario has. */
export function partsOf(scene: Scene): readonly StagePart[] {
  const has: Readonly<Record<StagePart, boolean>> = {
    sentence: true, topology: true, timelines: true, lanes: scene.keeping("lanes").length > 0, machine: scene.machines.length > 0, environments: scene.keeping("environments").length > 0,
  };
  return (Object.keys(has) as StagePart[]).filter((part) => has[part]);
}
