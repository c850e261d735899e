import { describe, expect, it } from "vitest";
import type { Goal, JudgedGoal } from "../../core/goals";
import type { Actions, View } from "../../core/panel";
import { Store } from "../../core/store";
import { described, sceneOf } from "../../core/testing/scene";
import type { Header, Topology } from "../../core/types";
import { withGoals } from "./goals";
import { createTimelines } from "./index";
import { choicesFor } from "./rows";

const TOPOLOGY: Topology = {
  nodes: [["orders", "queue"], ["esm", "event_source_mapping"], ["a", "function"], ["b", "function"]].map(([id, type]) => ({ id: id!, type: type!, title: id! })),
  edges: [{ from: "orders", to: "esm", kind: "receive" }, { from: "esm", to: "a", kind: "invoke" }],
};
const goal = (path: string, component: string, more: Partial<Goal>): Goal => ({ path, title: `${component}: ${path}`, component, ...more });
const GOALS: readonly Goal[] = [
  goal("latency", "orders", { metric: "MessageLatency", lines: [{ value: 1000, words: "p50 ≥ 1 s" }, { value: 2000, words: "p50 ≤ 2 s" }] }),
  goal("busy", "a", { metric: "ConcurrentExecutions", lines: [{ value: 5, words: "≤ 5" }] }),
  goal("all", "account", { metric: "ConcurrentExecutions", lines: [{ value: 9, words: "max ≤ 9" }] }),
  goal("waiting", "orders", { metric: "ApproximateNumberOfMessagesVisible", lines: [{ value: 80, words: "= 80" }], at: true, to_s: 50 }),
  goal("far", "orders", { metric: "ApproximateNumberOfMessagesVisible", lines: [{ value: 100_000, words: "< 100000" }] }),
  goal("throttles", "a", {}),
  goal("drained by", "", { moment_s: 60 }),
];

describe("goals", () => {
  const rows = withGoals(choicesFor(sceneOf(TOPOLOGY)), GOALS);
  const goalsOf = (name: string): unknown[] => (rows.flat().find((row) => row.name === name)?.goals ?? []).map(({ goal: { path }, value }) => [path, value]);
  it("belong to the rows that show their metric of their component, and of several only to that of all", () => {
    expect(goalsOf("Concurrency")).toEqual([["all", 9]]);
    expect(goalsOf("Concurrency, a")).toEqual([["busy", 5]]);
    expect(goalsOf("Concurrency, b")).toEqual([]);
    expect(goalsOf("Throttles")).toEqual([]);
    expect(goalsOf("Queue depth")).toEqual([["waiting", 80], ["far", 100000]]);
  });
  it("of durations are in the unit of the row", () => {
    const [first] = rows.flat().filter((row) => row.goals?.some(({ goal: { path } }) => path === "latency"));
    expect(first!.goals!.map(({ value }) => first!.format(value))).toEqual(["1 s", "2 s"]);
  });

  const judged = new Map([["all", { status: "failed" }], ["waiting", { status: "passed" }], ["drained by", { status: "no data" }]]) as unknown as Map<string, JudgedGoal>;
  function drawn(): HTMLElement {
    const store = new Store(described(TOPOLOGY), 100);
    store.setHeader({ duration_s: 100, bin_s: 1, frame_s: 100 } as Header);
    const ten = Array<number>(100).fill(8);
    store.add({ v: 1, n: 0, t0: 0, t1: 100, series: { a: { ConcurrentExecutions: ten }, account: { ConcurrentExecutions: ten }, orders: { ApproximateNumberOfMessagesVisible: ten.map(() => 60) } }, counters: {} });
    const panel = createTimelines({ actions: { invalidate: () => undefined } as unknown as Actions, scene: sceneOf(TOPOLOGY), durationS: 100, scenario: "goals", goals: GOALS, judged: () => judged });
    Object.assign(panel, { width: 500 });
    (panel as unknown as { chart: { resize(width: number): void } }).chart.resize(500);
    panel.update({ store, baseline: null, t: 50, hover: null, pin: null, range: { t0: 0, t1: 100 }, computed: 100, connection: "live", selection: null, playing: false } as unknown as View);
    return panel.element;
  }
  it("are lines with words, that say whether they were kept, and one that is out of sight says where", () => {
    const element = drawn();
    expect([...element.querySelectorAll(".tl-goal")].map((line) => [line.textContent, line.getAttribute("data-status"), (line as HTMLElement).style.width])).toEqual([
      ["✕ goal max ≤ 9", "failed", "500px"], ["✓ goal = 80", "passed", "28px"], ["↑ goal < 100000", null, "500px"],
      ["goal p50 ≥ 1 s", null, "500px"], ["goal p50 ≤ 2 s", null, "500px"],
    ]);
    expect(element.querySelector(".tl-goal-by")!.textContent).toBe("goal: : drained by");
  });
  it("are told in words, too", () => {
    expect([...drawn().querySelectorAll("p.sr-only")].map((sentence) => sentence.textContent).filter((text) => text!.includes("Goal: "))).toEqual([
      expect.stringContaining("Goal: account: all."), expect.stringContaining("Goal: orders: waiting. Goal: orders: far."), "Message latency, p99: no data yet. Goal: orders: latency.",
    ]);
  });
});
