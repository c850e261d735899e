import { expect, it } from "vitest";
import { askable, questionOf, type Askable, type Wish } from "./own-question";
import { sceneOf } from "./testing/scene";

const SCENE = sceneOf({
  nodes: [{ id: "orders", type: "queue", title: "Orders" }, { id: "pollers", type: "event_source_mapping", title: "Pollers" }, { id: "worker", type: "function", title: "Worker" }],
  edges: [{ from: "orders", to: "pollers", kind: "receive" }, { from: "pollers", to: "worker", kind: "invoke" }],
});

it("may be about whatever a timeline shows of a component, once, in its unit", () => {
  const offers = askable(SCENE, null);
  const keys = offers.map(({ component, metric }) => `${component} ${metric}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(offers.find(({ metric }) => metric === "ApproximateNumberOfMessagesVisible")).toMatchObject({ whose: "Orders", unit: "" });
  expect(offers.find(({ metric }) => metric === "Duration.p99")).toMatchObject({ whose: "Worker", unit: "ms" });
});

it("is put for who does not put it", () => {
  const of: Askable = { component: "orders", whose: "Orders", metric: "M", name: "Queue depth", unit: "Count" };
  const wish: Wish = { of, kind: "draw", statistic: "most", t0: 120, t1: 600, words: "" };
  const put = (more: Partial<Wish>): string => questionOf({ ...wish, ...more }).question;
  expect(put({})).toBe("Queue depth of Orders: how does it go on from 2:00 to 10:00?");
  expect(put({ kind: "number" })).toBe("Queue depth of Orders: what is the most from 2:00 to 10:00?");
  expect(put({ kind: "number", statistic: "end" })).toBe("Queue depth of Orders: how much is it at 10:00?");
  expect(put({ kind: "choice" })).toBe("Queue depth of Orders: higher or lower at 10:00 than at 2:00?");
  expect(put({ words: "  How many? " })).toBe("How many?");
  expect(questionOf({ ...wish, kind: "choice" }).options.length).toBe(3);
});
