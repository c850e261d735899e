import { describe, expect, it, vi } from "vitest";
import type { Actions, View } from "../../core/panel";
import { Store } from "../../core/store";
import type { AsyncPayload, Header, Topology } from "../../core/types";
import { createWaiting, left } from "./index";
import { described, sceneOf } from "../../core/testing/scene";

const TOPOLOGY: Topology = {
  nodes: [{ id: "s3", type: "client", title: "Uploads" }, { id: "thumb", type: "function", title: "Thumb" }],
  edges: [{ from: "s3", to: "thumb", kind: "invoke-async" }],
};

function run(frames: readonly AsyncPayload[]): Store {
  const store = new Store(described(TOPOLOGY), 100);
  store.setHeader({ duration_s: 100, bin_s: 1, frame_s: 1, topology: TOPOLOGY } as Header);
  frames.forEach((thumb, n) => store.add({ v: 1, n, t0: n, t1: n + 1, series: {}, counters: {}, async: { thumb } }));
  return store;
}

describe("waiting retries", () => {
  const store = run([
    { waiting: 2, next: [[1.4, 2], [61, 2]] },
    { waiting: 9, next: [[2.5, 2], [61, 2], [62, 2], [63, 3], [64, 2], [65, 2], [66, 2]] },
  ]);

  it("are told as of the last frame that ended, less what has come due", () => {
    expect(store.waitingAt("thumb", 0.5)).toEqual({ waiting: 0, next: [] });
    expect(store.waitingAt("thumb", 1.2)).toEqual({ waiting: 2, next: [[1.4, 2], [61, 2]] });
    expect(store.waitingAt("thumb", 1.5)).toEqual({ waiting: 1, next: [[61, 2]] });
    expect(store.waitingAt("other", 1.5)).toBeNull();
  });

  it("count down in simulated time, the next one first", () => {
    const seek = vi.fn();
    const panel = createWaiting({ actions: { seek, setPlaying: () => undefined } as unknown as Actions, scene: sceneOf(TOPOLOGY), durationS: 100 })!;
    const at = (t: number): void => panel.update({ store, t, playing: false } as unknown as View);
    at(2);
    const rows = [...panel.element.querySelectorAll("li")];
    expect(rows.length).toBe(6);
    expect(rows[0]!.textContent).toBe("attempt 2in 0.5 sat 0:02.5");
    expect(rows[1]!.textContent).toBe("attempt 2in 59.0 sat 1:01.0");
    expect(panel.element.querySelector("p")!.textContent).toBe("and 3 events more");
    at(2.4);
    expect(rows[0]!.textContent).toContain("in 0.1 s");
    at(3);
    expect(rows[0]!.textContent).toContain("in 58.0 s");
    rows[0]!.querySelector("button")!.click();
    expect(seek).toHaveBeenCalledWith(61);
  });

  it("are not spoken of where nothing is invoked asynchronously", () => {
    const edges = [{ from: "s3", to: "thumb", kind: "invoke" }];
    expect(createWaiting({ actions: {} as Actions, scene: sceneOf({ ...TOPOLOGY, edges }), durationS: 100 })).toBeNull();
  });

  it("have a unit that suits the wait", () => {
    expect([0, 12.34, 132.6, 3600].map(left)).toEqual(["0.0 s", "12.3 s", "133 s", "60 min"]);
  });
});
