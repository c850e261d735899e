/** A question with options of the teacher's own: the room chooses, and the teacher says which it is. */
import type { Question } from "../../../core/classroom/messages";
import { h, setText } from "../../../core/dom";
import { formatClock } from "../../../core/format";
import { idFor } from "../../../core/ids";
import { readMoment } from "../../predict/table";

const MOST = 8;
const LONGEST = { question: 300, option: 120 };

export interface PollOptions {
  t(): number;
  durationS(): number;
  ask(question: Question): void;
}

/** What is wrong with it, or the question. */
export function pollOf(words: string, options: string, from: string, durationS: number): Question | string {
  const [question, t0] = [words.trim(), readMoment(from)];
  const lines = options.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  if (question === "") return "The question is missing.";
  if (lines.length < 2 || lines.length > MOST) return `Options: 2 to ${MOST}, a line each.`;
  if (lines.some((line) => line.length > LONGEST.option)) return `An option has ${LONGEST.option} characters at most.`;
  if (t0 === null || t0 < 0 || t0 >= durationS) return `From: a time before the end, ${formatClock(durationS)}, such as 2:00.`;
  return { id: "", kind: "choice", question, component: "", metric: "", unit: "", t0, t1: durationS, options: lines };
}

export function createPoll({ t, durationS, ask }: PollOptions): { readonly element: HTMLDialogElement; open(): void } {
  const id = idFor("poll-title");
  const words = h("input", { type: "text", maxlength: String(LONGEST.question), autocomplete: "off" });
  const options = h("textarea", { rows: "5", placeholder: "One a line" });
  const from = h("input", { type: "text", class: "num", autocomplete: "off" });
  const problem = h("p", { class: "knob-error", role: "alert", hidden: true });
  const close = h("button", { class: "btn btn-small", type: "button" }, "Close");
  const form = h("form", { class: "ask-form", novalidate: true },
    h("label", { class: "ask-row" }, h("span", {}, "Question"), words),
    h("label", { class: "ask-row" }, h("span", {}, "Options"), options),
    h("label", { class: "ask-row" }, h("span", {}, "Hide the run from"), from),
    problem, h("div", { class: "predict-acts" }, h("button", { class: "btn btn-primary", type: "submit" }, "Hide it and ask")));
  const element = h("dialog", { class: "sheet ask-sheet", "aria-labelledby": id }, h("header", { class: "base-head" }, h("h2", { id }, "Ask with options of your own"), close), form);
  close.addEventListener("click", () => element.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const made = pollOf(words.value, options.value, from.value, durationS());
    problem.hidden = typeof made !== "string";
    setText(problem, typeof made === "string" ? made : "");
    if (typeof made === "string") return;
    element.close();
    ask(made);
  });
  return {
    element,
    open(): void {
      if (element.open) return;
      from.value = formatClock(Math.round(t()));
      element.showModal();
      words.focus();
    },
  };
}
