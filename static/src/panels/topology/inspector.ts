/**
 * A popover beside a node: what it counts, and how it is set. Not modal. Where its type lists what
 * matters, that comes first; what is limited tells why, in a timeline of its own.
 */
import { plural } from "../../charts/words";
import { h, setText } from "../../core/dom";
import { formatTime } from "../../core/format";
import { observedAt } from "../../core/instant";
import type { View } from "../../core/panel";
import { cited } from "../knobs/citation";
import { inspect, nameOf, type Row } from "./figures";
import { listedRows } from "./listed";
import type { Place } from "./layout";
import { Mini } from "./mini";
import { RowsView } from "./rows-view";

/** A setting as a person reads it, by AWS's name. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly changed?: boolean;
  /** Goes to its knob. */
  readonly go?: () => void;
}

/** A number that is not the scenario's, with where it was read. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly source: string;
  readonly assumed: boolean;
  readonly note?: string;
  /** Of the page that has it in every vintage, where there is one. */
  readonly page?: string;
  /** No setting of the component stands for it. */
  readonly rule?: boolean;
}

export interface About {
  readonly settings: readonly Setting[];
  readonly facts: readonly Fact[];
  /** What else there is to be seen of it, elsewhere. */
  readonly more?: { readonly words: string; readonly go: () => void };
  /** In numbers what a limiter stands for: "+300 a minute". */
  readonly rule?: (limiter: string) => string;
}

export type Describe = (component: string) => About;

const WIDTH = 312;
const WIDE = 384;
const PADDING = 26;

/** Its type lists what is to be told first; of the others all metrics are. */
function isWhole({ picture }: Place): boolean {
  return picture.inspector !== undefined;
}

export class Inspector {
  readonly element = h("div", { class: "inspector", role: "dialog", "aria-modal": "false", hidden: true });
  private place: Place | null = null;
  private opener: (() => HTMLElement | null) | null = null;
  private readonly title = h("h3", { tabindex: "-1" });
  private readonly time = h("p", { class: "inspector-time num" });
  private readonly body = h("div", { class: "inspector-body", tabindex: "0", role: "group", "aria-label": "Numbers and settings" });
  private readonly mini = new Mini(WIDE - PADDING);
  private readonly now = new RowsView("Nothing yet: press Run.");
  private readonly settings = new RowsView("");
  private readonly facts = h("div");
  private readonly more = h("button", { type: "button", class: "btn btn-small inspector-more", hidden: true });
  private readonly all = new RowsView("Nothing yet.");
  private readonly rest = h("details", { class: "inspector-rest" }, h("summary", {}, "All metrics and totals"), this.all.element);
  private factsKey = "";
  /** Shown and not yet filled: it comes into sight once it has its size. */
  private fresh = false;

  constructor(private readonly describe: Describe, private readonly closed: () => void) {
    const close = h("button", { type: "button", class: "inspector-close", "aria-label": "Close" }, "×");
    close.addEventListener("click", () => this.close());
    this.more.addEventListener("click", () => this.place && this.describe(this.place.id).more?.go());
    this.element.append(h("header", {}, this.title, close), this.time, this.more, this.body);
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    });
  }

  get open(): string | null {
    return this.place?.id ?? null;
  }

  /** `opener` gives what has the focus again when it is closed; `enter` takes the focus in. */
  show(place: Place, opener: () => HTMLElement | null, hostWidth: number, enter: boolean): void {
    this.place = place;
    this.opener = opener;
    const whole = isWhole(place);
    setText(this.title, nameOf(place));
    this.element.setAttribute("aria-label", `${place.title}: numbers and settings`);
    this.element.classList.toggle("wide", whole);
    this.element.hidden = false;
    const width = Math.min(hostWidth, whole ? WIDE : WIDTH);
    this.element.style.width = `${width}px`;
    this.element.style.left = `${Math.max(0, Math.min(place.x, hostWidth - width))}px`;
    this.element.style.top = `${place.y + place.height + 6}px`;
    const mini = place.picture.limited ? [this.mini.element] : [];
    const parts = whole ? [this.now.element, ...mini, this.settings.element, this.facts, this.rest] : [this.settings.element, this.all.element];
    this.body.replaceChildren(...parts);
    this.body.scrollTop = 0;
    this.factsKey = "";
    this.mini.forget();
    this.fresh = true;
    if (enter) this.title.focus({ preventScroll: true });
  }

  close(): void {
    if (!this.place) return;
    this.dismiss();
    this.opener?.()?.focus();
    this.closed();
  }

  /** Goes with the selection, and leaves the focus where it is. */
  dismiss(): void {
    this.place = null;
    this.element.hidden = true;
  }

  update(view: View): void {
    const { place } = this;
    if (!place) return;
    this.fill(place, view);
    if (this.fresh) this.element.scrollIntoView?.({ block: "nearest" });
    this.fresh = false;
  }

  private fill(place: Place, view: View): void {
    const { store } = view;
    const t = observedAt(store, view.t);
    setText(this.time, `at ${formatTime(t)}`);
    const about = this.describe(place.id);
    const settings = about.settings.map((s): Row => ({ name: s.name, value: s.value + (s.changed ? " (changed)" : ""), ...(s.go ? { go: s.go } : {}) }));
    this.settings.fill([["Settings", settings]]);
    this.more.hidden = !about.more;
    setText(this.more, about.more?.words ?? "");
    if (!isWhole(place)) return this.all.fill(inspect(place, store, t));
    this.now.fill([["Now", listedRows(store, place, t, about.rule)]]);
    if (place.picture.limited) this.mini.update(place, view);
    this.showFacts(about.facts);
    if (this.rest.open) this.all.fill(inspect(place, store, t));
  }

  private showFacts(facts: readonly Fact[]): void {
    const key = facts.map((fact) => `${fact.name}=${fact.value}`).join("|");
    if (key === this.factsKey) return;
    this.factsKey = key;
    const [own, rules] = [facts.filter((fact) => !fact.rule), facts.filter((fact) => fact.rule)];
    const parts = facts.length > 0 ? [h("h4", {}, "Quotas and their sources"), factList(own)] : [];
    if (rules.length > 0) parts.push(h("details", { class: "inspector-rest" }, h("summary", {}, `${plural(rules.length, "more rule", "more rules")} of the profile`), factList(rules)));
    this.facts.replaceChildren(...parts);
  }
}

function factList(facts: readonly Fact[]): HTMLElement {
  return h("ul", { class: "facts" }, ...facts.map((fact) => {
    const mark = fact.assumed ? [h("span", { class: "assumed" }, "assumed"), " "] : [];
    const source = h("span", { class: "fact-source" }, ...mark, cited(fact.source), fact.note ? ` ${fact.note}` : "", ...(fact.page ? [" ", h("a", { href: fact.page, "aria-label": `all vintages of ${fact.name}` }, "all vintages")] : []));
    return h("li", {}, h("span", { class: "fact-name" }, fact.name), h("b", { class: "num" }, fact.value), source);
  }));
}
