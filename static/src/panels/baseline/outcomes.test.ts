import { expect, it } from "vitest";
import type { Outcome } from "../../core/comparison";
import { sceneOf } from "../../core/testing/scene";
import { headlines, outcomeWords } from "./outcomes";

const anywhere = (): boolean => true;

const outcome = (name: string, was: number | null, now: number | null, better: Outcome["better"] = "less", unit = ""): Outcome => {
  const change = was === null || now === null ? null : now - was;
  const verdict = !change ? (change === null ? "" : "same") : !better ? "" : change > 0 === (better === "more") ? "better" : "worse";
  return { component: "worker", name, unit, was, now, better, change, verdict };
};

it("writes was, now and change with their units", () => {
  expect(outcomeWords(outcome("Duration p99", 4810, 1200, "less", "ms"))).toEqual({ was: "4.81 s", now: "1.2 s", change: "−3.61 s", relative: " (−75 %)" });
  expect(outcomeWords(outcome("so far", 0.41, 0.5, "less", "USD"))).toMatchObject({ was: "$0.410", now: "$0.500", change: "+$0.0900" });
  expect(outcomeWords(outcome("throttles", null, 12))).toEqual({ was: "–", now: "12", change: "", relative: "" });
});

it("never says of what changed that it did so by 0 %", () => {
  const relative = (was: number, now: number): string => outcomeWords(outcome("throttles", was, now)).relative;
  expect([relative(120_000, 119_943), relative(1000, 1009), relative(1000, 1020)]).toEqual([" (−0.05 %)", " (+0.9 %)", " (+2 %)"]);
});

it("says first what was lost, refused and failed, and nothing that has no better way or did not change", () => {
  const all = [outcome("cold starts", 5, 20), outcome("invocations", 10, 90, ""), outcome("throttles", 31, 0), outcome("dead lettered", 4, 0), outcome("errors", 2, 2)];
  expect(headlines(all, 4, anywhere).map(({ name }) => name)).toEqual(["dead lettered", "throttles", "cold starts"]);
  expect(headlines(all, 1, anywhere).map(({ name }) => name)).toEqual(["dead lettered"]);
});

it("hides nothing that became worse behind what became better, and no queue's age behind its dead-letter queue's", () => {
  const of = (component: string, name: string, was: number, now: number): Outcome => ({ ...outcome(name, was, now, "less", "s"), component });
  const scene = sceneOf({
    nodes: [{ id: "orders", type: "queue", title: "Orders" }, { id: "dlq", type: "queue", title: "DLQ" }, { id: "pollers", type: "event_source_mapping", title: "Pollers" }, { id: "given-up", type: "queue", title: "Given up" }],
    edges: [{ from: "orders", to: "dlq", kind: "dead-letter" }, { from: "orders", to: "pollers", kind: "receive" }, { from: "pollers", to: "given-up", kind: "on-failure" }],
  });
  const all = [of("dlq", "oldest message", 85.5, 0), of("orders", "oldest message", 183, 334), of("given-up", "oldest message", 0, 900), of("dlq", "throttles", 100, 0), of("orders", "throttles", 5, 6)];
  expect(headlines(all, 4, (id) => scene.isWaitedAt(id)).map(({ component, name }) => `${component} ${name}`)).toEqual(["orders throttles", "orders oldest message"]);
});

it("takes of the percentiles the one that changed most", () => {
  const all = [outcome("Duration p99", 100, 110, "less", "ms"), outcome("MessageLatency p99", 100, 500, "less", "ms")];
  expect(headlines(all, 4, anywhere).map(({ name }) => name)).toEqual(["MessageLatency p99"]);
});
