import { describe, expect, it } from "vitest";
import type { Question, Tally } from "../../core/classroom/messages";
import { roomPicture, roomWords } from "./room";

const NUMBER: Question = { id: "q", kind: "number", question: "How many?", component: "inbox", metric: "m", unit: "ms", t0: 10, t1: 20, options: [] };
const CHOICE: Question = { ...NUMBER, kind: "choice", options: ["<b>more</b>", "fewer"] };

describe("what the room predicts", () => {
  it("is said in the question's unit", () => {
    const tally: Tally = { round: 1, kind: "number", count: 3, bars: [2, 0, 1], low: 100, high: 1300, median: 200 };
    expect(roomWords(NUMBER, tally)).toBe("3 answers from 100 ms to 1.3 s, half of them up to 200 ms.");
    expect(roomWords(NUMBER, { ...tally, low: 5, high: 5 })).toBe("3 answers, all of them 5 ms.");
    const told = roomPicture(NUMBER, tally, { kind: "number", value: 2000 });
    expect(told.querySelector(".room-ends")?.textContent).toBe("100 ms2 s");
    expect(roomWords(NUMBER, { ...tally, count: 0 })).toBe("Nobody has answered yet.");
  });

  it("shows options as text, and which one came", () => {
    const tally: Tally = { round: 1, kind: "choice", count: 3, options: [1, 2] };
    expect(roomWords(CHOICE, tally)).toBe("3 answers: 1 “<b>more</b>”, 2 “fewer”.");
    const list = roomPicture(CHOICE, tally, { kind: "choice", option: 1 });
    expect(list.querySelector("b")?.textContent).toBe("(so it came)");
    expect(list.textContent).toContain("<b>more</b>");
  });

  it("draws all lines over one another, their middle and what came", () => {
    const rows = Array.from({ length: 24 }, (_, v) => Array.from({ length: 48 }, () => (v === 3 ? 2 : 0)));
    const tally: Tally = { round: 1, kind: "draw", count: 2, density: rows, top: 10, middle: Array.from({ length: 48 }, () => 5) };
    const truth = { kind: "draw", series: [[10, 0], [15, NaN], [20, 40]], until: null } as const;
    const picture = roomPicture({ ...NUMBER, kind: "draw" }, tally, truth);
    expect(picture.querySelectorAll(".room-cell")).toHaveLength(48);
    expect(picture.querySelector(".room-truth")?.getAttribute("d")).toBe("M0.0 160.0L480.0 0.0");
  });
});
