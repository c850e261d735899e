/** The same message in all the runs: their waterfalls on one time axis. */
import { glyphElement } from "../../charts/glyphs";
import { h, setProperty, setText } from "../../core/dom";
import { formatTime } from "../../core/format";
import { idFor } from "../../core/ids";
import type { Store } from "../../core/store";
import { isExecution } from "../story/execution";
import type { Phase, Waterfall } from "../story/phases";
import { fateWords, shortTime, StoryBook, storyName, storySentence, waterfallOf, type Story } from "../story/stories";
import type { Side } from "./sides";
import "../story/story.css";

const LEAST_SHARE = 0.004;

/** Which message: a number of the component where it begins. */
export interface MessageKey {
  readonly component: string;
  readonly id: number;
}

interface Telling {
  readonly name: string;
  readonly store: Store;
  readonly book: StoryBook;
  seen: number;
}

export class Messages {
  private readonly title: HTMLElement;
  private readonly body = h("div", { class: "two-body" });
  private readonly element: HTMLDialogElement;
  private tellings: readonly Telling[] = [];
  private at = 0;

  constructor(private readonly sides: readonly Side[], private messages: readonly MessageKey[] = []) {
    const button = (words: string, run: () => void): HTMLElement => {
      const made = h("button", { class: "btn btn-small", type: "button" }, words);
      made.addEventListener("click", run);
      return made;
    };
    const close = button("Close", () => this.element.close());
    close.setAttribute("autofocus", "");
    const id = idFor("two-title");
    this.title = h("h2", { id });
    this.element = h("dialog", { class: "sheet two", "aria-labelledby": id },
      h("header", { class: "two-head" }, this.title, button("Before", () => this.open(this.at - 1)), button("Next", () => this.open(this.at + 1)), close), this.body);
    this.element.addEventListener("click", (event) => event.target === this.element && this.element.close());
    document.body.append(this.element);
  }

  /** The messages to choose from. */
  take(messages: readonly MessageKey[]): void {
    this.messages = messages;
  }

  /** More of them, after the others; gives the place of the first. */
  add(messages: readonly MessageKey[]): number {
    const first = this.messages.length;
    this.messages = [...this.messages, ...messages];
    return first;
  }

  /** What the runs tell of their messages, as far as it has come. */
  private told(): readonly Telling[] {
    const stores = this.sides.map(({ store }) => store());
    const same = this.tellings.length === stores.length && this.tellings.every(({ store }, i) => store === stores[i]);
    if (!same) this.tellings = this.sides.map(({ name }, i) => ({ name, store: stores[i]!, book: new StoryBook(), seen: -1 }));
    for (const telling of this.tellings) {
      if (telling.seen !== telling.store.version) telling.book.readRun(telling.store);
      telling.seen = telling.store.version;
    }
    return this.tellings;
  }

  /** What the n-th message is called; null where no run follows it. */
  nameOf(n: number): string | null {
    const tellings = this.told();
    const story = tellings.map(({ book }) => book.get(keyOf(this.messages[n]!))).find((found) => found);
    return story ? `${storyName(story)} of ${tellings.at(-1)!.store.scene.titleOf(story.component)}` : null;
  }

  /** The n-th message of the list; beyond its ends the other end. */
  open(n: number): void {
    this.at = (n + this.messages.length) % this.messages.length;
    const message = this.messages[this.at]!;
    const told = this.told().map((telling) => ({ telling, story: telling.book.get(keyOf(message)) }));
    const falls = told.map(({ telling, story }) => (story ? waterfallOf(story, telling.store.computed, telling.store.scene) : null));
    const known = falls.filter((fall): fall is Waterfall => fall !== null);
    const span = { from: Math.min(...known.map((fall) => fall.begins)), to: Math.max(...known.map((fall) => fall.ends)) };
    const name = told.find(({ story }) => story)?.story;
    setText(this.title, `${name ? storyName(name) : `Message ${message.id}`}: ${known.map((fall) => fateWords(fall.fate).toLowerCase()).join(", now ")}`);
    this.body.replaceChildren(...told.map(({ telling, story }, i) => (story && falls[i] ? fallOf(telling, story, falls[i], span) : h("p", { class: "quiet" }, `${telling.name}: it is not followed there.`))));
    if (!this.element.open) this.element.showModal();
  }

  dispose(): void {
    this.element.remove();
  }
}

function keyOf({ component, id }: MessageKey): string {
  return `${component}/${id}`;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function fallOf({ name, store }: Telling, story: Story, fall: Waterfall, span: Span): HTMLElement {
  const head = (words: string): HTMLElement => h("th", { scope: "col" }, words);
  const scale = h("th", { scope: "col", class: "story-scale" }, h("div", {}, h("span", { class: "sr-only" }, "Drawn, from"), h("span", { class: "num" }, `${formatTime(span.from, 1)}`),
    h("span", { class: "sr-only" }, "to"), h("span", { class: "num" }, `${formatTime(span.to, 1)}`)));
  const rows = fall.phases.map((phase) => rowOf(phase, span));
  return h("section", { class: "two-side" }, h("h3", {}, name), h("p", { class: "story-sentence" }, storySentence(story, fall, store.scene)),
    h("table", { class: "story-table" }, h("caption", { class: "sr-only" }, `${name}: what happened to it, step by step`),
      h("thead", {}, h("tr", {}, head(isExecution(story.rows) ? "Step" : "Try"), head("What"), head("At"), head("Lasts"), scale)), h("tbody", {}, ...rows)));
}

function rowOf(phase: Phase, span: Span): HTMLElement {
  const lasts = phase.kind === "moment" ? "" : `${shortTime(phase.ends - phase.begins)}${phase.open ? " so far" : ""}`;
  return h("tr", {}, h("td", { class: "num" }, String(phase.attempt)), h("th", { scope: "row" }, phase.failed ? `${phase.words}, failed` : phase.words),
    h("td", { class: "num" }, formatTime(phase.begins, 2)), h("td", { class: "num" }, lasts), h("td", { class: "story-track" }, barOf(phase, span)));
}

function barOf(phase: Phase, { from, to }: Span): HTMLElement {
  const length = Math.max(to - from, 1e-9);
  const bar = h("span", { class: `story-bar ${phase.failed ? "failed" : phase.kind}${phase.open ? " open" : ""}`, "aria-hidden": "true" });
  setProperty(bar, "--from", Math.min((phase.begins - from) / length, 1 - LEAST_SHARE).toFixed(5));
  setProperty(bar, "--size", Math.min(1, Math.max(LEAST_SHARE, (phase.ends - phase.begins) / length)).toFixed(5));
  if (phase.glyph) bar.append(glyphElement(phase.glyph, 12));
  return bar;
}
