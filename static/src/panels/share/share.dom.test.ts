import { signal } from "@preact/signals-core";
import { describe, expect, it, vi } from "vitest";
import type { Baseline } from "../../core/baseline";
import type { Lab } from "../../core/lab";
import { copyText } from "./copying";
import { createShare } from "./index";

const inputs = { overrides: {}, seed: 1, profile: "aws-2026" };

function open(run: string | null, base: string | null = null, document_: unknown = undefined): HTMLElement {
  document.body.replaceChildren();
  const viewing = { hash: "#t=60&z=30,90", clock: { at: () => 60 }, zoom: signal({ t0: 30, t1: 90 }), selection: signal({ component: "worker", slot: 3 }) };
  const lab = {
    run: signal(run), end: signal(run === null ? null : { state: "finished" }), viewing, store: signal({ binS: 1, durationS: 180 }), inputs: { current: signal(inputs) }, sentInputs: inputs,
    data: { scenario: { title: "\"Why\" <so>?" } }, scene: { titleOf: () => "Worker" }, request: () => (document_ === undefined ? { scenario: "a", ...inputs } : { document: document_, ...inputs }),
  } as unknown as Lab;
  createShare({ dialogs: document.body, lab, base: { id: base, words: "as written" } as Baseline, origin: "http://lab" }).open();
  return document.querySelector("dialog")!;
}

const settled = (): Promise<void> => vi.waitFor(() => expect(document.querySelector(".share-list")!.textContent).toContain("The configuration"));
const links = (sheet: HTMLElement): string[] => [...sheet.querySelectorAll("input")].map(({ value }) => value);

const OF_INPUTS = expect.stringMatching(/^http:\/\/lab\/lab\/new\?scenario=a#c=[\w-]+$/) as string;

const FRAME = '<iframe src="http://lab/embed/AAAAAAAAAA#t=60&amp;z=30,90" title="&quot;Why&quot; &lt;so&gt;?" width="1200" height="800" loading="lazy"></iframe>';

describe("what is shared", () => {
  it("is this moment, the run, both runs, and the inputs", async () => {
    const sheet = open("AAAAAAAAAA", "BBBBBBBBBB");
    await settled();
    expect(links(sheet)).toEqual([
      "http://lab/lab/AAAAAAAAAA#t=60&z=30,90", "http://lab/lab/AAAAAAAAAA",
      "http://lab/compare?a=BBBBBBBBBB&b=AAAAAAAAAA#t=60", FRAME, OF_INPUTS,
    ]);
    expect(sheet.textContent).toContain("0:30 to 1:30 in sight, Worker, environment 3 selected, compared with as written.");
  });
  it("is what came out, as files, once there is a result", () => {
    const files = [...open("AAAAAAAAAA").querySelectorAll(".share-results a")].map((link) => link.getAttribute("href"));
    expect(files).toEqual(["/api/runs/AAAAAAAAAA/result.json", "/api/runs/AAAAAAAAAA/result.zip"]);
  });
  it("is the inputs alone before there is a run", async () => {
    const sheet = open(null);
    await settled();
    expect(links(sheet)).toEqual([OF_INPUTS]);
  });
  it("says why there is no link of the inputs", async () => {
    const sheet = open("AAAAAAAAAA", null, { noise: Array.from({ length: 4000 }, (_, n) => Math.sin(n).toString(36)).join("") });
    await settled();
    expect(links(sheet).length).toBe(3);
    expect(sheet.textContent).toMatch(/make a link of [\d,]+ characters/);
  });
});

describe("copying", () => {
  const field = (): HTMLInputElement => Object.assign(document.body.appendChild(document.createElement("input")), { value: "http://lab/x" });
  it("needs no permission where the old way is open", async () => {
    Object.assign(document, { execCommand: () => true });
    expect(await copyText(field())).toBe(true);
  });
  it("leaves the link selected where nothing is, and says so", async () => {
    Object.assign(document, { execCommand: () => false });
    const sheet = open("AAAAAAAAAA");
    sheet.querySelector<HTMLButtonElement>("[aria-label='Copy: this moment']")!.click();
    await vi.waitFor(() => expect(sheet.querySelector("[role=status]")!.textContent).toContain("press Ctrl+C"));
    const first = sheet.querySelector("input")!;
    expect([first.selectionStart, first.selectionEnd]).toEqual([0, first.value.length]);
  });
});
