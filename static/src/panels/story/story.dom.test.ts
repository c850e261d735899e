import { expect, it, vi } from "vitest";
import type { PanelContext, View } from "../../core/panel";
import { sceneOf } from "../../core/testing/scene";
import type { StoryRow } from "../../core/types";
import { createStory } from "./index";

const SCENE = sceneOf({ nodes: [{ id: "jobs", type: "queue", title: "Jobs" }], edges: [] });
const CONTEXT = { actions: { invalidate: vi.fn() }, scene: SCENE, durationS: 90 } as unknown as PanelContext;

/** Message n + 1 is sent at 10 n; every other one is deleted two seconds later. */
function stories(until: number): StoryRow[] {
  const all = Array.from({ length: 9 }, (_, n): StoryRow[] => [[10 * n, n, "sent", "jobs", 0, 0], ...(n % 2 ? [[10 * n + 2, n, "deleted", "jobs", 0, 0] as StoryRow] : [])]).flat();
  return all.filter(([t]) => t <= until);
}

let version = 0;
const rows = stories(0);

/** What the data is up to a moment while the address names another. */
function at(computed: number, awaited: number): View {
  rows.push(...stories(computed).slice(rows.length));
  return { store: { version: ++version, scene: SCENE, stories: rows, bins: computed }, t: Math.min(computed, awaited), awaited, computed } as unknown as View;
}

it("shows the message of the moment that was asked for, also where its data comes later", () => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout"] });
  rows.length = 0;
  const panel = createStory(CONTEXT);
  document.body.append(panel.element);
  const title = (): string => panel.element.querySelector("h3")!.textContent!.split(":")[0]!;
  const come = (computed: number): void => {
    vi.advanceTimersByTime(1000);
    panel.update(at(computed, 71));
  };
  panel.update(at(25, 71));
  panel.open();
  expect(title()).toBe("Message 3");
  come(90);
  expect(title()).toBe("Message 8");
  const filter = (fate: string): void => panel.element.querySelector<HTMLElement>(`[data-fate="${fate}"]`)!.click();
  filter("under way");
  expect(title()).toBe("Message 9");
  filter("deleted");
  expect(title()).toBe("Message 8");
  panel.element.querySelector<HTMLElement>('[data-key="jobs/3"]')!.click();
  come(90);
  expect(title()).toBe("Message 4");
  vi.useRealTimers();
});
