import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Api } from "../../../core/api";
import { Rounds } from "./rounds";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

const HEADER = { duration_s: 600, components: [], metrics: [] };
const VIEW = { h: "", t: 60, p: false, v: 1 } as const;

describe("questions on the console", () => {
  it("are asked of the run that is shown, as soon as that has begun", async () => {
    const begun: Record<string, unknown> = { first: { header: HEADER }, second: { header: null } };
    const run = vi.fn((id: string) => (begun[id] ? Promise.resolve(begun[id]) : Promise.reject(new Error("lost"))));
    const ask = vi.fn();
    const rounds = new Rounds({ dialogs: document.body, api: { run } as unknown as Api, ask, say: vi.fn(), stepsQuestion: () => null });
    const own = [...rounds.element.querySelectorAll("button")].find(({ textContent }) => textContent === "Ask with options of your own")!;
    const [words, options] = [document.querySelector<HTMLInputElement>("dialog:last-of-type input")!, document.querySelector("textarea")!];
    expect(own.disabled).toBe(true);
    rounds.look({ ...VIEW, run: "first" });
    await vi.advanceTimersByTimeAsync(0);
    expect(own.disabled).toBe(false);
    // A knob was turned: the run is new, and its header not there yet. Nothing more is said of where the stage looks.
    rounds.look({ ...VIEW, run: "second" });
    await vi.advanceTimersByTimeAsync(0);
    expect(own.disabled).toBe(true);
    begun["second"] = null;
    await vi.advanceTimersByTimeAsync(1000);
    begun["second"] = { header: { ...HEADER, duration_s: 120 } };
    await vi.advanceTimersByTimeAsync(1000);
    expect(own.disabled).toBe(false);
    own.click();
    [words.value, options.value] = ["More?", "yes\nno"];
    words.form!.requestSubmit();
    expect(ask).toHaveBeenCalledWith(expect.objectContaining({ t0: 60, t1: 120 }));
    const calls = run.mock.calls.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(run).toHaveBeenCalledTimes(calls);
  });
});
