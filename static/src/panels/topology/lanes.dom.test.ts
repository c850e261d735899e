import { describe, expect, it } from "vitest";
import type { View } from "../../core/panel";
import { Store } from "../../core/store";
import type { Header, LanesPayload, Topology } from "../../core/types";
import { choicesFor } from "../timelines/rows";
import { figures } from "./figures";
import { flowsOf } from "./flows";
import { ageText, columnsFor, foldWords, laneFigures, LaneScale, laneSentence, laneSummary } from "./lane-figures";
import { MappingLanes } from "./lanes";
import { layoutOf } from "./layout";
import { described, sceneOf } from "../../core/testing/scene";

const SHARDS: LanesPayload = {
  kind: "shard", n: 4, lane: [0, 1, -1, 3], state: "BF.H", running: [3, 0, 0, 0], waiting: [40, 9000, 0, 7], age_s: [0.5, 93, null, 12],
};
const GROUPS: LanesPayload = {
  kind: "group", n: 71, lane: [17, 3, 9], state: "FBI", running: [0, 1, 0], waiting: [12, 5, 0], age_s: [31, 2, null],
  more: { n: 68, invoking: 39, failing: 1, holding: 0, waiting: 883, age_s: null },
};

describe("what is said of lanes", () => {
  it("counts by state, the ones that are not told with them", () => {
    expect(laneSummary(SHARDS, laneFigures(SHARDS, 0))).toBe("4 shards: 1 failing, 1 holding, 1 with the function (3 batches)");
    expect(laneSummary(GROUPS, laneFigures(GROUPS, 0))).toBe("71 message groups: 2 failing, 40 with the function");
    const idle = { ...SHARDS, n: 1, lane: [0], state: "I", running: [0], waiting: [0], age_s: [null] };
    expect(laneSummary(idle, laneFigures(idle, 0))).toBe("1 shard: all idle");
  });
  it("folds the rest into a line", () => {
    expect(foldWords(SHARDS)).toBe("");
    expect(foldWords(GROUPS)).toBe("+ 68 more groups: 1 failing, 39 with the function, 883 waiting");
  });
  it("names the lane that is stuck for longest", () => {
    expect(laneSentence("Pollers", SHARDS, laneFigures(SHARDS, 0))).toBe(
      "Pollers, 4 shards: 1 failing, 1 holding, 1 with the function (3 batches). Worst: shard 1, failing, 9,000 waiting, the oldest for 93 s.",
    );
  });
  it("lets what is stuck grow older between frames, and only that", () => {
    expect(laneFigures(SHARDS, 0.4).map(({ ageS }) => ageS)).toEqual([0.5, 93.4, 12.4]);
    expect([0.44, 9.96, 93.4, 419.6, 1234.5, 20_000, 260_000, null].map(ageText)).toEqual(["400 ms", "10 s", "93 s", "420 s", "1,235 s", "5.6 h", "3 d", ""]);
  });
});

describe("where lanes are drawn", () => {
  it("in columns wide enough and rows enough", () => {
    expect([[4, 780], [32, 780], [32, 340], [7, 780]].map(([n, width]) => columnsFor(n!, width!, 230, 6))).toEqual([1, 3, 1, 2]);
  });
  it("on one scale for all lanes and all moments that there are", () => {
    const run = new Store(undefined, 2);
    run.setHeader({ duration_s: 2, bin_s: 1, frame_s: 1 } as Header);
    const scale = new LaneScale("pollers");
    const told = (waiting: number[], running: number[]): LanesPayload => ({ ...SHARDS, waiting, running });
    const seen = [told([40, 900, 0, 7], [3, 0, 0, 0]), told([40, 70, 0, 7], [0, 10, 0, 0])].map((pollers, n) => {
      run.add({ v: 1, n, t0: n, t1: n + 1, series: {}, counters: {}, lanes: { pollers } });
      scale.read(run);
      return [scale.waiting, scale.batches];
    });
    expect(seen).toEqual([[1000, 3], [1000, 10]]);
    scale.read(new Store(undefined, 2));
    expect([scale.waiting, scale.batches]).toEqual([1, 1]);
  });
});

const TOPOLOGY: Topology = {
  nodes: [
    { id: "shop", type: "client", title: "Shop" }, { id: "clicks", type: "stream", title: "Clicks" },
    { id: "pollers", type: "stream_event_source_mapping", title: "Pollers" }, { id: "worker", type: "function", title: "Worker" },
    { id: "failed", type: "queue", title: "Failed" },
  ],
  edges: [
    { from: "shop", to: "clicks", kind: "send" }, { from: "clicks", to: "pollers", kind: "read" },
    { from: "pollers", to: "worker", kind: "invoke" }, { from: "pollers", to: "failed", kind: "on-failure" },
  ],
};

describe("a mapping's lanes", () => {
  const store = new Store(described(TOPOLOGY), 3);
  store.setHeader({ duration_s: 3, bin_s: 1, frame_s: 1, metrics: {}, topology: TOPOLOGY } as unknown as Header);
  const series = { pollers: { RecordsWaiting: [9047], LanesFailing: [1], Lanes: [4], LanesInvoking: [3], AgeOfOldestRecord: [93] }, clicks: { IncomingRecords: [50], OpenShards: [4] } };
  [SHARDS, { ...SHARDS, age_s: [0.5, 94, null, 13] }, { ...SHARDS, n: 1, lane: [3], state: "I", age_s: [null] }].forEach((pollers, n) =>
    store.add({ v: 1, n, t0: n, t1: n + 1, series: n === 0 ? series : {}, counters: {}, lanes: { pollers } }));

  it("are those of the end of the frame that ended last, and no bin ahead of the clock", () => {
    expect(new Store(described(TOPOLOGY), 3).lanesAt("pollers", 0)).toBeNull();
    expect(store.lanesAt("pollers", 0.99)).toBeNull();
    expect(store.lanesAt("pollers", 1)).toMatchObject({ at: 1, told: { n: 4 } });
    expect(store.lanesAt("pollers", 2.99)).toMatchObject({ at: 2 });
    expect(store.lanesAt("pollers", 3)!.told.n).toBe(1);
    expect(store.lanesAt("worker", 3)).toBeNull();
  });
  it("are told in words and in a table", () => {
    const lanes = new MappingLanes(TOPOLOGY.nodes[2]!);
    const at = (t: number): void => lanes.update({ store, t, computed: 3, playing: false, speed: 1, reducedMotion: false } as unknown as View);
    const shown = (): string[] => [...lanes.element.querySelectorAll<HTMLElement>(".lane:not([hidden])")].map((row) => row.textContent ?? "");
    lanes.update({ store: new Store(described(TOPOLOGY), 3), t: 0, computed: 0 } as unknown as View);
    expect(lanes.element.hidden).toBe(true);
    at(1.99);
    expect(lanes.element.hidden).toBe(false);
    expect(shown()).toEqual(["S 040500 ms", "S 19,00094 s", "S 3713 s"]);
    at(1);
    expect(shown()).toEqual(["S 040500 ms", "S 19,00093 s", "S 3712 s"]);
    expect(lanes.element.querySelector(".sr-only")!.textContent).toContain("Worst: shard 1, failing");
    expect(lanes.element.querySelector(".lanes-head")!.textContent).toBe("Lanes of Pollers4 shards in the second to 0:011 failing1 holding1 with the function (3 batches)9,047 waitingTable");
    at(2);
    lanes.element.querySelector("button")!.click();
    expect([...lanes.element.querySelectorAll("tbody tr")].map((row) => row.textContent)).toEqual([
      "Shard 0with the function340500 ms", "Shard 1failing09,00094 s", "Shard 3holding a throttled batch0713 s",
    ]);
    at(3);
    expect(shown()).toEqual(["S 340"]);
  });
  it("stand beside what its node says", () => {
    const map = layoutOf(sceneOf(TOPOLOGY), 800);
    const words = (id: string): unknown => figures(map.places.find((place) => place.id === id)!, store, 0.5);
    expect(words("pollers")).toEqual({ headline: "9,047", unit: "waiting", sub: "1 failing, 93 s" });
    expect(words("clicks")).toEqual({ headline: "50/s", sub: "4 shards" });
    expect(flowsOf(map).map(({ glyph, sources }) => `${glyph} ${sources[0]!.component} ${sources[0]!.metric}`)).toEqual([
      "busy shop Requests", "queued pollers PolledEventCount", "busy pollers InvokedEventCount", "thr worker Throttles",
      "err pollers OnFailureDestinationDeliveredEventCount",
    ]);
  });
  it("have a timeline of their age to choose", () => {
    const ages = choicesFor(sceneOf(TOPOLOGY))[1]![0]!.lines.map(({ line }) => line.valueAt(store, 0.5));
    expect(ages).toEqual([93_000, NaN, NaN]);
    const choices = choicesFor(sceneOf(TOPOLOGY)).map((rows) => rows.map(({ id }) => id));
    expect(choices[1]).toEqual(["iterator-age", "records-waiting", "requests", "queue.failed"]);
    expect(choicesFor(sceneOf(TOPOLOGY))[3]![0]!.lines[2]!.line.spec.sources).toEqual([{ component: "pollers", metric: "RecordLatency.p99" }]);
  });
});
