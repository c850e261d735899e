import { beforeEach, describe, expect, it, vi } from "vitest";
import { OwnAddress } from "./address";
import { readFragment } from "./fragment";
import type { Lesson, LessonTold, Step } from "./lessons";
import type { Lab } from "./lab";
import type { Predict } from "./predictions";
import { Session } from "./session";
import type { EndMessage, FramePayload, Header, LabData } from "./types";
import { Walk } from "./walk";

const ASKED: Predict = { id: "q", kind: "choice", question: "?", component: "api", metric: "Errors", unit: "", t0: 4, t1: 8, options: ["a", "b"], reveal_html: "" };
const step = (id: string, more: Partial<Step> = {}): Step => ({ id, title: id, html: "", anchor: null, focus: null, rule: null, predict: null, claims: [], task: null, ...more });
const LESSON: Lesson = {
  id: "l", title: "L?", minutes: 5, summary: "So.", url: "/lessons/l", previous: null, next: null, scenario: "s", run: "OWN", inputs: { overrides: { x: 1 }, seed: 1, profile: "aws-2026" },
  steps: [step("one", { anchor: { t: 2 } }), step("two", { anchor: { t: 6 }, predict: ASKED }), step("three", { anchor: { flag: "first_error", component: "api", nth: 1 }, task: { words: "", hint: "", goals: [], knobs: [] } })],
};
const DATA = { scenario: { id: "s", title: "S", seed: 1, profile: "aws-2026", duration_s: 10 }, knobs: [], topology: { nodes: [], edges: [] }, types: {}, edge_kinds: {}, header: null, run: null } as unknown as LabData;
const HEADER = { type: "header", run: "OWN", duration_s: 10, bin_s: 1, frame_s: 1, metrics: {}, topology: { nodes: [], edges: [] }, types: {}, edge_kinds: {}, state: "running" } as unknown as Header;
const END: EndMessage = { type: "end", state: "finished", last: 9, summary: { insights: [], cost: 1 } };
const told = (run: string, reached: boolean): LessonTold => ({ run, own: run === "OWN", claims: [], answers: { q: { option: 1 } }, anchors: {}, tasks: { three: { status: reached ? "reached" : "not yet", reached, goals: [], changed: [] } } });
const frame = (n: number): FramePayload => ({ v: 1, n, t0: n, t1: n + 1, series: { api: { Errors: [n] } }, counters: {}, flags: n === 7 ? [{ t_s: 7.5, kind: "first_error", component: "api", detail: "" }] : [] });
let answers: Record<string, () => Response>;

beforeEach(() => {
  localStorage.clear();
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  globalThis.WebSocket = class { close(): void {} send(): void {} } as unknown as typeof WebSocket;
  const json = (data: unknown, status = 200): Response => new Response(JSON.stringify(data), { status });
  answers = {
    "/api/runs": () => json({ id: "OWN", url: "/lab/OWN", state: "queued" }, 201),
    "/api/runs/OWN/lesson?lesson=l": () => json(told("OWN", false)),
    "/api/runs/MINE/lesson?lesson=l": () => json(told("MINE", true)),
  };
  globalThis.fetch = vi.fn(async (url: string) => answers[url]?.() ?? json({ error: { what: "There is no such run." } }, 404)) as never;
});

async function run(lab: Lab, frames: number, end: EndMessage | null = END): Promise<void> {
  const { veil } = lab;
  veil.header(veil.store.value, HEADER);
  for (let n = veil.store.value.frames.length; n < frames; n++) veil.add(veil.store.value, frame(n));
  if (end) {
    veil.complete(veil.store.value);
    veil.tell(end);
  }
  await new Promise((resolve) => setTimeout(resolve));
}

async function walking(): Promise<{ lab: Lab; walk: Walk; t: () => number }> {
  const lab = new Session().add(DATA, new OwnAddress());
  const walk = new Walk(LESSON, lab);
  await walk.toOwnRun();
  const t = (): number => {
    walk.settle();
    lab.viewing.advance(performance.now());
    return lab.viewing.view(performance.now()).t;
  };
  return { lab, walk, t };
}

describe("a way through a lesson", () => {
  it("has its moment in the address at the end, too: a reload comes back there, and not to the step's", async () => {
    const { lab, walk, t } = await walking();
    await run(lab, 10);
    walk.keep(ASKED, { ...walk.keptOf(ASKED), revealed: true });
    walk.go(1);
    expect(t()).toBe(6);
    lab.viewing.seek(10);
    expect(readFragment(lab.viewing.hash)).toMatchObject({ t: 10, step: "two" });
    lab.viewing.setLessonStep(null);
    expect(readFragment(lab.viewing.hash).t).toBeNull();
  });
  it("begins at the moment that the address names beside a step; without one, or without a step, where the step is", async () => {
    for (const [hash, begins] of [["#t=9&step=three", 9], ["#step=three", 7.5], ["#t=9", 2]] as const) {
      const address = new OwnAddress();
      address.replaceHash(hash);
      localStorage.clear();
      const lab = new Session().add({ ...DATA, run: { id: "OWN", state: "finished", overrides: { x: 1 }, seed: 1, profile: "aws-2026" } } as unknown as LabData, address);
      const walk = new Walk({ ...LESSON, steps: LESSON.steps.map((one) => ({ ...one, predict: null })) }, lab);
      lab.viewing.recall();
      lab.run.value = "OWN";
      await run(lab, 10);
      walk.settle();
      lab.viewing.advance(performance.now());
      expect([hash, lab.viewing.view(performance.now()).t]).toEqual([hash, begins]);
    }
  });
  it("asks for the lesson's own run with its inputs, and hides it from before it begins", async () => {
    const { lab, walk } = await walking();
    expect(JSON.parse((vi.mocked(fetch).mock.calls[0]![1] as { body: string }).body)).toMatchObject({ scenario: "s", overrides: { x: 1 }, seed: 1 });
    expect([walk.own.value, lab.veil.from.value]).toEqual([true, 4]);
    await run(lab, 10);
    expect([lab.store.value.computed, lab.end.value]).toEqual([4, null]);
  });
  it("goes where a step is, when that is there, and no further than may be seen", async () => {
    const { lab, walk, t } = await walking();
    await run(lab, 1, null);
    expect(t()).toBe(1);
    await run(lab, 3, null);
    expect([t(), lab.viewing.playing.value]).toEqual([2, false]);
    await run(lab, 10);
    walk.go(1);
    // A reload at this very moment comes back here.
    expect(readFragment(lab.address.hash).step).toBe("two");
    expect([t(), walk.open?.id]).toEqual([4, "two"]);
    const reveal = vi.fn(() => walk.keep(ASKED, { prediction: null, revealed: true, why: "", later: null }));
    walk.onward(reveal);
    expect([reveal.mock.calls.length, walk.at.value, lab.veil.from.value, walk.open]).toEqual([1, 1, null, null]);
    walk.goThere();
    expect(t()).toBe(6);
    walk.onward(reveal);
    expect([walk.step!.id, t(), lab.viewing.lessonStep.value]).toEqual(["three", 7.5, "three"]);
    walk.onward(reveal);
    expect(walk.step).toBeNull();
  });
  it("says what happens in no such run, and waits for what may come", async () => {
    const { lab, walk } = await walking();
    walk.keep(ASKED, { prediction: null, revealed: true, why: "", later: null });
    walk.go(2);
    await run(lab, 6, null);
    expect(walk.moment).toEqual({ waits: true });
    await run(lab, 6);
    expect(walk.moment).toEqual({ none: true });
  });
  it("answers from the lesson's own run alone, and takes a task for reached by whatever run did it", async () => {
    const { lab, walk } = await walking();
    walk.go(1);
    await run(lab, 10);
    await vi.waitFor(() => expect(walk.answerTo(ASKED)).toEqual({ option: 1 }));
    expect(walk.progress.value.tasks).toEqual([]);
    lab.show({ id: "MINE", url: "/lab/MINE", state: "queued" }, { ...LESSON.inputs, overrides: { x: 2 } });
    expect([walk.own.value, lab.veil.from.value]).toEqual([false, null]);
    await run(lab, 10);
    await vi.waitFor(() => expect(walk.progress.value.tasks).toEqual(["three"]));
    expect([(walk.told.value as LessonTold).run, (walk.ownTold.value as LessonTold).run]).toEqual(["MINE", "OWN"]);
  });
  it("says why a run that failed tells nothing", async () => {
    const { lab, walk } = await walking();
    await run(lab, 6, { type: "end", state: "failed", last: 5 });
    expect(walk.ownTold.value).toBe("Run OWN ended before it had a result: nothing of the lesson can be held against it.");
  });
  it("goes no further than the question that a class is asked, by no way, until that is revealed", async () => {
    const { lab, walk } = await walking();
    expect(walk.known).toBe(1);
    walk.go(2);
    lab.veil.asked.value = "q";
    expect([walk.step!.id, walk.last.value, walk.held]).toEqual(["two", 1, true]);
    const reveal = vi.fn();
    walk.onward(reveal);
    walk.go(2);
    expect([walk.step!.id, reveal.mock.calls.length, walk.known]).toEqual(["two", 0, 1]);
    lab.viewing.touched.lead(() => lab.viewing.setLessonStep("three"));
    expect(walk.step!.id).toBe("two");
    lab.veil.revealed.value = "q";
    lab.veil.asked.value = null;
    expect([walk.step!.id, walk.held, walk.isOpen(ASKED), walk.known]).toEqual(["three", false, false, Infinity]);
  });
  it("stays where it is while a class is asked something of the teacher's own", async () => {
    const { lab, walk } = await walking();
    lab.veil.asked.value = "";
    walk.go(1);
    expect([walk.step!.id, walk.held]).toEqual(["one", true]);
    lab.veil.asked.value = null;
    walk.go(1);
    expect(walk.step!.id).toBe("two");
  });
  it("is where it was after a reload, or where an address says, and begins again", async () => {
    const { walk } = await walking();
    walk.keep(ASKED, { prediction: { kind: "choice", option: 0 }, revealed: true, why: "", later: null });
    walk.go(2);
    const again = await walking();
    expect([again.walk.at.value, again.walk.keptOf(ASKED).prediction]).toEqual([2, { kind: "choice", option: 0 }]);
    expect(new Walk(LESSON, new Session().add(DATA, new OwnAddress("#step=one"))).at.value).toBe(0);
    again.walk.reset();
    expect([again.walk.at.value, again.walk.isOpen(ASKED), again.walk.progress.value.steps]).toEqual([0, true, ["one"]]);
  });
});
