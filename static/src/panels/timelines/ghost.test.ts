import { expect, it } from "vitest";
import { percentileLine } from "../../charts/percentiles";
import { Line } from "../../charts/lines";
import type { View } from "../../core/panel";
import { Store } from "../../core/store";
import type { FramePayload, Header } from "../../core/types";
import { wouldBe } from "./ghost";
import type { RowSpec } from "./rows";

const HEADER = { duration_s: 4, bin_s: 1, frame_s: 1, metrics: { "Environments.busy": { unit: "Count", statistic: "Last" } } } as unknown as Header;

/** Few samples a bin, so that several are taken together; environments that move within a bin. */
function frame(n: number): FramePayload {
  const busy = n === 0 ? 1 : 2;
  return {
    v: 1, n, t0: n, t1: n + 1, counters: {},
    series: { worker: { "Duration.p99": [100 * (n + 1)], "Environments.busy": [busy] } },
    distributions: { worker: { Duration: [[0, 640 + 32 * (3 - n), [2]]] } },
    environments: { worker: { slots: `B${busy}`, changes: 0, limit: null, refused: 0, moves: [[n + 0.2], [1], ["B"]] } },
  };
}

/** What is told of a preview (visualizer/supervisor/preview.py). */
function told({ v, n, t0, t1, counters, series, distributions }: FramePayload): FramePayload {
  return { v, n, t0, t1, counters, series, ...(distributions ? { distributions } : {}) };
}

function rowOf(metric: string): RowSpec {
  const spec = { label: "", sources: [{ component: "worker", metric }] };
  const line = percentileLine(spec) ?? new Line(spec);
  return { id: metric, name: metric, spoken: metric, lines: [{ line }], main: 0, format: String, word: "", empty: "", kind: "level", better: "less" } as unknown as RowSpec;
}

it.each(["Duration.p99", "Environments.busy"])("says of %s that nothing changes where nothing does, before the fork and after it", (metric) => {
  const store = new Store(undefined, 4);
  store.setHeader(HEADER);
  for (let n = 0; n < 4; n++) store.add(frame(n));
  const preview = store.begun(2);
  for (let n = 2; n < 4; n++) preview.add(told(frame(n)));
  const row = rowOf(metric);
  for (const t of [1.5, 2.5, 3.5]) {
    const view = { store, preview, hover: null, pin: null, t, computed: 4 } as unknown as View;
    expect(wouldBe(row, view), `at ${t}`).toMatch(/^preview \S+ ±0$/);
  }
});

it("says what it would be, and that it is better or worse", () => {
  const store = new Store(undefined, 4);
  store.setHeader(HEADER);
  store.add(frame(0));
  const preview = new Store(undefined, 4);
  preview.setHeader(HEADER);
  preview.add(told({ ...frame(0), series: { worker: { "Environments.busy": [7] } } }));
  const at = (t: number): string => wouldBe(rowOf("Environments.busy"), { store, preview, hover: null, pin: null, t, computed: 1 } as unknown as View);
  expect([at(1), at(2)]).toEqual(["preview 7 +6 worse", "preview –"]);
});
