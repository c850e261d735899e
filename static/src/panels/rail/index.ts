/** The flags of the run as links, above the events. On narrow pages the rail is a drawer. */
import { effect } from "@preact/signals-core";
import { clear, h, setText } from "../../core/dom";
import { formatTime } from "../../core/format";
import { idFor } from "../../core/ids";
import type { Lab } from "../../core/lab";
import type { Flag } from "../../core/types";
import { flagGlyph, flagWords } from "../transport/flags";

export function createFlags(lab: Lab): HTMLElement {
  const list = h("ul", { class: "flag-list" });
  const none = h("p", { class: "quiet" });
  const id = idFor("flags-title");
  const element = h("section", { class: "rail-section", "aria-labelledby": id }, h("h2", { id }, "Flags"), list, none);
  let shown: { store: unknown; count: number } | null = null;
  effect(() => {
    const store = lab.store.value;
    lab.frames.value;
    setText(none, nothing(lab));
    none.hidden = store.flags.length > 0;
    if (shown?.store === store && shown.count === store.flags.length) return;
    // Those that are there stay, with the focus that one may have.
    const fresh = shown?.store === store ? store.flags.slice(shown.count) : store.flags;
    if (shown?.store === store) announceNew(lab, fresh);
    else clear(list);
    shown = { store, count: store.flags.length };
    list.append(...fresh.map((flag) => entry(flag, lab)));
  });
  return element;
}

function nothing(lab: Lab): string {
  if (lab.run.value === null) return "First throttle, first retry and their like appear here.";
  return lab.end.value?.state === "finished" ? "Nothing was throttled, retried or lost." : "Nothing flagged yet.";
}

function announceNew(lab: Lab, flags: readonly Flag[]): void {
  const last = flags.at(-1);
  const slow = lab.viewing.speed.value !== "max" && lab.viewing.speed.value <= 1;
  if (last && slow) lab.viewing.announce(`${flagWords(last, lab.store.value.scene).what} at ${formatTime(last.t_s, 1)}`);
}

function entry(flag: Flag, lab: Lab): HTMLElement {
  const time = h("button", { class: "link-button num", type: "button" }, `${formatTime(flag.t_s, 1)}`);
  time.setAttribute("aria-label", `Go to ${formatTime(flag.t_s, 1)}`);
  time.addEventListener("click", () => {
    if (lab.viewing.clock.playing) lab.viewing.setPlaying(false);
    lab.viewing.seek(flag.t_s);
  });
  const { what, where } = flagWords(flag, lab.store.value.scene);
  const words = h("span", { class: "flag-words", title: flag.component }, h("b", {}, what), ` ${where}`);
  const detail = flag.detail ? h("span", { class: "flag-detail" }, flag.detail) : null;
  return h("li", {}, flagGlyph(flag.kind), words, time, detail);
}
