import { describe, expect, it } from "vitest";
import { flagWords } from "./flags";
import { sceneOf } from "../../core/testing/scene";

const SCENE = sceneOf({
  nodes: [
    { id: "orders", type: "queue", title: "Orders" },
    { id: "readings-to-store", type: "stream_event_source_mapping", title: "Pollers" },
  ],
  edges: [],
});

describe("a flag", () => {
  it("names its component as the topology does", () => {
    expect(flagWords({ kind: "first_dead_letter", component: "orders" }, SCENE)).toEqual({ what: "First dead letter", where: "Orders" });
    expect(flagWords({ kind: "first_retry", component: "gone" }, SCENE)).toEqual({ what: "First retry", where: "gone" });
  });
  it("does not speak of dead letters where a stream's records are given up", () => {
    expect(flagWords({ kind: "first_dead_letter", component: "readings-to-store" }, SCENE)).toEqual({ what: "First record given up", where: "Pollers" });
  });
});
