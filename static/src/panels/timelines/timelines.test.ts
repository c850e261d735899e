import { describe, expect, it } from "vitest";
import { points, type Frame } from "../../charts/lines";
import { spread, timeTicks } from "../../charts/scales";
import { pan, zoom } from "../../charts/range";
import { dollars } from "../../charts/words";
import { Store } from "../../core/store";
import type { Header, Topology } from "../../core/types";
import { readInterval, readRow, rowsFor } from "./rows";
import { tableData } from "./table";

const node = (id: string, type: string) => ({ id, type, title: id }) as Topology["nodes"][number];
const SYNC: Topology = {
  nodes: [node("users", "client"), node("api", "function")],
  edges: [{ from: "users", to: "api", kind: "invoke" }],
};
const QUEUED: Topology = {
  nodes: [node("orders", "queue"), node("dlq", "queue"), node("esm", "event_source_mapping"), node("a", "function"), node("b", "function")],
  edges: [{ from: "orders", to: "dlq", kind: "dead-letter" }],
};

function run(series: Record<string, Record<string, (number | null)[]>>, bins = 100, binS = 1): Store {
  const store = new Store(QUEUED, bins * binS);
  store.setHeader({ duration_s: bins * binS, bin_s: binS, frame_s: bins * binS } as Header);
  store.add({ v: 1, n: 0, t0: 0, t1: bins * binS, series, counters: {} });
  return store;
}

describe("rows", () => {
  it("suit the scenario", () => {
    expect(rowsFor(SYNC).map((r) => r.name)).toEqual(["Concurrency", "Requests", "Throttles", "Latency", "Cost"]);
    expect(rowsFor(QUEUED).map((r) => r.name)).toEqual(["Concurrency", "Queue depth", "Throttles", "Latency", "Cost"]);
  });
  it("add functions up and leave dead-letter queues out", () => {
    const [concurrency, depth] = rowsFor(QUEUED);
    const store = run({
      a: { ConcurrentExecutions: [3, 4] }, b: { ConcurrentExecutions: [10, null] },
      orders: { ApproximateNumberOfMessagesVisible: [7, 8] }, dlq: { ApproximateNumberOfMessagesVisible: [99, 99] },
    }, 2);
    expect(readRow(concurrency!, store, 0.5, null).value).toBe("13");
    expect(readRow(concurrency!, store, 1.5, null).value).toBe("4");
    expect(readRow(depth!, store, 1.5, null).value).toBe("8");
  });
  it("turn counts into rates", () => {
    const store = run({ a: { Throttles: [100, 300] } }, 2, 10);
    expect(readRow(rowsFor(QUEUED)[2]!, store, 15, null).value).toBe("30/s");
  });
  it("read an interval as change, slope, or sum", () => {
    const rising = Array.from({ length: 100 }, (_, t) => t * 10);
    const store = run({ orders: { ApproximateNumberOfMessagesVisible: rising }, a: { Throttles: Array(100).fill(2) } });
    expect(readInterval(rowsFor(QUEUED)[1]!, store, 10.5, 60.5)).toEqual({ value: "Δ +500", sub: "+10/s" });
    expect(readInterval(rowsFor(QUEUED)[2]!, store, 19.5, 10.5).value).toBe("Σ 20");
  });
});

describe("points", () => {
  const frame = (t1: number, width: number): Frame => ({ binS: 1, t0: 0, t1, width, y: (v) => v });
  it("are steps where bins are wide, and keep every peak where they are not", () => {
    const spike = Float64Array.from({ length: 5000 }, (_, i) => (i === 2345 ? 1000 : 1));
    const few = points({ values: spike, length: 10 }, frame(10, 500));
    expect(few.length).toBe(20);
    const many = points({ values: spike, length: 5000 }, frame(5000, 600));
    expect(many.length).toBeLessThanOrEqual(1300);
    expect(Math.max(...many.y.subarray(0, many.length))).toBe(1000);
  });
  it("leave gaps open", () => {
    const out = points({ values: Float64Array.from([1, NaN, 3]), length: 3 }, frame(3, 3));
    expect(Number.isNaN(out.y[1]!)).toBe(true);
  });
  it("start at the tail when asked", () => {
    const values = new Float64Array(600).fill(5);
    const tail = points({ values, length: 600 }, frame(600, 600), 590);
    expect(tail.length).toBeLessThan(15);
    expect(tail.x[0]).toBeLessThan(590);
  });
});

describe("axis", () => {
  it("has round ticks and stays inside the run", () => {
    expect(timeTicks({ min: 0, max: 600 }, 8)).toEqual([0, 120, 240, 360, 480, 600]);
    expect(zoom({ t0: 0, t1: 600 }, 300, 0.5, 600)).toEqual({ t0: 150, t1: 450 });
    expect(pan({ t0: 150, t1: 450 }, 1, 600)).toEqual({ t0: 300, t1: 600 });
    expect(zoom({ t0: 300, t1: 600 }, 600, 4, 600)).toEqual({ t0: 0, t1: 600 });
  });
  it("keeps labels apart and inside", () => {
    expect(spread([10, 10, 10], 0, 30, 11)).toEqual([8, 19, 30]);
    expect(spread([5, 40], 0, 50, 11)).toEqual([5, 40]);
  });
  it("says small sums in full", () => {
    expect(dollars(0.0000002)).toBe("$0.000000200");
    expect(dollars(0.412)).toBe("$0.412");
    expect(dollars(12.3)).toBe("$12.30");
  });
});

describe("table", () => {
  it("has at most thirty rows, rates as means", () => {
    const store = run({ a: { Throttles: Array(100).fill(3), ConcurrentExecutions: Array.from({ length: 100 }, (_, i) => i) } });
    const [concurrency, , throttles] = rowsFor(QUEUED);
    const data = tableData([concurrency!, throttles!], store, { t0: 0, t1: 100 });
    expect(data.rows.length).toBeLessThanOrEqual(30);
    expect(data.columns).toEqual(["Concurrency: in use", "Concurrency: init", "Throttles"]);
    expect(data.rows[1]!.cells).toEqual(["9", "–", "3/s"]);
  });
});
