import { describe, expect, it } from "vitest";
import type { HistoryRow } from "../../core/machine";
import type { Actions, Followed, PanelContext, Selection, View } from "../../core/panel";
import { Store } from "../../core/store";
import { chain } from "../../core/testing/machines";
import { SAGA, SAGA_HEADER, sagaFrame, sagaStore, TOPOLOGY } from "../../core/testing/machine";
import { described } from "../../core/testing/scene";
import { fieldsOf } from "./json";
import { MOST_DRAWN } from "./graph";
import { createMachine } from "./index";
import { pathOf } from "./path";
import { waysOf } from "./ways";

/** A page with the panel on it: what it asks for comes back with the next view. */
function opened(store = sagaStore(), machines = { saga: SAGA }) {
  const state = { t: store.computed, selection: null as Selection | null, execution: null as Followed | null, said: "", playing: false };
  const actions = {
    invalidate: () => undefined, setPlaying: (playing: boolean) => (state.playing = playing), seek: (t: number) => (state.t = t),
    select: (selection: Selection | null) => (state.selection = selection), goThrough: (execution: Followed | null) => (state.execution = execution), announce: (said: string) => (state.said = said),
  } as unknown as Actions;
  const scene = new Store({ ...described(TOPOLOGY), machines }, 2).scene;
  const panel = createMachine({ actions, scene, durationS: 2 } as PanelContext)!;
  document.body.replaceChildren(panel.element);
  const show = (): void => panel.update({ store, computed: store.computed, speed: 1, reducedMotion: true, theme: "light", ...state } as unknown as View);
  show();
  const $ = (selector: string): HTMLElement => panel.element.querySelector<HTMLElement>(selector)!;
  const stateOf = (name: string): HTMLButtonElement => [...panel.element.querySelectorAll<HTMLButtonElement>(".state")].find((one) => one.textContent.startsWith(name))!;
  /** What is read of a state: what is hidden is not. */
  const read = (name: string): string => {
    const copy = stateOf(name).cloneNode(true) as HTMLElement;
    for (const hidden of copy.querySelectorAll("[hidden]")) hidden.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  const press = (element: HTMLElement, key: string): void => {
    element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    show();
  };
  const click = (element: HTMLElement): void => {
    element.click();
    show();
  };
  return { panel, state, show, $, stateOf, read, press, click };
}

describe("a state machine", () => {
  it("is there only where the scenario has one", () => {
    expect(createMachine({ scene: new Store(described(TOPOLOGY), 2).scene } as PanelContext)).toBeNull();
  });
  it("says of each state how many are in it, how many came, and what went wrong, with words", () => {
    const { read, state, show } = opened();
    expect(read("Charge")).toBe("Charge, Task state 0 running 1/s 2 failed 1 retried 1 caught 2 throttled");
    state.t = 1.4;
    show();
    expect(read("Charge")).toBe("Charge, Task state 3 running 3/s 1 failed 1 retried 2 throttled");
    state.t = 0.5;
    show();
    expect(read("Charge")).toBe("Charge, Task state 0 running");
  });
  it("shows hostile names as they are", () => {
    const { panel, read } = opened();
    expect(read("<b>Failed</b>")).toBe("<b>Failed</b>, Fail state 1 so far 1/s 1 failed");
    expect(panel.element.querySelector("b > b, img")).toBeNull();
  });
  it("has a table and a sentence that say the same", () => {
    const { $, click, panel } = opened();
    expect($(".sr-only").textContent).toBe("Saga: 10 states, 2 executions in them, most of them in Fan (1); within Parallel and Map states most are in Ship (1). So far, attempts and states counted: 3 failed, 1 retried, 1 caught, 2 throttled.");
    click([...panel.element.querySelectorAll("button")].find((one) => one.textContent === "Table")!);
    const rows = [...panel.element.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent));
    expect(rows[1]).toEqual(["Charge", "Task", "0", "1/s", "4", "3", "2", "1", "1", "0", "2"]);
    expect(rows[5]![0]).toBe("Ship");
    expect(rows).toHaveLength(10);
  });
  it("of too many states has the table instead of a picture, and says so", () => {
    const { $, panel } = opened(sagaStore(), { saga: chain(MOST_DRAWN + 1) });
    expect([$(".machine-note").hidden, $(".machine-scroller").hidden, $(".machine-table").hidden]).toEqual([false, true, false]);
    expect($(".machine-note").textContent).toContain("more than 300 states");
    expect([panel.element.querySelectorAll(".state").length, panel.element.querySelectorAll("tbody tr").length]).toEqual([0, MOST_DRAWN + 1]);
  });
  it("tells executions that are between two states among those that are open", () => {
    const { $ } = opened(Object.assign(sagaStore(), { valueAt: (_: string, metric: string) => (metric === "OpenExecutionCount" ? 3 : NaN) }));
    expect($(".sr-only").textContent).toMatch(/^Saga: 10 states, 3 executions open, most of them in Fan \(1\)/);
  });
  it("opens an inspector with numbers and the definition, from the keyboard too", () => {
    const { $, stateOf, click, press, state, show } = opened();
    click(stateOf("Charge"));
    expect(state.selection).toEqual({ component: "saga", slot: 1 });
    expect($(".state-inspector").hidden).toBe(false);
    expect($(".state-asl").textContent).toContain('"ErrorEquals"');
    expect($(".inspector-more").textContent).toBe("Asks Worker: select it");
    expect($(".state-inspector dl").textContent).toContain("Running in it0");
    press($(".state-inspector"), "Escape");
    expect($(".state-inspector").hidden).toBe(true);
    expect(document.activeElement).toBe(stateOf("Charge"));
    click(stateOf("Charge"));
    state.selection = { component: "worker", slot: null };
    show();
    expect($(".state-inspector").hidden).toBe(true);
    press(stateOf("Charge"), "ArrowRight");
    expect(document.activeElement).not.toBe(stateOf("Charge"));
    expect(document.activeElement!.className).toContain("state");
  });
});

describe("one execution", () => {
  it("is gone through event by event: the playhead, the picture and the detail go along", () => {
    const { $, panel, state, press, show, stateOf } = opened();
    panel.follow();
    show();
    expect(state.execution).toEqual({ component: "saga", execution: 1, event: null });
    expect($(".execution-note").textContent).toBe("Execution 1: failed after 1.1 s, from 0:00.10, 10 events. j and k, or the arrow keys, go through them.");
    press($(".history-list"), "Home");
    expect([state.t, state.execution!.event]).toEqual([0.1, 1]);
    for (let i = 0; i < 4; i++) press($(".history-list"), i % 2 ? "j" : "ArrowDown");
    expect([state.t, state.execution!.event]).toEqual([1.2, 5]);
    expect($(".event-detail").textContent).toContain("5 LambdaFunctionFailed, Charge, 0:01.200");
    expect($(".event-detail").textContent).toContain("<img src=x onerror=alert(1)>");
    expect(panel.element.querySelector("img")).toBeNull();
    expect(stateOf("Charge").classList.contains("here")).toBe(true);
    expect(panel.element.querySelector(".history-row.gap:not([hidden])")).toBeNull();
    press($(".history-list"), "End");
    expect(state.execution!.event).toBe(10);
    const steps = [...panel.element.querySelectorAll<HTMLElement>(".state.on-path")].map((one) => [one.dataset["state"], one.querySelector(".state-step")!.textContent.replace("step ", "")]);
    expect(Object.fromEntries(steps)).toEqual({ 0: "1", 1: "2", 8: "3", 9: "4" });
    expect(panel.element.querySelectorAll(".way.on-path")).toHaveLength(5);
    press($(".history-list"), "k");
    expect(state.execution!.event).toBe(9);
    // Keys that come faster than pictures.
    for (let i = 0; i < 3; i++) $(".history-list").dispatchEvent(new KeyboardEvent("keydown", { key: "k", bubbles: true, cancelable: true }));
    expect(state.execution!.event).toBe(6);
    show();
    press($(".history-list"), "Escape");
    expect(state.execution).toBeNull();
    expect(panel.element.querySelector(".on-path")).toBeNull();
  });
  it("follows the playhead where no event was chosen", () => {
    const { $, state, show } = opened();
    Object.assign(state, { execution: { component: "saga", execution: 2, event: null }, t: 1.3 });
    show();
    expect($(".history-row[aria-selected=true]").textContent).toBe("430:01.100TaskStateEnteredCharge");
    state.t = 0.05;
    show();
    expect($(".event-detail").textContent).toContain("It has not begun yet.");
  });
  it("has its history in the order of the document, wherever it is scrolled to", () => {
    const store = sagaStore();
    store.executions("saga")!.add(Array.from({ length: 60 }, (_, i) => [9, i + 1, i, 1, "PassStateEntered", 8, ""] as const));
    const { panel, $, state, show } = opened(store);
    Object.assign(state, { execution: { component: "saga", execution: 9, event: null } });
    show();
    for (const top of [0, 400, 1000, 300]) {
      $(".history-list").scrollTop = top;
      $(".history-list").dispatchEvent(new Event("scroll"));
      const places = [...panel.element.querySelectorAll<HTMLElement>(".history-row:not([hidden])")].map((row) => Number(row.dataset["place"]));
      expect(places).toEqual(places.map((_, i) => places[0]! + i));
      expect(places).toContain(Math.floor(top / 24));
    }
  });
  it("is chosen by how it ended", () => {
    const { panel, state, click, show } = opened();
    Object.assign(state, { execution: { component: "saga", execution: 2, event: null } });
    show();
    expect([...panel.element.querySelectorAll("optgroup")].map((one) => one.label)).toEqual(["Failed: 1", "Running: 1"]);
    const [failed, succeeded] = [...panel.element.querySelectorAll<HTMLButtonElement>(".execution-choice button")];
    expect(succeeded!.disabled).toBe(true);
    click(failed!);
    expect(state.execution).toEqual({ component: "saga", execution: 1, event: 1 });
  });
  it("is one that the playhead is at, and the longest may still run, which is said", () => {
    const store = sagaStore();
    const failed = (number: number, began: number, ended: number): void => store.executions("saga")!.add([[number, 1, 0, began, "ExecutionStarted", -1, ""], [number, 2, 1, ended, "ExecutionFailed", -1, ""]]);
    failed(3, 1.3, 1.5);
    failed(4, 1.6, 1.9);
    const { panel, state, click, show } = opened(store);
    Object.assign(state, { t: 1.7 });
    show();
    panel.follow();
    show();
    expect(state.execution).toEqual({ component: "saga", execution: 4, event: null });
    const [one, , longest] = [...panel.element.querySelectorAll<HTMLButtonElement>(".execution-choice button")];
    expect(longest!.textContent).toBe("The longest, still running");
    click(longest!);
    expect(state.execution!.execution).toBe(2);
    state.t = 1.4;
    show();
    click(one!);
    expect(state.execution!.execution).toBe(3);
  });
  it("of which nothing is told is not shown, and says why", () => {
    const { $, state, show } = opened();
    Object.assign(state, { execution: { component: "saga", execution: 99, event: 3 } });
    show();
    expect($(".execution-note").textContent).toBe("Execution 99 is not among the 2 that are followed, or it has not begun yet.");
  });
  it("gives nothing away of what is hidden", () => {
    const store = sagaStore().begun(1);
    expect(store.executions("saga")!.get(1)!.events.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(store.executions("saga")!.get(1)!.status).toBe("RUNNING");
    expect(store.states("saga")!.total(6, "entered").all).toBe(0);
  });
  it("of which not all events are kept says so", () => {
    const store = sagaStore();
    store.executions("saga")!.add([[2, 9, 8, 1.9, "TaskStateEntered", 6, ""]]);
    const { panel, $, state, show } = opened(store);
    Object.assign(state, { execution: { component: "saga", execution: 2, event: null } });
    show();
    expect([...panel.element.querySelectorAll(".history-row.gap:not([hidden])")].map((row) => row.textContent.slice(0, 2))).toEqual(["98"]);
    expect($(".execution-note").textContent).toContain("9 events, of which 6 are kept");
  });
  it("that was redriven says when: what lies between its end and that took so long", () => {
    const told = (...times: number[]): string => {
      const store = sagaStore();
      store.executions("saga")!.add(times.flatMap((t, i): HistoryRow[] => [[1, 11 + 2 * i, 10, t, "ExecutionRedriven", -1, ""], [1, 12 + 2 * i, 10, t, "ExecutionFailed", -1, ""]]));
      const { $, state, show } = opened(store);
      Object.assign(state, { execution: { component: "saga", execution: 1, event: null } });
      show();
      return $(".execution-note").textContent;
    };
    expect(told(1.5)).toContain("from 0:00.10, redriven at 0:01.50, 12 events.");
    expect(told(1.5, 1.6, 1.7)).toContain(", redriven at 0:01.50 and 2 more times, 16 events.");
  });
  it("goes the way that it came: from a wait to where others come from elsewhere", () => {
    const store = sagaStore();
    store.executions("saga")!.add([[3, 1, 0, 1, "ExecutionStarted", -1, ""], [3, 2, 0, 1, "WaitStateEntered", 7, ""], [3, 3, 2, 1.5, "WaitStateExited", 7, ""], [3, 4, 3, 1.5, "TaskStateEntered", 1, ""]]);
    const { ways, here } = pathOf(store.executions("saga")!.get(3)!, 4, waysOf(SAGA));
    expect([...ways].map(({ from, to }) => `${from}>${to}`)).toEqual(["s7>s1"]);
    expect([...here]).toEqual([1]);
  });
  it("has a way through branches, caught errors and the end", () => {
    const ways = waysOf(SAGA);
    const execution = sagaStore().executions("saga")!.get(1)!;
    const { visits, here, ways: lit } = pathOf(execution, 10, ways);
    expect([...visits.keys()]).toEqual([0, 1, 8, 9]);
    expect(here.size).toBe(0);
    expect([...lit].map(({ from, to }) => `${from}>${to}`)).toEqual(["start>s0", "s0>s1", "s1>s8", "s8>s9", "s9>end"]);
  });
});

describe("what an event says", () => {
  it("is read field by field, JSON within JSON too, and left as it is where it was cut", () => {
    expect(fieldsOf('{"name":"A","input":"{\\"a\\": [1]}"}')).toEqual([{ name: "name", text: "A", cut: false }, { name: "input", text: '{\n  "a": [\n    1\n  ]\n}', cut: false }]);
    expect(fieldsOf('{"taskFailedEventDetails":{"error":"E"}}')).toEqual([{ name: "error", text: "E", cut: false }]);
    expect(fieldsOf('{"name":"Undo","output":"{…')).toEqual([{ name: "details", text: '{"name":"Undo","output":"{…', cut: true }]);
    expect(fieldsOf('{"taskFailedEventDetails":{"error":"E"},"more":1}').map(({ name }) => name)).toEqual(["taskFailedEventDetails", "more"]);
    expect(fieldsOf("")).toEqual([]);
  });
});

it("reads a header of before there were machines", () => {
  const { machines: _, ...old } = SAGA_HEADER;
  const store = new Store(undefined, 2);
  store.setHeader(old as typeof SAGA_HEADER);
  store.add({ ...sagaFrame(0), states: undefined as never, histories: undefined as never });
  expect([store.states("saga"), store.executions("saga"), store.scene.machines]).toEqual([null, null, []]);
});
