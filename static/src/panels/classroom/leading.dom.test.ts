import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TeachersView } from "../../core/classroom/messages";
import { Leading } from "./leading";

const VIEW: TeachersView = { run: null, h: "", t: 0, p: false, v: 1 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("a stage among several of one teacher", () => {
  it("leads until it hears that another does, and again once it is touched", () => {
    const claim = vi.fn();
    const leading = new Leading("mine", claim);
    expect([leading.leads, leading.tells]).toEqual([true, true]);
    vi.advanceTimersByTime(5000);
    leading.hear({ page: "other" });
    expect([leading.leads, leading.tells]).toEqual([false, false]);
    expect(leading.named(VIEW)).toEqual({ ...VIEW, page: "mine", ago: 5 });
    document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    expect(claim).toHaveBeenCalledTimes(1);
    expect([leading.leads, leading.tells]).toEqual([false, true]);
    expect(leading.named(VIEW)).toMatchObject({ ago: 0 });
    for (let i = 0; i < 20; i++) document.body.dispatchEvent(new Event("wheel", { bubbles: true }));
    expect(claim).toHaveBeenCalledTimes(1);
    leading.hear({ page: "mine" });
    expect([leading.leads, leading.tells]).toEqual([true, true]);
  });

  it("takes over when the one that led is gone", () => {
    const claim = vi.fn();
    const leading = new Leading("mine", claim);
    leading.hear({ page: "other" });
    leading.hear({ page: null });
    expect(claim).toHaveBeenCalledTimes(1);
    expect(leading.tells).toBe(true);
  });

  it("does what the console asks of it alone", () => {
    const leading = new Leading("mine", () => undefined);
    const go = { do: "play", step: null } as const;
    expect(["mine", null, "other"].map((page) => leading.obeys({ ...go, page }))).toEqual([true, true, false]);
  });
});
