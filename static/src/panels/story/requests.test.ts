import { expect, it } from "vitest";
import type { StoryRow } from "../../core/types";
import { requestWaterfall } from "./requests";
import told from "./requests.json";

it.each(told.map((one) => [`${one.fate} by ${one.until}: ${one.steps.map(([, name]) => name).join(", ")}`, one] as const))("tells as reports do (tests/reporting/test_life_of_requests.py): %s", (_, one) => {
  const rows = one.steps.map(([t, name, a, b, at, part]) => [t, 1, name, "shop", a, b, at, part] as unknown as StoryRow);
  const fall = requestWaterfall(rows, one.until, (id) => id);
  const close = (n: number): number => Number(n.toFixed(6));
  expect(fall.phases.map((p) => [p.attempt, p.words, p.kind, close(p.begins), close(p.ends), p.failed ?? false, p.open ?? false])).toEqual(one.phases);
  expect([fall.fate, fall.attempts, fall.refused, fall.over ?? null]).toEqual([one.fate, one.attempts, one.refused, one.over]);
});

it("puts titles in as they are, whatever they hold", () => {
  const rows = [[0, 1, "sent", "shop", 0, 0, "shop", 0], [0, 1, "attempt", "shop", 1, 0, "shop", 1], [0, 1, "invoked", "shop", 0, 1, "work", 2]] as const;
  expect(requestWaterfall(rows, 1, () => "$& {} <b>").phases[0]!.words).toBe("Handler of $& {} <b>");
});
