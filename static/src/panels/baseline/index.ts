/**
 * What the run is compared with: a button in the header that says it, a line below with what came
 * out (was, now, change, and which way is better), and a dialog with all of it.
 */
import { effect, signal, type ReadonlySignal } from "@preact/signals-core";
import type { Baseline } from "../../core/baseline";
import type { Comparison, Outcome } from "../../core/comparison";
import { h, setText } from "../../core/dom";
import { idFor } from "../../core/ids";
import { hasResult, type Lab } from "../../core/lab";
import { headlines, outcomeWords } from "./outcomes";
import "./baseline.css";

const MOST_HEADLINES = 4;
const WAITS = "Totals when the baseline is finished.";

export interface BaselineOptions {
  readonly line: HTMLElement;
  readonly dialogs: HTMLElement;
  readonly lab: Lab;
  readonly base: Baseline;
}

export interface Told {
  readonly comparison: ReadonlySignal<Comparison | null>;
  readonly trouble: ReadonlySignal<string>;
}

export interface BaselinePanel {
  /** Says what is compared with and opens the dialog; for the head of the timelines. */
  readonly button: HTMLElement;
  /** The comparison with the baseline, once both have results, or why there is none. */
  readonly found: Told;
  open(): void;
  /** Makes the run that is shown the baseline. */
  promote(): void;
}

export function createBaseline(options: BaselineOptions): BaselinePanel {
  const found = new Found(options);
  const sheet = new Sheet(options, found);
  const button = h("button", { class: "tl-button base-button", title: "The baseline: was and now (B)", type: "button", "aria-haspopup": "dialog" });
  const name = h("span", { class: "base-name" });
  button.append(name);
  button.addEventListener("click", () => sheet.open());
  effect(() => setText(name, nameOf(options.base)));
  effect(() => {
    button.hidden = options.lab.run.value === null;
  });
  createLine(options, found, () => sheet.open());
  return { button, found, open: () => sheet.open(), promote: () => promote(options) };
}

function promote({ lab, base }: BaselineOptions): void {
  if (lab.run.value === null) return;
  base.takeShown();
  lab.viewing.onSay("This run is the baseline now.");
}

function nameOf(base: Baseline): string {
  if (base.isOff) return "No baseline";
  if (base.isShown) return "Is baseline";
  return base.isWritten ? "vs as written" : "vs baseline";
}

/** The comparison of the run that is shown with its baseline, once both have results. */
class Found {
  readonly comparison = signal<Comparison | null>(null);
  readonly trouble = signal("");
  private key = "";

  constructor({ lab, base }: BaselineOptions) {
    effect(() => {
      const under = base.lab.value;
      const [a, b] = [under?.run.value ?? null, lab.run.value];
      const ready = hasResult(under?.end.value ?? null) && hasResult(lab.end.value) && a !== null && b !== null;
      const key = ready ? `${a} ${b}` : "";
      if (key === this.key) return;
      this.key = key;
      this.comparison.value = null;
      this.trouble.value = "";
      if (ready) void this.fetch(lab, a, b, key);
    });
  }

  private async fetch(lab: Lab, a: string, b: string, key: string): Promise<void> {
    const said = await lab.api.compare(a, b).catch((error: Error) => error);
    if (key !== this.key) return;
    if (said instanceof Error) this.trouble.value = said.message;
    else this.comparison.value = said;
  }
}

/** There before the baseline is, so that nothing moves under a pointer when that comes; its button
 *  stays in its place, with the focus that it may have. */
function createLine({ line, lab, base }: BaselineOptions, found: Found, open: () => void): void {
  const what = h("span", { class: "was-what" });
  const said = h("div", { class: "was-said" });
  line.append(what, said, all(open));
  effect(() => {
    const under = base.lab.value;
    const trouble = base.trouble.value;
    line.hidden = lab.veil.from.value !== null || lab.run.value === null || base.isShown || base.isOff;
    what.replaceChildren(...(under || !trouble ? [h("b", {}, "Compared with "), under ? base.words : base.name] : [h("b", {}, "No baseline"), `: ${trouble}`]));
    said.replaceChildren(...(under ? middle(lab, under, found) : trouble ? [] : [h("span", { class: "quiet" }, WAITS)]));
  });
}

function middle(lab: Lab, under: Lab, found: Found): HTMLElement[] {
  const comparison = found.comparison.value;
  if (comparison) {
    const told = headlines(comparison.outcomes, MOST_HEADLINES, (id) => lab.scene.isWaitedAt(id));
    if (told.length > 0) return [h("ul", { class: "was-list", "aria-label": "What came out: was, now, change" }, ...told.map((one) => headline(lab, one)))];
    return [h("span", { class: "quiet" }, comparison.same ? "The same happened." : "Nothing that is better or worse.")];
  }
  const words = found.trouble.value || waiting(lab, under);
  return [h("span", { class: "quiet" }, words)];
}

function waiting(lab: Lab, under: Lab): string {
  const isThis = hasResult(under.end.value);
  const which = isThis ? "this run" : "the baseline";
  const { state, end } = isThis ? lab : under;
  const none = state.value === "failed" || state.value === "interrupted" || (state.value === "stopped" && !hasResult(end.value));
  return none ? `Of ${which} there is no result.` : `Totals when ${which} is finished.`;
}

function headline(lab: Lab, one: Outcome): HTMLElement {
  const { was, now, change } = outcomeWords(one);
  return h("li", {}, `${named(lab, one)} `, h("span", { class: "sr-only" }, "was "), h("span", { class: "num was-old" }, was), h("span", { "aria-hidden": "true" }, " → "),
    h("span", { class: "sr-only" }, " now "), h("b", { class: "num" }, now), " ", verdict(one, change));
}

/** Whose it is and what: "Orders: oldest message". */
function named(lab: Lab, { component, name }: Outcome): string {
  return `${component === "cost" ? "Cost" : lab.scene.titleOf(component)}: ${name}`;
}

function verdict(one: Outcome, change: string): HTMLElement {
  return h("span", { class: "was-verdict", "data-verdict": one.verdict }, h("span", { class: "num" }, change), one.verdict === "same" ? "" : ` ${one.verdict}`);
}

function all(open: () => void): HTMLElement {
  const button = h("button", { class: "link-button", type: "button", "aria-haspopup": "dialog" }, "Was and now");
  button.addEventListener("click", open);
  return button;
}

/** The dialog: which run is the baseline, what differs, and everything that came out. */
class Sheet {
  private readonly choices = h("div", { class: "base-choices", role: "group", "aria-label": "Baseline" });
  private readonly body = h("div", { class: "base-body" });
  private readonly element: HTMLDialogElement;

  constructor(private readonly options: BaselineOptions, private readonly found: Found) {
    const id = idFor("base-title");
    const close = h("button", { class: "btn btn-small", type: "button" }, "Close");
    const head = h("header", { class: "base-head" }, h("h2", { id }, "Was and now"), close);
    this.element = h("dialog", { class: "sheet base-sheet", "aria-labelledby": id }, head, this.choices, this.body);
    close.addEventListener("click", () => this.element.close());
    this.element.addEventListener("click", (event) => event.target === this.element && this.element.close());
    options.dialogs.append(this.element);
    effect(() => this.fill());
  }

  open(): void {
    if (!this.element.open) this.element.showModal();
  }

  private fill(): void {
    const { base, lab } = this.options;
    const focused = (document.activeElement as HTMLElement | null)?.dataset["choice"];
    this.choices.replaceChildren(
      h("span", { "aria-hidden": "true" }, "Baseline:"),
      this.choice("shown", "This run", base.isShown, () => promote(this.options)),
      this.choice("written", "The scenario as written", base.isWritten && !base.isOff && !base.isShown, () => base.takeWritten()),
      this.choice("none", "No baseline", base.isOff, () => base.takeNone()),
    );
    if (focused) this.choices.querySelector<HTMLElement>(`[data-choice="${focused}"]`)?.focus();
    this.body.replaceChildren(...this.content(lab, base));
  }

  private choice(key: string, words: string, pressed: boolean, run: () => void): HTMLElement {
    const button = h("button", { class: "btn btn-small", type: "button", "aria-pressed": String(pressed), "data-choice": key }, words);
    button.addEventListener("click", run);
    return button;
  }

  private content(lab: Lab, base: Baseline): HTMLElement[] {
    const under = base.lab.value;
    if (!under) return [h("p", { class: "quiet" }, base.trouble.value || (base.isShown ? "Turn a knob: what comes out is compared with this run." : "Nothing is compared."))];
    const comparison = this.found.comparison.value;
    return [
      h("p", {}, `Compared with ${base.words}.`),
      ...(base.differences.length > 0 ? [inputsTable(base)] : []),
      ...(comparison ? [outcomesTable(lab, comparison)] : [h("p", { class: "quiet" }, this.found.trouble.value || waiting(lab, under))]),
    ];
  }
}

function table(name: string, heads: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  const head = h("thead", {}, h("tr", {}, ...heads.map((words) => h("th", { scope: "col" }, words))));
  return h("table", { class: "was-table" }, h("caption", { class: "sr-only" }, name), head, h("tbody", {}, ...rows));
}

const cell = (text: string): HTMLElement => h("td", { class: "num" }, text);

export function inputsTable(base: Baseline): HTMLElement {
  const rows = base.differences.map(({ label, was, now }) => h("tr", {}, h("th", { scope: "row" }, label), cell(was), cell(now)));
  return table("Inputs that differ", ["Input", "Was", "Now"], rows);
}

export function outcomesTable(lab: Lab, { outcomes }: Comparison): HTMLElement {
  const changed = outcomes.filter(({ change }) => change !== 0);
  const rows = changed.map((one) => {
    const { was, now, change, relative } = outcomeWords(one);
    return h("tr", {}, h("th", { scope: "row" }, named(lab, one)), cell(was), cell(now), cell(change + relative.replace(" %", "\u00a0%")), h("td", { class: "was-verdict", "data-verdict": one.verdict }, one.verdict));
  });
  const same = outcomes.length - changed.length;
  return h("div", {}, table("What came out", ["Outcome", "Was", "Now", "Change", "Which is"], rows), h("p", { class: "quiet" }, `${same} did not change.`));
}
