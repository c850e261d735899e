/**
 * Every test file finds a page as it is opened: they share one document (see vite.config.ts), in an
 * order that nobody has promised. Nothing that a test has left behind happens in another one.
 */
import { afterEach, vi } from "vitest";

type Timer = ReturnType<typeof setTimeout>;

const left: Set<Timer> = ((globalThis as { leftTimers?: Set<Timer> }).leftTimers ??= watched());

function watched(): Set<Timer> {
  const timers = new Set<Timer>();
  for (const name of ["setTimeout", "setInterval"] as const) {
    const real = globalThis[name] as (...given: unknown[]) => Timer;
    const counted = (...given: unknown[]): Timer => {
      const timer = real(...given);
      timers.add(timer);
      return timer;
    };
    Object.assign(globalThis, { [name]: Object.assign(counted, real) });
  }
  return timers;
}

afterEach(() => {
  vi.useRealTimers();
  for (const timer of left) clearTimeout(timer);
  left.clear();
});

history.replaceState(null, "", "/");
localStorage.clear();
sessionStorage.clear();
document.body.replaceChildren();

// What jsdom has not got, and every browser has.
HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) { this.open = true; };
HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) { this.open = false; };
