import { beforeEach, expect, it } from "vitest";
import { keepDraft } from "./draft";
import type { Lab } from "./lab";
import { Session } from "./session";
import type { LabData } from "./types";

const DATA = {
  scenario: { id: "s", title: "S", seed: 1, profile: "aws-2026", duration_s: 60 },
  knobs: [], topology: { nodes: [], edges: [] }, types: {}, edge_kinds: {}, header: null, run: null,
} as unknown as LabData;
const HERE = { pathname: "/lab/new", search: "?scenario=s" } as Location;
const TRACE = { id: "abc", name: "monday.csv", total: 9, detected: ["comma"], spanS: 86_400 };

/** A page that is opened, or opened again. */
function opened(place = HERE, data = DATA): Lab {
  const lab = new Session().add(data);
  keepDraft(lab, place);
  return lab;
}

beforeEach(() => {
  sessionStorage.clear();
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  globalThis.WebSocket = class { close(): void {} send(): void {} } as unknown as typeof WebSocket;
  globalThis.fetch = (async () => new Response(JSON.stringify({ id: "RUN", url: "/lab/RUN", state: "queued" }), { status: 201 })) as typeof fetch;
});

it("keeps a file and turned knobs through a reload before the run, and nowhere else", () => {
  const lab = opened();
  lab.inputs.setTrace("shop", TRACE);
  lab.inputs.setSeed(7);
  const again = opened();
  expect([again.inputs.trace("shop"), again.inputs.current.value.seed, again.inputs.changed.value]).toEqual([TRACE, 7, 2]);
  again.inputs.undo();
  expect(again.inputs.changed.value).toBe(0);
  expect(opened({ ...HERE, search: "?scenario=other" }).inputs.changed.value).toBe(0);
});

it("forgets what has become a run, or is as it was", async () => {
  const lab = opened();
  lab.inputs.setSeed(7);
  await lab.start();
  expect(sessionStorage).toHaveLength(0);
  lab.inputs.setSeed(8);
  expect(sessionStorage).toHaveLength(1);
  lab.inputs.undo();
  expect(sessionStorage).toHaveLength(0);
});

it("opens with the scenario as it is where what was kept is no draft", () => {
  for (const kept of ["no json", "{}", '{"inputs": 3, "traces": []}', "null"]) {
    sessionStorage.setItem("windtunnel.draft:/lab/new?scenario=s", kept);
    expect(opened().inputs.changed.value).toBe(0);
  }
});
