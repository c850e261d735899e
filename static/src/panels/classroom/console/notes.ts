/** The teacher's own notes: kept with the class, seen by nobody else, gone with it. */
import { h, setText } from "../../../core/dom";
import { idFor } from "../../../core/ids";
import { section } from "./parts";

const SAVE_AFTER_MS = 600;
const LONGEST = 4000;

export function createNotes(save: (notes: string) => Promise<void>): { readonly element: HTMLElement; show(notes: string): void } {
  const id = idFor("notes");
  const field = h("textarea", { id, rows: "6", maxlength: String(LONGEST) });
  const said = h("p", { class: "quiet", role: "status" }, "Only you see them. They go when the class ends.");
  let timer: number | undefined;
  field.addEventListener("input", () => {
    setText(said, "Not saved yet.");
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      timer = undefined;
      save(field.value).then(() => timer === undefined && setText(said, "Saved."), (error: Error) => setText(said, error.message));
    }, SAVE_AFTER_MS);
  });
  return {
    element: section("Your notes", h("label", { for: id, class: "visually-hidden" }, "Your notes"), field, said),
    show(notes): void {
      // What is being typed is newer than what comes back.
      if (timer === undefined && document.activeElement !== field) field.value = notes;
    },
  };
}
