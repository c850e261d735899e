import { expect, test } from "vitest";
import { called, insightsAt, insightsOf, type Insight } from "./insight";
import { Scene } from "./scene";
import { described } from "./testing/scene";

function insight(id: string, t: number, until: number | null = null): Insight {
  return { id, component: "worker", t, until, what: id, why: "", rule: { text: "", url: "", date: "", source: "", model: "" }, try: null, derived: true };
}

const ids = (all: readonly Insight[], t: number): string[] => insightsAt(all, t).map((one) => one.id);

test("nothing is shown before it happened", () => {
  expect(ids([insight("a", 10)], 9.9)).toEqual([]);
  expect(ids([insight("a", 10)], 10)).toEqual(["a"]);
  expect(ids([insight("a", 10.004)], 10)).toEqual(["a"]);
});

test("what holds at the moment comes before what is over, and both in order of time", () => {
  const all = [insight("long", 5, 100), insight("over", 10, 20), insight("later over", 30, 40), insight("now", 50, 70), insight("instant", 55)];
  expect(ids(all, 60)).toEqual(["long", "now", "instant"]);
  expect(ids(all, 80)).toEqual(["long", "now", "instant"]);
  expect(ids(all, 35)).toEqual(["long", "over", "later over"]);
});

test("components are called by their titles, as words of a sentence and not as parts of names", () => {
  const scene = new Scene(described({ nodes: [{ id: "worker", type: "function", title: "Payment" }, { id: "set", type: "function", title: "The set" }], edges: [] }));
  const one = { ...insight("a", 1), what: "most of what worker did.", why: "worker refused 3 of worker-2, worker.timeout.", try: { path: "components.worker.timeout", value: 1, words: "worker may take 1 s." } };
  expect(called([one], scene)[0]).toMatchObject({ what: "most of what Payment did.", why: "Payment refused 3 of worker-2, worker.timeout.", try: { path: "components.worker.timeout", words: "Payment may take 1 s." } });
});

test("at most three", () => {
  const all = [0, 1, 2, 3, 4].map((t) => insight(String(t), t, 10));
  expect(ids(all, 5)).toEqual(["2", "3", "4"]);
});

test("a run of an older server knows of none, which is not the same as none", () => {
  const end = { type: "end", state: "finished", last: 1 } as const;
  expect(insightsOf(null)).toBeNull();
  expect(insightsOf({ ...end, summary: { flags: [] } })).toBeNull();
  expect(insightsOf({ ...end, summary: { insights: [] } })).toEqual([]);
});
