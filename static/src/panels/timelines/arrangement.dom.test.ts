import { beforeEach, describe, expect, it } from "vitest";
import type { Actions, View } from "../../core/panel";
import { Store } from "../../core/store";
import { described, sceneOf } from "../../core/testing/scene";
import type { Header, Topology } from "../../core/types";
import { Arrangement, HEIGHT, HIGHEST } from "./arrangement";
import { createTimelines } from "./index";
import { choicesFor } from "./rows";

const node = (id: string, type: string) => ({ id, type, title: id }) as Topology["nodes"][number];
const SYNC: Topology = { nodes: [node("users", "client"), node("api", "function")], edges: [{ from: "users", to: "api", kind: "invoke" }] };
const KEY = "windtunnel.rows.s";
const choices = choicesFor(sceneOf(SYNC));
const ids = (arrangement: Arrangement): string[] => arrangement.rows.map(({ id }) => id);
const row = (arrangement: Arrangement, id: string) => arrangement.all.find((one) => one.id === id)!;

beforeEach(() => localStorage.clear());

describe("which timelines are shown", () => {
  it("is as the scenario has it, until it is changed, and then kept for that scenario", () => {
    const first = new Arrangement("s", choices);
    expect(ids(first)).toEqual(["concurrency", "requests", "throttles", "latency", "cost"]);
    first.toggle(row(first, "requests"));
    first.move(row(first, "cost"), -9);
    first.resize(row(first, "latency"), 1e6);
    const again = new Arrangement("s", choices);
    expect(ids(again)).toEqual(["cost", "concurrency", "throttles", "latency"]);
    expect(["latency", "cost"].map((id) => again.heightOf(row(again, id)))).toEqual([HIGHEST, HEIGHT]);
    expect(ids(new Arrangement("other", choices))).toEqual(ids(new Arrangement("", choices)));
    again.reset();
    expect(ids(new Arrangement("s", choices))).toEqual(["concurrency", "requests", "throttles", "latency", "cost"]);
  });
  it("keeps one row, and forgets rows that are not there", () => {
    localStorage.setItem(KEY, JSON.stringify({ rows: ["gone", "cost"] }));
    const left = new Arrangement("s", choices);
    expect(ids(left)).toEqual(["cost"]);
    left.toggle(row(left, "cost"));
    expect(ids(left)).toEqual(["cost"]);
  });
  it.each(["{", "7", '"x"', '{"rows":7,"heights":{"cost":"tall","latency":9e9},"open":[3]}', '{"rows":[{}]}'])("is not harmed by %s", (text) => {
    localStorage.setItem(KEY, text);
    const arrangement = new Arrangement("s", choices);
    expect(ids(arrangement)).toHaveLength(5);
    expect(arrangement.all.map((one) => arrangement.heightOf(one)).every((height) => height === HEIGHT)).toBe(true);
  });
});

describe("the panel", () => {
  function panel(series: Record<string, Record<string, (number | null)[]>>, complete = true) {
    const store = new Store(described(SYNC), 3);
    store.setHeader({ duration_s: 3, bin_s: 1, frame_s: 3, run: "A" } as Header);
    store.add({ v: 1, n: 0, t0: 0, t1: 3, series, counters: {} });
    store.complete = complete;
    const made = createTimelines({ actions: { invalidate: () => undefined, announce: () => undefined } as unknown as Actions, scene: sceneOf(SYNC), durationS: 3, scenario: "s" });
    document.body.replaceChildren(made.element);
    const show = (): void => made.update({ store, t: 1, hover: null, pin: null, range: { t0: 0, t1: 3 }, computed: 3, baseline: null, connection: "live", selection: null, playing: false } as unknown as View);
    show();
    const names = (): string[] => [...made.element.querySelectorAll(".tl-label b, .tl-label select")].map((name) => (name as HTMLSelectElement).selectedOptions?.[0]?.textContent ?? name.textContent ?? "");
    const folded = (): string => made.element.querySelector(".tl-folded:not([hidden])")?.textContent ?? "";
    return { made, names, folded, show, store };
  }
  const QUIET = { api: { ConcurrentExecutions: [1, 2, 1], Throttles: [0, 0, 0] }, users: { Requests: [3, 4, 5], "Latency.p99": [5, 6, 7] }, account: { EstimatedCharges: [null, null, null] } };

  it("folds rows that are flat into a line of text, once all is known, and opens them again", () => {
    expect(panel(QUIET, false).folded()).toBe("");
    const { made, names, folded } = panel(QUIET);
    expect(folded()).toBe("Throttles: 0/s throughout showCost: not priced show");
    expect(names()).toEqual(["Concurrency", "Requests", "Latency"]);
    made.element.querySelector<HTMLElement>("[aria-label='Show Throttles']")!.click();
    expect(names()).toEqual(["Concurrency", "Requests", "Throttles", "Latency"]);
    expect(panel(QUIET).folded()).toBe("Cost: not priced show");
  });
  it("moves a row by keyboard and sizes it, and keeps both", () => {
    const { made, names } = panel(QUIET);
    const edge = (name: string): HTMLElement => made.element.querySelector<HTMLElement>(`[aria-label='Height of ${name}'].tl-resize`)!;
    edge("Latency").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", altKey: true, bubbles: true, cancelable: true }));
    edge("Latency").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true }));
    expect(names()).toEqual(["Concurrency", "Requests", "Latency"]);
    edge("Latency").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", altKey: true, bubbles: true, cancelable: true }));
    expect(names()).toEqual(["Concurrency", "Latency", "Requests"]);
    expect(edge("Latency").getAttribute("aria-valuenow")).toBe(String(HEIGHT + 8));
    expect(panel(QUIET).names()).toEqual(["Concurrency", "Latency", "Requests"]);
  });
  it("lists all rows to be chosen, ordered and sized", () => {
    const { made, names } = panel(QUIET);
    [...made.element.querySelectorAll<HTMLElement>(".tl-tools button")].find((button) => button.textContent === "Rows")!.click();
    const menu = made.element.querySelector<HTMLElement>(".tl-rows")!;
    expect(menu.hidden).toBe(false);
    const box = menu.querySelector<HTMLElement>("[data-what='show concurrency']")!;
    box.focus();
    box.click();
    expect(names()).toEqual(["Requests", "Latency"]);
    expect((document.activeElement as HTMLElement).dataset["what"]).toBe("show concurrency");
    expect(made.element.querySelector<HTMLElement>(".tl-strip-labels")!.hidden).toBe(true);
    menu.querySelector<HTMLElement>("[data-what='down requests']")!.click();
    const size = menu.querySelector<HTMLSelectElement>("[data-what='size latency']")!;
    size.value = "200";
    size.dispatchEvent(new Event("change"));
    expect(made.element.querySelector<HTMLElement>(".tl-plot")!.style.height).toBe(`${16 + 56 + 200}px`);
    menu.querySelector<HTMLElement>("[data-what='reset']")!.click();
    expect(names()).toEqual(["Concurrency", "Requests", "Latency"]);
  });
});
