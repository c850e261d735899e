import { beforeEach, expect, it, vi } from "vitest";
import { Session } from "../../core/session";
import type { LabData } from "../../core/types";
import { createBaseline } from "./index";

const DATA = {
  scenario: { id: "s", title: "S", seed: 1, profile: "aws-2026", duration_s: 60 },
  knobs: [], topology: { nodes: [], edges: [] }, types: {}, edge_kinds: {}, header: null, run: null,
} as unknown as LabData;
const ANOTHER = { id: "CHANGED", state: "finished", seed: 9, profile: "aws-2026", overrides: {} } as const;
const WRITTEN = { id: "WRITTEN", state: "finished", seed: 1, profile: "aws-2026", overrides: {}, scenario: "s", url: "/lab/WRITTEN" };

let answer: () => Response;

beforeEach(() => {
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  globalThis.WebSocket = class { close(): void {} send(): void {} } as unknown as typeof WebSocket;
  answer = () => new Response(JSON.stringify(WRITTEN));
  globalThis.fetch = vi.fn(async () => answer());
  location.hash = "";
});

function line(run: LabData["run"]) {
  const session = new Session();
  const lab = session.add({ ...DATA, run });
  const base = session.compareFrom(lab);
  const element = document.createElement("section");
  createBaseline({ line: element, dialogs: document.createElement("div"), lab, base });
  return { lab, base, element };
}

it("has its place before the baseline is there, and keeps it when that comes", async () => {
  const { lab, base, element } = line(ANOTHER);
  expect([element.hidden, element.textContent]).toEqual([false, "Compared with as writtenTotals when the baseline is finished.Was and now"]);
  lab.end.value = { type: "end", state: "finished", last: 0 };
  await vi.waitFor(() => expect(base.lab.value).not.toBeNull());
  expect(element.hidden).toBe(false);
  expect(element.textContent).toContain("Compared with as written; now: seed 1 → 9");
  base.takeNone();
  expect(element.hidden).toBe(true);
});

it("has none where there is nothing to compare with", () => {
  expect(line(null).element.hidden).toBe(true);
  expect(line({ ...ANOTHER, seed: 1 }).element.hidden).toBe(true);
});

it("says why there is no baseline", async () => {
  answer = () => new Response(JSON.stringify({ error: { what: "The queue is full." } }), { status: 503 });
  const { lab, element } = line(ANOTHER);
  lab.end.value = { type: "end", state: "finished", last: 0 };
  await vi.waitFor(() => expect(element.textContent).toContain("No baseline: The scenario as written cannot be run"));
  expect(element.textContent).not.toContain("Totals");
});
