/** A popover beside a state: its numbers, and how the definition says it. Not modal. */
import { h, setText } from "../../core/dom";
import { formatTime } from "../../core/format";
import { observedAt } from "../../core/instant";
import type { MachineState } from "../../core/machine";
import type { View } from "../../core/panel";
import { RowsView } from "../topology/rows-view";
import { figuresOf, listed } from "./figures";
import type { Box } from "./graph";
import { pretty } from "./json";

const WIDTH = 340;

export class StateInspector {
  readonly element = h("div", { class: "inspector state-inspector", role: "dialog", "aria-modal": "false", hidden: true });
  private readonly title = h("h3", { tabindex: "-1" });
  private readonly what = h("p", { class: "inspector-time" });
  private readonly numbers = new RowsView("Nothing yet: press Run.");
  private readonly target = h("button", { type: "button", class: "btn btn-small inspector-more" });
  private readonly asl = h("pre", { class: "state-asl num", tabindex: "0", role: "group", "aria-label": "Definition" });
  private readonly definition = h("div", {}, h("h4", {}, "Definition"), this.asl);
  private readonly body = h("div", { class: "inspector-body", tabindex: "0", role: "group", "aria-label": "Numbers and definition" }, this.numbers.element, this.definition);
  private state: MachineState | null = null;
  private opener: (() => HTMLElement | null) | null = null;
  private fresh = false;

  constructor(private readonly closed: () => void, go: (component: string) => void) {
    const close = h("button", { type: "button", class: "inspector-close", "aria-label": "Close" }, "×");
    close.addEventListener("click", () => this.close());
    this.target.addEventListener("click", () => this.state?.target && go(this.state.target));
    this.element.append(h("header", {}, this.title, close), this.what, this.target, this.body);
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    });
  }

  get open(): number | null {
    return this.state?.number ?? null;
  }

  /** `opener` gives what has the focus again when it is closed; `enter` takes the focus in. */
  show(state: MachineState, at: Box, opener: () => HTMLElement | null, titleOf: (component: string) => string, hostWidth: number, enter: boolean): void {
    Object.assign(this, { state, opener, fresh: true });
    setText(this.title, state.name);
    this.element.setAttribute("aria-label", `${state.name}: numbers and definition`);
    this.target.hidden = !state.target;
    setText(this.target, state.target ? `Asks ${titleOf(state.target)}: select it` : "");
    setText(this.asl, pretty(state.asl ?? "").text);
    this.definition.hidden = !state.asl;
    this.element.hidden = false;
    const width = Math.min(hostWidth, WIDTH);
    Object.assign(this.element.style, { width: `${width}px`, left: `${Math.max(0, Math.min(at.x, hostWidth - width))}px`, top: `${at.y + at.height + 6}px` });
    this.body.scrollTop = 0;
    if (enter) this.title.focus({ preventScroll: true });
  }

  close(): void {
    if (!this.state) return;
    this.dismiss();
    this.opener?.()?.focus();
    this.closed();
  }

  /** Goes with the selection, and leaves the focus where it is. */
  dismiss(): void {
    this.state = null;
    this.element.hidden = true;
  }

  update(id: string, { store, t }: View): void {
    if (!this.state) return;
    const { type, about, number } = this.state;
    const when = store.bins > 0 ? `at ${formatTime(observedAt(store, t))}` : "not run yet";
    setText(this.what, [`${type} state`, about, when].filter(Boolean).join(", "));
    this.numbers.fill(store.bins > 0 ? listed(figuresOf(store, id, number, t), store.binS) : []);
    if (this.fresh) this.element.scrollIntoView?.({ block: "nearest" });
    this.fresh = false;
  }
}
