import { expect, it, vi } from "vitest";
import { Session } from "../../core/session";
import type { LabData } from "../../core/types";
import { createEmpty } from "../state/empty";
import { createKnobs } from "./index";

const DATA = {
  scenario: { id: "s", title: "S", seed: 1, profile: "aws-2026", duration_s: 1200 },
  knobs: [], topology: { nodes: [], edges: [] }, types: {}, edge_kinds: {}, header: null, run: null,
} as unknown as LabData;

it("runs what is typed before there is a run, on Enter; card, clock and axis take its time before", () => {
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  const lab = new Session().add(DATA);
  lab.start = vi.fn(async () => undefined);
  const [root, empty] = [document.createElement("div"), createEmpty(lab, () => undefined)];
  document.body.append(root);
  createKnobs({ root, dialogs: document.body, lab, pressedRun: () => undefined, showResults: () => undefined });
  const field = root.querySelector<HTMLInputElement>('[data-path="duration"] .knob-number')!;
  field.value = "300 s";
  field.dispatchEvent(new Event("change"));
  expect(lab.start).not.toHaveBeenCalled();
  expect([lab.store.value.durationS, lab.viewing.view(0).range.t1]).toEqual([300, 300]);
  expect(empty.textContent).toContain("5 min are simulated");
  field.value = "600 s";
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", cancelable: true, bubbles: true }));
  expect(lab.start).toHaveBeenCalledTimes(1);
  expect(lab.store.value.durationS).toBe(600);
});
