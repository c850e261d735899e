import { expect, it } from "vitest";
import { readFragment, writeFragment } from "./fragment";

it("goes there and back", () => {
  const state = { t: 184.2, range: { t0: 120, t1: 260 }, selection: { component: "worker", slot: 101 }, execution: { component: "saga", execution: 17, event: 42 }, base: "ABCDEFGH27", comparing: 2, spot: { kind: "row", id: "worker.concurrency" } as const, step: "how-many-2" };
  expect(writeFragment(state)).toBe("#t=184.2&z=120,260&sel=worker.101&exec=saga.17.42&base=ABCDEFGH27&cmp=2&spot=row.worker.concurrency&step=how-many-2");
  expect(readFragment(writeFragment(state))).toEqual(state);
});

it("passes over what it does not understand", () => {
  const nothing = { t: null, range: null, selection: null, execution: null, base: null, comparing: null, spot: null, step: null };
  expect(readFragment("#t=soon&z=9&sel=<b>&exec=saga.<i>&base=../x&cmp=7&spot=door.worker&step=<i>")).toEqual(nothing);
  expect(readFragment("#t=-4&z=20,10")).toEqual(nothing);
  expect(readFragment("")).toEqual(nothing);
  expect(writeFragment(nothing)).toBe("");
});

it("has a spotlight on a node, a row, a lane, a state, a message or the instant", () => {
  for (const said of ["node.worker", "row.concurrency", "lane.orders-mapping.3", "state.saga.3", "message.orders.17", "instant"]) {
    expect(writeFragment({ ...readFragment(""), spot: readFragment(`#spot=${said}`).spot })).toBe(`#spot=${said}`);
  }
  for (const said of ["instant.4", "node", "node.", "node.<b>", "row..x", `node.${"a".repeat(300)}`]) expect(readFragment(`#spot=${said}`).spot).toBeNull();
});
