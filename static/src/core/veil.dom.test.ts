import { beforeEach, describe, expect, it, vi } from "vitest";
import { OwnAddress } from "./address";
import { Session } from "./session";
import type { Lab } from "./lab";
import type { EndMessage, FramePayload, Header, LabData } from "./types";

const DATA = {
  scenario: { id: "s", title: "S", seed: 1, profile: "aws-2026", duration_s: 10 },
  knobs: [], topology: { nodes: [], edges: [] }, types: {}, edge_kinds: {}, header: null, run: null,
} as unknown as LabData;
const HEADER = { type: "header", run: "RUN1", duration_s: 10, bin_s: 1, frame_s: 1, metrics: {}, topology: { nodes: [], edges: [] }, types: {}, edge_kinds: {}, state: "running" } as unknown as Header;
const END: EndMessage = { type: "end", state: "finished", last: 9, summary: { insights: [{ id: "i", component: "api", t: 8 }], events: 99 } };
const frame = (n: number): FramePayload => ({
  v: 1, n, t0: n, t1: n + 1, series: { api: { Errors: [n] } }, counters: { api: { Errors: n } }, events: [[n + 0.5, "end", "api", "x", ""]], events_total: n,
  flags: n === 7 ? [{ t_s: 7.5, kind: "first_error", component: "api", detail: "" }] : [], stories: [[n, 1, 1, "api", null, null]],
  environments: { api: { slots: "B1", changes: 0, limit: 5, refused: n } },
});

beforeEach(() => {
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  globalThis.WebSocket = class { close(): void {} send(): void {} } as unknown as typeof WebSocket;
  globalThis.fetch = vi.fn(async () => new Response(JSON.stringify({ id: "RUN1", url: "/lab/RUN1", state: "queued" }), { status: 201 }));
});

async function run(frames: number, hideFirst: boolean): Promise<Lab> {
  const lab = new Session().add(DATA, new OwnAddress());
  if (hideFirst) lab.veil.hide("test", 4);
  await lab.start();
  const { veil } = lab;
  const store = veil.store.value;
  veil.header(store, HEADER);
  for (let n = 0; n < frames; n++) veil.add(store, frame(n));
  if (frames === 10) {
    veil.complete(store);
    veil.tell(END);
  }
  if (!hideFirst) lab.veil.hide("test", 4);
  return lab;
}

describe("a run of which something is to be predicted", () => {
  it.each([[10, true], [10, false], [6, true], [6, false]])("gives nothing away after that moment: %i frames, hidden first: %s", async (frames, hideFirst) => {
    const lab = await run(frames, hideFirst);
    const [store, view] = [lab.store.value, lab.viewing.view(performance.now())];
    expect([store.computed, store.bins, store.frames.length, store.complete, lab.veil.reached]).toEqual([4, 4, 4, false, true]);
    expect([...store.series("api", "Errors")!.values.slice(0, store.bins)]).toEqual([0, 1, 2, 3]);
    expect(store.valueAt("api", "Errors", 9)).toBe(3);
    expect([store.events.length, store.flags.length, store.stories.length]).toEqual([4, 0, 4]);
    expect(store.environmentsInfo("api", 9)!.refused).toBe(3);
    expect([lab.end.value, lab.insights.value, lab.ended.value]).toEqual([null, [], false]);
    expect([view.store, view.computed, view.hidden]).toEqual([store, 4, 4]);
    lab.viewing.seek(9);
    expect(lab.viewing.view(performance.now()).t).toBeLessThanOrEqual(4);
    expect(store.header!.duration_s).toBe(10);
  });
  it("is all there once it is revealed, and goes on growing", async () => {
    const lab = await run(6, true);
    lab.veil.hide("test", null);
    expect([lab.store.value, lab.store.value.computed]).toEqual([lab.veil.store.value, 6]);
    for (let n = 6; n < 10; n++) lab.veil.add(lab.veil.store.value, frame(n));
    lab.veil.complete(lab.veil.store.value);
    lab.veil.tell(END);
    expect([lab.store.value.computed, lab.end.value, lab.insights.value.length]).toEqual([10, END, 1]);
    lab.viewing.seek(9);
    expect(lab.viewing.view(performance.now()).t).toBeCloseTo(9, 1);
  });
  it("is hidden for as long as anybody wishes, from the first of their moments on", async () => {
    const lab = await run(10, false);
    lab.veil.hide("other", 2);
    expect(lab.store.value.computed).toBe(2);
    lab.veil.hide("other", null);
    expect(lab.store.value.computed).toBe(4);
    lab.veil.hide("test", 0);
    expect([lab.store.value.computed, lab.viewing.view(performance.now()).t]).toEqual([0, 0]);
  });
});
