import { deflateSync } from "node:zlib";
import { beforeEach, expect, it, vi } from "vitest";
import { RunFile, type FileHead } from "./in-file";
import { Session } from "./session";
import { Theme } from "./theme";
import type { FramePayload, Header, LabData } from "./types";

const HEADER = { type: "header", protocol: 1, run: "R", state: "finished", duration_s: 3, bin_s: 1, frame_s: 1, frames: 3, metrics: {} } as unknown as Header;
const LAB = {
  scenario: { id: "s", title: "S", seed: 1, profile: "aws-2026", duration_s: 3 },
  knobs: [], topology: { nodes: [{ id: "api", type: "function", title: "Api" }], edges: [] }, types: {}, edge_kinds: {}, header: HEADER,
  run: { id: "R", state: "finished", seed: 1, profile: "aws-2026", overrides: {} },
} as unknown as LabData & { header: Header };
const HEAD: FileHead = { v: 1, lab: LAB, end: { type: "end", state: "finished", last: 2 }, left_out: [] };
const frame = (n: number): FramePayload => ({ v: 1, n, t0: n, t1: n + 1, series: { api: { Errors: [n] } }, counters: {} }) as FramePayload;

function packed(lines: readonly unknown[]): string {
  return deflateSync(lines.map((line) => JSON.stringify(line) + "\n").join("")).toString("base64");
}

beforeEach(() => {
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  globalThis.fetch = vi.fn(() => Promise.reject(new Error("asked somebody")));
  globalThis.WebSocket = class { constructor() { throw new Error("asked somebody"); } } as unknown as typeof WebSocket;
});

async function opened(text: string) {
  const file = await RunFile.open(text);
  const lab = new Session(file.source, new Theme("light")).add(file.head.lab);
  lab.open();
  return lab;
}

it("shows the run that lies in the page, whole, and asks nobody", async () => {
  const lab = await opened(packed([HEAD, frame(0), frame(1), frame(2)]));
  await vi.waitFor(() => expect(lab.ended.value).toBe(true));
  const { store } = lab;
  expect([store.value.complete, store.value.computed, lab.state.value, lab.trouble.value]).toEqual([true, 3, "finished", null]);
  expect(store.value.valueAt("api", "Errors", 1.5)).toBe(1);
  expect(lab.viewing.connection.value).toBe("closed");
  expect(fetch).not.toHaveBeenCalled();
});

it("reads of a large one a part at a time", async () => {
  const many = Array.from({ length: 400 }, (_, n) => ({ ...frame(n), noise: "é".repeat(n) }));
  const frames: FramePayload[] = [];
  for await (const found of (await RunFile.open(packed([HEAD, ...many]))).frames()) frames.push(found);
  expect(frames).toEqual(many);
});

it("says what is wrong with a file that is cut off, or of another version", async () => {
  const whole = packed([HEAD, ...Array.from({ length: 50 }, (_, n) => ({ ...frame(n), noise: Math.random().toString(36).repeat(99) }))]);
  await expect(RunFile.open(packed([{ ...HEAD, v: 2 }]))).rejects.toThrow("version 2; this page reads version 1");
  await expect(RunFile.open(packed([]))).rejects.toThrow("nothing in it");
  const lab = await opened(whole.slice(0, (whole.length >> 3) * 4));
  await vi.waitFor(() => expect(lab.trouble.value?.message).toMatch(/^The run in this file could not be read/));
  expect(lab.ended.value).toBe(false);
});

it("keeps nothing and goes on where a frame that is closed off may keep nothing", async () => {
  const refuse = (): never => { throw new DOMException("closed off", "SecurityError"); };
  vi.spyOn(document, "cookie", "get").mockImplementation(refuse);
  vi.spyOn(document, "cookie", "set").mockImplementation(refuse);
  const theme = new Theme();
  expect(theme.next()).toBe("light");
  expect(theme.name.value).toBe("light");
});

it("knows what came of the goals, or says why not, and asks nobody", async () => {
  const verdict = { passed: true, goals: [] };
  const of = async (head: Partial<FileHead>) => (await RunFile.open(packed([{ ...HEAD, ...head }, frame(0)]))).verdict();
  expect(await of({ verdict })).toEqual(verdict);
  await expect(of({ verdict: "The result is of a form that is not read any more." })).rejects.toThrow("not read any more");
  await expect(of({})).rejects.toThrow("does not tell");
});
