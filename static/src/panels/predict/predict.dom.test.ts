import { beforeEach, describe, expect, it, vi } from "vitest";
import { keepAnswer, recallAnswer, UNASKED, type Kept } from "../../core/answered";
import type { Predict } from "../../core/predictions";
import { Store } from "../../core/store";
import type { Header } from "../../core/types";
import { createPredict, type PredictOptions } from "./index";

const QUESTION: Predict = { id: "q", kind: "draw", question: "How many wait?", component: "jobs", metric: "Visible", unit: "", t0: 4, t1: 10, options: [], reveal_html: "<p>It is the <em>rule</em>.</p>" };
const HEADER = { duration_s: 10, bin_s: 1, frame_s: 1, topology: { nodes: [], edges: [] }, metrics: { Visible: { unit: "Count", label: "", statistic: "Last" } } } as unknown as Header;

function storeOf(seconds: number, complete: boolean): Store {
  const store = new Store();
  store.setHeader(HEADER);
  for (let n = 0; n < seconds; n++) store.add({ v: 1, n, t0: n, t1: n + 1, series: { jobs: { Visible: [n < 4 ? 0 : 10 * (n - 3)] } }, counters: {} });
  store.complete = complete;
  return store;
}

function card(question: Partial<Predict> = {}, more: Partial<PredictOptions> = {}) {
  const options = { onAnswer: vi.fn<PredictOptions["onAnswer"]>(), onReveal: vi.fn(), onKeep: vi.fn<(kept: Kept) => void>() };
  const view = { shown: () => storeOf(4, false), whole: () => storeOf(10, true), say: vi.fn() };
  const made = createPredict({ question: { ...QUESTION, ...question }, view, ...options, ...more });
  document.body.replaceChildren(made.element);
  const press = (words: string): void => [...made.element.querySelectorAll("button")].find(({ textContent }) => textContent === words)!.click();
  return { ...options, made, press, text: () => made.element.textContent ?? "" };
}

beforeEach(() => localStorage.clear());

describe("a question", () => {
  it("is answered with points that keys move, and revealed with the difference in words", () => {
    const { made, press, text, onAnswer, onReveal, onKeep } = card();
    press("This is my answer");
    expect([made.stage.value, text()]).toEqual(["asking", expect.stringContaining("Draw a line first, or place points.")]);
    press("Place points");
    const points = (): Element[] => [...made.element.querySelectorAll("[role=slider]")];
    expect(points().map((point) => point.getAttribute("aria-valuetext"))).toEqual(["0 at 0:04", "0 at 0:06", "0 at 0:07", "0 at 0:09", "0 at 0:10"]);
    const key = (i: number, name: string, shiftKey = false): void => void points()[i]!.dispatchEvent(new KeyboardEvent("keydown", { key: name, shiftKey, bubbles: true, cancelable: true }));
    key(4, "ArrowUp", true);
    key(4, "ArrowUp");
    key(1, "Delete");
    key(0, "+");
    expect(points().map((point) => point.getAttribute("aria-valuenow"))).toEqual(["0", "0", "0", "0", "11"]);
    press("This is my answer");
    expect(onAnswer).toHaveBeenLastCalledWith({ kind: "draw", points: expect.arrayContaining([[10, 11]]) });
    expect([made.stage.value, text().includes("It is the rule"), onReveal.mock.calls.length]).toEqual(["answered", false, 0]);
    press("Reveal");
    expect(onReveal).toHaveBeenCalledOnce();
    expect(made.element.querySelector(".predict-words")!.textContent).toBe("You expected at most 11; it came to 60 at 0:10. The turn came 4 s earlier, at 0:05 and not at 0:09.");
    expect(made.element.querySelector(".predict-reveal em")!.textContent).toBe("rule");
    expect(onKeep.mock.lastCall![0]).toMatchObject({ revealed: true });
  });
  it("takes its answer as numbers too, and says what it does not take", () => {
    const { made, press } = card();
    press("Place points");
    const field = (i: number): HTMLInputElement => made.element.querySelectorAll<HTMLInputElement>(".pad-table input")[i]!;
    const type = (i: number, text: string): void => {
      field(i).value = text;
      field(i).dispatchEvent(new Event("change"));
    };
    type(0, "1:00");
    expect(made.element.querySelector(".pad-table [role=alert]")!.textContent).toBe("A time from 0:04 to 0:10, such as 3:20.");
    type(1, "12");
    expect(made.element.querySelector("[role=slider]")!.getAttribute("aria-valuetext")).toBe("12 at 0:04");
  });
  it("says how high it is, in its unit, and takes a pointer where the page is enlarged", () => {
    const observed = class {
      constructor(private readonly told: (entries: unknown[]) => void) {}
      observe = (): void => this.told([{ contentRect: { width: 300, height: 220 } }]);
      disconnect = (): void => undefined;
    };
    vi.stubGlobal("ResizeObserver", observed);
    const { made, press, onAnswer } = card({ unit: "ms" });
    vi.unstubAllGlobals();
    const field = made.element.querySelector<HTMLInputElement>(".pad-scale input")!;
    field.value = "60 s";
    field.dispatchEvent(new Event("change"));
    const labels = [...made.element.querySelectorAll(".pad-level")];
    expect(labels.map(({ textContent }) => textContent)).toEqual(["0 s", "15 s", "30 s", "45 s", "60 s"]);
    const heights = labels.map((label) => Number(label.getAttribute("y")));
    expect(heights).toEqual([194, 149, 104, 59, 14]);
    const plot = made.element.querySelector<HTMLElement>(".pad-plot")!;
    Object.defineProperty(plot, "offsetWidth", { value: 300 });
    plot.getBoundingClientRect = () => ({ left: 0, top: 0, width: 600, height: 440 }) as DOMRect;
    const picture = plot.querySelector("svg")!;
    Object.assign(picture, { setPointerCapture: () => undefined, hasPointerCapture: () => true });
    picture.dispatchEvent(Object.assign(new Event("pointerdown"), { button: 0, clientX: 400, clientY: (heights[2]! + 4) * 2 }));
    press("This is my answer");
    expect(onAnswer).toHaveBeenLastCalledWith({ kind: "draw", points: [[7, 30_000]] });
  });
  it("sets a number in its unit", () => {
    const { made, press, onAnswer } = card({ kind: "number", unit: "ms", asked: { number: "most" } });
    const field = made.element.querySelector<HTMLInputElement>("input[type=text]")!;
    for (const [text, problem] of [["-1", "Nothing is less than 0 here."], ["much", expect.stringContaining("is not a number")], ["2.5 s", ""]] as const) {
      field.value = text;
      field.dispatchEvent(new Event("change"));
      const said = made.element.querySelector<HTMLElement>("[role=alert]")!;
      expect(said.hidden ? "" : said.textContent).toEqual(problem);
    }
    press("This is my answer");
    expect(onAnswer).toHaveBeenCalledWith({ kind: "number", value: 2500 });
    press("Reveal");
    expect(made.element.querySelector(".predict-words")!.textContent).toBe("You expected 2.5 s; it is 60 ms, 2.44 s less (1/42 of it).");
  });
  it("has one option chosen, can be changed before the reveal, and afterwards only as what one thinks now", () => {
    const { made, press, onAnswer, onKeep } = card({ kind: "choice", options: ["More", "Fewer"] });
    const choose = (i: number): void => made.element.querySelectorAll<HTMLInputElement>("input[type=radio]")[i]!.click();
    choose(1);
    press("This is my answer");
    press("Change it");
    choose(0);
    press("This is my answer");
    expect(onAnswer.mock.calls.map(([one]) => (one as { option: number }).option)).toEqual([1, 0]);
    press("Reveal");
    press("What I think now");
    choose(1);
    press("Keep it");
    expect(onAnswer).toHaveBeenCalledTimes(2);
    expect(onKeep.mock.lastCall![0]).toMatchObject({ prediction: { option: 0 }, later: { option: 1 } });
  });
  it("of a class is revealed by somebody else", () => {
    const { made, press, text } = card({}, { onReveal: undefined as never });
    expect(text()).not.toContain("Skip");
    press("Place points");
    press("This is my answer");
    expect(text()).toContain("What came is shown to all at once.");
    expect(text()).not.toContain("Reveal");
    made.reveal();
    expect(made.stage.value).toBe("revealed");
  });
});

it("keeps answers by run and question, and takes nothing that is no answer", () => {
  const kept: Kept = { prediction: { kind: "draw", points: [[4, 1]] }, revealed: true, why: "w", later: null };
  keepAnswer("RUN1", QUESTION, kept);
  expect([recallAnswer("RUN1", QUESTION), recallAnswer("RUN2", QUESTION)]).toEqual([kept, UNASKED]);
  localStorage.setItem("windtunnel.predictions", JSON.stringify([["RUN1/q", { prediction: { kind: "draw", points: [[99, 1]] }, revealed: 1, why: 3 }]]));
  expect(recallAnswer("RUN1", QUESTION)).toEqual(UNASKED);
  localStorage.setItem("windtunnel.predictions", "{");
  expect(recallAnswer("RUN1", QUESTION)).toEqual(UNASKED);
});
