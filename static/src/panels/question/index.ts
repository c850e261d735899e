/**
 * What the scenario asks, what to watch and what to try, under the header; a button folds it. It is
 * open where nothing has run yet, until somebody folds or opens it: then that holds.
 */
import { effect, signal, type ReadonlySignal } from "@preact/signals-core";
import { h, setAttribute } from "../../core/dom";
import { idFor } from "../../core/ids";
import type { LabData } from "../../core/types";
import "./question.css";

const CHOSEN = "windtunnel.question";

export interface QuestionPanel {
  /** Beside the title. */
  readonly button: HTMLElement;
  readonly element: HTMLElement;
}

/** Null where there is nothing to read. */
export function createQuestion({ scenario, run }: LabData, storage: Storage = localStorage, hidden: ReadonlySignal<number | null> = signal(null)): QuestionPanel | null {
  const paragraphs = paragraphsOf(scenario.description ?? "");
  if (paragraphs.length === 0) return null;
  const chosen = storage.getItem(CHOSEN);
  const open = signal(chosen === null ? run === null : chosen === "open");
  const id = idFor("lab-question");
  const button = h("button", { class: "link-button question-button", type: "button", "aria-controls": id, title: "What is asked, what to watch, what to try" }, "Question");
  const answer = scenario.summary ? h("details", { class: "question-answer" }, h("summary", {}, "The answer"), h("p", {}, `${scenario.summary} Figures are those of seed ${scenario.seed}.`)) : null;
  const text = h("div", { class: "question-text" }, h("h2", {}, scenario.title), ...paragraphs.map((words) => h("p", {}, words)), answer);
  const element = h("section", { class: "lab-question", id, "aria-label": "Question", tabindex: "0" }, text);
  button.addEventListener("click", () => {
    open.value = !open.value;
    storage.setItem(CHOSEN, open.value ? "open" : "closed");
  });
  effect(() => {
    // It tells what happens, and that may have to be predicted.
    button.hidden = hidden.value !== null;
    element.hidden = !open.value || hidden.value !== null;
    setAttribute(button, "aria-expanded", String(open.value));
  });
  return { button, element };
}

/** Lines are broken for an editor, paragraphs are apart by an empty one. */
export function paragraphsOf(text: string): string[] {
  return text.split(/\n\s*\n/).map((paragraph) => paragraph.split(/\s+/).join(" ").trim()).filter(Boolean);
}
