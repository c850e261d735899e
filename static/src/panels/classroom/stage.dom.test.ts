import { beforeEach, describe, expect, it, vi } from "vitest";
import { OwnAddress } from "../../core/address";
import type { Question } from "../../core/classroom/messages";
import type { Lab } from "../../core/lab";
import { Session } from "../../core/session";
import type { LabData } from "../../core/types";
import { LessonNotes } from "./console/lesson";
import { createRemote } from "./console/remote";
import { FollowersRound, roomOf } from "./round";
import { StageRound } from "./stage-round";
import { Teacher } from "./teacher";

class FakeSocket {
  static made: FakeSocket[] = [];
  static readonly OPEN = 1;
  readyState = 1;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  constructor(readonly url: string) {
    FakeSocket.made.push(this);
  }
  send(): void {}
  close(): void {}
  says(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

const DATA = { scenario: { id: "s", title: "S", seed: 1, profile: "aws-2026", duration_s: 10 }, knobs: [], topology: { nodes: [], edges: [] }, types: {}, edge_kinds: {}, header: null, run: null } as unknown as LabData;
const STAGE = { type: "stage", frozen: false, anonymous: false, lesson: null, timer_ends_ms: null, round: null, teacher: true };
const WELCOME = { type: "welcome", seat: null, name: "", answer: null, now_ms: 0, ends_ms: 9, beat_s: 5 };

function stage(): { lab: Lab; socket: FakeSocket; text: () => string; buttons: () => string[] } {
  const lab = new Session().add(DATA, new OwnAddress());
  const [header, main, dialogs] = [document.createElement("header"), document.createElement("main"), document.createElement("div")];
  document.body.replaceChildren(header, main, dialogs);
  new Teacher({ code: "ACD346", lab, header, main, dialogs, walk: () => undefined });
  const bar = document.querySelector<HTMLElement>(".class-bar")!;
  const seen = (one: Element): boolean => one.closest("[hidden]") === null;
  return {
    lab, socket: FakeSocket.made.find(({ url }) => url.includes("/ws/classes/"))!,
    text: () => [...bar.children].filter(seen).map(({ textContent }) => textContent).join(" ").replace(/\s+/g, " ").trim(),
    buttons: () => [...bar.querySelectorAll("button, a")].filter(seen).map(({ textContent }) => textContent ?? ""),
  };
}

beforeEach(() => {
  localStorage.clear();
  FakeSocket.made = [];
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia;
  globalThis.WebSocket = FakeSocket as unknown as typeof WebSocket;
});

describe("the stage of a class", () => {
  it("claims nothing before the class knows who it is, and offers whoever does not teach it to join", () => {
    const { socket, text, buttons } = stage();
    expect([text(), buttons()]).toEqual(["Class ACD346 Connecting…", []]);
    socket.says({ type: "error", message: "Only the teacher of this class can do that." });
    socket.onclose?.({ code: 4403 });
    expect(text()).toBe("You do not teach class ACD346. Only the teacher of this class can do that. Join the class");
    expect(buttons()).toEqual(["Join the class"]);
    expect(document.querySelector(".class-bar a:not([hidden])[href='/c/ACD346']")).not.toBeNull();
  });

  it("says that the connection is lost where nothing but that is shown: presented", () => {
    const { socket, text } = stage();
    const lost = (): boolean => document.querySelector(".class-bar")!.hasAttribute("data-lost");
    socket.says(WELCOME);
    expect(lost()).toBe(false);
    socket.onclose?.({ code: 1006 });
    expect([lost(), text()]).toEqual([true, expect.stringContaining("The connection is lost")]);
  });

  it("stands still with everybody else while all is frozen", () => {
    const { lab: { viewing }, socket, buttons } = stage();
    socket.says(WELCOME);
    expect(buttons()).toEqual(["ACD346", "Ask the class", "Freeze all", "Console"]);
    viewing.setPlaying(true);
    socket.says({ ...STAGE, n: 1, frozen: true });
    expect(viewing.clock.playing).toBe(false);
    viewing.onSay = vi.fn();
    viewing.setPlaying(true);
    expect(viewing.clock.playing).toBe(false);
    expect(viewing.onSay).toHaveBeenCalledWith("All is frozen, this stage too. Release lets it play.");
    socket.says({ ...STAGE, n: 2 });
    viewing.setPlaying(true);
    expect(viewing.clock.playing).toBe(true);
  });
});

describe("the console's remote", () => {
  const disabled = (element: HTMLElement): string[] => [...element.querySelectorAll("button")].filter((one) => one.disabled).map(({ textContent }) => textContent ?? "");
  const said = (element: HTMLElement): boolean => [...element.querySelectorAll("p:not([hidden])")].some(({ textContent }) => textContent?.startsWith("No stage is open"));

  it("is dead, and says so, while no stage is open", () => {
    const remote = createRemote("ACD346", null, () => undefined);
    expect([disabled(remote.element).length, said(remote.element)]).toEqual([3, true]);
    remote.heard(true);
    expect([disabled(remote.element), said(remote.element)]).toEqual([[], false]);
    remote.freeze(true);
    expect(disabled(remote.element)).toEqual(["Play"]);
    remote.heard(false);
    expect(said(remote.element)).toBe(true);
    const notes = new LessonNotes({ title: "L", steps: [] } as never, () => undefined);
    expect([disabled(notes.element).length, said(notes.element)]).toEqual([2, true]);
    notes.heard(true);
    expect([disabled(notes.element).length, said(notes.element)]).toEqual([0, false]);
  });
});

describe("a class that is asked", () => {
  it("is known to a follower's lesson until it is revealed, or taken back", () => {
    const lab = new Session().add(DATA, new OwnAddress());
    const round = new FollowersRound(lab, document.createElement("main"), () => Promise.resolve());
    const asked = { n: 1, revealed: false, question: { id: "q", kind: "choice", question: "?", component: "", metric: "", unit: "", t0: 4, t1: 8, options: ["a", "b"] } } as const;
    round.show(asked);
    expect(lab.veil.asked.value).toBe("q");
    round.show({ ...asked, revealed: true });
    expect(lab.veil.asked.value).toBeNull();
    round.show({ ...asked, n: 2 });
    round.show(null);
    expect(lab.veil.asked.value).toBeNull();
  });

  it("sees on the stage what there is to choose from, and after the reveal each answer once", () => {
    const [lab, main] = [new Session().add(DATA, new OwnAddress()), document.createElement("main")];
    const question = { id: "", kind: "choice", question: "?", component: "", metric: "", unit: "", t0: 4, t1: 8, options: ["All <b>5,000</b>", "305"], asked: { text: "" } } as unknown as Question;
    const round = new StageRound(lab, main, () => undefined);
    const offered = (): string[] => [...main.querySelectorAll(".stage-options li")].map(({ textContent }) => textContent);
    round.show({ n: 1, revealed: false, question });
    expect(offered()).toEqual(["All <b>5,000</b>", "305"]);
    round.show({ n: 1, revealed: true, question });
    expect(offered()).toEqual([]);
    const tally = { round: 1, kind: "choice", count: 2, options: [0, 2] } as const;
    expect(roomOf(question, tally, null).textContent.match(/305/g)).toHaveLength(1);
    expect(roomOf(question, { ...tally, count: 0 }, null).textContent).toContain("Nobody has answered yet.");
  });
});
