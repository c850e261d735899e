import { describe, expect, it } from "vitest";
import { called, type Insight } from "../../core/insight";
import { Store } from "../../core/store";
import { described } from "../../core/testing/scene";
import type { Header } from "../../core/types";
import { sentenceAt, type Asked } from "./binding";

const BOUND = ["upstream", "pollers being added", "pollers", "throttled batches"];
const LIMITED = ["upstream", "reserved concurrency", "pollers"];
const amount = (value: number): object => ({ reading: { read: "constant", amount: value }, format: "number" });
const level = (metric: string): object => ({ reading: { read: "value", of: [metric] }, format: "number" });
const grown = { reading: { read: "grown", of: ["Pollers"], parts: [{ read: "constant", amount: 5 }, { read: "constant", amount: 300 }, { read: "constant", amount: 40 }] }, format: "number" };
const SOURCE = { source: "AWS Lambda Developer Guide", url: "https://docs.aws.amazon.com/a.html", date: "2026-07-12" };
const RULES = {
  pollers: [
    { word: "pollers being added", ...SOURCE, said: [{ text: "Pollers may grow by {} a minute: {} of at most {} now.", figures: [amount(300), level("Pollers"), grown] }] },
    { word: "pollers", ...SOURCE, said: [{ text: "At most {}.", figures: [amount(40)] }] },
    { word: "pollers", from_s: 7, ...SOURCE, own: true, said: [{ text: "At most {}.", figures: [amount(80)] }] },
  ],
  worker: [{ word: "reserved concurrency", ...SOURCE, url: "", assumed: true, said: [{ text: "Reserved is {}.", figures: [amount(5)] }] }],
};

const TOPOLOGY = {
  nodes: [{ id: "pollers", type: "event_source_mapping", title: "Orders to worker" }, { id: "worker", type: "function", title: "Worker" }],
  edges: [{ from: "pollers", to: "worker", kind: "invoke" }],
};

function run(bound: readonly number[], limited: readonly number[], pollers: readonly number[]): Store {
  const scene = described(TOPOLOGY);
  const store = new Store(scene, bound.length);
  const metrics = { BoundBy: { unit: "Limit", label: "", statistic: "Most frequent", names: BOUND }, LimitedBy: { unit: "Limit", label: "", statistic: "Most frequent", names: LIMITED }, Pollers: { unit: "Count", label: "", statistic: "Last" } };
  store.setHeader({ ...scene, duration_s: bound.length, bin_s: 1, frame_s: bound.length, metrics, rules: RULES } as unknown as Header);
  store.add({ v: 1, n: 0, t0: 0, t1: bound.length, series: { pollers: { BoundBy: [...bound], Pollers: [...pollers] }, worker: { LimitedBy: [...limited] } }, counters: {} });
  return store;
}

const ask = (store: Store, t: number, more: Partial<Asked> = {}): string | undefined => sentenceAt({ store, t, insights: [], ...more })?.text;
const always = (value: number): number[] => Array.from({ length: 10 }, () => value);
const insight = { id: "i", component: "worker", t: 4, until: 9, what: "Something began.", why: "For 5 s.", rule: { text: "", url: "", date: "2026", source: "Notes", model: "" }, try: null, derived: true } as Insight;

describe("the sentence at the playhead", () => {
  it("says how far something may have grown since the rule binds", () => {
    const store = run([0, 0, ...always(1)].slice(0, 10), always(2), [2, 2, 9, 14, 19, 24, 29, 34, 39, 40]);
    expect(ask(store, 5)).toBe("pollers may grow by 300 a minute: 19 of at most 20 now.");
    expect(ask(store, 9.5)).toBe("pollers may grow by 300 a minute: 39 of at most 40 now.");
  });
  it("says what refuses before what holds back, and of what is looked at its own", () => {
    const store = run(always(2), always(1), always(40));
    expect(sentenceAt({ store, t: 5, insights: [] })).toEqual({ whose: "Worker", text: "reserved is 5.", tone: "refuses", source: { words: "AWS Lambda Developer Guide, 2026-07-12, assumed", title: "AWS Lambda Developer Guide", url: "" } });
    expect(ask(store, 5, { component: "pollers" })).toBe("at most 40.");
  });
  it("cites AWS for nothing that is assumed", () => {
    const store = run(always(2), always(1), always(40));
    const rules = { worker: [{ ...RULES.worker[0]!, url: SOURCE.url }] };
    store.setHeader({ ...store.header!, rules } as unknown as Header);
    expect(sentenceAt({ store, t: 5, insights: [] })!.source).toEqual({ words: "2026-07-12, assumed", title: SOURCE.source, url: "" });
  });
  it("leaves to the mapping what its function is held back by there", () => {
    const store = run(always(2), always(2), always(40));
    expect(ask(store, 5, { component: "worker" })).toBe("at most 40.");
  });
  it("says what holds from then on once it is changed, and that it is the scenario’s own", () => {
    const store = run(always(2), always(2), always(40));
    expect([ask(store, 6.9), ask(store, 7)]).toEqual(["at most 40.", "at most 80."]);
    expect(sentenceAt({ store, t: 8, insights: [] })!.source!.words).toBe("AWS, 2026-07-12, this scenario’s own");
  });
  it("is not moved by a single bin in which limits took turns", () => {
    const store = run(always(2), [1, 1, 1, 1, 1, 2, 1, 1, 1, 1], always(40));
    expect(ask(store, 5.5)).toBe("reserved is 5.");
  });
  it("tells an insight once all of it is known, and of which time it is", () => {
    const [bound, free] = [run(always(2), always(1), always(40)), run(always(0), always(0), always(2))];
    const told = "Worker had all in use. 100 of 190 of Orders to worker, of a worker-2.";
    const [ids] = called([{ ...insight, until: 8, what: "worker had all in use.", why: "100 of 190 of pollers, of a worker-2." }], bound.scene) as [Insight];
    for (const t of [4.2, 6, 7.9]) {
      expect(ask(bound, t, { insights: [ids] })).toBe("reserved is 5.");
      expect(ask(free, t, { insights: [ids] })).toBeUndefined();
    }
    expect(sentenceAt({ store: bound, t: 8.2, insights: [ids] })).toMatchObject({ whose: "From 0:04.0 to 0:08.0", text: told });
    expect(sentenceAt({ store: free, t: 8.2, insights: [{ ...ids, t: 8, until: null }] })).toMatchObject({ whose: "At 0:08.0", text: told });
    expect(ask(bound, 9.5, { insights: [ids] })).toBe("reserved is 5.");
    expect(ask(free, 9.5, { insights: [ids] })).toBeUndefined();
  });
  it("keeps silent before a run, and of what is not computed", () => {
    expect(ask(run(always(2), always(1), always(40)), 11)).toBeUndefined();
    expect(ask(new Store(described(TOPOLOGY), 10), 0)).toBeUndefined();
  });
});
