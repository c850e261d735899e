import { describe, expect, it } from "vitest";
import type { TeachersView } from "../../core/classroom/messages";
import { isNews } from "./sender";

const AT: TeachersView = { run: "AAAAAAAAAA", h: "#t=60&sel=worker", t: 60, p: false, v: 20 };

describe("what a stage tells", () => {
  it("is every change of what is looked at", () => {
    expect(isNews(AT, null, 0)).toBe(true);
    expect(isNews(AT, AT, 60_000)).toBe(false);
    for (const change of [{ run: "BBBBBBBBBB" }, { t: 61, h: "#t=61&sel=worker" }, { h: "#t=60&sel=queue" }, { p: true }, { v: 5 }] as const)
      expect(isNews({ ...AT, ...change }, AT, 0), JSON.stringify(change)).toBe(true);
  });

  it("is not that time passes as it plays", () => {
    const playing = { ...AT, p: true };
    expect(isNews({ ...playing, t: 80, h: "#t=80&sel=worker" }, playing, 1000)).toBe(false);
    expect(isNews({ ...playing, t: 95, h: "#t=95&sel=worker" }, playing, 1000)).toBe(true);
    expect(isNews({ ...playing, t: 100, h: "#t=100&sel=worker" }, playing, 2000)).toBe(true);
  });
});
