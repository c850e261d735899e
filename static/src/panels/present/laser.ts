/** A dot that follows the pointer while its key is held. */
import { h, setProperty } from "../../core/dom";

export class Laser {
  readonly element = h("div", { class: "laser", "aria-hidden": "true", hidden: true });
  private x = -1;
  private y = -1;
  private key = "";

  constructor() {
    document.addEventListener("pointermove", (event) => {
      [this.x, this.y] = [event.clientX, event.clientY];
      if (!this.element.hidden) this.place();
    });
    document.addEventListener("keyup", (event) => event.key.toLowerCase() === this.key && this.off());
    // A key that is let go in another window is not heard of.
    addEventListener("blur", () => this.off());
  }

  on(event: KeyboardEvent): void {
    this.key = event.key.toLowerCase();
    if (this.x < 0) return;
    this.element.hidden = false;
    this.place();
  }

  off(): void {
    this.element.hidden = true;
  }

  /** The page may be shown enlarged: in the page's own pixels. */
  private place(): void {
    const scale = document.body.getBoundingClientRect().width / document.body.offsetWidth || 1;
    setProperty(this.element, "--x", `${this.x / scale}px`);
    setProperty(this.element, "--y", `${this.y / scale}px`);
  }
}
