import { expect, it, vi } from "vitest";
import { h } from "../../core/dom";
import { Scene } from "../../core/scene";
import type { StoryRow } from "../../core/types";
import { HandedView } from "./handed";
import { reachedBy } from "./reached";
import { MESSAGE, type Story } from "./stories";

type Step = readonly [step: string, at: string, part: number];
const SENT: readonly Step[] = [["sent", "shop", 0], ["attempt", "shop", 1], ["came", "api", 2]];
const ENDED: Step = ["ended", "shop", 0];

function story(...steps: readonly Step[]): Story {
  const rows = [...SENT, ...steps].map(([step, at, part], n) => [n, 3, step, "shop", 0, 0, at, part] as unknown as StoryRow);
  return { key: "shop/3", id: 3, component: "shop", noun: { ...MESSAGE, parts: true }, rows } as Story;
}

const node = (id: string, title: string): { id: string; type: string; title: string } => ({ id, type: id, title });
const scene = new Scene({
  topology: { nodes: [node("shop", "Shop"), node("api", "Front"), node("work", "Work"), node("machine", "Checkout")], edges: [{ from: "api", to: "machine", kind: "integration" }] },
  machines: { machine: { states: [{ number: 0, name: "A" }] } },
} as unknown as ConstructorParameters<typeof Scene>[0]);
const alone = new Scene({ topology: { nodes: scene.nodes, edges: [] } } as unknown as ConstructorParameters<typeof Scene>[0]);

it("says in words why no handler got a request, and whose executions are meant", () => {
  const refused = story(["invoked", "work", 3], ["throttled", "work", 3], ENDED);
  expect(reachedBy(refused, alone)).toEqual({ handler: false, traced: false, why: "No function was invoked with it: it was refused." });
  expect(reachedBy(story(["answered", "api", 2], ENDED), scene).why).toBe("No function was invoked with it. Front hands requests to the state machine Checkout: its executions, which I opens, tell what became of them.");
  expect(reachedBy(story(), alone).why).toBe("So far no function was invoked with it.");
  const again = story(["invoked", "work", 3], ["throttled", "work", 3], ["invoked", "work", 4]);
  expect(reachedBy(again, alone)).toEqual({ handler: true, traced: true, why: "" });
});

it("offers no event where no handler got it, and the trace where a front door sent one", () => {
  const ask = vi.fn();
  const handed = new HandedView(ask, h("div", {}));
  const show = (one: Story, hidden = false): string[] => {
    handed.show(one, hidden, reachedBy(one, alone));
    return handed.bar.hidden ? [] : [...handed.bar.querySelectorAll("button")].filter((button) => !button.hidden).map((button) => button.textContent!);
  };
  expect(show(story(["answered", "api", 2], ENDED))).toEqual([]);
  expect(handed.none.hidden).toBe(false);
  expect(show(story(["traced", "api", 2], ["answered", "api", 2], ENDED))).toEqual(["Steps", "Trace"]);
  expect(show(story(["answered", "api", 2], ENDED), true)).toHaveLength(6);
  expect([show(story(["invoked", "work", 3])).length, handed.none.hidden]).toEqual([6, true]);
  expect(ask).not.toHaveBeenCalled();
});
