import { beforeEach, describe, expect, it, vi } from "vitest";
import { Session } from "./session";
import type { FramePayload, LabData } from "./types";

const TOPOLOGY = { nodes: [{ id: "api", type: "function", title: "Api" }], edges: [] };
const DATA = {
  scenario: { id: "s", title: "S", seed: 1, profile: "aws-2026", duration_s: 60 },
  knobs: [], topology: TOPOLOGY, types: {}, edge_kinds: {}, header: null, run: null,
} as LabData;
const FRAME = { v: 1, n: 0, t0: 0, t1: 1, series: { api: { Errors: [1] } }, counters: {} } as FramePayload;

beforeEach(() => {
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  globalThis.WebSocket = class { close(): void {} send(): void {} } as unknown as typeof WebSocket;
  let runs = 0;
  globalThis.fetch = vi.fn(async () => new Response(JSON.stringify({ id: `RUN${++runs}`, url: `/lab/RUN${runs}`, state: "queued" }), { status: 201 }));
});

describe("a session", () => {
  it("keeps the run before, with its inputs, under the one that takes its place", async () => {
    const session = new Session();
    const lab = session.add(DATA);
    await lab.start();
    expect(session.runs.value).toEqual([lab]);
    lab.store.value.add(FRAME);
    lab.inputs.setSeed(2);
    await lab.start();
    const [shown, before] = session.runs.value;
    expect(shown).toBe(lab);
    expect([lab.run.value, before!.run.value]).toEqual(["RUN2", "RUN1"]);
    expect([lab.inputs.current.value.seed, before!.inputs.current.value.seed]).toEqual([2, 1]);
    expect(session.underOf(lab)).toBe(before);
    expect(lab.viewing.view(0).baseline).toBe(before!.store.value);
    expect(lab.viewing.view(0).baseline!.valueAt("api", "Errors", 0.5)).toBe(1);
    expect(lab.store.value.bins).toBe(0);
  });
  it("does not give a whole run up for half of one", async () => {
    const session = new Session();
    const lab = session.add(DATA);
    const half = async (seed: number): Promise<void> => {
      lab.inputs.setSeed(seed);
      await lab.start();
      lab.store.value.add(FRAME);
    };
    await half(2);
    lab.store.value.complete = true;
    await half(3);
    await half(4);
    expect(session.runs.value.length).toBe(2);
    expect(session.underOf(lab)!.run.value).toBe("RUN1");
  });
  it("lays one run under another, and has one address for all of them", () => {
    const session = new Session();
    const [a, b] = [session.add(DATA), session.add(DATA)];
    const before = location.hash;
    b.viewing.selection.value = { component: "api", slot: null };
    b.address.replaceHash("#sel=api");
    expect(location.hash).toBe(before);
    session.lay(b, a);
    expect(a.viewing.view(0).baseline).toBe(b.store.value);
    expect(b.viewing.view(0).baseline).toBeNull();
    session.remove(b);
    expect(session.runs.value).toEqual([a]);
    expect(a.viewing.view(0).baseline).toBeNull();
  });
});
