import { describe, expect, it } from "vitest";
import { decodeSlots } from "../../core/environments";
import { SLOT } from "../../core/panel";
import { countStates } from "../../core/instant";
import { Held, HOLD_MS, limitWords, summary } from "./states";

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

describe("what is shown at high speed", () => {
  it("changes no cell more often than three times a second", () => {
    const held = new Held();
    let [changes, last] = [0, -1];
    for (let ms = 0; ms < 3000; ms += 16) {
      const shown = held.hold(Uint8Array.from([ms % 32 ? SLOT.busy : SLOT.idle]), ms)[0]!;
      if (shown !== last) changes++;
      last = shown;
    }
    expect(changes).toBeLessThanOrEqual(3000 / HOLD_MS + 1);
  });
  it("has cold starts in as many cells as there are, however short they last", () => {
    // A hundred environments, each in init for a second of every ten, at twenty times the speed.
    const held = new Held();
    let [shown, there, pictures] = [0, 0, 0];
    for (let ms = 0; ms < 60_000; ms += 16) {
      const t = (ms / 1000) * 20;
      const slots = Uint8Array.from({ length: 100 }, (_, i) => ((t + i * 0.1) % 10 < 1 ? SLOT.init : SLOT.busy));
      shown += countStates(held.hold(slots, ms))[SLOT.init]!;
      there += countStates(slots)[SLOT.init]!;
      pictures++;
    }
    expect(there / pictures).toBeCloseTo(10, 0);
    expect(shown / there).toBeGreaterThan(0.95);
    expect(shown / there).toBeLessThan(1.05);
  });
});
