/** The menu of a node: what can be done to it, by mouse, touch or keys. */
import { h } from "../../core/dom";
import { idFor } from "../../core/ids";
import type { Offer } from "./offers";

export interface MenuPlace {
  readonly component: string;
  readonly title: string;
  /** Has the focus again when the menu is closed. */
  readonly opener: HTMLElement;
}

export class NodeMenu {
  readonly element = h("div", { class: "node-menu", role: "menu", id: idFor("node-menu"), hidden: true });
  private place: MenuPlace | null = null;

  constructor(private readonly offers: (component: string) => readonly Offer[], private readonly choose: (component: string, action: string) => void) {
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focusout", (event) => {
      if (!this.element.contains(event.relatedTarget as Node | null)) this.close(false);
    });
    document.addEventListener("pointerdown", (event) => {
      if (this.place && !this.element.contains(event.target as Node)) this.close(false);
    });
  }

  /** Is there anything to be done to it? */
  has(component: string): boolean {
    return this.offers(component).length > 0;
  }

  get open(): string | null {
    return this.place?.component ?? null;
  }

  /** Beside a point of the stage that it stands in. */
  show(place: MenuPlace, x: number, y: number): void {
    const items = this.offers(place.component).map(({ name, label }) => this.item(name, label));
    if (items.length === 0) return;
    this.place = place;
    this.element.setAttribute("aria-label", `What can be done to ${place.title}`);
    this.element.replaceChildren(...items);
    this.element.hidden = false;
    const host = this.element.offsetParent as HTMLElement | null;
    const most = (host?.clientWidth ?? 0) - this.element.offsetWidth - 4;
    this.element.style.left = `${Math.max(4, Math.min(x, most))}px`;
    this.element.style.top = `${y}px`;
    items[0]!.focus({ preventScroll: true });
    this.element.scrollIntoView?.({ block: "nearest" });
  }

  private item(name: string, label: string): HTMLElement {
    const item = h("button", { type: "button", role: "menuitem", tabindex: "-1", "data-action": name }, `${label}…`);
    item.addEventListener("click", () => {
      const component = this.place?.component;
      this.close(true);
      if (component) this.choose(component, name);
    });
    return item;
  }

  close(focus: boolean): void {
    const place = this.place;
    if (!place) return;
    this.place = null;
    this.element.hidden = true;
    if (focus) place.opener.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent): void {
    const items = [...this.element.querySelectorAll<HTMLElement>("[role=menuitem]")];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to: Readonly<Record<string, number>> = { ArrowDown: (at + 1) % items.length, ArrowUp: (at - 1 + items.length) % items.length, Home: 0, End: items.length - 1 };
    const typed = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "Escape") this.close(true);
    else if (event.key === "Tab") return this.close(true);
    else if (event.key in to) items[to[event.key]!]?.focus();
    else if (typed) this.find(items, at, event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The next one that begins with the letter. */
  private find(items: readonly HTMLElement[], at: number, letter: string): void {
    const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    order.find((item) => item.textContent!.toLowerCase().startsWith(letter.toLowerCase()))?.focus();
  }
}
