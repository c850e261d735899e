/** Doing something during a run, against a server that answers as ours does. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { durationKnob } from "../../core/duration-knob";
import { Session } from "../../core/session";
import type { Lab } from "../../core/lab";
import { FakeSocket as Socket } from "../../core/testing/fake-socket";
import type { FramePayload, LabData } from "../../core/types";
import { createDone } from "./list";
import { NodeMenu } from "./menu";
import { followMoment, holdFrom } from "./moment";
import { actionsOf } from "./offers";
import { createSheet } from "./sheet";

const RESERVED = "components.worker.reserved_concurrency";
const COUNT = { name: "count", label: "Count", meaning: "how many; without `for`", kind: "integer", unit: "", min: 1, max: 1000, required: true, default: null };
const DATA = {
  scenario: { id: "s", title: "S", seed: 1, profile: "aws-2026", duration_s: 60 },
  knobs: [{ ...durationKnob(60), path: RESERVED, component: "worker", label: "Reserved concurrency", kind: "integer", value: 5, unit: null, min: 0, max: 100, hard_min: 0, hard_max: 1000 }],
  topology: { nodes: [{ id: "shop", type: "client", title: "Shop" }, { id: "worker", type: "function", title: "Worker" }], edges: [] }, types: {}, edge_kinds: {}, header: null,
  plan: [],
  actions: {
    client: { actions: [{ name: "burst", label: "Add a burst", meaning: "So many.", fields: [COUNT] }, { name: "pause", label: "Pause", meaning: "", fields: [] }], set: false, keeps: [] },
    function: { actions: [], set: true, keeps: [] },
  },
  run: { id: "BASE", state: "finished", overrides: {}, seed: 1, profile: "aws-2026" },
} as unknown as LabData;
const frame = (n: number): FramePayload => ({ v: 1, n, t0: n, t1: n + 1, series: { worker: { Errors: [n] } }, counters: {} }) as FramePayload;

let asked: { parent?: string; overrides: Record<string, unknown> }[] = [];
let answer: () => Response;
const made = (id: string, shared: number): (() => Response) => () => Response.json({ id, url: `/lab/${id}`, state: "queued", parent: "BASE", shared });

beforeEach(() => {
  document.body.replaceChildren();
  [Socket.all, asked] = [[], []];
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("fetch", vi.fn(async (_: string, init: RequestInit) => {
    asked.push(JSON.parse(init.body as string));
    return answer();
  }));
});
afterEach(() => vi.unstubAllGlobals());

function shown(): Lab {
  const session = new Session();
  const lab = session.add(DATA);
  lab.open();
  for (let n = 0; n < 60; n++) lab.store.value.add(frame(n));
  lab.viewing.clock.setData(60, true, performance.now());
  lab.viewing.seek(30);
  return lab;
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));
const dialog = (): HTMLElement => document.querySelector(".act-sheet")!;
const type = (label: string, text: string): void => {
  const name = [...dialog().querySelectorAll("label")].find((one) => one.textContent!.startsWith(label))!;
  const input = document.getElementById(name.htmlFor) as HTMLInputElement;
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
};
const submit = async (): Promise<void> => {
  dialog().querySelector("form")!.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await settled();
};

it("forks the run at the playhead: the frames that are here stay, the picture keeps its place", async () => {
  const lab = shown();
  createSheet({ lab, dialogs: document.body, onKnob: () => undefined }).act("shop", "burst");
  await settled();
  expect(dialog().textContent).toContain("How many; without for.");
  type("Count", "500");
  answer = made("FORK", 30);
  await submit();
  expect(asked).toEqual([expect.objectContaining({ parent: "BASE", overrides: { interventions: [{ action: "burst", at: 30, component: "shop", count: 500 }] } })]);
  expect([lab.run.value, lab.store.value.last, lab.store.value.computed]).toEqual(["FORK", 29, 30]);
  expect([lab.viewing.clock.at(performance.now()), lab.origin.value]).toEqual([30, { parent: "BASE", shared: 30 }]);
  Socket.all.at(-1)!.onopen!();
  expect(Socket.all.at(-1)!.sent[0]).toMatchObject({ after: 29 });
});

it("changes nothing where the server refuses, and says why beside the field", async () => {
  const lab = shown();
  createSheet({ lab, dialogs: document.body, onKnob: () => undefined }).act("shop", "burst");
  await settled();
  await submit();
  expect([asked.length, dialog().textContent]).toEqual([0, expect.stringContaining("Count is needed.")]);
  type("Count", "900");
  answer = () => Response.json({ checks: [{ id: "x", severity: "error", path: "interventions.0.count", message: "too many", hint: "fewer" }] }, { status: 422 });
  await submit();
  expect(dialog().querySelector("[aria-invalid=true]")).not.toBeNull();
  expect(dialog().textContent).toContain("Too many. Fewer.");
  answer = () => Response.json({ checks: [{ id: "x", severity: "error", path: "interventions.0", message: "not now", hint: "" }] }, { status: 422 });
  await submit();
  expect(dialog().querySelector("[role=alert]")!.textContent).toBe("Not now.");
  expect([lab.run.value, lab.inputs.plan, lab.inputs.canUndo.value]).toEqual(["BASE", [], false]);
});

it("turns a knob from here on into an attribute that is set then", async () => {
  const lab = shown();
  holdFrom(lab, true);
  lab.viewing.seek(40.126);
  followMoment(lab);
  answer = made("FORK", 40);
  lab.inputs.set(RESERVED, 20);
  await lab.start();
  expect(asked[0]).toMatchObject({ parent: "BASE", overrides: { interventions: [{ action: "set", at: 40.13, values: { [RESERVED]: 20 } }] } });
  expect(lab.store.value.computed).toBe(40);
});

it("lists what is done, and takes it away by keys; undo brings it back", async () => {
  const lab = shown();
  const sheet = createSheet({ lab, dialogs: document.body, onKnob: () => undefined });
  document.body.append(createDone(lab, { choose: () => undefined } as never, sheet));
  const list = (): string[] => [...document.querySelectorAll(".done-list li")].map((item) => item.textContent!);
  answer = made("FORK", 10);
  await lab.attempt(lab.inputs.withPlan([{ action: "burst", at: 10, component: "shop", count: 7 }]));
  expect(list()).toEqual(["shop: add a burst, count 70:10ChangeRemove"]);
  answer = made("BASE2", 10);
  const button = document.querySelector<HTMLElement>(".done-list [data-what=time]")!;
  button.dispatchEvent(new KeyboardEvent("keydown", { key: "Delete", bubbles: true }));
  await settled();
  expect([list(), asked[1]!.overrides]).toEqual([[], {}]);
  lab.inputs.undo();
  expect(list()).toHaveLength(1);
});

it("offers by type, in a menu that arrow keys and letters walk", () => {
  const lab = shown();
  const chosen = vi.fn();
  const menu = new NodeMenu((id) => actionsOf(lab, id), chosen);
  const opener = document.createElement("button");
  document.body.append(opener, menu.element);
  menu.show({ component: "shop", title: "Shop", opener }, 0, 0);
  const press = (key: string): void => void document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  expect(document.activeElement!.textContent).toBe("Add a burst…");
  press("p");
  expect(document.activeElement!.textContent).toBe("Pause…");
  press("ArrowDown");
  expect(document.activeElement!.textContent).toBe("Add a burst…");
  press("Escape");
  expect([document.activeElement, menu.open]).toEqual([opener, null]);
  menu.show({ component: "shop", title: "Shop", opener }, 0, 0);
  (document.activeElement as HTMLElement).click();
  expect(chosen).toHaveBeenCalledWith("shop", "burst");
  expect(actionsOf(lab, "worker").map(({ label }) => label)).toEqual(["Change an attribute"]);
  expect(menu.has("gone")).toBe(false);
});
