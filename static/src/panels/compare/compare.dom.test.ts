import { describe, expect, it, vi } from "vitest";
import { described } from "../../core/testing/scene";
import { Store } from "../../core/store";
import type { FramePayload, Header, StoryRow, Topology } from "../../core/types";
import { CompareCharts } from "./charts";
import { Messages } from "./messages";
import { difference, divergences, nextAfter } from "./parting";
import { nameOf, rowsOf, type Letter, type Side } from "./sides";

const TOPOLOGY: Topology = {
  nodes: [{ id: "orders", type: "queue", title: "Orders" }, { id: "esm", type: "event_source_mapping", title: "" }, { id: "a", type: "function", title: "" }],
  edges: [{ from: "orders", to: "esm", kind: "receive" }, { from: "esm", to: "a", kind: "invoke" }],
};
const HEADER = { ...described(TOPOLOGY), duration_s: 200, bin_s: 1, frame_s: 1 } as unknown as Header;

function stored(visible: (number | null)[], throttles: number[], binS = 1, end = "deleted", header = HEADER): Store {
  const stories: StoryRow[] = [
    [1, 7, "sent", "orders", 0, 0], [2, 7, "received", "orders", 1, 32], [end === "deleted" ? 5 : 90, 7, end, "orders", 0, 0],
  ];
  const store = new Store(header, 200);
  store.setHeader({ ...header, bin_s: binS });
  const series = { orders: { ApproximateNumberOfMessagesVisible: visible }, a: { Throttles: throttles } };
  store.add({ v: 1, n: 0, t0: 0, t1: visible.length * binS, series, counters: {}, flags: [], stories } as FramePayload);
  return store;
}

function sides(...stores: Store[]): Side[] {
  return stores.map((store, i): Side => {
    const letter = "ABCD"[i] as Letter;
    return { letter, name: nameOf(letter), what: "", store: () => store, lab: null };
  });
}

const flat = (value: number): number[] => Array<number>(200).fill(value);
const was = stored(flat(5), flat(0));
const later = flat(5).map((value, t) => (t >= 80 && t < 90 ? 9 : t >= 150 ? 2 : value));
const now = stored(later, flat(0).map((_, t) => Number(t === 81)), 1, "dead-lettered");
const rows = rowsOf([was, now]);

describe("where two runs part", () => {
  const found = divergences(rows, [was, now]);
  it("is where a headline begins to differ; what begins together is one", () => {
    expect(found).toEqual([{ t: 80, rows: ["Queue depth", "Throttles"] }, { t: 150, rows: ["Queue depth"] }]);
    expect(divergences(rows, [was, was])).toEqual([]);
  });
  it("is walked from one to the next, and again from the first", () => {
    expect([0, 80, 100, 150].map((t) => nextAfter(found, t)?.t)).toEqual([80, 150, 150, 80]);
    expect(nextAfter([], 3)).toBeUndefined();
  });
  it("is bin by bin what is more in B, with gaps where one has none", () => {
    const queue = rows.find(({ spec }) => spec.name === "Queue depth")!;
    const { values, length } = difference(queue, 1, was, now);
    expect([length, values[0], values[85], values[199]]).toEqual([200, 0, 4, -3]);
    const gap = stored([null, 8], [0, 0]);
    const short = difference(queue, 1, was, gap);
    expect([short.length, short.values[0], short.values[1]]).toEqual([2, NaN, 3]);
  });
  it("is not asked of bins of different widths; their difference is", () => {
    const wide = stored(flat(6).slice(0, 100), flat(0).slice(0, 100), 2);
    expect(divergences(rows, [was, wide])).toEqual([]);
    expect(difference(rows.find(({ spec }) => spec.name === "Queue depth")!, 1, was, wide).values[10]).toBe(1);
  });
});

describe("the timelines of both", () => {
  const onPin = vi.fn();
  const charts = new CompareCharts(sides(was, now), onPin);
  const label = (): string => [...charts.element.querySelectorAll(".cmp-label")].find((one) => one.textContent?.includes("Queue depth"))!.textContent!;
  it("say was, now and change where the crosshair stands, which keys move", () => {
    charts.read(85);
    expect(onPin).toHaveBeenLastCalledWith(85, true);
    expect(label()).toContain("5 → 9+4 worse");
    const slider = charts.element.querySelector<HTMLElement>("[role=slider]")!;
    slider.dispatchEvent(new KeyboardEvent("keydown", { key: "End" }));
    expect(label()).toContain("5 → 2−3 better");
    expect(slider.getAttribute("aria-valuetext")).toContain("Queue depth was 5, now 2");
    slider.dispatchEvent(new KeyboardEvent("keydown", { key: "Home" }));
    expect(label()).toContain("5 → 5±0");
  });
  it("have a column for each of them side by side", () => {
    charts.setLayout("side by side");
    expect([...charts.element.querySelectorAll(".cmp-column-name")].map((name) => name.textContent)).toEqual(["A, was", "B, now"]);
    charts.setLayout("difference");
    expect(charts.element.querySelectorAll(".cmp-column").length).toBe(1);
  });
});

describe("a third run", () => {
  const third = stored(flat(5).map((value, t) => (t >= 40 ? 7 : value)), flat(0));
  it("is compared with the first one, too, wherever it parts", () => {
    expect(divergences(rowsOf([was, now, third]), [was, now, third]).map(({ t }) => t)).toEqual([40, 80, 150]);
  });
  it("has its letter before its values, and a column of its own", () => {
    const charts = new CompareCharts(sides(was, now, third), () => undefined);
    charts.read(85);
    const label = [...charts.element.querySelectorAll(".cmp-label")].find((one) => one.textContent?.includes("Queue depth"))!.textContent!;
    expect(label).toContain("A 5B 9 +4 worseC 7 +2 worse");
    charts.setLayout("side by side");
    expect(charts.element.querySelectorAll(".cmp-column").length).toBe(3);
  });
});

it("sums what each scenario has of its own: neither is read with the other's components", () => {
  const nodes = [...TOPOLOGY.nodes, { id: "b", type: "function", title: "" }];
  const other = { ...HEADER, ...described({ nodes, edges: TOPOLOGY.edges }) } as unknown as Header;
  const both = stored(flat(5), flat(2), 1, "deleted", other);
  both.add({ v: 1, n: 1, t0: 0, t1: 200, series: { b: { Throttles: flat(3) } }, counters: {} } as unknown as FramePayload);
  const throttles = rowsOf([was, both]).find(({ spec }) => spec.name === "Throttles")!;
  expect(difference(throttles, 1, was, both).values[10]).toBe(5);
});

it("tells a message's two fates on one time axis", () => {
  const two = new Messages(sides(was, now), [{ component: "orders", id: 7 }]);
  two.open(0);
  const dialog = document.querySelector("dialog.two")!;
  expect(two.nameOf(0)).toBe("Message 8 of Orders");
  expect(dialog.querySelector("h2")!.textContent).toBe("Message 8: deleted, now dead letter");
  const scales = [...dialog.querySelectorAll(".story-scale")].map((scale) => scale.textContent);
  expect(scales).toEqual(Array(2).fill("Drawn, from0:01.0to1:30.0"));
});
