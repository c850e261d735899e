import { beforeEach, describe, expect, it } from "vitest";
import type { LabData, RunInfo } from "../../core/types";
import { createQuestion, paragraphsOf, type QuestionPanel } from "./index";

const TEXT = "One line\nbroken for an editor.\n\nTry <b>10</b>, then 12.\n";

function panel(run: Partial<RunInfo> | null, description = TEXT): QuestionPanel | null {
  return createQuestion({ scenario: { title: "Why?", summary: "Because.", description, seed: 7 }, run } as unknown as LabData);
}

beforeEach(() => localStorage.clear());

describe("the question", () => {
  it("is open where nothing has run, with its text, its task and its answer folded, and of which seed its figures are", () => {
    const { element, button } = panel(null)!;
    expect([element.hidden, button.getAttribute("aria-expanded"), button.getAttribute("aria-controls")]).toEqual([false, "true", element.id]);
    expect([...element.querySelectorAll("h2, .question-text > p")].map((part) => part.textContent)).toEqual(["Why?", "One line broken for an editor.", "Try <b>10</b>, then 12."]);
    expect(element.querySelector("details")).toMatchObject({ open: false, textContent: "The answerBecause. Figures are those of seed 7." });
  });
  it("is folded beside a run, and stays as somebody left it", () => {
    const { element, button } = panel({ id: "RUN" })!;
    expect(element.hidden).toBe(true);
    button.click();
    expect(element.hidden).toBe(false);
    expect(panel({ id: "OTHER" })!.element.hidden).toBe(false);
    button.click();
    expect(panel(null)!.element.hidden).toBe(true);
  });
  it("is not there where a scenario says nothing", () => {
    expect([panel(null, ""), panel(null, " \n")]).toEqual([null, null]);
    expect(paragraphsOf("a\n \nb")).toEqual(["a", "b"]);
  });
});
