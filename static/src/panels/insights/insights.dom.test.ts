/** The cards of insights: which are there, that they lead to their moment, and what Try asks for. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Insight } from "../../core/insight";
import type { Lab } from "../../core/lab";
import { Session } from "../../core/session";
import type { LabData } from "../../core/types";
import { createInsights, type InsightsPanel } from "./index";

const insight = (id: string, t: number, until: number | null, attempt: Insight["try"] = null): Insight => ({
  id, component: "worker", t, until, what: `${id} was bound.`, why: "20 of 60 were refused.", derived: id !== "guess",
  rule: { text: "It is a cap.", url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html", date: "2026-07-12", source: "AWS", model: "Pools" }, try: attempt,
});
const TRY = { path: "components.worker.reserved_concurrency", value: 40, words: "Reserve 40." };
const DATA = {
  scenario: { id: "s", title: "S", seed: 1, profile: "aws-2026", duration_s: 60 },
  knobs: [{ path: TRY.path, component: "worker", value: 20 }], topology: { nodes: [{ id: "worker", type: "function", title: "Worker" }], edges: [] },
  types: {}, edge_kinds: {}, header: null, run: { id: "RUN", state: "finished", overrides: {}, seed: 1, profile: "aws-2026" },
  actions: { function: { actions: [], set: true, keeps: [] } },
} as unknown as LabData;

let lab: Lab;
let panel: InsightsPanel;
let said: string[];
const shown: number[] = [];
const asked = vi.fn(async (_url: string, _init?: RequestInit) => new Response(JSON.stringify({ id: "RUN2", url: "/lab/RUN2", state: "queued" })));

beforeEach(() => {
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  vi.stubGlobal("WebSocket", class { send(): void {} close(): void {} });
  vi.stubGlobal("fetch", asked);
  asked.mockClear();
  lab = new Session().add(DATA);
  lab.store.value.add({ v: 1, n: 0, t0: 0, t1: 60, series: {}, counters: {} });
  lab.viewing.clock.setData(60, true, performance.now());
  said = [];
  lab.viewing.onSay = (text) => said.push(text);
  panel = createInsights(lab, () => shown.push(1));
  document.body.replaceChildren(panel.element);
});
afterEach(() => vi.unstubAllGlobals());

function end(...insights: Insight[]): void {
  lab.end.value = { type: "end", state: "finished", last: 0, summary: { insights } };
}

function at(t: number): string[] {
  lab.viewing.seek(t);
  panel.update(lab.viewing.view(performance.now()));
  return [...panel.element.querySelectorAll(".insight h3")].map((title) => title.textContent!);
}

const press = (label: string): void => [...panel.element.querySelectorAll("button")].find((button) => button.textContent === label)!.click();

it("shows what holds at the moment as cards, and the others as links that lead there", () => {
  end(insight("early", 5, 10), insight("late", 40, 50));
  expect(at(6)).toEqual(["early was bound."]);
  expect(panel.element.querySelector(".insight-why")!.textContent).toBe("0:05.0 to 0:10.0: 20 of 60 were refused.");
  expect(panel.element.querySelector("a")!.href).toContain("docs.aws.amazon.com");
  press("0:40.0");
  expect(document.activeElement?.textContent).toContain("late was bound.");
  expect(lab.viewing.view(performance.now()).t).toBe(40);
});

it("keeps the focus on the card that was opened, wherever it stands among those of its moment", () => {
  const all = [insight("first", 40, 50), insight("second", 40, 50), insight("third", 40, 50), insight("fourth", 40, 50)];
  end(...all);
  at(41);
  for (const one of all) {
    panel.open(one);
    panel.update(lab.viewing.view(performance.now()));
    expect(document.activeElement?.querySelector("h3")?.textContent).toBe(one.what);
    expect(panel.element.querySelectorAll(".insight").length).toBe(3);
  }
});

it("says once how many there are, and says which are estimates", () => {
  end(insight("guess", 5, null), insight("late", 40, 50));
  expect(said).toEqual(["2 insights, the first at 0:05.0: guess was bound."]);
  expect(at(6)).toEqual(["guess was bound. estimate"]);
});

it("says so where there are none, or none are known", () => {
  const words = (): string => (at(6), panel.element.querySelector(".quiet")!.textContent!);
  expect(words()).toContain("when the run is over");
  end();
  expect(words()).toContain("Nothing held it up");
  lab.end.value = { type: "end", state: "finished", last: 0, summary: {} };
  expect(words()).toBe("This run was computed before insights were told.");
  lab.end.value = { type: "end", state: "stopped", last: 0, summary: {} };
  expect(words()).toContain("came to its end; this one did not");
});

it("says that nothing was lost only where nothing went wrong", () => {
  const frame = { v: 1, n: 1, t0: 60, t1: 61, series: {}, counters: {} } as const;
  const clean = (): boolean => (end(), at(6), panel.element.querySelector(".quiet")!.textContent!.startsWith("Nothing held it up"));
  expect(clean()).toBe(true);
  lab.store.value.add({ ...frame, events: [[6, "exec", "worker", "1", ""], [60.5, "err", "worker", "2", ""]] });
  expect(clean()).toBe(false);
  lab = new Session().add(DATA);
  panel = createInsights(lab, () => shown.push(1));
  expect(clean()).toBe(true);
  lab.store.value.add({ ...frame, n: 0, t0: 0, flags: [{ t_s: 0.5, kind: "first_dead_letter", component: "worker", detail: "" }] });
  lab.end.value = null;
  expect(clean()).toBe(false);
});

async function sent(): Promise<Record<string, unknown>> {
  await vi.waitFor(() => expect(asked).toHaveBeenCalled());
  return (JSON.parse(String(asked.mock.calls[0]![1]!.body)) as { overrides: Record<string, unknown> }).overrides;
}

it("turns the knob from the start where the playhead is elsewhere", async () => {
  end(insight("early", 5, 10, TRY));
  at(8);
  press("Try");
  expect(await sent()).toEqual({ [TRY.path]: 40 });
});

it("turns it in a fork where the playhead is at its moment", async () => {
  end(insight("early", 5, 10, TRY));
  at(5);
  press("Try from 0:05.0");
  expect(await sent()).toEqual({ interventions: [{ action: "set", at: 5, values: { [TRY.path]: 40 } }] });
});

it("says beside it why it was refused", async () => {
  asked.mockImplementationOnce(async () => new Response(JSON.stringify({ checks: [{ id: "x", severity: "error", path: TRY.path, message: "40 is more than there is", hint: "" }] }), { status: 422 }));
  end(insight("early", 5, 10, TRY));
  at(8);
  press("Try");
  await vi.waitFor(() => expect(panel.element.querySelector("[role=alert]")!.textContent).toContain("more than there is"));
  expect(lab.inputs.current.value.overrides).toEqual({});
});

it("hostile words are words", () => {
  end({ ...insight("early", 5, 10), what: "<img src=x onerror=alert(1)>" });
  expect(at(6)).toEqual(["<img src=x onerror=alert(1)>"]);
  expect(panel.element.querySelector("img")).toBeNull();
});
