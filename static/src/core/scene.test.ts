import { expect, test } from "vitest";

import { Scene } from "./scene";

const scene = new Scene({
  topology: {
    nodes: [
      { id: "page", type: "client", title: "Page", traits: ["calls", "users"] },
      { id: "plain", type: "client", title: "Plain" },
      { id: "worker", type: "function", title: "Worker" },
    ],
    edges: [{ from: "plain", to: "worker", kind: "invoke" }],
  },
});

test("what asks for a trait is for those that have it, and for those with such an edge", () => {
  const asking = (ends: object): string[] => scene.nodes.filter(({ id }) => scene.hasEnds(id, ends)).map(({ id }) => id);
  expect(asking({ traits: ["users"] })).toEqual(["page"]);
  expect(asking({ traits: ["pages"] })).toEqual([]);
  expect(asking({ traits: ["calls"], out: ["invoke"] })).toEqual(["page", "plain"]);
});
