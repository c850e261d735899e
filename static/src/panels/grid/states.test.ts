import { describe, expect, it } from "vitest";
import { decodeSlots } from "../../core/environments";
import { SLOT } from "../../core/panel";
import { countStates } from "../../core/instant";
import { Dominant, HOLD_MS, limitWords, summary } from "./states";

describe("states", () => {
  it("counts and says them", () => {
    const counts = countStates(Uint8Array.from([2, 2, 1, 3, 0, 4]));
    expect(counts).toEqual([1, 1, 2, 1, 1, 0]);
    expect(summary("worker", counts, 31, "reserved concurrency 400")).toBe(
      "worker: 1 initialising, 2 busy, 1 idle, 1 error or timeout. Limit: reserved concurrency 400."
      + " 31 refused in this second.");
  });
  it("tells provisioned environments apart, and what binds", () => {
    const slots = decodeSlots("P3B2I1");
    expect([...slots]).toEqual([5, 5, 5, 2, 2, 3]);
    expect(summary("worker", countStates(slots), 0, null, "pollers")).toBe(
      "worker: 2 busy, 1 idle, 3 provisioned and idle. In this second it was limited by pollers.");
    expect([...decodeSlots("Q2B1")]).toEqual([SLOT.idle, SLOT.idle, SLOT.busy]);
  });
  it("names limits by AWS's words", () => {
    expect(limitWords("reserved", 400)).toBe("reserved concurrency 400");
    expect(limitWords("unreserved", 900)).toBe("unreserved concurrency 900");
    expect(limitWords("account", 1000)).toBe("account concurrency 1,000");
    expect(limitWords("managed environments", 160)).toBe("managed environments: room for 160 at once");
  });
});

describe("Dominant", () => {
  it("changes no cell more often than three times a second", () => {
    const dominant = new Dominant();
    let [changes, last] = [0, -1];
    for (let ms = 0; ms < 3000; ms += 16) {
      const shown = dominant.hold(Uint8Array.from([ms % 32 ? SLOT.busy : SLOT.idle]), ms)[0]!;
      if (shown !== last) changes++;
      last = shown;
    }
    expect(changes).toBeLessThanOrEqual(3000 / HOLD_MS + 1);
  });
  it("shows what prevailed in the window", () => {
    const dominant = new Dominant();
    dominant.hold(Uint8Array.from([SLOT.idle]), 0);
    for (let ms = 16; ms < HOLD_MS; ms += 16) dominant.hold(Uint8Array.from([ms < 300 ? SLOT.busy : SLOT.idle]), ms);
    expect(dominant.hold(Uint8Array.from([SLOT.idle]), HOLD_MS)[0]).toBe(SLOT.busy);
  });
});
