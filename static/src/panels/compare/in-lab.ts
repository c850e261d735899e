/**
 * The comparison inside the lab: in place of the panes, the run beside its baseline, at the lab's own
 * playhead. A knob that is turned meanwhile has the next run take its place.
 */
import { effect, untracked } from "@preact/signals-core";
import { moment } from "../../charts/words";
import type { Baseline } from "../../core/baseline";
import type { Comparison } from "../../core/comparison";
import { h, setText } from "../../core/dom";
import { idFor } from "../../core/ids";
import type { Lab } from "../../core/lab";
import type { Panel, View } from "../../core/panel";
import { inputsTable, outcomesTable, type Told } from "../baseline/index";
import { LAYOUTS } from "./charts";
import { executionsApart } from "./executions";
import { nameOf, type Side } from "./sides";
import { CompareView, layoutWords } from "./view";

const MOST_MESSAGES = 60;

/** What both runs follow, with its end in each, in words. */
interface Followed {
  readonly component: string;
  readonly id: number;
  readonly was: string;
  readonly now: string;
}

const CLASS = "comparing";

export interface InLabOptions {
  readonly lab: Lab;
  readonly base: Baseline;
  readonly found: Told;
  /** Where the panes are. */
  readonly main: HTMLElement;
}

export interface InLab extends Panel {
  readonly button: HTMLElement;
  readonly open: boolean;
  toggle(): void;
  turn(): void;
  part(): void;
}

export function createInLab(options: InLabOptions): InLab {
  return new InLabPanel(options);
}

class InLabPanel implements InLab {
  readonly button = h("button", { class: "btn compare-link", type: "button", title: "Compare with the baseline (C)", "aria-keyshortcuts": "C", "aria-pressed": "false" }, "Compare");
  readonly element: HTMLElement;
  private readonly place = h("div");
  private readonly tables = h("div", { class: "cmp-tables" });
  private readonly what = h("p", { class: "quiet" });
  private readonly layout = this.tool("O", "Layout: overlay", () => this.turn());
  private readonly page = h("a", { class: "btn btn-small" }, "On a page of its own");
  private readonly stops: (() => void)[] = [];
  private view: CompareView | null = null;
  private key = "";

  constructor(private readonly options: InLabOptions) {
    const id = idFor("cmp-lab");
    const tools = h("div", { class: "cmp-tools" }, this.layout, this.tool("]", "Next parting", () => this.part()), this.page, this.tool("C", "Close", () => this.toggle()));
    this.element = h("section", { class: "cmp-lab", "aria-labelledby": id, hidden: true }, h("header", { class: "cmp-lab-head" }, h("div", {}, h("h2", { id }, "Beside its baseline"), this.what), tools), this.place, this.tables);
    this.button.addEventListener("click", () => this.toggle());
    this.stops.push(effect(() => this.follow()), effect(() => this.tell()));
  }

  private tool(key: string, words: string, run: () => void): HTMLButtonElement {
    const button = h("button", { class: "btn btn-small", type: "button", "aria-keyshortcuts": key }, h("span", {}, words), " ", h("kbd", { "aria-hidden": "true" }, key));
    button.addEventListener("click", run);
    return button;
  }

  get open(): boolean {
    const { lab } = this.options;
    return lab.veil.from.value === null && lab.viewing.comparing.value !== null;
  }

  toggle(): void {
    const { lab, base } = this.options;
    if (this.open) {
      lab.viewing.compare(null);
      return this.button.focus();
    }
    if (lab.veil.from.value !== null) return lab.viewing.onSay("What is to be predicted is not compared before.");
    // There is only one: the page lets one choose another.
    if (!base.lab.value) return location.assign(`/compare?a=${lab.run.value ?? ""}`);
    lab.viewing.compare(0);
    this.element.querySelector<HTMLElement>(".cmp-plots")?.focus({ preventScroll: true });
  }

  turn(): void {
    const { viewing } = this.options.lab;
    if (viewing.comparing.value === null) return;
    viewing.compare((viewing.comparing.value + 1) % LAYOUTS.length);
    viewing.onSay(layoutWords(LAYOUTS[viewing.comparing.value]!));
  }

  part(): void {
    this.view?.part();
  }

  // --- what is shown -----------------------------------------------------------------------

  /** Another run, another baseline, opened or closed. */
  private follow(): void {
    const { lab, base, main } = this.options;
    const [layout, under, run] = [lab.veil.from.value === null ? lab.viewing.comparing.value : null, base.lab.value, lab.run.value];
    this.button.hidden = run === null || lab.veil.from.value !== null;
    this.button.setAttribute("aria-pressed", String(layout !== null));
    main.classList.toggle(CLASS, layout !== null);
    this.element.hidden = layout === null;
    const key = layout === null || !under || run === null ? "" : `${under.run.value} ${run}`;
    if (key !== this.key) untracked(() => this.build(key, under));
    this.key = key;
    if (layout === null) return;
    setText(this.what, under ? `A is the baseline, B is this run: ${base.words}.` : base.trouble.value || "There is no baseline: choose one (B), or turn a knob.");
    this.page.hidden = !under;
    if (under) this.page.href = `/compare?a=${under.run.value ?? ""}&b=${run ?? ""}`;
    this.view?.setLayout(layout);
    setText(this.layout.firstElementChild!, layoutWords(LAYOUTS[layout]!));
  }

  private build(key: string, under: Lab | null): void {
    const { lab, base } = this.options;
    this.view?.dispose();
    this.view = null;
    if (!key || !under) return;
    const side = (letter: "A" | "B", of: Lab, what: string): Side => ({ letter, name: nameOf(letter), what, store: () => of.store.value, lab: of });
    this.view = new CompareView({
      sides: [side("A", under, base.isWritten ? "as written" : "the baseline"), side("B", lab, "this run")],
      onRead: (t, stays) => (stays ? lab.viewing.seek(t) : lab.viewing.invalidate()),
      say: (text) => lab.viewing.onSay(text),
    });
    this.place.replaceChildren(this.view.element);
  }

  /** Below: when they part, what was asked, what came out, whose fate differs. */
  private tell(): void {
    const { lab, base, found } = this.options;
    const comparison = found.comparison.value;
    if (lab.viewing.comparing.value === null || !base.lab.value) return this.tables.replaceChildren();
    if (!comparison) return this.tables.replaceChildren(h("p", { class: "quiet" }, found.trouble.value || "What came out is told when both runs are finished."));
    const section = (name: string, ...content: HTMLElement[]): HTMLElement => h("section", {}, h("h3", {}, name), ...content);
    const apart = this.apart(comparison);
    this.tables.replaceChildren(
      h("p", { class: "cmp-parting" }, ...this.parting(comparison)),
      ...(base.differences.length > 0 ? [section("What was changed", inputsTable(base))] : []),
      section("What came out", outcomesTable(lab, comparison)),
      section(`The same ${this.followed(apart)} in both`, ...this.messages(apart)),
    );
  }

  private parting({ parting, same, same_scenario: alike }: Comparison): (HTMLElement | string)[] {
    const { lab } = this.options;
    if (same) return ["The same inputs, and the same happened."];
    if (!alike) return ["These are two scenarios: they have no moment at which they part."];
    if (!parting) return ["No metric that both have differs."];
    const go = h("button", { class: "link-button", type: "button" }, moment(parting.t_s, lab.store.value.binS));
    go.addEventListener("click", () => lab.viewing.seek(parting.t_s));
    return ["They part at ", go, `: ${lab.scene.titleOf(parting.component)}, ${parting.metric}.`];
  }

  /** Whose end or time differs: messages and requests as the server compares them, executions as both runs tell them. */
  private apart({ messages, same_scenario: alike }: Comparison): Followed[] {
    const { lab, base } = this.options;
    const under = base.lab.value;
    const executions = alike && lab.ended.value && under?.ended.value ? executionsApart([under.store.value, lab.store.value]) : [];
    return [...executions.map(({ component, id, was, now }) => ({ component, id, was, now: now[0]! })), ...messages.map(({ component, id, was, now }) => ({ component, id, was: was.end, now: now.end }))];
  }

  /** What they are: "request", or "message or request". */
  private followed(all: readonly Followed[]): string {
    const { scene } = this.options.lab;
    const nouns = all.map(({ component }) => (scene.machine(component) ? "execution" : (scene.node(component)?.picture.story?.noun ?? "Message").toLowerCase()));
    return [...new Set(nouns)].sort().join(" or ") || "message";
  }

  private messages(all: readonly Followed[]): HTMLElement[] {
    if (all.length === 0) return [h("p", { class: "quiet" }, "Nothing that both runs follow came to another end.")];
    const shown = all.slice(0, MOST_MESSAGES);
    const { view } = this;
    view?.messages.take(shown);
    const items = shown.map((message, n) => {
      const open = h("button", { class: "link-button", type: "button", "aria-haspopup": "dialog" }, view?.messages.nameOf(n) ?? `${message.component} ${message.id}`);
      open.addEventListener("click", () => view?.messages.open(n));
      return h("li", {}, open, ` ${message.was}, now ${message.now}`);
    });
    const more = all.length - shown.length;
    return [h("ul", { class: "cmp-messages" }, ...items), ...(more > 0 ? [h("p", { class: "quiet" }, `${more} more are not shown.`)] : [])];
  }

  update(view: View): void {
    if (!this.view || !this.open) return;
    this.view.follow(view.t);
    this.view.update(view);
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    this.view?.dispose();
  }
}
