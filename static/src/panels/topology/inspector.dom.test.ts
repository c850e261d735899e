import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Actions, Selection, View } from "../../core/panel";
import { Store } from "../../core/store";
import type { Header, Topology } from "../../core/types";
import { createTopology } from "./index";
import { RowsView } from "./rows-view";
import { listedRows } from "./listed";
import type { About } from "./inspector";
import { described, sceneOf } from "../../core/testing/scene";

const TOPOLOGY: Topology = {
  nodes: [{ id: "users", type: "client", title: "Users" }, { id: "api", type: "function", title: "Api" }],
  edges: [{ from: "users", to: "api", kind: "invoke" }],
};
const NAMES = ["upstream", "account concurrency", "reserved concurrency", "scaling rate"];
const REASON = "throttles.ReservedFunctionConcurrentInvocationLimitExceeded";

function run(): Store {
  const store = new Store(described(TOPOLOGY), 4);
  const metrics = { LimitedBy: { unit: "Limit", label: "Limited by", statistic: "Most frequent", names: NAMES } };
  store.setHeader({ run: "A", duration_s: 4, bin_s: 1, frame_s: 4, metrics, topology: TOPOLOGY } as unknown as Header);
  store.add({
    v: 1, n: 0, t0: 0, t1: 4,
    series: {
      api: {
        ConcurrentExecutions: [2, 5, 5, 1], LimitedBy: [null, 2, 2, null], "Environments.init": [1, 0, 0, 0], "Environments.busy": [1, 5, 5, 1],
        "Environments.idle": [0, 0, 0, 4], EstimatedCharges: [1, 2, 3, 3], "Provisioned.requested": [4, 4, 4, 4], "Provisioned.ready": [0, 2, 4, 4], "Provisioned.busy": [0, 2, 4, 1],
      },
      account: { EstimatedCharges: [2, 4, 6, 6] },
    },
    counters: { api: { invocations: 40, cold_starts: 5, errors: 2, timeouts: 1, throttles: 9, [REASON]: 9, spilled_over: 0 } },
    environments: { api: { slots: "B5", changes: 0, limit: 5, limited_by: "reserved", refused: 0 } },
    async: { api: { waiting: 1, next: [[40, 2]] } },
  });
  return store;
}

describe("a function's numbers", () => {
  const api = sceneOf(TOPOLOGY).node("api")!;
  it("say what it used, what limited it, what it refused and what it cost", () => {
    const rows = listedRows(run(), api, 4).map((row) => `${row.part ? "- " : ""}${row.name}: ${row.value}`);
    expect(rows).toEqual([
      "In use: 5 of 5",
      "Most in this second: 1 of 5",
      "Limited in this second by: nothing",
      "Limited so far: ",
      "- reserved concurrency: 2 s",
      "Environments: 0 init · 5 busy · 0 idle",
      "Provisioned: 4 of 4 ready · 1 busy",
      "Spilled over so far: 0",
      "Cold starts so far: 5 (13 %)",
      "Errors so far: 2 (5 %), 1 timed out",
      "Throttles so far: 9",
      "- ReservedFunctionConcurrentInvocationLimitExceeded: 9",
      "Events waiting: 1 retry, next in 36.0 s",
      "Cost so far: $3.00 (50 % of all)",
    ]);
    expect(listedRows(run(), api, 1.5).find((row) => row.name === "Limited in this second by")?.value).toBe("reserved concurrency");
  });
});

describe("inspector", () => {
  let selection: Selection | null = null;
  const select = vi.fn((next: Selection | null) => void (selection = next));
  const go = vi.fn();
  const about: About = {
    settings: [{ name: "Timeout", value: "15 s", changed: true, go }],
    facts: [
      { name: "Idle timeout", value: "default 10 min", source: "Not published by AWS.", assumed: true },
      { name: "Account concurrency", value: "1,000", source: "AWS Lambda Developer Guide (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits) (2026-07-12)", assumed: false },
      { name: "Growth after the burst", value: "6,000 per minute", source: "AWS (2026)", assumed: false, note: "Best effort.", rule: true },
    ],
  };

  function open() {
    const panel = createTopology({ actions: { select, invalidate: () => undefined } as unknown as Actions, scene: sceneOf(TOPOLOGY), durationS: 4 }, () => about);
    document.body.replaceChildren(panel.element);
    const store = run();
    const update = (): void => panel.update({
      store, t: 4, range: { t0: 0, t1: 4 }, computed: 4, playing: false, speed: 1, theme: "light", reducedMotion: true, selection,
    } as unknown as View);
    const node = panel.element.querySelector<HTMLElement>("[data-id=api]")!;
    node.focus();
    node.click();
    update();
    return { node, update, dialog: panel.element.querySelector<HTMLElement>("[role=dialog]")! };
  }

  beforeEach(() => {
    selection = null;
    vi.clearAllMocks();
  });

  it("opens by the keyboard, takes the focus in and gives it back", () => {
    const { node, dialog } = open();
    expect(dialog.hidden).toBe(false);
    expect(dialog.getAttribute("aria-modal")).toBe("false");
    expect(dialog.contains(document.activeElement)).toBe(true);
    expect(node.getAttribute("aria-expanded")).toBe("true");
    dialog.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
    expect(dialog.hidden).toBe(true);
    expect(document.activeElement).toBe(node);
  });
  it("shows settings that lead to their knobs, and where quotas were read", () => {
    const { dialog } = open();
    expect(dialog.textContent).toContain("15 s (changed)");
    dialog.querySelector<HTMLElement>("dt .link-button")!.click();
    expect(go).toHaveBeenCalled();
    expect([...dialog.querySelectorAll(".facts li")].map((li) => li.querySelector(".assumed") !== null)).toEqual([true, false, false]);
    const rules = dialog.querySelector<HTMLDetailsElement>("details")!;
    expect(rules.open).toBe(false);
    expect(rules.textContent).toBe("1 more rule of the profileGrowth after the burst6,000 per minuteAWS (2026) Best effort.");
    expect(dialog.querySelector<HTMLAnchorElement>(".facts a")!.href).toBe("https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html");
  });
  it("has a timeline of its own, told in words too", () => {
    const { dialog } = open();
    expect(dialog.querySelector(".mini .sr-only")!.textContent).toMatch(/^Concurrency .* Api: reserved concurrency bound from 0:01 to 0:03\.$/);
  });
  it("has the settings of another component from the moment that it is shown, not from the next picture", () => {
    const two: Topology = { ...TOPOLOGY, nodes: [...TOPOLOGY.nodes, { id: "job", type: "function", title: "Job" }] };
    const went: string[] = [];
    const settings = (id: string): About => ({ settings: [...(id === "job" ? ["Memory"] : []), "Timeout"].map((name) => ({ name, value: id, go: () => went.push(`${id} ${name}`) })), facts: [] });
    const panel = createTopology({ actions: { select, invalidate: () => undefined } as unknown as Actions, scene: sceneOf(two), durationS: 4 }, settings);
    document.body.replaceChildren(panel.element);
    const press = (selector: string): void => panel.element.querySelector<HTMLElement>(selector)!.click();
    press("[data-id=api]");
    panel.update({ store: run(), t: 4, range: { t0: 0, t1: 4 }, computed: 4, playing: false, speed: 1, theme: "light", reducedMotion: true, selection } as unknown as View);
    press(".inspector-close");
    press("[data-id=job]");
    const names = [...panel.element.querySelectorAll<HTMLElement>("[role=dialog] dt .link-button")];
    expect(names.map((name) => name.textContent)).toEqual(["Memory", "Timeout"]);
    names[1]!.click();
    expect(went).toEqual(["job Timeout"]);
  });
  it("leaves with the selection", () => {
    const { dialog, update } = open();
    selection = null;
    update();
    expect(dialog.hidden).toBe(true);
  });
});

it("goes to the knob of the component that is shown, though another one's rows had the same names", () => {
  const view = new RowsView("");
  const went: string[] = [];
  for (const id of ["checkout", "import"]) view.fill([["Settings", [{ name: "Reserved concurrency", value: "off", go: () => went.push(id) }]]]);
  view.element.querySelector("button")!.click();
  expect(went).toEqual(["import"]);
});
