/** Presenting: what is called for comes, what a remote sends is heard, and what was chosen is kept. */
import { signal } from "@preact/signals-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Keyboard } from "../../core/keyboard";
import type { Lab } from "../../core/lab";
import type { Spot } from "../../core/spot";
import { Stage, STAGE_PARTS, type StagePart } from "../../core/stage";
import { sceneOf } from "../../core/testing/scene";
import { createDrawer } from "../rail/drawer";
import type { StoryPanel } from "../story/index";
import { createPresent, type PresentPanel } from "./index";
import { presentKeys, stageKeys } from "./keys";
import { spotAt } from "./targets";

const PAGE = `
  <header id="lab-header"><h1>Why?</h1></header><aside id="lab-knobs"></aside>
  <main id="content" tabindex="-1">
    <section class="pane-topology"><div class="topology-stage"><button data-id="worker">Worker</button></div>
      <div class="lanes" data-mapping="orders-mapping"><div class="lane" data-lane="3"><i></i></div></div></section>
    <section class="pane-grid"><div class="grid-band" data-function="worker"><i></i></div></section>
    <section class="pane-timelines"><div class="tl-label" data-row="throttles.worker"><b></b></div><div class="tl-plot" tabindex="0"></div><div class="tl-axis"></div></section>
  </main><aside id="lab-rail"></aside><footer class="lab-transport"></footer>`;

const said: string[] = [];
let spot = signal<Spot | null>(null);
let page: HTMLElement = document.body;

function viewing() {
  return {
    spot, selection: signal(null), clock: { playing: true }, setSpot: (to: Spot | null) => (spot.value = to), onDirty: vi.fn(), announce: (text: string) => said.push(text),
    setPlaying: (on: boolean) => said.push(`playing ${on}`), toFlag: (by: number) => said.push(`flag ${by}`), togglePlay: () => said.push("play or pause"),
  };
}

function present(parts: readonly StagePart[] = STAGE_PARTS): { panel: PresentPanel; stage: Stage } {
  page = document.createElement("div");
  page.innerHTML = PAGE;
  document.body.replaceChildren(page);
  const part = (id: string): HTMLElement => document.getElementById(id)!;
  const stage = new Stage("s", parts);
  const project = vi.fn();
  const lab = { viewing: viewing(), scene: sceneOf({ nodes: [], edges: [] }), data: { scenario: { id: "s", title: "Why?" } }, theme: { project, choice: signal("system"), next: () => undefined } } as unknown as Lab;
  const story = { element: document.createElement("dialog"), follow: () => false, shown: null } as unknown as StoryPanel;
  const floats = (): boolean => stage.on.value;
  const panel = createPresent({ lab, stage, page, header: part("lab-header"), main: part("content"), story, knobs: createDrawer(part("lab-knobs"), floats), rail: createDrawer(part("lab-rail"), floats), help: () => undefined });
  const keyboard = new Keyboard([...stageKeys(panel), ...presentKeys(panel, lab.viewing), { keys: ["b"], label: "", run: () => said.push("baseline") }, { keys: ["l"], label: "", run: () => said.push("faster") }], page);
  expect(keyboard.enabled).toBe(true);
  return { panel, stage };
}

const press = (key: string, target: Element = page): boolean => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

beforeEach(() => {
  said.length = 0;
  spot = signal<Spot | null>(null);
});
afterEach(() => {
  document.documentElement.removeAttribute("data-present");
  localStorage.clear();
  sessionStorage.clear();
});

describe("the stage", () => {
  it("comes and goes with P, with the question on top, and is there again after a reload", () => {
    const { stage } = present();
    press("p");
    expect([stage.on.value, document.documentElement.hasAttribute("data-present"), document.querySelector(".stage-title")!.textContent]).toEqual([true, true, "Why?"]);
    expect(present().stage.on.value).toBe(true);
    press("p");
    expect([document.documentElement.hasAttribute("data-present"), present().stage.on.value]).toEqual([false, false]);
  });
  it("keeps for the scenario which parts are on it, and never none", () => {
    const { panel, stage } = present(["sentence", "topology", "timelines"]);
    panel.enter();
    stage.toggle("topology");
    expect(document.getElementById("content")!.classList.contains("without-topology")).toBe(true);
    stage.toggle("timelines");
    expect([stage.shows("topology"), stage.shows("timelines")]).toEqual([false, true]);
    expect([new Stage("s").shows("topology"), new Stage("other").shows("topology")]).toEqual([false, true]);
  });
  it("leaves the environments away where there is no room, until somebody chooses", () => {
    const { stage } = present();
    stage.crowd();
    expect(stage.shows("environments")).toBe(false);
    stage.toggle("environments");
    stage.crowd();
    expect(stage.shows("environments")).toBe(true);
  });
  it("has the side columns as drawers", () => {
    const { panel } = present();
    const knobs = document.getElementById("lab-knobs")!;
    panel.enter();
    press("n");
    expect(knobs.classList.contains("open")).toBe(true);
    expect([panel.out(), knobs.classList.contains("open"), panel.presenting.value]).toEqual([true, false, true]);
    expect([panel.out(), panel.presenting.value, panel.out()]).toEqual([true, false, false]);
  });
});

describe("a remote", () => {
  it("walks through flags and insights, or the steps of a lesson, while something is presented", () => {
    const { panel } = present();
    expect(press("PageDown")).toBe(true);
    press("b");
    panel.enter();
    said.length = 0;
    for (const key of ["PageDown", "PageUp", "."]) expect(press(key)).toBe(false);
    expect(said).toEqual(["playing false", "flag 1", "playing false", "flag -1", "play or pause"]);
    const went: number[] = [];
    panel.walk.value = { title: "A step", place: "Step 2 of 6", rule: { text: "A rule.", url: "", date: "2026" }, go: (by) => went.push(by) };
    press("PageDown");
    expect([went, document.querySelector(".stage-title")!.textContent, document.querySelector(".stage-place")!.textContent, panel.stated?.text]).toEqual([[1], "A step", "Step 2 of 6", "A rule."]);
  });
  it("makes all black and back, where the desk has other keys", () => {
    const { panel } = present();
    press("b");
    expect(said).toEqual(["baseline"]);
    panel.enter();
    const dark = document.querySelector<HTMLElement>(".stage-dark")!;
    press("b");
    expect(dark.hidden).toBe(false);
    expect([panel.out(), dark.hidden]).toEqual([true, true]);
  });
  it("shows the dot as long as its key is held", () => {
    const { panel } = present();
    panel.enter();
    said.length = 0;
    document.dispatchEvent(new MouseEvent("pointermove", { clientX: 30, clientY: 40, bubbles: true }));
    press("l");
    expect([panel.laser.element.hidden, said]).toEqual([false, []]);
    document.body.dispatchEvent(new KeyboardEvent("keyup", { key: "l", bubbles: true }));
    expect(panel.laser.element.hidden).toBe(true);
  });
});

describe("the spotlight", () => {
  const at = (selector: string): unknown => spotAt(document.querySelector(selector));
  it("is on what is pointed at: a node, a row, a lane, else the instant", () => {
    present();
    expect([at(".topology-stage button"), at(".tl-label b"), at(".lane i"), at(".grid-band i"), at(".tl-plot"), at(".lab-transport"), at("h1")]).toEqual([
      { kind: "node", id: "worker" }, { kind: "row", id: "throttles.worker" }, { kind: "lane", id: "orders-mapping.3" }, { kind: "node", id: "worker" },
      { kind: "instant", id: "" }, { kind: "instant", id: "" }, null,
    ]);
  });
  it("comes by H on what has the focus, and goes by H again", () => {
    present();
    document.querySelector<HTMLElement>("[data-id=worker]")!.focus();
    press("h");
    expect([spot.value, said.at(-1)]).toEqual([{ kind: "node", id: "worker" }, "Spotlight on worker"]);
    press("h");
    expect(spot.value).toBeNull();
  });
  it("comes by a click once it was asked for, and the click does nothing else", () => {
    const { panel } = present();
    const node = document.querySelector<HTMLElement>("[data-id=worker]")!;
    const clicked = vi.fn();
    node.addEventListener("click", clicked);
    panel.spotlight.pick();
    node.click();
    expect([spot.value, clicked.mock.calls.length, page.classList.contains("spot-picking")]).toEqual([{ kind: "node", id: "worker" }, 0, false]);
    node.click();
    expect(clicked).toHaveBeenCalledOnce();
  });
});
