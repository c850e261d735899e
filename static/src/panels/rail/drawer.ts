/** Side columns that come and go over the page, and take the focus with them: below 1,100 px the right
 *  one, while something is presented both. */
import { h } from "../../core/dom";

export interface Drawer {
  toggle(): void;
  /** Opens it where it is closed. */
  show(): void;
  /** True when there was something to close. */
  close(): boolean;
}

const NARROW = "(max-width: 1100px) and (min-width: 769px)";
/** A lesson takes the place of the right column, unless there is room for both. */
export const BESIDE_LESSON = "(max-width: 1799px) and (min-width: 769px)";

/** `floats`: does it lie over the page now? Else it has its place in it. */
export function createDrawer(aside: HTMLElement, floats: () => boolean = floatsWhereNarrow()): Drawer {
  const close = h("button", { class: "btn btn-small drawer-close", type: "button" }, "Close");
  let opener: Element | null = null;
  aside.prepend(close);
  close.addEventListener("click", () => shut());

  function shut(): boolean {
    if (!aside.classList.contains("open")) return false;
    aside.classList.remove("open");
    if (opener instanceof HTMLElement) opener.focus();
    return true;
  }

  function show(): void {
    if (!floats() || aside.classList.contains("open")) return;
    opener = document.activeElement;
    aside.classList.add("open");
    close.focus();
  }

  return {
    close: shut,
    show,
    toggle(): void {
      if (!floats()) aside.scrollIntoView({ block: "nearest" });
      else if (!shut()) show();
    },
  };
}

export function floatsWhereNarrow(where = NARROW): () => boolean {
  const narrow = matchMedia(where);
  return () => narrow.matches;
}
