import { expect, it } from "vitest";
import type { Family, FamilyMember } from "../../core/types";
import { compareUrl, treeOf, type Branch } from "./tree";

const member = (id: string, parent: string | null): FamilyMember => ({ id, parent, url: `/lab/${id}`, shared: 0, state: "finished", title: "", name: "", pinned: false, frames: 1, computed_s: 1, changes: [], label: id });
const FAMILY: Family = { run: "C", root: "A", cut: false, runs: [member("A", null), member("B", "A"), member("C", "A"), member("D", "B")] };

it("is the runs below what they were made of", () => {
  const shape = ({ run, forks }: Branch): unknown => [run.id, ...forks.map(shape)];
  expect(shape(treeOf(FAMILY)!)).toEqual(["A", ["B", ["D"]], ["C"]]);
  expect(treeOf({ ...FAMILY, root: "Z" })).toBeNull();
});

it("compares a few, what was before first", () => {
  expect(compareUrl(FAMILY, new Set(["D", "A"]))).toBe("/compare?a=A&b=D");
  expect(compareUrl(FAMILY, new Set(["D", "C", "A"]))).toBe("/compare?a=A&b=C&c=D");
});
