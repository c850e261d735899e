import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Loop } from "./loop";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function loop(moving: () => boolean, reduced = false): { loop: Loop; paints: () => number } {
  const paint = vi.fn(moving);
  return { loop: new Loop(paint, () => reduced), paints: () => paint.mock.calls.length };
}

it("sleeps while nothing changed", () => {
  const { loop: still, paints } = loop(() => false);
  still.invalidate();
  still.invalidate();
  vi.advanceTimersByTime(1000);
  expect(paints()).toBe(1);
});

it("runs while the picture moves", () => {
  let left = 5;
  const { loop: playing, paints } = loop(() => --left > 0);
  playing.invalidate();
  vi.advanceTimersByTime(1000);
  expect(paints()).toBe(5);
});

it("paints twice a second with reduced motion, and at once for a person", () => {
  const { loop: slow, paints } = loop(() => true, true);
  slow.invalidate();
  vi.advanceTimersByTime(2000);
  expect(paints()).toBeLessThanOrEqual(5);
  const before = paints();
  slow.invalidate();
  vi.advanceTimersByTime(20);
  expect(paints()).toBe(before + 1);
});

it("shows data ten times a second", () => {
  const { loop: busy, paints } = loop(() => false);
  for (let ms = 0; ms < 1000; ms += 5) {
    busy.invalidateSoon();
    vi.advanceTimersByTime(5);
  }
  expect(paints()).toBeGreaterThanOrEqual(8);
  expect(paints()).toBeLessThanOrEqual(11);
});
