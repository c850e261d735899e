import { describe, expect, it } from "vitest";
import { Store } from "../core/store";
import { randomOf } from "../core/testing/stored-run";
import type { Header } from "../core/types";
import { bands, binsPerColumn, COLUMN_PX } from "./bands";
import { ENOUGH, MOST_BINS, percentileLine } from "./percentiles";

const frame = (bins: number, width: number) => ({ binS: 1, t0: 0, t1: bins, width, y: (value: number) => value });

describe("bands", () => {
  const random = randomOf(3);
  const values = Float64Array.from({ length: 1200 }, () => Math.floor(random() * 50));
  values[777] = 1000;
  it("stand where bins are narrower than a column, and never narrower themselves", () => {
    expect(binsPerColumn(frame(100, 400))).toBe(1);
    expect(binsPerColumn(frame(1200, 650))).toBe(8);
    const { line } = bands({ values, length: 1200 }, frame(1200, 650));
    for (let i = 1; i < line.length; i++) expect(line.x[i]! - line.x[i - 1]!).toBeGreaterThanOrEqual(COLUMN_PX - 1e-9);
  });
  it("reach from the smallest to the largest value, with the mean between them", () => {
    const { line, low, high } = bands({ values, length: 1200 }, frame(1200, 650));
    expect(line.length).toBe(150);
    for (let i = 0; i < line.length; i++) {
      const own = [...values.subarray(8 * i, 8 * i + 8)];
      expect([low[i], high[i]]).toEqual([Math.min(...own), Math.max(...own)]);
      expect(line.y[i]).toBeCloseTo(own.reduce((sum, value) => sum + value, 0) / 8, 9);
    }
    expect(Math.max(...high)).toBe(1000);
  });
  it("are the same however many bins are there yet, and from wherever they are drawn", () => {
    const whole = bands({ values, length: 1200 }, frame(1200, 650));
    const early = bands({ values, length: 400 }, frame(1200, 650));
    expect([...early.high.subarray(0, 50)]).toEqual([...whole.high.subarray(0, 50)]);
    const tail = bands({ values, length: 1200 }, frame(1200, 650), 600);
    expect(tail.line.x[0]).toBeLessThan(600);
    expect([...tail.high.subarray(0, tail.line.length)]).toEqual([...whole.high.subarray(whole.line.length - tail.line.length, whole.line.length)]);
  });
  it("leave gaps open", () => {
    const gaps = Float64Array.from({ length: 16 }, (_, i) => (i < 8 ? NaN : 3));
    expect([...bands({ values: gaps, length: 16 }, frame(16, 8)).line.y]).toEqual([NaN, 3]);
  });
});

describe("percentiles over a window", () => {
  /** `rate` samples a bin: bucket 640 (one second) but for one in fifty, which is in bucket 704 (four). */
  function run(rate: number, bins = 200): Store {
    const store = new Store(undefined, bins);
    store.setHeader({ duration_s: bins, bin_s: 1, frame_s: bins } as Header);
    let n = 0;
    const told = Array.from({ length: bins }, (_, bin): [number, number, number[]] => {
      const slow = Array.from({ length: rate }, () => n++ % 50 === 49).filter(Boolean).length;
      return [bin, 640, [rate - slow, ...(slow > 0 ? [-63, slow] : [])]];
    });
    const exact = (p: number): (number | null)[] => Array<number>(bins).fill(p);
    store.add({ v: 1, n: 0, t0: 0, t1: bins, counters: {}, series: { f: { "Duration.p50": exact(1), "Duration.p99": exact(2) } }, distributions: { f: { Duration: rate > 0 ? told : [] } } });
    return store;
  }
  const line = (p: number) => percentileLine({ label: "", sources: [{ component: "f", metric: `Duration.p${p}` }] })!;
  it("takes as many bins as have enough samples, and says how long that is", () => {
    const [p50, p99, store] = [line(50), line(99), run(7)];
    expect(p99.says(store, 150)).toBe("of 15 s");
    expect(Math.ceil(ENOUGH / 7)).toBe(15);
    expect(p50.valueAt(store, 150)).toBeCloseTo(1015.6, 0);
    // One in fifty is slow: the 99th percentile is a slow one, whichever bins these fell into.
    for (let t = 20; t < 200; t++) expect(p99.valueAt(store, t)).toBeCloseTo(4062.5, 0);
  });
  it("is the recorded one where a bin has enough", () => {
    expect([line(99).valueAt(run(120), 50), line(99).says(run(120), 50)]).toEqual([2, "of 1 s"]);
  });
  it("goes no further back than it tells of the moment", () => {
    expect(line(99).says(run(1), 150)).toBe(`of ${MOST_BINS} s`);
  });
  it("has a gap without samples, and the bins' own where no histograms are told", () => {
    expect(line(99).valueAt(run(0), 50)).toBeNaN();
    const old = new Store(undefined, 2);
    old.setHeader({ duration_s: 2, bin_s: 1, frame_s: 2 } as Header);
    old.add({ v: 1, n: 0, t0: 0, t1: 2, counters: {}, series: { f: { "Duration.p99": [2, 3] } } });
    expect(line(99).valueAt(old, 1)).toBe(3);
  });
  it("is not for what is no percentile", () => {
    expect(percentileLine({ label: "", sources: [{ component: "f", metric: "Duration" }] })).toBeNull();
  });
});
