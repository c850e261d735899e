import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ClassTimer } from "./class-timer";

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the timer of a class", () => {
  it("counts down, says that the time is up, and goes", () => {
    const timer = new ClassTimer();
    const seen = (): string | null => (timer.element.hidden ? null : timer.element.textContent);
    expect(seen()).toBeNull();
    timer.offsetMs = 1000;
    timer.show(62_000);
    expect(seen()).toBe("1:01 left");
    vi.advanceTimersByTime(61_000);
    expect(seen()).toBe("Time is up");
    vi.advanceTimersByTime(29_000);
    expect(seen()).toBe("Time is up");
    vi.advanceTimersByTime(2_000);
    expect(seen()).toBeNull();
    timer.show(null);
    expect(seen()).toBeNull();
  });
});
