import { beforeEach, expect, it, vi } from "vitest";
import { act } from "preact/test-utils";
import { durationKnob } from "../../core/duration-knob";
import { Session } from "../../core/session";
import type { Knob, KnobOfInterest, LabData } from "../../core/types";
import { createKnobs, type KnobsPanel } from "./index";

const knob = (path: string, label: string, more: Partial<Knob> = {}): Knob =>
  ({ ...durationKnob(30), path: `components.${path}`, component: path.split(".")[0]!, group: "Function", label, ...more });
const KNOBS = [
  knob("shop.arrivals.poisson.rate", "Arrival rate", { group: "Load" }),
  knob("worker.timeout", "Timeout"),
  knob("worker.memory", "Memory"),
  knob("jobs.delay", "Delay", { group: "Queue" }),
];
const INTEREST: readonly KnobOfInterest[] = [
  { path: "components.jobs.delay", label: "Held back", why: "for how long" },
  { path: "components.shop.arrivals.poisson.rate", label: "", why: "" },
  { path: "profile", label: "", why: "another year" },
];
const NODES = [["shop", "client", "Shop"], ["jobs", "queue", "Jobs"], ["worker", "function", "Worker"]].map(([id, type, title]) => ({ id, type, title }));
const PICTURES = { client: { order: 1, noun: "client", title: "", picture: { replays: true } }, queue: { order: 2, noun: "queue", title: "", picture: {} }, function: { order: 3, noun: "function", title: "", picture: {} } };

function panel(interest: readonly KnobOfInterest[], bringIn?: () => void): { root: HTMLElement; lab: ReturnType<Session["add"]>; knobs: KnobsPanel } {
  const data = {
    scenario: { id: "s", title: "S", seed: 1, profile: "aws-2026", duration_s: 60 },
    knobs: KNOBS, interest, topology: { nodes: NODES, edges: [] }, types: PICTURES, edge_kinds: {}, header: null, run: null,
  } as unknown as LabData;
  const [root, dialogs] = [document.createElement("div"), document.createElement("div")];
  document.body.replaceChildren(root, dialogs);
  const lab = new Session().add(data);
  const knobs = createKnobs({ root, dialogs, lab, pressedRun: () => undefined, showResults: () => undefined, ...(bringIn ? { bringIn } : {}) });
  return { root, lab, knobs };
}

const folds = (root: HTMLElement): string[] => [...root.querySelectorAll(".knob-fold")].map((fold) => `${fold.textContent} ${fold.getAttribute("aria-expanded")}`);
const shown = (root: HTMLElement): string[] => [...root.querySelectorAll<HTMLElement>(".knob, .trace, .field")]
  .filter((row) => !row.closest("[hidden], .filtered") && !row.closest("details"))
  .map((row) => row.dataset["path"] ?? "trace");

beforeEach(() => {
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  globalThis.fetch = vi.fn();
});

it("shows the knobs of the question, in its order, with why; the rest folds by component", () => {
  const { root } = panel(INTEREST);
  expect(shown(root)).toEqual(["components.jobs.delay", "components.shop.arrivals.poisson.rate", "profile"]);
  expect(root.querySelector(".knob-interest .knob-label")?.textContent).toBe("Held back");
  expect([...root.querySelectorAll(".interest-why")].map((why) => why.textContent)).toEqual(["for how long", "another year"]);
  expect(folds(root)).toEqual(["Shop1 false", "Worker2 false", "Run2 false"]);
});

it("counts what was changed in what is folded", () => {
  const { root, lab } = panel(INTEREST);
  void act(() => void lab.inputs.set("worker.memory", 99));
  void act(() => void lab.inputs.setSeed(7));
  expect(folds(root)).toEqual(["Shop1 false", "Worker1 changed of 2 false", "Run1 changed of 2 false"]);
});

it("opens a fold, and what a search finds until it is over", () => {
  const { root } = panel(INTEREST);
  const buttons = root.querySelectorAll<HTMLButtonElement>(".knob-fold");
  void act(() => buttons[1]!.click());
  expect(shown(root).slice(3)).toEqual(["components.worker.timeout", "components.worker.memory"]);
  void act(() => buttons[1]!.click());
  const search = root.querySelector<HTMLInputElement>(".knob-search")!;
  search.value = "memory";
  void act(() => void search.dispatchEvent(new Event("input", { bubbles: true })));
  expect(shown(root)).toEqual(["components.worker.memory"]);
  search.value = "";
  void act(() => void search.dispatchEvent(new Event("input", { bubbles: true })));
  expect(shown(root)).toHaveLength(3);
});

it("goes to a knob that is folded, and to what stands in the way of a run", () => {
  const { root, lab, knobs } = panel(INTEREST);
  void act(() => knobs.show("components.worker.timeout"));
  expect((document.activeElement as HTMLInputElement).getAttribute("aria-label")).toBe("Timeout");
  expect(folds(root)[1]).toBe("Worker2 true");
  void act(() => lab.inputs.setProblem("seed", "no"));
  void act(() => knobs.run());
  expect(document.activeElement?.closest("[data-path]")?.getAttribute("data-path")).toBe("seed");
});

it.each([
  ["components.worker.timeout", "from elsewhere"],
  ["seed", "as it stands in the way of a run"],
])("goes to %s, %s, at once through a search that left it out: what is hidden takes no focus", async (path, why) => {
  const { root, lab, knobs } = panel(INTEREST);
  if (why !== "from elsewhere") void act(() => lab.inputs.setProblem(path, "no"));
  const search = root.querySelector<HTMLInputElement>(".knob-search")!;
  search.value = "delay";
  void act(() => void search.dispatchEvent(new Event("input", { bubbles: true })));
  const row = root.querySelector<HTMLElement>(`[data-path='${path}']`)!;
  expect(row.closest(".filtered")).not.toBeNull();
  const hiddenThen: (Element | null)[] = [];
  row.addEventListener("focusin", () => hiddenThen.push(row.closest(".filtered, [hidden]")));
  // Not within `act`, which would draw the next picture first.
  if (why === "from elsewhere") knobs.show(path);
  else knobs.run();
  expect(hiddenThen).toEqual([null]);
  await vi.waitFor(() => expect(search.value).toBe(""));
});

it("is brought in before it takes the focus, where the knobs have no place in the page", () => {
  const focusedThen: (Element | null)[] = [];
  const { lab, knobs } = panel(INTEREST, () => focusedThen.push(document.activeElement));
  knobs.show("components.worker.timeout");
  void act(() => lab.inputs.setProblem("seed", "no"));
  knobs.run();
  expect(focusedThen.map((element) => element?.getAttribute("aria-label") ?? null)).toEqual([null, "Timeout"]);
});

it("is all open where a scenario names none, and hides what a trace replaced together with why", () => {
  expect(folds(panel([]).root)).toEqual(["Shop2 true", "Jobs1 true", "Worker2 true", "Run3 true"]);
  const { root, lab } = panel([{ ...INTEREST[1]!, why: "how much comes" }]);
  void act(() => void lab.inputs.setTrace("shop", { id: "a", name: "a.csv", total: 1, detected: [], spanS: 60 }));
  expect(root.querySelector<HTMLElement>(".interest-why")?.hidden).toBe(true);
});
