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
  location.hash = "";
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  globalThis.WebSocket = class { close(): void {} send(): void {} } as unknown as typeof WebSocket;
  let runs = 0;
  globalThis.fetch = vi.fn(async () => new Response(JSON.stringify({ id: `RUN${++runs}`, url: `/lab/RUN${runs}`, state: "queued" }), { status: 201 }));
});

describe("a session", () => {
  it("keeps the run of the scenario as written, with its inputs, under those that take its place", async () => {
    const session = new Session();
    const lab = session.add(DATA);
    const base = session.compareFrom(lab);
    await lab.start();
    expect(session.runs.value).toEqual([lab]);
    expect([base.isShown, base.lab.value]).toEqual([true, null]);
    lab.store.value.add(FRAME);
    for (const seed of [2, 3]) {
      lab.inputs.setSeed(seed);
      await lab.start();
    }
    const [shown, before] = session.runs.value;
    expect(shown).toBe(lab);
    expect([lab.run.value, before!.run.value, session.runs.value.length]).toEqual(["RUN3", "RUN1", 2]);
    expect([lab.inputs.current.value.seed, before!.inputs.current.value.seed]).toEqual([3, 1]);
    expect(session.underOf(lab)).toBe(before);
    expect(lab.viewing.view(0).baseline).toBe(before!.store.value);
    expect(lab.viewing.view(0).baseline!.valueAt("api", "Errors", 0.5)).toBe(1);
    expect(lab.viewing.view(0).baselineSays).toBe("as written; now: seed 1 → 3");
    expect(lab.store.value.bins).toBe(0);
  });
  it("keeps the run that was chosen instead, and puts it into the address", async () => {
    const session = new Session();
    const lab = session.add(DATA);
    const base = session.compareFrom(lab);
    await lab.start();
    lab.inputs.setSeed(2);
    await lab.start();
    base.takeShown();
    expect([base.isShown, base.lab.value, lab.base.value]).toEqual([true, null, "RUN2"]);
    lab.inputs.setSeed(3);
    await lab.start();
    expect(base.lab.value!.run.value).toBe("RUN2");
    expect(base.words).toBe("baseline; now: seed 2 → 3");
    base.takeNone();
    expect([base.lab.value, base.isOff, lab.viewing.view(0).baseline]).toEqual([null, true, null]);
    base.takeWritten();
    expect([lab.base.value, base.lab.value!.run.value]).toEqual([null, "RUN1"]);
  });
  it("puts the moment it has played to into the address before the page goes, and keeps one that is waited for", () => {
    location.hash = "#t=40";
    const { viewing, store } = new Session().add(DATA);
    viewing.recall();
    viewing.keepPlace();
    expect(location.hash).toBe("#t=40");
    store.value.add({ ...FRAME, t1: 50 });
    viewing.clock.setData(50, true, 0);
    viewing.seek(20);
    viewing.setPlaying(true);
    viewing.keepPlace();
    expect(Number(/t=([\d.]+)/.exec(location.hash)![1])).toBeLessThan(30);
    viewing.setPlaying(false);
    location.hash = "";
  });
  it("has the moment in the address, whoever wished for it", () => {
    vi.useFakeTimers();
    const { viewing, store } = new Session().add(DATA);
    store.value.add({ ...FRAME, t1: 50 });
    viewing.clock.setData(50, false, 0);
    for (const [wish, hash] of [[() => viewing.seek(20), "#t=20"], [() => viewing.seek(0), ""], [() => viewing.follow(), "#t=50"]] as const) {
      wish();
      vi.advanceTimersByTime(300);
      expect(location.hash).toBe(hash);
    }
    vi.useRealTimers();
    location.hash = "";
  });
  it("keeps what its baseline has come to, where that had ended early and went on", async () => {
    const session = new Session();
    const lab = session.add(DATA);
    const base = session.compareFrom(lab);
    const answer = (id: string): Response => new Response(JSON.stringify({ id, url: `/lab/${id}`, state: "queued" }));
    for (const [seed, id, frames] of [[1, "RUN1", 1], [2, "RUN2", 1], [1, "RUN1", 3], [2, "RUN2", 1]] as const) {
      vi.mocked(fetch).mockImplementationOnce(async () => answer(id));
      lab.inputs.setSeed(seed);
      await lab.start();
      for (let n = 0; n < frames; n++) lab.store.value.add({ ...FRAME, n, t0: n, t1: n + 1 });
    }
    expect([lab.run.value, base.lab.value!.run.value, base.lab.value!.store.value.last]).toEqual(["RUN2", "RUN1", 2]);
    expect(session.runs.value.filter((one) => one.run.value === "RUN1").length).toBe(1);
  });
  it("asks for the scenario as written once the run that is shown has ended", async () => {
    const session = new Session();
    const lab = session.add({ ...DATA, run: { id: "CHANGED", state: "running", seed: 9, profile: "aws-2026", overrides: {} } });
    const base = session.compareFrom(lab);
    expect(fetch).not.toHaveBeenCalled();
    lab.end.value = { type: "end", state: "finished", last: 0 };
    await vi.waitFor(() => expect(base.lab.value).not.toBeNull());
    const [[created, body], [known]] = vi.mocked(fetch).mock.calls as [[string, { body: string }], [string]];
    expect([created, JSON.parse(body.body)]).toEqual(["/api/runs", { scenario: "s", overrides: {}, seed: 1, profile: "aws-2026" }]);
    expect(known).toBe("/api/runs/RUN1");
    const dirty = (lab.viewing.onDirty = vi.fn());
    base.lab.value!.viewing.onDirty();
    expect(dirty).toHaveBeenCalledOnce();
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
