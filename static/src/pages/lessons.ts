/** Lessons are read without this; with it they say how far one is. */
import "./gallery";
import "../styles/docs.css";
import "../styles/lessons.css";
import { h, setText } from "../core/dom";
import { forgetProgress, progressOf, progressWords, sawStep } from "../core/progress";

for (const lesson of document.querySelectorAll<HTMLElement>("[data-lesson]")) show(lesson);
offerToForget();
offerToBeDone();

function show(lesson: HTMLElement): void {
  const place = lesson.querySelector("[data-progress]");
  if (place) setText(place, progressWords(progressOf(idOf(lesson)), Number(lesson.dataset["steps"])));
}

function idOf(lesson: HTMLElement): string {
  return lesson.dataset["lesson"] ?? "";
}

function offerToForget(): void {
  const place = document.querySelector<HTMLElement>("[data-course-tools]");
  const lessons = [...document.querySelectorAll<HTMLElement>("[data-lesson]")];
  const done = lessons.filter((lesson) => progressOf(idOf(lesson)).steps.length > 0).length;
  if (!place || done === 0) return;
  const forget = h("button", { class: "link-button", type: "button" }, "Forget it");
  forget.addEventListener("click", () => {
    forgetProgress();
    lessons.forEach(show);
    place.hidden = true;
  });
  place.append(`You have begun ${done} of ${lessons.length} in this browser. `, forget);
  place.hidden = false;
}

/** Who has read it here has seen it. */
function offerToBeDone(): void {
  const place = document.querySelector<HTMLElement>("[data-course-done]");
  const lesson = document.querySelector<HTMLElement>("main[data-lesson]");
  if (!place || !lesson) return;
  const button = h("button", { class: "btn", type: "button" }, "I have read it");
  const say = h("span", { class: "quiet", role: "status" });
  button.addEventListener("click", () => {
    for (const step of lesson.querySelectorAll(".lesson-step")) sawStep(idOf(lesson), step.id);
    show(lesson);
    setText(say, "Kept in this browser.");
  });
  place.append(button, " ", say);
  place.hidden = false;
}
