import { describe, expect, it } from "vitest";
import type { Topology } from "../../core/types";
import { flagWords } from "./flags";

const TOPOLOGY: Topology = {
  nodes: [
    { id: "orders", type: "queue", title: "Orders" },
    { id: "readings-to-store", type: "stream_event_source_mapping", title: "Pollers" },
  ],
  edges: [],
};

describe("a flag", () => {
  it("names its component as the topology does", () => {
    expect(flagWords({ kind: "first_dead_letter", component: "orders" }, TOPOLOGY)).toEqual({ what: "First dead letter", where: "Orders" });
    expect(flagWords({ kind: "first_retry", component: "gone" }, TOPOLOGY)).toEqual({ what: "First retry", where: "gone" });
  });
  it("does not speak of dead letters where a stream's records are given up", () => {
    expect(flagWords({ kind: "first_dead_letter", component: "readings-to-store" }, TOPOLOGY)).toEqual({ what: "First record given up", where: "Pollers" });
  });
});
