/** The runs that this browser has looked at: in the lab as a dialog, in the gallery in its place. */
import type { Api } from "../../core/api";
import { h } from "../../core/dom";
import { idFor } from "../../core/ids";
import type { Lab } from "../../core/lab";
import { RunRow } from "./row";

const NONE = "Runs that you open in the lab are listed here.";

export interface RunsPanel {
  readonly button: HTMLElement;
  open(): void;
}

export function createRuns(lab: Lab, dialogs: HTMLElement): RunsPanel {
  const id = idFor("runs-title");
  const close = h("button", { class: "btn btn-small", type: "button" }, "Close");
  const list = h("ul", { class: "recent" });
  const said = h("p", { class: "quiet", role: "status" });
  const sheet = h("dialog", { class: "sheet runs", "aria-labelledby": id }, h("header", { class: "runs-head" }, h("h2", { id }, "Your recent runs"), close), list, said);
  close.addEventListener("click", () => sheet.close());
  sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
  dialogs.append(sheet);
  const open = (): void => {
    if (sheet.open) return;
    sheet.showModal();
    void fill(list, lab.api, lab.run.value, (gone) => gone === lab.run.value && location.assign("/")).then((words) => said.replaceChildren(words));
  };
  const button = h("button", { class: "btn runs-button", type: "button", title: "Your recent runs: name, pin, delete (E)", "aria-haspopup": "dialog", "aria-keyshortcuts": "E" }, "Runs");
  button.addEventListener("click", open);
  return { button, open };
}

/** In place of what the server wrote: the same, with what can be done. */
export function takeOver(list: HTMLElement, api: Api): void {
  void fill(list, api, null, () => undefined);
}

/** Resolves to what there is to say of the whole. */
async function fill(list: HTMLElement, api: Api, shown: string | null, onGone: (id: string) => void): Promise<string> {
  try {
    const runs = await api.seen();
    const gone = (id: string): void => {
      const row = list.querySelector<HTMLElement>(`[data-run="${id}"]`);
      const next = (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector<HTMLElement>("a");
      row?.remove();
      next?.focus();
      onGone(id);
    };
    list.replaceChildren(...runs.map((run) => new RunRow({ api, run, isShown: run.id === shown, onGone: gone }).element));
    return runs.length > 0 ? "" : NONE;
  } catch (error) {
    return (error as Error).message;
  }
}
