/**
 * A run in a list: what it is, what was changed in it, and, for whose it is, its name, whether it
 * stays, and its end. Nothing is deleted without a second word.
 */
import type { Api } from "../../core/api";
import { h, setText } from "../../core/dom";
import { ENDED, type SeenRun } from "../../core/types";
import { factsOf, nameOf, stateOf } from "./words";
import "./runs.css";

const LONGEST_NAME = 80;
const OTHERS = "Asked for by others: look at it, fork it.";

export interface RowOptions {
  readonly api: Api;
  readonly run: SeenRun;
  /** It is the one that is looked at. */
  readonly isShown?: boolean;
  readonly onGone: (id: string) => void;
}

export class RunRow {
  readonly element: HTMLLIElement;
  private readonly link = h("a", {});
  private readonly pinned = h("span", { class: "chip" }, "pinned");
  private readonly said = h("span", { class: "run-said", role: "status" });
  private readonly tools = h("span", { class: "run-tools" });
  private run: SeenRun;

  constructor(private readonly options: RowOptions) {
    const { run, isShown } = options;
    this.run = run;
    this.link.href = run.url;
    this.element = h("li", { class: "run-row", "data-run": run.id, "aria-current": isShown ? "true" : null },
      this.link, h("span", { class: "chip" }, stateOf(run)), this.pinned, h("span", { class: "recent-facts" }, ...factsOf(run)), this.tools, this.said);
    this.show();
    this.offer();
  }

  private show(): void {
    setText(this.link, nameOf(this.run));
    this.pinned.hidden = !this.run.pinned;
  }

  private button(words: string, about: string, run: () => void): HTMLButtonElement {
    const button = h("button", { class: "btn btn-small", type: "button", "aria-label": `${words}: ${about}` }, words);
    button.addEventListener("click", run);
    return button;
  }

  /** What its owner may do; others have no buttons. */
  private offer(focus = ""): void {
    const { run } = this;
    if (!run.yours) return this.tools.replaceChildren(h("span", { class: "quiet" }, OTHERS));
    const name = nameOf(run);
    const buttons = [
      this.button("Rename", name, () => this.askName()), this.button(run.pinned ? "Unpin" : "Pin", name, () => void this.pin()),
      ...(ENDED.has(run.state) ? [this.button("Delete", name, () => this.askDelete())] : []),
    ];
    buttons[1]!.title = run.pinned ? "Let it make room for other runs when it is old" : "Keep it: it makes no room for other runs";
    this.tools.replaceChildren(...buttons);
    buttons.find((button) => button.textContent === focus)?.focus();
  }

  private askName(): void {
    const field = h("input", { type: "text", class: "run-name", maxlength: LONGEST_NAME, value: this.run.name, placeholder: this.run.title, "aria-label": "Name of the run" });
    const form = h("form", { class: "run-tools" }, field, h("button", { class: "btn btn-small", type: "submit" }, "Save"), this.button("Cancel", "keep the name", () => this.offer("Rename")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.change({ name: field.value }, "Rename", field.value.trim() ? "Named." : "It has no name of its own any more.");
    });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.offer("Rename");
    });
    this.tools.replaceChildren(form);
    field.focus();
    field.select();
  }

  private pin(): Promise<void> {
    const pinned = !this.run.pinned;
    return this.change({ pinned }, pinned ? "Unpin" : "Pin", pinned ? "Pinned: it stays." : "It may make room for others now.");
  }

  private async change(change: { name?: string; pinned?: boolean }, focus: string, words: string): Promise<void> {
    try {
      this.run = { ...this.run, ...(await this.options.api.changeRun(this.run.id, change)) };
      setText(this.said, words);
      this.show();
      this.offer(focus);
    } catch (error) {
      setText(this.said, (error as Error).message);
    }
  }

  private askDelete(): void {
    const keep = this.button("Keep it", nameOf(this.run), () => this.offer("Delete"));
    this.tools.replaceChildren(h("span", {}, "Delete it, with all its data?"), this.button("Delete for good", nameOf(this.run), () => void this.delete()), keep);
    keep.focus();
  }

  private async delete(): Promise<void> {
    try {
      const { message } = await this.options.api.deleteRun(this.run.id);
      if (!message) return this.options.onGone(this.run.id);
      // Others asked for it, too: it is theirs now.
      this.run = { ...this.run, yours: false };
      this.tools.replaceChildren();
      setText(this.said, message);
    } catch (error) {
      this.offer("Delete");
      setText(this.said, (error as Error).message);
    }
  }
}
