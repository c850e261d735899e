import { describe, expect, it } from "vitest";
import { pollOf } from "./poll";
import { rosterWords } from "./roster";
import { clockWords } from "./parts";

describe("a question with options of one's own", () => {
  it("needs words, two options and a moment", () => {
    expect(pollOf(" Why? ", " a \n\n<b>b</b>\n", "1:00", 180)).toEqual({ id: "", kind: "choice", question: "Why?", component: "", metric: "", unit: "", t0: 60, t1: 180, options: ["a", "<b>b</b>"] });
    expect(pollOf(" ", "a\nb", "1:00", 180)).toContain("question is missing");
    expect(pollOf("Why?", "a", "1:00", 180)).toContain("2 to 8");
    expect(pollOf("Why?", "a\nb".repeat(9), "1:00", 180)).toContain("2 to 8");
    expect(pollOf("Why?", `a\n${"b".repeat(121)}`, "1:00", 180)).toContain("120 characters");
    for (const from of ["3:00", "-1", "soon"]) expect(pollOf("Why?", "a\nb", from, 180)).toContain("before the end, 3:00");
  });
});

describe("the console in words", () => {
  it("tells who is here, and how", () => {
    expect(rosterWords({ here: 0, polling: 0, names: [], modes: { following: 0, exploring: 0, fork: 0 } })).toBe("Nobody is here yet.");
    expect(rosterWords({ here: 5, polling: 1, names: [], modes: { following: 3, exploring: 1, fork: 1 } })).toBe("5 here: 3 following, 1 exploring, 1 in a fork of their own (1 without a socket).");
    expect([0, 59_000, 61_500].map(clockWords)).toEqual(["0:00", "0:59", "1:02"]);
  });
});
