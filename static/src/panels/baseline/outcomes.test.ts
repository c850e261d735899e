import { expect, it } from "vitest";
import type { Outcome } from "../../core/comparison";
import { headlines, outcomeWords } from "./outcomes";

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
  expect(headlines(all, 4).map(({ name }) => name)).toEqual(["dead lettered", "throttles", "cold starts"]);
  expect(headlines(all, 1).map(({ name }) => name)).toEqual(["dead lettered"]);
});

it("takes of the percentiles the one that changed most", () => {
  const all = [outcome("Duration p99", 100, 110, "less", "ms"), outcome("MessageLatency p99", 100, 500, "less", "ms")];
  expect(headlines(all, 4).map(({ name }) => name)).toEqual(["MessageLatency p99"]);
});
