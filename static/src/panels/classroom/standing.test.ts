import { describe, expect, it } from "vitest";
import { told, type Standing } from "./standing";

const CALM: Standing = { link: "live", why: "", mode: "following", shown: true, taught: true, frozen: false, teacherT: 184 };
const saying = (changes: Partial<Standing>): string => {
  const { head, words, back } = told({ ...CALM, ...changes });
  return `${head}: ${words}${back ? " [back]" : ""}`;
};

describe("what a follower is told", () => {
  it("of following, exploring and a fork", () => {
    expect(saying({})).toBe("Following: You see what the teacher sees.");
    expect(saying({ mode: "exploring" })).toBe("Exploring: The teacher is at 3:04. [back]");
    expect(saying({ mode: "fork", teacherT: null })).toBe("My fork: The teacher shows another run. [back]");
  });

  it("of a class that waits, stands still or has no teacher", () => {
    expect(saying({ shown: false })).toMatch(/^Waiting/);
    expect(saying({ frozen: true })).toMatch(/^Frozen: .*look around\.$/);
    expect(saying({ frozen: true, mode: "exploring" })).toMatch(/\[back\]$/);
    expect(saying({ taught: false })).toMatch(/^Teacher gone/);
  });

  it("of a link that is bad, blocked or over", () => {
    expect(saying({ link: "reconnecting", mode: "exploring" })).toMatch(/^Connection lost.*\[back\]$/);
    expect(saying({ link: "polling" })).toContain("Sockets are blocked");
    expect(saying({ link: "over", mode: "fork" })).toBe("Class over: The lab stays, and so do your forks.");
    expect(saying({ link: "refused", why: "No such class." })).toBe("Not in the class: No such class.");
    expect(saying({ link: "full", why: "All seats are taken." })).toBe("Class full: All seats are taken.");
  });
});
