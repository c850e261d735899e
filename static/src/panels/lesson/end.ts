/** Behind the last step: what was learnt, and what comes next. */
import { h } from "../../core/dom";
import type { Walk } from "../../core/walk";

export function endOf(walk: Walk): HTMLElement {
  const { lesson } = walk;
  const reset = h("button", { class: "btn", type: "button" }, "Begin again");
  reset.addEventListener("click", () => walk.reset());
  const next = lesson.next
    ? h("p", {}, "Next in the course: ", h("a", { class: "lesson-next", href: `/lab/new?lesson=${encodeURIComponent(lesson.next.id)}` }, lesson.next.title))
    : h("p", {}, "This was the last lesson of the course. ", h("a", { href: "/lessons" }, "All lessons"));
  return h("article", { class: "lesson-step" }, h("h3", { class: "lesson-step-title" }, "What was learnt"), h("p", { class: "lesson-prose" }, lesson.summary), h("ul", { class: "lesson-sum" }, ...summed(walk).map((words) => h("li", {}, words))), next, h("p", {}, h("a", { href: lesson.url }, "The lesson to read again"), " ", reset));
}

function summed(walk: Walk): string[] {
  const { lesson, progress } = walk;
  const questions = lesson.steps.flatMap(({ predict }) => (predict ? [predict] : []));
  const tasks = lesson.steps.filter(({ task }) => task !== null);
  const answered = questions.filter((one) => walk.keptOf(one).prediction !== null).length;
  const reached = tasks.filter(({ id }) => progress.value.tasks.includes(id)).length;
  const of = (n: number, all: number, one: string): string => `${n} of ${all} ${all === 1 ? one : `${one}s`}`;
  return [
    ...(questions.length > 0 ? [`${of(answered, questions.length, "question")} answered before the run was seen.`] : []),
    ...(tasks.length > 0 ? [`${of(reached, tasks.length, "task")} reached.`] : []),
  ];
}
