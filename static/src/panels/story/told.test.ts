import { describe, expect, it } from "vitest";
import { described } from "../../core/testing/scene";
import type { StoryRow } from "../../core/types";
import { waterfall } from "./phases";
import told from "./told.json";

const { types } = described({ nodes: [], edges: [] });

describe("lives as reports tell them (tests/reporting/test_life.py reads the same file)", () => {
  it.each(told.map((one) => [`${one.type}: ${one.steps.map(([, name]) => name).join(", ")} until ${one.until}`, one] as const))("%s", (_, one) => {
    const rows = one.steps.map(([t, name, a, b]): StoryRow => [t, 1, name, "c", a, b] as unknown as StoryRow);
    const fall = waterfall(rows, one.until, types[one.type]!.picture.story!);
    const close = (n: number): number => Number(n.toFixed(6));
    expect(fall.phases.map((p) => [p.attempt, p.words, p.kind, close(p.begins), close(p.ends), p.failed ?? false, p.open ?? false])).toEqual(one.phases);
    expect([fall.fate, fall.attempts, fall.refused]).toEqual([one.fate, one.attempts, one.refused]);
  });
});
