import { describe, expect, it, vi } from "vitest";
import type { Actions, View } from "../../core/panel";
import { Store } from "../../core/store";
import type { Header, Topology } from "../../core/types";
import { createGrid } from "./index";
import { caption } from "./refused";
import { described, sceneOf } from "../../core/testing/scene";

const TOPOLOGY: Topology = { nodes: [{ id: "worker", type: "function", title: "Worker" }], edges: [] };

function panelAt(t: number) {
  const store = new Store(described(TOPOLOGY), 2);
  store.setHeader({ duration_s: 2, bin_s: 1, frame_s: 1, topology: TOPOLOGY } as Header);
  const frame = (n: number, slots: string, refused: number) => store.add({
    v: 1, n, t0: n, t1: n + 1, counters: {}, series: { worker: { Throttles: [refused] } },
    environments: { worker: { slots, changes: 0, limit: 5, limited_by: "reserved", refused } },
  });
  frame(0, "N2B1", 0);
  frame(1, "B3I1E1", 7);
  const invalidate = vi.fn();
  const panel = createGrid({ actions: { invalidate } as unknown as Actions, scene: sceneOf(TOPOLOGY), durationS: 2 });
  document.body.replaceChildren(panel.element);
  panel.update({ store, t, computed: 2, playing: false, speed: 1, selection: null } as unknown as View);
  return { panel, invalidate };
}

describe("grid", () => {
  it("has a twin in words and numbers", () => {
    const { panel } = panelAt(2);
    expect(panel.element.querySelector("p")?.textContent).toBe(
      "At 0:02.0. Worker: 3 busy, 1 idle, 1 error or timeout. Limit: reserved concurrency 5. 7 refused in this second.");
    const cells = [...panel.element.querySelectorAll("td")].map((cell) => cell.textContent);
    expect(cells).toEqual(["0", "3", "1", "1", "7/s"]);
  });
  it("counts in the legend, whose buttons are filters", () => {
    const { panel, invalidate } = panelAt(2);
    const busy = panel.element.querySelector<HTMLButtonElement>("[data-glyph=busy]")!;
    expect(busy.textContent).toBe("Busy3");
    busy.click();
    expect(busy.getAttribute("aria-pressed")).toBe("true");
    expect(invalidate).toHaveBeenCalled();
  });
  it("says where the limit is and when it bites", () => {
    expect(caption("reserved", 400, 400, 31, 1)).toBe("reserved concurrency 400 reached: refused in this second");
    expect(caption("reserved", 400, 400, 31, 60)).toBe("reserved concurrency 400 reached: refused in this minute");
    expect(caption("account", 1000, 50, 0, 1)).toBe("950 more up to account concurrency 1,000");
    expect(caption(null, null, 50, 0, 1)).toBeNull();
  });
  it("names the limiter of the moment", () => {
    expect(caption("reserved", 400, 400, 31, 1, "reserved concurrency")).toBe("reserved concurrency 400 reached: refused in this second");
    expect(caption("account", 1000, 50, 31, 1, "scaling rate")).toBe("refused in this second by scaling rate · limit: account concurrency 1,000");
    expect(caption("reserved", 5, 5, 0, 1, "reserved concurrency")).toBe("reserved concurrency 5 · reached in this second");
    expect(caption("reserved", 5, 5, 0, 1, "pollers")).toBe("reserved concurrency 5 · limited by pollers in this second");
    expect(caption("reserved", 5, 5, 0, 1, "upstream")).toBe("reserved concurrency 5 · limited by upstream in this second: no work waits");
  });
  it("speaks of provisioned environments only where there are some", () => {
    const { panel } = panelAt(2);
    expect(panel.element.querySelector<HTMLElement>("[data-glyph=prov]")!.hidden).toBe(true);
  });
});
