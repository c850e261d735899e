import { expect, it } from "vitest";
import { Session } from "../../core/session";
import type { Flag, LabData } from "../../core/types";
import { createFlags } from "./index";

it("leaves the flags that are there, and the focus with them, where more come in", () => {
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  const lab = new Session().add({
    scenario: { id: "s", title: "S", seed: 1, profile: "aws-2026", duration_s: 60 },
    knobs: [], topology: { nodes: [{ id: "api", type: "function", title: "Api" }], edges: [] }, types: {}, edge_kinds: {}, header: null, run: null,
  } as unknown as LabData);
  const flags = createFlags(lab);
  document.body.replaceChildren(flags);
  const come = (t: number): void => {
    lab.store.value.flags.push({ t_s: t, kind: "first_throttle", component: "api", detail: "" } as unknown as Flag);
    lab.frames.value++;
  };
  come(3);
  const first = flags.querySelector("button")!;
  first.focus();
  come(5);
  expect(document.activeElement).toBe(first);
  expect([...flags.querySelectorAll("button")].map((button) => button.textContent)).toEqual(["0:03.0", "0:05.0"]);
});
