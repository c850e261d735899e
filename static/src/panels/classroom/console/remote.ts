/** Where the class looks, and the few keys of a remote for the stage: they work where there is one to hear them. */
import type { Messages } from "../../../core/classroom/messages";
import { h, setText } from "../../../core/dom";
import { formatTime } from "../../../core/format";
import { classQuery } from "../lesson";
import { button, section } from "./parts";

export const NO_STAGE = "No stage is open: nothing here moves the class until the lab is open as the stage.";
const FROZEN = "All is frozen, the stage too. Release lets it play.";

export interface Remote {
  readonly element: HTMLElement;
  show(view: Messages["view"]): void;
  /** Whether a stage leads, and does what is asked here. */
  heard(leads: boolean): void;
  freeze(frozen: boolean): void;
}

export function createRemote(code: string, lesson: string | null, go: (what: string) => void): Remote {
  const where = h("p", {}, "No run is open yet.");
  const why = h("p", { class: "quiet", role: "status" });
  const open = h("a", { class: "btn", target: "_blank", rel: "noopener", hidden: true }, "Open the stage");
  const play = button("Play", () => go(play.dataset["playing"] === "true" ? "pause" : "play"), "btn-primary");
  const [back, on] = [button("◂ Flag before", () => go("back")), button("Next flag ▸", () => go("on"))];
  let [there, frozen] = [false, false];
  const tell = (): void => {
    back.disabled = on.disabled = !there;
    play.disabled = !there || frozen;
    setText(why, there ? (frozen ? FROZEN : "") : NO_STAGE);
    why.hidden = there && !frozen;
  };
  tell();
  return {
    element: section("Stage", where, h("div", { class: "console-row" }, back, play, on, open), why),
    show(view): void {
      setText(where, view.run === null ? "No run is open yet." : `Run ${view.run} at ${formatTime(view.t, 2)}, ${view.p ? `playing at ${view.v}${view.v === "max" ? "" : "×"}` : "paused"}.`);
      play.dataset["playing"] = String(view.p);
      setText(play, view.p ? "Pause" : "Play");
      open.hidden = view.run === null;
      if (view.run !== null) open.href = `/lab/${view.run}${classQuery("teach", code, lesson)}${view.h}`;
    },
    heard(leads): void {
      there = leads;
      tell();
    },
    freeze(is): void {
      frozen = is;
      tell();
    },
  };
}
