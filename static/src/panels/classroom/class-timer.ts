/** How long the class still has for something, as the teacher set it. */
import { h, setText } from "../../core/dom";
import { clockWords } from "./console/parts";

const TICK_MS = 500;
/** As long it is told that it is over. */
const OVER_MS = 30_000;

export class ClassTimer {
  readonly element = h("span", { class: "class-timer num", hidden: true });
  /** By how much the server's clock is ahead of this one. */
  offsetMs = 0;
  private ends: number | null = null;

  constructor() {
    window.setInterval(() => this.tick(), TICK_MS);
  }

  /** Of the server's clock; null for none. */
  show(endsMs: number | null): void {
    this.ends = endsMs;
    this.tick();
  }

  private tick(): void {
    const left = this.ends === null ? -Infinity : this.ends - this.offsetMs - Date.now();
    this.element.hidden = left < -OVER_MS;
    if (!this.element.hidden) setText(this.element, left > 0 ? `${clockWords(left)} left` : "Time is up");
  }
}
