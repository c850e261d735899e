import { describe, expect, it, vi } from "vitest";
import { described, sceneOf } from "../../core/testing/scene";
import type { TwoFates } from "../../core/comparison";
import type { Header, Topology } from "../../core/types";
import { rowsFor } from "../timelines/rows";
import { CompareCharts } from "./charts";
import { TwoMessages } from "./messages";
import { difference, divergences, nextAfter } from "./parting";
import { storeOf, type ResultDocument } from "./stores";

const TOPOLOGY: Topology = {
  nodes: [{ id: "orders", type: "queue", title: "Orders" }, { id: "esm", type: "event_source_mapping", title: "" }, { id: "a", type: "function", title: "" }],
  edges: [{ from: "orders", to: "esm", kind: "receive" }, { from: "esm", to: "a", kind: "invoke" }],
};
const HEADER = { ...described(TOPOLOGY), duration_s: 200, bin_s: 1, frame_s: 1 } as unknown as Header;

function result(visible: (number | null)[], throttles: number[], binS = 1, end = "deleted"): ResultDocument {
  const steps = [
    { t_s: 1, step: "sent", component: "orders", a: 0, b: 0 }, { t_s: 2, step: "received", component: "orders", a: 1, b: 32 },
    { t_s: end === "deleted" ? 5 : 90, step: end, component: "orders", a: 0, b: 0 },
  ];
  return {
    bin_s: binS, time_s: visible.map((_, bin) => bin * binS), counters: {}, flags: [], stories: [{ id: 7, component: "orders", steps }],
    series: { orders: { ApproximateNumberOfMessagesVisible: visible }, a: { Throttles: throttles } },
  };
}

const flat = (value: number): number[] => Array<number>(200).fill(value);
const was = storeOf(result(flat(5), flat(0)), HEADER);
const later = flat(5).map((value, t) => (t >= 80 && t < 90 ? 9 : t >= 150 ? 2 : value));
const now = storeOf(result(later, flat(0).map((_, t) => Number(t === 81)), 1, "dead-lettered"), HEADER);
const rows = rowsFor(sceneOf(TOPOLOGY));

describe("where two runs part", () => {
  const found = divergences(rows, was, now);
  it("is where a headline begins to differ; what begins together is one", () => {
    expect(found).toEqual([{ t: 80, rows: ["Queue depth", "Throttles"] }, { t: 150, rows: ["Queue depth"] }]);
    expect(divergences(rows, was, was)).toEqual([]);
  });
  it("is walked from one to the next, and again from the first", () => {
    expect([0, 80, 100, 150].map((t) => nextAfter(found, t)?.t)).toEqual([80, 150, 150, 80]);
    expect(nextAfter([], 3)).toBeUndefined();
  });
  it("is bin by bin what is more in B, with gaps where one has none", () => {
    const queue = rows.find((row) => row.name === "Queue depth")!;
    const { values, length } = difference(queue, was, now);
    expect([length, values[0], values[85], values[199]]).toEqual([200, 0, 4, -3]);
    const gap = storeOf(result([null, 8], [0, 0]), HEADER);
    const short = difference(queue, was, gap);
    expect([short.length, short.values[0], short.values[1]]).toEqual([2, NaN, 3]);
  });
  it("is not asked of bins of different widths; their difference is", () => {
    const wide = storeOf(result(flat(6).slice(0, 100), flat(0).slice(0, 100), 2), HEADER);
    expect(divergences(rows, was, wide)).toEqual([]);
    expect(difference(rows.find((row) => row.name === "Queue depth")!, was, wide).values[10]).toBe(1);
  });
});

describe("the timelines of both", () => {
  const onPin = vi.fn();
  const charts = new CompareCharts({ a: was, b: now, rows, divergences: [], onPin });
  const label = (): string => [...charts.element.querySelectorAll(".cmp-label")].find((one) => one.textContent?.includes("Queue depth"))!.textContent!;
  it("say was, now and change where the crosshair stands, which keys move", () => {
    charts.read(85);
    expect(onPin).toHaveBeenLastCalledWith(85);
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

it("tells a message's two fates on one time axis", () => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  const fate = { end: "", t_s: 0, after_s: 0, attempts: 1 };
  const two = new TwoMessages(was, now, [{ component: "orders", id: 7, change_s: 85, was: fate, now: fate } as TwoFates]);
  two.open(0);
  const dialog = document.querySelector("dialog.two")!;
  expect(two.nameOf(0)).toBe("Message 8 of Orders");
  expect(dialog.querySelector("h2")!.textContent).toBe("Message 8: deleted, now dead letter");
  const scales = [...dialog.querySelectorAll(".story-scale")].map((scale) => scale.textContent);
  expect(scales).toEqual(Array(2).fill("Drawn, from1.0 sto90.0 s"));
});
