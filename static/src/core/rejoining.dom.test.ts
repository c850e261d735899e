/** However often a viewer is cut off or loads the page again: what it holds is the stored run. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Lab } from "./lab";
import { Session } from "./session";
import { Store } from "./store";
import { randomFrame, randomOf, StoredRun, StoredSocket, type Random } from "./testing/stored-run";
import type { LabData } from "./types";

const FRAMES = 60;
const TRIES = 12;
const DATA = {
  scenario: { id: "s", title: "S", seed: 1, profile: "aws-2026", duration_s: 3 * FRAMES },
  knobs: [], topology: { nodes: [], edges: [] }, types: {}, edge_kinds: {}, header: null,
  run: { id: "RUN", state: "running", overrides: {}, seed: 1, profile: "aws-2026" },
} as unknown as LabData;

beforeEach(() => {
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  vi.stubGlobal("WebSocket", StoredSocket);
  vi.stubGlobal("fetch", async () => new Response("{}"));
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Inflating takes turns of the real event loop. */
const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((done) => setImmediate(done));
};

function load(): Lab {
  const lab = new Session().add(DATA);
  lab.open();
  return lab;
}

/** Every value that a store keeps, and what it says of moments in between. */
function contents(store: Store, random: Random): unknown {
  const moments = Array.from({ length: 50 }, () => random() * 3 * FRAMES);
  return {
    last: store.last, bins: store.bins, computed: store.computed, complete: store.complete,
    series: store.components().map((id) => [id, store.metrics(id).map((name) => {
      const { values, length } = store.series(id, name)!;
      return [name, [...values.subarray(0, length)]];
    })]),
    frames: store.frames, events: store.events, flags: store.flags, stories: store.stories,
    moments: moments.map((t) => [
      [...store.environmentsAt("worker", t)], store.environmentsInfo("worker", t), store.counters("queue", t),
      store.eventsTotal(t), store.eventsUntil(t), store.valueAt("worker", "Errors", t), store.slotSince("worker", 1, t),
    ]),
  };
}

/** Something that happens to a viewer of a run that is computed meanwhile. */
async function happen(lab: Lab, run: StoredRun, random: Random): Promise<Lab> {
  const what = random();
  if (what < 0.45) run.store(Math.floor(random() * 7));
  else if (what < 0.6) run.sockets.at(-1)!.cut();
  else if (what < 0.7) lab.reconnect();
  else if (what < 0.78) {
    lab.close();
    lab = load();
  } else await vi.advanceTimersByTimeAsync(random() * 6000);
  if (random() < 0.7) run.sockets.at(-1)!.open();
  await turns(Math.floor(random() * 6));
  return lab;
}

describe("a viewer that comes and goes", () => {
  it.each(Array.from({ length: TRIES }, (_, seed) => seed))("holds the stored run, seed %i", async (seed) => {
    const random = randomOf(seed);
    const frames = Array.from({ length: FRAMES }, (_, n) => randomFrame(n, random));
    const run = (StoredSocket.run = new StoredRun(frames, [undefined, { frames: 64, bytes: 2 ** 17 }][seed % 2]));
    let lab = load();
    for (let step = 0; step < 60 && lab.end.value === null; step++) lab = await happen(lab, run, random);
    run.store(FRAMES);
    const deadline = Date.now() + 5000;
    while (lab.end.value === null && lab.trouble.value === null && Date.now() < deadline) {
      await vi.advanceTimersByTimeAsync(5000);
      run.sockets.at(-1)!.open();
      await turns(5);
    }
    const stored = new Store();
    stored.setHeader(run.header);
    for (const frame of frames) stored.add(frame);
    stored.complete = true;
    expect(lab.trouble.value).toBeNull();
    expect(contents(lab.store.value, randomOf(seed))).toEqual(contents(stored, randomOf(seed)));
    lab.close();
  });
});
