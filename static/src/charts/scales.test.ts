import { describe, expect, it } from "vitest";
import { levels, niceCeiling } from "./scales";

describe("the labels of a scale", () => {
  it("are round, and whole where it is counted", () => {
    expect([levels(10, true), levels(1000, true), levels(3, true)]).toEqual([[0, 2, 4, 6, 8, 10], [0, 250, 500, 750, 1000], [0, 1, 2, 3]]);
    expect([levels(10, false), levels(1.5, false), levels(60_000, false)]).toEqual([[0, 2.5, 5, 7.5, 10], [0, 0.3, 0.6, 0.9, 1.2, 1.5].map((value) => expect.closeTo(value) as number), [0, 15_000, 30_000, 45_000, 60_000]]);
    expect([levels(1, true), levels(137, true)]).toEqual([[0, 1], [0, 137]]);
  });
  it("are a few on every scale that is offered", () => {
    for (let top = 0.01; top < 1e6; top = niceCeiling(top * 1.01)) expect(levels(top, false).length).toBeGreaterThan(2);
  });
});
