/**
 * "Follow a message": the messages that a run follows, and the life of one of them as a waterfall.
 * The waterfall is a table: a bar beside the words that say the same.
 */
import { h, setAttribute, setText } from "../../core/dom";
import { formatNumber, formatTime } from "../../core/format";
import { idFor } from "../../core/ids";
import type { Panel, PanelContext, View } from "../../core/panel";
import { isExecution } from "./execution";
import { phaseRow } from "./phase-row";
import { HandedView } from "./handed";
import { storyOption } from "./option";
import { reachedBy } from "./reached";
import type { Fate, Waterfall } from "./phases";
import { FATES, fateWords, followedWords, nearest, StoryBook, storyName, sharedNames, storySentence, waterfallOf, type Story } from "./stories";
import "./story.css";

const EVERY_MS = 500;

/** Where the wish to follow a message comes from: a moment, perhaps an event of some kind. */
export interface From {
  readonly t: number;
  readonly kind?: string;
}

export interface StoryPanel extends Panel {
  readonly element: HTMLDialogElement;
  /** With the message nearest to an event, or to the playhead where none is given. */
  open(from?: From): void;
  /** With the message that a component and a number name; false where it is not told of yet. */
  follow(id: string): boolean;
  /** Which one is shown; null while none is. */
  readonly shown: string | null;
}

export function createStory(context: PanelContext): StoryPanel {
  return new StoryDialog(context);
}

interface Told {
  readonly story: Story;
  readonly fall: Waterfall;
}

class StoryDialog implements StoryPanel {
  readonly element: HTMLDialogElement;
  private readonly book = new StoryBook();
  private readonly note = h("p", { class: "story-note", "aria-live": "polite" });
  private readonly filters = h("div", { class: "story-filters", role: "group", "aria-label": "Show only" });
  private readonly list = h("ul", { class: "story-list", role: "listbox", tabindex: "0", "aria-label": "Followed messages" });
  private readonly title = h("h3", { class: "story-title", id: idFor("story-name") });
  private readonly sentence = h("p", { class: "story-sentence" });
  private readonly from = h("span", { class: "num" });
  private readonly to = h("span", { class: "num" });
  private readonly rows = h("tbody");
  private readonly tries = h("th", { scope: "col", class: "story-try" }, "Try");
  private readonly sight = h("div", { class: "story-sight", tabindex: "0", role: "group", "aria-label": "Waterfall" });
  private readonly handed: HandedView;
  private readonly page = h("section", { class: "story-page", "aria-labelledby": this.title.id });
  private readonly body: HTMLElement;
  private told: readonly Told[] = [];
  private listed: readonly Told[] = [];
  /** What several of them are called: each component numbers its own. */
  private named: ReadonlySet<string> = new Set();
  private fate: Fate | null = null;
  private key: string | null = null;
  /** Where the first one shown is looked for, and again until the data of that moment has come. */
  private wish: From = { t: 0 };
  private sought = false;
  private view: View | null = null;
  private version = "";
  private last = -Infinity;
  private pageKey = "";
  /** The step of the message at which the playhead stands; -1 before the first. */
  private at = -1;
  private marked: string | null = null;
  private timer: number | undefined;

  constructor(private readonly context: PanelContext) {
    const close = h("button", { type: "button", class: "btn story-close" }, "Close");
    close.addEventListener("click", () => this.element.close());
    this.handed = new HandedView(context.handed, this.sight);
    this.page.append(this.title, this.sentence, this.handed.none, this.handed.bar, this.sight, this.handed.element);
    this.sight.append(this.table());
    this.body = h("div", { class: "story-body" }, h("div", { class: "story-choice" }, this.filters, this.list), this.page);
    const id = idFor("story-heading");
    const head = h("header", { class: "story-head" }, h("h2", { id }, "Follow a message"), this.note, close);
    this.element = h("dialog", { class: "sheet story", "aria-labelledby": id }, head, this.body);
    this.element.addEventListener("click", (event) => {
      if (event.target === this.element) this.element.close();
    });
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLElement>("[data-key]");
      if (option) this.choose(option.dataset["key"]!);
    });
    this.list.addEventListener("keydown", (event) => this.step(event));
    this.element.addEventListener("keydown", (event) => this.walk(event));
  }

  private table(): HTMLElement {
    const head = (words: string, name = ""): HTMLElement => h("th", { scope: "col", class: name }, words);
    const scale = h("th", { scope: "col", class: "story-scale" },
      h("div", {}, h("span", { class: "sr-only" }, "Drawn, from"), this.from, h("span", { class: "sr-only" }, "to"), this.to));
    return h("table", { class: "story-table" }, h("caption", { class: "sr-only" }, "What happened to the message, step by step"),
      h("thead", {}, h("tr", {}, this.tries, head("What"), head("At"), head("Lasts"), scale)), this.rows);
  }

  open(from?: From): void {
    this.wish = from ?? { t: this.view?.awaited ?? this.view?.t ?? 0 };
    this.sought = from !== undefined || this.key === null;
    this.fate = null;
    this.version = "";
    this.marked = null;
    this.last = -Infinity;
    if (!this.element.open) this.element.showModal();
    if (this.view) this.update(this.view);
    this.list.focus();
    this.context.actions.invalidate();
  }

  follow(id: string): boolean {
    if (!this.view) return false;
    this.book.readRun(this.view.store);
    const dot = id.lastIndexOf(".");
    const story = this.book.get(`${id.slice(0, dot)}/${id.slice(dot + 1)}`);
    if (!story) return false;
    this.key = story.key;
    this.open({ t: story.rows[0]![0] });
    this.choose(story.key);
    return true;
  }

  get shown(): string | null {
    const story = this.element.open ? this.book.get(this.key) : undefined;
    return story ? `${story.component}.${story.id}` : null;
  }

  update(view: View): void {
    this.view = view;
    if (!this.element.open) return;
    const now = performance.now();
    const version = `${view.store.version}`;
    if (version === this.version) return;
    if (now - this.last < EVERY_MS) return this.later();
    this.version = version;
    this.last = now;
    this.read(view);
  }

  /** What came too soon after the last picture is shown all the same. */
  private later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.context.actions.invalidate(), EVERY_MS);
  }

  private read({ store, computed }: View): void {
    this.book.readRun(store);
    this.named = sharedNames(this.book.all());
    this.told = this.book.all().map((story) => ({ story, fall: waterfallOf(story, computed, store.scene) }));
    if (this.sought || !this.book.get(this.key)) this.key = this.wished();
    if (computed > this.wish.t) this.sought = false;
    setText(this.note, this.remark());
    this.body.hidden = this.told.length === 0;
    this.fill();
  }

  private wished(): string | null {
    const stories = this.told.filter(({ fall }) => this.fate === null || fall.fate === this.fate).map(({ story }) => story);
    return nearest(stories, this.wish.t, this.wish.kind)?.key ?? null;
  }

  private remark(): string {
    const n = this.told.length;
    if (n === 0) return this.view && this.view.store.bins > 0 ? "No message or request is followed in this run." : "Press Run first: a run follows some of its messages and requests.";
    const near = this.wish.kind ? ` Shown first: the one nearest to the event at ${formatTime(this.wish.t, 3)}.` : "";
    return `${followedWords(this.told.map(({ story }) => story))} of the run ${n === 1 ? "is" : "are"} followed.${near} The keys . and , go through its steps.`;
  }

  // --- the list ----------------------------------------------------------------------------

  private fill(): void {
    const chosen = this.told.find(({ story }) => story.key === this.key);
    if (chosen && this.fate !== null && chosen.fall.fate !== this.fate) this.fate = null;
    this.listed = this.told.filter(({ fall }) => this.fate === null || fall.fate === this.fate);
    this.fillFilters();
    this.list.replaceChildren(...this.listed.map((told) => this.option(told)));
    this.mark();
  }

  private fillFilters(): void {
    const focused = this.filters.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["fate"] : undefined;
    const count = (fate: Fate | null): number => this.told.filter(({ fall }) => fate === null || fall.fate === fate).length;
    const present = FATES.filter(({ fate }) => count(fate) > 0);
    const all = this.filter(null, "All", count(null));
    this.filters.replaceChildren(all, ...(present.length > 1 ? present.map(({ fate, words }) => this.filter(fate, words, count(fate))) : []));
    if (focused !== undefined) this.filters.querySelector<HTMLElement>(`[data-fate="${focused}"]`)?.focus();
  }

  private filter(fate: Fate | null, words: string, n: number): HTMLElement {
    const button = h("button", { type: "button", "aria-pressed": String(this.fate === fate), "data-fate": fate ?? "" }, `${words} `, h("span", { class: "num" }, formatNumber(n)));
    button.addEventListener("click", () => {
      this.fate = fate;
      const own = this.told.find(({ story }) => story.key === this.key);
      if (fate !== null && own?.fall.fate !== fate) this.key = this.wished() ?? this.key;
      this.fill();
    });
    return button;
  }

  private option({ story, fall }: Told): HTMLElement {
    const shared = this.named.has(storyName(story));
    return storyOption(story, fall, `${this.title.id}-${story.key}`, shared ? this.context.scene.titleOf(story.component) : "");
  }

  private choose(key: string): void {
    this.sought = false;
    this.key = key;
    this.mark();
  }

  /** Marks the one that is chosen, and shows it. */
  private mark(): void {
    for (const option of this.list.children) {
      const chosen = (option as HTMLElement).dataset["key"] === this.key;
      setAttribute(option, "aria-selected", String(chosen));
      if (!chosen) continue;
      setAttribute(this.list, "aria-activedescendant", option.id);
      if (this.marked !== this.key) option.scrollIntoView?.({ block: "nearest" });
    }
    this.marked = this.key;
    const told = this.told.find(({ story }) => story.key === this.key);
    this.page.hidden = told === undefined;
    if (told) this.show(told);
  }

  private step(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined || this.listed.length === 0) return;
    event.preventDefault();
    const at = this.listed.findIndex(({ story }) => story.key === this.key);
    const to = Math.max(0, Math.min(this.listed.length - 1, at + step));
    this.choose(this.listed[to]!.story.key);
  }

  // --- the waterfall -----------------------------------------------------------------------

  private show({ story, fall }: Told): void {
    const key = `${story.key} ${story.rows.length} ${fall.ends}`;
    if (key === this.pageKey) return;
    if (!key.startsWith(`${this.pageKey.split(" ")[0]} `)) this.sight.scrollTop = 0;
    if (!key.startsWith(`${this.pageKey.split(" ")[0]} `)) this.at = -1;
    this.pageKey = key;
    setText(this.title, `${storyName(story)}: ${fateWords(fall.fate).toLowerCase()}`);
    setText(this.sentence, storySentence(story, fall, this.view?.store.scene ?? this.context.scene));
    setText(this.tries, isExecution(story.rows) ? "Step" : "Try");
    setText(this.from, `${formatTime(fall.begins, 1)}`);
    setText(this.to, `${formatTime(fall.ends, 1)}`);
    this.handed.show(story, this.view?.hidden != null, reachedBy(story, this.view?.store.scene ?? this.context.scene));
    let attempt = 0;
    this.rows.replaceChildren(...fall.phases.map((phase) => {
      const first = phase.attempt !== attempt;
      attempt = phase.attempt;
      return phaseRow(phase, fall, first, (t) => this.go(t));
    }));
    this.markStep();
  }

  /** `.` and `,` take the playhead through its steps; the dialog stays. */
  private walk(event: KeyboardEvent): void {
    const direction = event.key === "." ? 1 : event.key === "," ? -1 : 0;
    const told = this.told.find(({ story }) => story.key === this.key);
    if (!direction || !told || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.sought = false;
    const last = told.fall.phases.length - 1;
    this.at = Math.max(0, Math.min(last, this.at + direction));
    const phase = told.fall.phases[this.at]!;
    this.context.actions.setPlaying(false);
    this.context.actions.seek(phase.begins);
    this.context.actions.announce(`${phase.words} at ${formatTime(phase.begins, 2)}`);
    this.markStep();
  }

  private markStep(): void {
    for (const [i, row] of [...this.rows.children].entries()) setAttribute(row, "aria-current", i === this.at ? "step" : null);
    this.rows.children[this.at]?.scrollIntoView?.({ block: "nearest" });
  }

  private go(t: number): void {
    this.element.close();
    this.context.actions.setPlaying(false);
    this.context.actions.seek(t);
  }

  dispose(): void {
    this.element.remove();
  }
}
