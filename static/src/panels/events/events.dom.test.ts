import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import type { Actions, View } from "../../core/panel";
import { Store } from "../../core/store";
import { described } from "../../core/testing/scene";
import type { EventRow, Header } from "../../core/types";
import { countText, createEvents, timeText } from "./index";
import { glyphOfKind, Matches, parseFilter } from "./filter";

const ROWS: EventRow[] = [
  [169.5, "started", "worker", "env 0217 start, 10 msgs", "1.18 s"],
  [173.9, "throttled", "esm", "poller 12 refused", "429"],
  [184.2, "error", "worker", "env 0101 handler error", "–"],
  [184.3, "dead-lettered", "orders", "msg 71004 moved to DLQ", "3/3"],
];

const found = (text: string): number[] => ROWS.flatMap((row, i) => (parseFilter(text).test(row) ? [i] : []));

describe("filter", () => {
  it("takes states, environments, messages, times and words", () => {
    expect(found("")).toEqual([0, 1, 2, 3]);
    expect(found("state:thr")).toEqual([1]);
    expect(found("state:err")).toEqual([2]);
    expect(found("env:101")).toEqual([2]);
    expect(found("env:1")).toEqual([]);
    expect(found("msg:71004")).toEqual([3]);
    expect(found("t>170 t<184.25")).toEqual([1, 2]);
    expect(found("t>170 handler")).toEqual([2]);
    expect(found("t>2:50 t<3:04.25")).toEqual([1, 2]);
    expect(found("in:worker")).toEqual([0, 2]);
  });
  it("says what it does not understand and leaves nothing out for it", () => {
    expect(parseFilter("t>soon").problem).toMatch(/needs a moment/);
    expect(found("t>soon")).toHaveLength(4);
  });
  it("finds what succeeded by the beginning of the word, and no purge among errors", () => {
    const rows: EventRow[] = [[1, "end", "worker", "env 0001 success", ""], [2, "err", "worker", "env 0001 error", ""], [3, "busy", "worker", "env 0001 start", ""], [4, "free", "orders", "58 msgs purged", "PurgeQueue"]];
    const at = (text: string): number[] => rows.filter(parseFilter(text).test).map((row) => row[0]);
    expect(["state:suc", "state:success", "state:err", "state:su"].map(at)).toEqual([[1], [1], [2], []]);
    expect(glyphOfKind("free")).toBe("free");
  });
  it("is safe against signs of regular expressions", () => {
    expect(found("env:(")).toEqual([]);
    expect(found("env:[.*")).toEqual([]);
  });
  it("finds matches in a growing list once", () => {
    const rows = ROWS.slice(0, 2);
    const matches = new Matches();
    matches.setTest(parseFilter("env").test);
    matches.read(rows);
    rows.push(...ROWS.slice(2));
    matches.read(rows);
    expect(matches.indices).toEqual([0, 2]);
    expect(matches.before(2)).toBe(1);
  });
});

describe("words", () => {
  it("gives kinds their glyphs", () => {
    expect(["init", "start", "throttled", "returned", "dead-lettered", "timeout"].map(glyphOfKind))
      .toEqual(["init", "busy", "thr", "retry", "dlq", "err"]);
  });
  it("is honest about sampling", () => {
    expect(countText(24, 24, 218402, false)).toBe("24 sampled of 218,402");
    expect(countText(3, 24, 218402, true)).toBe("3 of 24 sampled of 218,402");
    expect(countText(24, 24, 24, false)).toBe("24");
    expect(timeText(184.2, 600)).toBe("3:04.200");
    expect(timeText(90061, 1209600)).toBe("25:01:01");
  });
});

describe("list", () => {
  const store = new Store(undefined, 600);
  store.setHeader({ duration_s: 600, bin_s: 1, frame_s: 600 } as Header);
  store.add({ v: 1, n: 0, t0: 0, t1: 600, series: {}, counters: {}, events: ROWS, events_total: 218402 });
  const actions = { seek: vi.fn(), announce: vi.fn(), invalidate: vi.fn() };
  const panel = createEvents({ actions: actions as unknown as Actions, scene: store.scene, durationS: 600 });
  const show = (t: number): void => panel.update({ store, t, computed: 600 } as unknown as View);

  it("selects the event at the playhead, moves and seeks", () => {
    show(184.25);
    const list = panel.element.querySelector<HTMLElement>(".ev-list")!;
    const press = (key: string): void => void list.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
    expect(panel.element.querySelector(".selected")?.textContent).toContain("handler error");
    press("ArrowUp");
    show(184.25);
    press("Enter");
    expect(actions.seek).toHaveBeenCalledWith(173.9);
    expect(panel.element.querySelector(".ev-count")?.textContent).toBe("4 sampled of 218,402");
  });
  it("counts from the facts what passes a filter by state or component", () => {
    const told = new Store(undefined, 600);
    told.setHeader({ duration_s: 600, bin_s: 1, frame_s: 600 } as Header);
    const frame = { v: 1 as const, series: {}, counters: {}, events: ROWS, events_total: 40_000 };
    told.add({ ...frame, n: 0, t0: 0, t1: 300, events_counted: { esm: { throttled: 34_000 }, worker: { started: 900, error: 2 } } });
    told.add({ ...frame, n: 1, t0: 300, t1: 600, events: [], events_counted: { esm: { throttled: 173 }, orders: { "dead-lettered": 1 } } });
    const list = createEvents({ actions: actions as unknown as Actions, scene: told.scene, durationS: 600 });
    const says = (filter: string): string => {
      const input = list.element.querySelector<HTMLInputElement>(".ev-filter")!;
      input.value = filter;
      input.dispatchEvent(new Event("input"));
      list.update({ store: told, t: 200, computed: 600 } as unknown as View);
      return list.element.querySelector(".ev-count")!.textContent ?? "";
    };
    expect(["", "state:thr", "in:worker", "state:err in:worker", "env:101", "t>170 t<184.25"].map(says)).toEqual([
      "4 sampled of 35,076", "1 sampled of 34,173", "2 sampled of 902", "1 sampled of 2", "1 of 4 sampled of 35,076", "2 of 4 sampled of 35,076",
    ]);
  });
  it("has one selected row at most, also when the filter leaves fewer rows", () => {
    const filter = panel.element.querySelector<HTMLInputElement>(".ev-filter")!;
    const selected = (): readonly string[] => [...panel.element.querySelectorAll(".selected, [aria-selected=true]")].map((row) => row.textContent ?? "");
    show(200);
    filter.value = "state:thr";
    filter.dispatchEvent(new Event("input"));
    show(200);
    panel.element.querySelector<HTMLElement>(".ev-row:not([hidden])")!.click();
    show(200);
    expect(selected()).toEqual([expect.stringContaining("poller 12 refused")]);
  });
  it("says whose an event is where there are several of a type", () => {
    const nodes = [["worker", "function", "Import"], ["other", "function", "Checkout"], ["esm", "event_source_mapping", "Pollers"], ["orders", "queue", ""]].map(([id, type, title]) => ({ id: id!, type: type!, title: title! }));
    const several = new Store(described({ nodes, edges: [] }), 600);
    several.setHeader({ duration_s: 600, bin_s: 1, frame_s: 600 } as Header);
    several.add({ v: 1, n: 0, t0: 0, t1: 600, series: {}, counters: {}, events: ROWS, events_total: 4 });
    const list = createEvents({ actions: actions as unknown as Actions, scene: several.scene, durationS: 600 });
    Object.defineProperty(list.element.querySelector(".ev-list")!, "clientHeight", { value: 400 });
    list.update({ store: several, t: 600, computed: 600 } as unknown as View);
    expect([...list.element.querySelectorAll(".ev-text")].map((text) => text.textContent)).toEqual([
      "Import: env 0217 start, 10 msgs", "poller 12 refused", "Import: env 0101 handler error", "msg 71004 moved to DLQ",
    ]);
  });
});

describe("a row in a narrow list", () => {
  // Nothing is laid out here: what is promised is who gives way to whom.
  const rules = readFileSync("static/src/panels/events/events.css", "utf-8");
  const rule = (name: string): string => new RegExp(`^\\.${name} \\{ ([^}]*)\\}`, "m").exec(rules)?.[1] ?? "";

  it("gives all the room of whose event it is to what happened", () => {
    expect(rule("ev-who")).toContain("flex: 0 1000 auto; min-width: 0;");
    expect(rule("ev-what")).toContain("flex: 0 1 auto;");
    expect(rule("ev-list")).toContain("container-type: inline-size;");
    expect(rules).toMatch(/@container \(max-width: 300px\) \{ \.ev-row \{/);
  });
});
