import { beforeEach, expect, it, vi } from "vitest";
import type { Verdict } from "../../core/goals";
import type { Lab } from "../../core/lab";
import { Session } from "../../core/session";
import type { LabData } from "../../core/types";
import { createGoals } from "./index";

const GOALS = [{ path: "expect.a", title: "worker: concurrency <= 5", component: "worker" }, { path: "expect.b", title: "cost < 2 USD", component: "" }];
const DATA = {
  scenario: { id: "s", title: "S", seed: 1, profile: "aws-2026", duration_s: 60 }, goals: GOALS,
  knobs: [], topology: { nodes: [], edges: [] }, types: {}, edge_kinds: {}, header: null, run: { id: "NOW", state: "running", overrides: {}, seed: 1, profile: "aws-2026" },
} as unknown as LabData;
const one = (n: number, status: string, seen: string, failed_at_s: number | null = null, note = "") => ({ ...GOALS[n]!, status, seen, failed_at_s, note });
const VERDICTS: Record<string, Verdict> = {
  NOW: { passed: false, goals: [one(0, "failed", "7", 90), one(1, "passed", "1.2 USD")] } as Verdict,
  WAS: { passed: false, goals: [one(0, "passed", "5"), one(1, "no data", "-", null, "nothing was sent")] } as Verdict,
};

beforeEach(() => {
  document.body.replaceChildren();
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  globalThis.WebSocket = class { close(): void {} send(): void {} } as unknown as typeof WebSocket;
  globalThis.fetch = vi.fn(async (url: unknown) => {
    const found = VERDICTS[/runs\/(\w+)\/verdict/.exec(String(url))?.[1] ?? ""];
    return found ? Response.json(found) : Response.json({ error: { what: "This version does not read the scenario of the run any more" } }, { status: 409 });
  });
});

function shown(data: LabData = DATA) {
  const session = new Session();
  const lab = session.add(data);
  const base = session.compareFrom(lab);
  const panel = createGoals({ dialogs: document.body, lab, base });
  const rows = (): string[][] => [...document.querySelectorAll(".goals-table tr")].map((row) => [...row.children].map((cell) => cell.textContent ?? ""));
  return { session, lab, base, panel, rows };
}

function finish(lab: Lab): void {
  lab.state.value = "finished";
  lab.end.value = { type: "end", state: "finished", last: 0 };
}

it("counts goals before there is a verdict, and has a tick or a cross for each of them then", async () => {
  const { lab, panel, rows } = shown();
  const said = vi.spyOn(lab.viewing, "announce");
  expect([panel.button.hidden, panel.button.textContent]).toEqual([false, "2 goals"]);
  expect(rows()[1]).toEqual(["worker: concurrency <= 5", "not judged yet", ""]);
  expect(document.querySelector(".goals-sheet .quiet:last-child")!.textContent).toBe("Goals are judged when the run is finished.");
  finish(lab);
  await vi.waitFor(() => expect(panel.button.textContent).toBe("✕✓1 of 2 goals kept"));
  expect(panel.button.querySelector(".sr-only")!.textContent).toBe("1 of 2 goals kept");
  expect(said).toHaveBeenCalledWith("The run is finished: 1 of 2 goals kept.");
  expect(rows()).toEqual([["Goal", "This run", "First broken"], ["worker: concurrency <= 5", "✕ broken 7", "1:30"], ["cost < 2 USD", "✓ kept 1.2 USD", ""]]);
  expect([...panel.judged().values()].map(({ status }) => status)).toEqual(["failed", "passed"]);
});

it("goes to the moment at which a goal was broken", async () => {
  const { lab, panel } = shown();
  finish(lab);
  await vi.waitFor(() => expect(panel.button.textContent).toContain("✕✓"));
  panel.open();
  const seek = vi.spyOn(lab.viewing, "seek");
  document.querySelector<HTMLElement>(".goals-table .link-button")!.click();
  expect(seek).toHaveBeenCalledWith(90);
  expect(document.querySelector<HTMLDialogElement>(".goals-sheet")!.open).toBe(false);
});

it("has the baseline's beside them, and says why one has no data", async () => {
  const { session, lab, base, panel, rows } = shown();
  const under = session.add({ ...DATA, run: { ...DATA.run!, id: "WAS" } });
  finish(under);
  base.lab.value = under;
  finish(lab);
  await vi.waitFor(() => expect(rows()[1]).toEqual(["worker: concurrency <= 5", "✓ kept 5", "✕ broken 7", "1:30"]));
  expect(rows()[2]).toEqual(["cost < 2 USD", "– no datanothing was sent", "✓ kept 1.2 USD", ""]);
  expect(panel.button.textContent).toContain("✕✓");
});

it("says why an old run cannot be judged; without goals there is nothing", async () => {
  const { lab, panel } = shown({ ...DATA, run: { ...DATA.run!, id: "OLD" } });
  finish(lab);
  await vi.waitFor(() => expect(document.querySelector(".goals-sheet > .quiet")!.textContent).toContain("does not read the scenario"));
  expect(panel.button.textContent).toBe("2 goals");
  document.body.replaceChildren();
  const none = shown({ ...DATA, goals: [] });
  none.panel.open();
  expect([none.panel.button.hidden, document.querySelector<HTMLDialogElement>(".goals-sheet")!.open]).toEqual([true, false]);
});
