import { expect, it, vi } from "vitest";
import { h } from "../../core/dom";
import type { Handed } from "../../core/handed";
import { HandedView, textOf } from "./handed";
import { MESSAGE, type Story } from "./stories";

const HOSTILE = "</textarea><img src=x onerror=alert(1)>";
const told = (at: number): Handed => ({
  component: "jobs", id: 3, source: "jobs", mapping: "pollers", function: "worker", at,
  attempts: [{ attempt: 1, begins_s: 1, ends_s: 2, outcome: "error", request_id: "a" }, { attempt: 2, begins_s: 31, ends_s: null, outcome: "", request_id: "b" }],
  event: { name: "sqs", title: "Messages of a queue", guide: "a guide", document: { Records: [{ body: HOSTILE }] } },
  context: { function_name: "worker" }, environment: { TABLE: HOSTILE }, log: [{ timestamp: 1, message: "START" }, { timestamp: 2, message: `END ${at}` }],
});
const story = (steps: number): Story => ({ key: "jobs/3", id: 3, component: "jobs", noun: MESSAGE, rows: Array.from({ length: steps }, (_, n) => [n, 3, "sent", "jobs", 0, 0]) });

function view(ask: (component: string, id: number | null, at: number) => Promise<Handed>): { handed: HandedView; steps: HTMLElement; press: (words: string) => void; text: () => string } {
  const steps = h("div", {});
  const handed = new HandedView(ask, steps);
  document.body.replaceChildren(handed.bar, steps, handed.element);
  const press = (words: string): void => [...handed.bar.querySelectorAll("button")].find((button) => button.textContent === words)!.click();
  return { handed, steps, press, text: () => handed.element.querySelector("textarea")!.value };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

it("shows the event in the place of the steps, as text, and the log of another try", async () => {
  const ask = vi.fn((_component: string, _id: number | null, at: number) => Promise.resolve(told(at)));
  const { handed, steps, press, text } = view(ask);
  handed.show(story(2), false);
  expect(ask).not.toHaveBeenCalled();
  press("Event");
  await settle();
  expect(steps.hidden).toBe(true);
  expect(JSON.parse(text())).toEqual({ Records: [{ body: HOSTILE }] });
  expect(handed.element.querySelector("img")).toBeNull();
  press("Log");
  expect(text()).toBe("START\nEND 0");
  expect(handed.element.querySelector("select")!.hidden).toBe(true);
  press("Context");
  const tries = handed.element.querySelector("select")!;
  expect([...tries.options].map((option) => option.text)).toEqual(["1st try, at 0:01.00: error", "2nd try, at 0:31.00: still running"]);
  tries.selectedIndex = 1;
  tries.dispatchEvent(new Event("change"));
  await settle();
  press("Log");
  expect(text()).toBe("START\nEND 1");
  expect(ask.mock.calls.map(([, , at]) => at)).toEqual([0, 1]);
  press("Steps");
  expect([steps.hidden, handed.element.hidden]).toEqual([false, true]);
});

it("asks again when more was told of the message, and says why there is nothing", async () => {
  const ask = vi.fn().mockRejectedValueOnce(new Error("No function was invoked with it so far.")).mockResolvedValue(told(0));
  const { handed, press, text } = view(ask);
  handed.show(story(1), false);
  press("Variables");
  await settle();
  expect(handed.element.textContent).toContain("No function was invoked with it so far.");
  expect(handed.element.querySelector("textarea")!.hidden).toBe(true);
  handed.show(story(4), false);
  await settle();
  expect(JSON.parse(text())).toEqual({ TABLE: HOSTILE });
});

it("gives nothing away of what is to be predicted", async () => {
  const ask = vi.fn().mockResolvedValue(told(0));
  const { handed, press } = view(ask);
  handed.show(story(2), true);
  press("Log");
  await settle();
  expect(ask).not.toHaveBeenCalled();
  expect(handed.element.textContent).toContain("Hidden until the question is answered.");
});

it("writes an event that nobody describes as nothing", () => {
  expect(textOf({ ...told(0), event: null }, "event")).toBe("");
});

it("shows what a function gets from each of its sources, without steps, log and trace", async () => {
  const sources = [{ source: "site", mapping: null, title: "The payload of an Invoke" }, { source: "jobs", mapping: "pollers", title: "Messages" }];
  const ask = vi.fn((_component: string, _id: number | null, at: number) => Promise.resolve({ ...told(0), at, id: null, attempts: [], sources }));
  const handed = new HandedView(ask, null);
  handed.showOf("worker", "RUN");
  await settle();
  expect([...handed.bar.querySelectorAll("button")].map((button) => button.textContent)).toEqual(["Event", "Context", "Variables"]);
  const choice = handed.element.querySelector("select")!;
  expect([...choice.options].map((option) => option.text)).toEqual(["The payload of an Invoke: site", "Messages: jobs"]);
  choice.selectedIndex = 1;
  choice.dispatchEvent(new Event("change"));
  await settle();
  expect(ask.mock.calls).toEqual([["worker", null, 0], ["worker", null, 1]]);
});

it("says whose try it is where a request came to several functions, and lets one choose whose log", async () => {
  const of = (fn: string, attempt: number, begins_s: number): Handed["attempts"][number] => ({ attempt, function: fn, begins_s, ends_s: begins_s + 1, outcome: "success", request_id: `${fn}${attempt}` });
  const { handed, press } = view(() => Promise.resolve({ ...told(1), function: "worker", attempts: [of("guard", 1, 0), of("worker", 1, 1), of("worker", 2, 30)] }));
  handed.show(story(2), false);
  press("Log");
  await settle();
  const tries = handed.element.querySelector("select")!;
  expect(tries.hidden).toBe(false);
  expect([...tries.options].map((option) => option.text)).toEqual(["guard: 1st try, at 0:00.00: success", "worker: 1st try, at 0:01.00: success", "worker: 2nd try, at 0:30.00: success"]);
  expect(handed.element.textContent).toContain("What worker leaves in its log, all 2 tries.");
});
