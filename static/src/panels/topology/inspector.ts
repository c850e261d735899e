/** A small popover beside a node: what it counts, and how it is set. Not modal. */
import { h, setText } from "../../core/dom";
import { formatTime } from "../../core/format";
import type { RunStore } from "../../core/panel";
import { inspect, type Row } from "./figures";
import type { Place } from "./layout";

/** A setting as a person reads it, by AWS's name. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly changed?: boolean;
}

export type Settings = (component: string) => readonly Setting[];

export class Inspector {
  readonly element = h("div", { class: "inspector", role: "dialog", "aria-modal": "false", hidden: true });
  private place: Place | null = null;
  private opener: HTMLElement | null = null;
  private readonly title = h("h3");
  private readonly time = h("p", { class: "inspector-time num" });
  private readonly body = h("div", { class: "inspector-body", tabindex: "0" });

  constructor(private readonly settings: Settings, private readonly closed: () => void) {
    const close = h("button", { type: "button", class: "inspector-close", "aria-label": "Close" }, "×");
    close.addEventListener("click", () => this.close());
    this.element.append(h("header", {}, this.title, close), this.time, this.body);
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

  show(place: Place, opener: HTMLElement, hostWidth: number): void {
    this.place = place;
    this.opener = opener;
    setText(this.title, place.title);
    this.element.setAttribute("aria-label", `${place.title}: counters and settings`);
    this.element.hidden = false;
    this.element.style.left = `${Math.max(0, Math.min(place.x, hostWidth - 320))}px`;
    this.element.style.top = `${place.y + place.height + 6}px`;
    this.body.scrollTop = 0;
  }

  close(): void {
    if (!this.place) return;
    this.place = null;
    this.element.hidden = true;
    this.opener?.focus();
    this.closed();
  }

  update(store: RunStore, t: number): void {
    if (!this.place) return;
    setText(this.time, `at ${formatTime(t)}`);
    const { now, totals } = inspect(this.place, store, t);
    const settings = this.settings(this.place.id).map((s): Row => ({ name: s.name, value: s.value + (s.changed ? " (changed)" : "") }));
    this.fill([["Settings", settings], ["Now", now], ["Total so far", totals]]);
  }

  /** Keeps the rows it has while their names stay, so that reading is not disturbed. */
  private fill(groups: readonly (readonly [string, readonly Row[]])[]): void {
    const filled = groups.filter(([, rows]) => rows.length > 0);
    const shape = filled.map(([name, rows]) => `${name}:${rows.map((r) => r.name).join()}`).join("|");
    if (this.body.dataset["shape"] !== shape) {
      this.body.dataset["shape"] = shape;
      this.body.replaceChildren(...filled.flatMap(([name, rows]) => [
        h("h4", {}, name),
        h("dl", {}, ...rows.flatMap((row) => [h("dt", {}, row.name), h("dd", { class: "num" })])),
      ]));
      if (filled.length === 0) this.body.append(h("p", {}, "Nothing yet: press Run."));
    }
    const values = filled.flatMap(([, rows]) => rows.map((row) => row.value));
    this.body.querySelectorAll("dd").forEach((cell, i) => setText(cell, values[i] ?? ""));
  }
}
