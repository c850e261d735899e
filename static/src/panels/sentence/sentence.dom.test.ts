import { signal } from "@preact/signals-core";
import { expect, it } from "vitest";
import type { Lab } from "../../core/lab";
import type { View } from "../../core/panel";
import { Store } from "../../core/store";
import { described } from "../../core/testing/scene";
import type { Header } from "../../core/types";
import { createSentence, type Stated } from "./index";

const RULES = { worker: [{ word: "reserved concurrency", said: [{ text: "Reserved <b>is</b> all." }], source: "Guide", url: "https://docs.aws.amazon.com/a.html", date: "2026-07-12" }] };

function run(): Store {
  const scene = described({ nodes: [{ id: "worker", type: "function", title: "Worker <1>" }], edges: [] });
  const store = new Store(scene, 10);
  store.setHeader({ ...scene, duration_s: 10, bin_s: 1, frame_s: 10, metrics: { LimitedBy: { unit: "", label: "", statistic: "Most frequent", names: ["upstream", "reserved concurrency"] } } } as unknown as Header);
  store.add({ v: 1, n: 0, t0: 0, t1: 10, series: { worker: { LimitedBy: [1, 1, 1, 1, 1, 0, 0, 0, 0, 0] } }, counters: {} });
  return store;
}

function panelOf(stated: () => Stated | null = () => null) {
  const sentence = createSentence({ data: { rules: RULES }, insights: signal([]) } as unknown as Lab, stated);
  const store = run();
  const at = (t: number, more: Partial<View> = {}): string => {
    sentence.update({ store, t, playing: false, selection: null, ...more } as unknown as View);
    return sentence.element.textContent!.replace(/\s+/g, " ").trim();
  };
  return { at, element: sentence.element };
}

it("says what binds with a link to its source, and what is hostile as text", () => {
  const { at, element } = panelOf();
  expect(at(4)).toBe("Worker <1>: reserved <b>is</b> all. AWS, 2026-07-12");
  expect([element.querySelector("a")!.href, element.querySelectorAll("b").length]).toEqual(["https://docs.aws.amazon.com/a.html", 1]);
  expect([at(9), element.querySelector("a")!.hidden]).toEqual(["No limit binds now.", true]);
  expect(at(0)).toBe("Nothing is observed yet.");
  // Else the rule would be the answer.
  expect(at(4, { hidden: 5 })).toBe("The rule behind it is said once the answer is revealed.");
});

it("says what a lesson's step states in its place", () => {
  expect(panelOf(() => ({ text: "A rule.", url: "", date: "2026" })).at(4)).toBe("A rule. 2026");
});
