/** Below 1,100 px the right rail comes and goes over the page, and takes the focus with it. */
import { h } from "../../core/dom";

export interface Drawer {
  toggle(): void;
  /** Opens it where it is closed. */
  show(): void;
  /** True when there was something to close. */
  close(): boolean;
}

export function createDrawer(rail: HTMLElement): Drawer {
  const narrow = matchMedia("(max-width: 1100px) and (min-width: 769px)");
  const close = h("button", { class: "btn btn-small drawer-close", type: "button" }, "Close");
  let opener: Element | null = null;
  rail.prepend(close);
  close.addEventListener("click", () => shut());

  function shut(): boolean {
    if (!rail.classList.contains("open")) return false;
    rail.classList.remove("open");
    if (opener instanceof HTMLElement) opener.focus();
    return true;
  }

  function show(): void {
    if (!narrow.matches || rail.classList.contains("open")) return;
    opener = document.activeElement;
    rail.classList.add("open");
    close.focus();
  }

  return {
    close: shut,
    show,
    toggle(): void {
      if (!narrow.matches) rail.scrollIntoView({ block: "nearest" });
      else if (!shut()) show();
    },
  };
}
