/** What the function got with a message, try by try, as text: the event, its context, its variables, its log. */
import { h, setAttribute, setText } from "../../core/dom";
import { formatTime } from "../../core/format";
import type { AskHanded, Handed, HandedAttempt } from "../../core/handed";
import { idFor } from "../../core/ids";
import { copyText } from "../share/copying";
import { isExecution } from "./execution";
import { ordinal } from "./phases";
import type { Reached } from "./reached";
import type { Story } from "./stories";
import { traceTable, traceWords } from "./trace";
import "./handed.css";

const SAID_FOR_MS = 2500;
/** A blob is kept until the browser has begun to save it. */
const SAVED_AFTER_MS = 10_000;

type Part = "event" | "context" | "environment" | "log" | "trace";
const OF_A_MESSAGE: ReadonlySet<Part> = new Set(["log", "trace"]);
const PARTS: readonly { readonly part: Part | null; readonly words: string }[] = [
  { part: null, words: "Steps" }, { part: "event", words: "Event" }, { part: "context", words: "Context" }, { part: "environment", words: "Variables" }, { part: "log", words: "Log" },
  { part: "trace", words: "Trace" },
];

export class HandedView {
  /** Which of them is shown, in the place of the waterfall. */
  readonly bar = h("div", { class: "story-parts", role: "group", "aria-label": "Show of the message" });
  readonly element = h("div", { class: "handed", hidden: true });
  /** Why there is no event to be shown. */
  readonly none = h("p", { class: "handed-note", hidden: true });
  private readonly note = h("p", { class: "handed-note", role: "status" });
  private readonly tries = h("select", { "aria-label": "Attempt" });
  private readonly trace = h("div", { class: "handed-trace", tabindex: "0", role: "group", "aria-label": "Segments", hidden: true });
  private readonly copy = h("button", { type: "button", class: "btn btn-small" }, "Copy");
  private readonly save = h("button", { type: "button", class: "btn btn-small" }, "Download");
  private readonly text = h("textarea", { class: "handed-text num", readonly: true, spellcheck: "false", "aria-label": "Event", wrap: "off" });
  private part: Part | null = null;
  private of: { readonly key: string; readonly component: string; readonly id: number | null; readonly version: number } | null = null;
  private hidden = false;
  private told: Handed | null = null;
  /** Of the message, as far as it was told, and the attempt; what is on the screen or asked for. */
  private asked = "";
  private at = 0;

  /** Without anybody to ask there is the waterfall alone. */
  constructor(private readonly ask: AskHanded | undefined, private readonly steps: HTMLElement | null) {
    this.bar.hidden = ask === undefined;
    this.text.id = idFor("handed");
    const offered = PARTS.filter(({ part }) => steps !== null || (part !== null && !OF_A_MESSAGE.has(part)));
    this.bar.append(...offered.map(({ part, words }) => {
      const button = h("button", { type: "button", "aria-pressed": String(part === null), "aria-controls": part && this.text.id, "data-part": part ?? "" }, words);
      button.addEventListener("click", () => this.choose(part));
      return button;
    }));
    this.tries.addEventListener("change", () => {
      this.at = this.tries.selectedIndex;
      this.refresh();
    });
    this.copy.addEventListener("click", () => void this.copied());
    this.save.addEventListener("click", () => this.saved());
    this.element.append(h("div", { class: "handed-head" }, this.tries, this.copy, this.save), this.note, this.trace, this.text);
  }

  /** `hidden`: something of the run is to be predicted, and nothing may give it away. Of what no handler got there is at most a trace. */
  show(story: Story, hidden: boolean, reached?: Reached): void {
    this.turn(story.key, story.component, story.id, story.rows.length);
    this.hidden = hidden;
    // No function got an execution: its machine has a panel.
    const open = hidden || reached?.handler !== false;
    this.bar.hidden = this.ask === undefined || isExecution(story.rows) || (!open && !reached.traced);
    for (const button of this.bar.children) (button as HTMLElement).hidden = !open && !["", "trace"].includes((button as HTMLElement).dataset["part"] ?? "");
    setText(this.none, open ? "" : reached.why);
    this.none.hidden = open;
    if (this.part !== null && (this.bar.hidden || (!open && this.part !== "trace"))) this.choose(null);
    this.refresh();
  }

  /** What a function gets from each of its sources, of no message in particular. */
  showOf(fn: string, run: string): void {
    this.turn(`${run} ${fn}`, fn, null, 0);
    this.choose("event");
  }

  private turn(key: string, component: string, id: number | null, version: number): void {
    if (this.of?.key !== key) this.at = 0;
    this.of = { key, component, id, version };
  }

  private choose(part: Part | null): void {
    this.part = part;
    for (const button of this.bar.children) setAttribute(button, "aria-pressed", String((button as HTMLElement).dataset["part"] === (part ?? "")));
    if (this.steps) this.steps.hidden = part !== null;
    this.element.hidden = part === null;
    this.refresh();
  }

  private refresh(): void {
    const { of, part } = this;
    if (!of || part === null || !this.ask) return;
    if (this.hidden) return this.nothing("Hidden until the question is answered.");
    const asked = `${of.key} ${of.version} ${this.at}`;
    if (asked === this.asked) return this.told ? this.fill(this.told) : undefined;
    this.asked = asked;
    this.nothing("");
    this.ask(of.component, of.id, this.at).then(
      (told) => asked === this.asked && this.fill(told),
      (error: unknown) => asked === this.asked && this.nothing(error instanceof Error ? error.message : String(error)),
    );
  }

  private nothing(why: string): void {
    this.told = null;
    if (this.hidden) this.asked = "";
    setText(this.note, why);
    this.shown(false);
  }

  private shown(there: boolean): void {
    for (const element of [this.text, this.copy, this.save, this.tries]) element.hidden = !there;
    this.trace.hidden = true;
  }

  private fill(told: Handed): void {
    this.told = told;
    setText(this.note, noteOf(told, this.part!));
    this.shown(true);
    this.showTrace(told);
    const words = told.sources?.map(({ source, title }) => `${title}: ${source}`) ?? attemptsWords(told.attempts);
    if (words.join() !== [...this.tries.options].map((option) => option.text).join()) this.tries.replaceChildren(...words.map((text) => h("option", {}, text)));
    this.tries.selectedIndex = told.at;
    // The log is that of all tries of a function.
    this.tries.hidden = this.part === "log" && triesOf(told) === told.attempts.length;
    const text = textOf(told, this.part!);
    if (this.text.value !== text) this.text.value = text;
    // Lines of a log are long, those of a document are not, but for what nobody reads.
    this.text.classList.toggle("wraps", this.part === "log");
    setAttribute(this.text, "aria-label", PARTS.find(({ part }) => part === this.part)!.words);
  }

  private showTrace({ trace }: Handed): void {
    const there = this.part === "trace" && trace !== undefined && trace.segments.length > 0;
    this.trace.hidden = !there;
    if (there) this.trace.replaceChildren(traceTable(trace));
  }

  private async copied(): Promise<void> {
    const done = await copyText(this.text);
    if (!done) return setText(this.note, "The browser does not let this page copy. The text is selected: press Ctrl+C (on a Mac, Command C).");
    this.copy.focus();
    setText(this.copy, "Copied");
    setTimeout(() => setText(this.copy, "Copy"), SAID_FOR_MS);
  }

  private saved(): void {
    const { told, part } = this;
    if (!told || !part) return;
    const [type, ending] = part === "log" ? ["text/plain", "txt"] : ["application/json", "json"];
    const url = URL.createObjectURL(new Blob([this.text.value], { type: type! }));
    h("a", { href: url, download: `${told.function || told.component}-${told.source}${told.id === null ? "" : `-${told.id}`}${part === "log" ? "" : `-${told.at + 1}`}-${part}.${ending!}` }).click();
    setTimeout(() => URL.revokeObjectURL(url), SAVED_AFTER_MS);
  }
}

/** With the function, where there are several: of a request its authorizer, say. */
function attemptsWords(attempts: readonly HandedAttempt[]): string[] {
  const several = new Set(attempts.map((one) => one.function)).size > 1;
  return attempts.map((one) => attemptWords(one, several && one.function ? `${one.function}: ` : ""));
}

function attemptWords({ attempt, begins_s, ends_s, outcome }: HandedAttempt, of: string): string {
  return `${of}${ordinal(attempt)} try, at ${formatTime(begins_s, 2)}: ${ends_s === null ? "still running" : outcome === "reported" ? "reported as failed" : outcome || "no end is told"}`;
}

export function textOf(told: Handed, part: Part): string {
  if (part === "log") return (told.log ?? []).map(({ message }) => message).join("\n");
  if (part === "event") return told.event === null ? "" : JSON.stringify(told.event.document, null, 2);
  if (part === "trace") return told.trace ? JSON.stringify(told.trace.segments.length > 0 ? told.trace.segments : { ...told.trace }, null, 2) : "";
  return JSON.stringify(told[part] ?? {}, null, 2);
}

function triesOf(told: Handed): number {
  return told.attempts.filter((one) => one.function === undefined || one.function === told.function).length;
}

function noteOf(told: Handed, part: Part): string {
  if (part === "event") return told.event === null ? "Nobody has said yet what this event looks like." : `${told.event.title}. Fields as in ${told.event.guide}; what nobody simulates is made up.`;
  if (part === "log") return !told.log?.length ? `${told.function} may not write to its log.` : `What ${told.function} leaves in its log, ${triesOf(told) === 1 ? "the only try" : `all ${triesOf(told)} tries`}.`;
  if (part === "trace") return told.trace ? traceWords(told.trace) : `${told.function} is no Lambda function: it has no segments.`;
  return part === "context" ? `The context object that ${told.function} gets with the event.` : `The environment variables that ${told.function} finds: Lambda's and its own.`;
}
