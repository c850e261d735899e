/** Asking again for the run that is shown: the page follows it, wherever it stands on the server. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { hasResult, type Lab } from "./lab";
import { Session } from "./session";
import { FakeSocket as Socket } from "./testing/fake-socket";
import type { EndMessage, FramePayload, LabData, RunState } from "./types";

const DATA = {
  scenario: { id: "s", title: "S", seed: 1, profile: "aws-2026", duration_s: 60 },
  knobs: [], topology: { nodes: [{ id: "api", type: "function", title: "Api" }], edges: [] }, types: {}, edge_kinds: {}, header: null,
  run: { id: "RUN", state: "running", overrides: {}, seed: 1, profile: "aws-2026" },
} as unknown as LabData;
const frame = (n: number): FramePayload => ({ v: 1, n, t0: n, t1: n + 1, series: { api: { Errors: [1] } }, counters: {} }) as FramePayload;

let answer: RunState;

beforeEach(() => {
  Socket.all = [];
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("fetch", vi.fn(async () => new Response(JSON.stringify({ id: "RUN", url: "/lab/RUN", state: answer }))));
});
afterEach(() => vi.unstubAllGlobals());

function ended(state: RunState): Lab {
  const lab = new Session().add(DATA);
  lab.open();
  Socket.all[0]!.onopen!();
  for (const n of [0, 1]) lab.store.value.add(frame(n));
  Socket.all[0]!.say({ type: "end", state, last: 1, message: "Cancelled." });
  expect([lab.state.value, lab.ended.value]).toEqual([state, true]);
  return lab;
}

it.each(["stopped", "failed", "interrupted"] as const)("a run that was %s is followed when it is run again", async (state) => {
  const lab = ended(state);
  answer = "queued";
  await lab.start();
  expect([lab.state.value, lab.message.value, lab.ended.value, lab.stoppable.value]).toEqual(["queued", "", false, true]);
  expect(Socket.all.length).toBe(2);
  Socket.all[1]!.onopen!();
  expect(Socket.all[1]!.sent[0]).toMatchObject({ type: "hello", after: 1 });
  Socket.all[1]!.say({ type: "end", state: "finished", last: 1 });
  expect(lab.state.value).toBe("finished");
});

it("a run that somebody else had go on is followed, too", async () => {
  const lab = ended("stopped");
  answer = "finished";
  await lab.start();
  expect(Socket.all.length).toBe(2);
});

it("a run that is here as it is there is played again", async () => {
  const lab = ended("finished");
  answer = "finished";
  await lab.start();
  expect([Socket.all.length, lab.state.value, lab.viewing.playing.value]).toEqual([1, "finished", true]);
});

it("a run whose data could not be read is asked for again", async () => {
  const lab = new Session().add(DATA);
  lab.open();
  Socket.all[0]!.say({ type: "header", protocol: -1 });
  expect(lab.trouble.value?.kind).toBe("fault");
  answer = "running";
  await lab.start();
  expect([Socket.all.length, lab.trouble.value]).toEqual([2, null]);
});

it("a run that waits for a worker can be stopped, with nobody ahead", () => {
  const run = { ...DATA.run!, state: "queued" as const, yours: true, queue: 0 };
  expect(new Session().add({ ...DATA, run }).stoppable.value).toBe(true);
  expect(new Session().add({ ...DATA, run: { ...run, yours: false } }).stoppable.value).toBe(false);
});

it("a run that a person stopped has no result to ask for", () => {
  const end = (state: RunState, summary: object): EndMessage => ({ type: "end", state, last: 1, summary }) as EndMessage;
  expect([end("finished", {}), end("stopped", { events: 9 }), end("stopped", {}), end("failed", {}), null].map(hasResult)).toEqual([true, true, false, false, false]);
});
