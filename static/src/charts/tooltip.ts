/** A tooltip that stays while pointed at, leaves with Esc, and never takes the focus. */
import { h, setText } from "../core/dom";
import "./tooltip.css";

export class Tooltip {
  readonly element = h("div", { class: "tooltip", role: "tooltip", hidden: true });
  private readonly escape = (event: KeyboardEvent): void => {
    if (event.key === "Escape") this.hide();
  };

  /** Shows lines of text beside a point of the host element, kept inside its width. */
  show(lines: readonly string[], x: number, y: number, hostWidth: number): void {
    while (this.element.childElementCount < lines.length) this.element.append(h("div"));
    [...this.element.children].forEach((child, i) => setText(child, lines[i] ?? ""));
    this.element.style.left = `${Math.min(x + 12, Math.max(0, hostWidth - 200))}px`;
    this.element.style.top = `${y + 14}px`;
    if (!this.element.hidden) return;
    this.element.hidden = false;
    document.addEventListener("keydown", this.escape);
  }

  hide(): void {
    this.element.hidden = true;
    document.removeEventListener("keydown", this.escape);
  }
}
