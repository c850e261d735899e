/** A dot on the scrubber: where the teacher is. The bar says it in words. */
import { h, setProperty } from "../../core/dom";

export class TeacherDot {
  private readonly dot = h("div", { class: "teacher-dot", "aria-hidden": "true", title: "The teacher is here", hidden: true });

  constructor(transport: HTMLElement) {
    transport.querySelector(".track")?.append(this.dot);
  }

  /** Null where the teacher is elsewhere, or followed. */
  show(t: number | null, durationS: number): void {
    this.dot.hidden = t === null || durationS <= 0;
    if (t !== null && durationS > 0) setProperty(this.dot, "--at", `${(Math.min(1, t / durationS) * 100).toFixed(2)}%`);
  }
}
