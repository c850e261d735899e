/** The tree of forks: what it says of a family while runs are chosen. */
import { signal } from "@preact/signals-core";
import { beforeEach, expect, it } from "vitest";
import type { Baseline } from "../../core/baseline";
import type { Lab } from "../../core/lab";
import { Store } from "../../core/store";
import type { Family, FamilyMember } from "../../core/types";
import { createTree } from "./tree";

const member = (id: string, parent: string | null): FamilyMember => ({ id, parent, url: `/lab/${id}`, shared: 0, state: "finished", title: "", name: "", pinned: false, frames: 1, computed_s: 1, changes: [], label: id });
const IDS = ["A", "B", "C", "D", "E"];
const FAMILY: Family = { run: "A", root: "A", cut: true, runs: IDS.map((id) => member(id, id === "A" ? null : "A")) };

beforeEach(() => document.body.replaceChildren());

it("says that not all runs are shown, whatever is chosen", async () => {
  const lab = { run: signal("A"), origin: signal(null), store: signal(new Store()), api: { family: async () => FAMILY } } as unknown as Lab;
  createTree(lab, { id: null } as unknown as Baseline, document.body).open();
  const note = document.querySelector("[role=status]")!;
  const choose = (id: string): void => {
    const box = document.querySelector<HTMLInputElement>(`[data-tree=choose-${id}]`)!;
    box.checked = true;
    box.dispatchEvent(new Event("change"));
  };
  await Promise.resolve().then(() => undefined).then(() => undefined);
  expect(note.textContent).toBe("Only 5 runs are shown.");
  for (const id of IDS.slice(0, 2)) choose(id);
  expect(note.textContent).toBe("Only 5 runs are shown.");
  for (const id of IDS.slice(2)) choose(id);
  expect(note.textContent).toBe("Only 5 runs are shown. At most four are compared.");
});
