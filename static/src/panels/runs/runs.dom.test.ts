import { describe, expect, it, vi } from "vitest";
import type { Api } from "../../core/api";
import type { SeenRun } from "../../core/types";
import { takeOver } from "./index";
import { RunRow } from "./row";
import { stateOf } from "./words";

const RUN: SeenRun = {
  id: "AAAAAAAAAA", url: "/lab/AAAAAAAAAA", state: "finished", title: "What <b>then</b>?", name: "", pinned: false, changed: "worker timeout 3 s → 5 s",
  seed: 7, profile: "aws-2026", computed_s: 180, created: "2026-11-30T06:00:00Z", yours: true, queue: null,
};

function row(run: Partial<SeenRun> = {}, api: Partial<Record<"changeRun" | "deleteRun", unknown>> = {}) {
  const onGone = vi.fn();
  const { element } = new RunRow({ api: api as unknown as Api, run: { ...RUN, ...run }, onGone });
  document.body.replaceChildren(element);
  const button = (words: string): HTMLButtonElement | undefined => [...element.querySelectorAll("button")].find((one) => one.textContent === words);
  const said = (): string => element.querySelector("[role=status]")!.textContent!;
  return { element, button, said, onGone };
}

describe("a run in the list", () => {
  it("says what was changed, and its name as text", () => {
    const { element } = row();
    expect(element.querySelector("a")!.textContent).toBe("What <b>then</b>?");
    expect(element.textContent).toContain("worker timeout 3 s → 5 s, 180 s, seed 7");
    expect(row({ changed: "" }).element.textContent).toContain("as written");
  });
  it("has no buttons for those whose run it is not", () => {
    const { element } = row({ yours: false });
    expect(element.querySelectorAll("button").length).toBe(0);
    expect(element.querySelector(".run-tools")!.textContent).toBe("Asked for by others: look at it, fork it.");
    expect(row().element.textContent).not.toContain("others");
  });
  it("cannot be deleted while it computes", () => {
    expect(row({ state: "running" }).button("Delete")).toBeUndefined();
  });
  it("says how many have their turn before it", () => {
    expect([0, 2].map((queue) => stateOf({ state: "queued", queue }))).toEqual(["queued, next", "queued, 2 ahead"]);
    expect(stateOf({ state: "running", queue: null })).toBe("running");
  });
});

describe("its owner", () => {
  it("gives it a name", async () => {
    const changeRun = vi.fn(async () => ({ name: "Longer timeout", pinned: false }));
    const { element, button, said } = row({}, { changeRun });
    button("Rename")!.click();
    element.querySelector("input")!.value = "Longer timeout";
    element.querySelector("form")!.requestSubmit();
    await vi.waitFor(() => expect(said()).toBe("Named."));
    expect(changeRun).toHaveBeenCalledWith("AAAAAAAAAA", { name: "Longer timeout" });
    expect(element.querySelector("a")!.textContent).toBe("Longer timeout");
    expect(document.activeElement).toBe(button("Rename"));
  });
  it("pins it, or hears why not", async () => {
    const { button, said, element } = row({}, { changeRun: vi.fn(async () => ({ name: "", pinned: true })) });
    button("Pin")!.click();
    await vi.waitFor(() => expect(button("Unpin")).toBeDefined());
    expect(element.querySelectorAll(".chip:not([hidden])").length).toBe(2);
    const refused = row({}, { changeRun: vi.fn().mockRejectedValue(new Error("20 runs of yours are pinned.")) });
    refused.button("Pin")!.click();
    await vi.waitFor(() => expect(refused.said()).toBe("20 runs of yours are pinned."));
    expect(said()).toContain("stays");
  });
  it("is asked before it is deleted, and the safe answer is at hand", async () => {
    const deleteRun = vi.fn(async () => ({}));
    const { button, onGone } = row({}, { deleteRun });
    button("Delete")!.click();
    expect(document.activeElement).toBe(button("Keep it"));
    button("Keep it")!.click();
    expect(deleteRun).not.toHaveBeenCalled();
    button("Delete")!.click();
    button("Delete for good")!.click();
    await vi.waitFor(() => expect(onGone).toHaveBeenCalledWith("AAAAAAAAAA"));
  });
  it("does not own it any more where it stays for others", async () => {
    const { button, said, onGone } = row({}, { deleteRun: vi.fn(async () => ({ message: "It stays for them." })) });
    button("Delete")!.click();
    button("Delete for good")!.click();
    await vi.waitFor(() => expect(said()).toBe("It stays for them."));
    expect([onGone.mock.calls.length, button("Rename")]).toEqual([0, undefined]);
  });
});

it("takes the place of what the server wrote, and leaves that where nothing can be asked", async () => {
  const list = document.createElement("ul");
  list.innerHTML = "<li>as the server wrote it</li>";
  takeOver(list, { seen: () => Promise.reject(new Error("offline")) } as unknown as Api);
  await Promise.resolve();
  expect(list.textContent).toContain("as the server wrote it");
  takeOver(list, { seen: () => Promise.resolve([RUN]) } as unknown as Api);
  await vi.waitFor(() => expect(list.querySelectorAll(".run-row").length).toBe(1));
});
