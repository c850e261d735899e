import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Link, type LinkOptions, type LinkState } from "./link";
import type { Said } from "./messages";

class FakeSocket {
  static made: FakeSocket[] = [];
  readyState: number = WebSocket.OPEN;
  sent: Said[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  constructor() {
    FakeSocket.made.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Said);
  }
  close(): void {
    this.readyState = WebSocket.CLOSED;
  }
  says(...messages: object[]): void {
    for (const message of messages) this.onmessage?.({ data: JSON.stringify(message) });
  }
  greets(): void {
    this.onopen?.();
    this.says(WELCOME);
  }
}

const WELCOME = { type: "welcome", seat: "ticket", name: "Ann", answer: null, now_ms: 0, ends_ms: 9, beat_s: 5 };
const view = (n: number, t: number): Said => ({ type: "view", n, run: null, h: "", t, p: false, v: 1 });

function made(more: Partial<LinkOptions> = {}): { link: Link; heard: unknown[]; states: LinkState[] } {
  const [heard, states]: [unknown[], LinkState[]] = [[], []];
  const socket = (): WebSocket => new FakeSocket() as unknown as WebSocket;
  const link = new Link({ code: "ACD346", role: "follower", csrf: "token", socket, ...more }, (kind, said) => heard.push([kind, (said as unknown as Said)["t"]]), (state) => states.push(state));
  link.open();
  return { link, heard, states };
}

const last = (): FakeSocket => FakeSocket.made.at(-1)!;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made = [];
});
afterEach(() => vi.useRealTimers());

describe("a link to a class", () => {
  it("keeps the newest of each part, and takes all of it again after a break", () => {
    const { heard } = made();
    last().greets();
    last().says(view(5, 50), view(4, 40), view(5, 51), view(6, 60));
    expect(heard).toEqual([["welcome", undefined], ["view", 50], ["view", 60]]);
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(5000);
    last().greets();
    last().says(view(3, 30));
    expect(heard.at(-1)).toEqual(["view", 30]);
    expect(last().sent[0]).toMatchObject({ type: "hello", seat: "ticket", name: "Ann" });
  });

  it("asks again for what was not acknowledged", async () => {
    const { link } = made();
    last().greets();
    const asked = link.ask("answer", { round: 1 });
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(5000);
    last().greets();
    const again = last().sent.find(({ type }) => type === "answer");
    expect(again).toMatchObject({ round: 1 });
    last().says({ type: "done", id: again?.id });
    await expect(asked).resolves.toBeUndefined();
  });

  it("asks again by the same key, so that it is done once", () => {
    const { link } = made();
    last().greets();
    void link.ask("ask", { question: {} });
    void link.ask("timer", { s: 60 });
    const keys = (): unknown[] => last().sent.flatMap(({ key }) => key ?? []);
    const before = keys();
    expect(new Set(before).size).toBe(2);
    for (const key of before) expect(key).toMatch(/^[A-Za-z0-9_.:-]{5,80}$/);
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(5000);
    last().greets();
    expect(keys()).toEqual(before);
    const other = made();
    last().greets();
    void other.link.ask("ask", { question: {} });
    expect(before).not.toContain(keys()[0]);
  });

  it("asks again over HTTP what got no answer, and what the server had no time for", async () => {
    const said: Said[] = [];
    const none = [() => Promise.reject(new TypeError("Failed to fetch")), async () => new Response("{}", { status: 503 })];
    const fetching = vi.fn(async (url: string, init?: RequestInit) => {
      const message = JSON.parse(String(init?.body ?? "{}")) as Said;
      if (message.type === "freeze") return new Response(JSON.stringify({ error: { what: "Not you." } }), { status: 403 });
      if (message.type !== "ask") return new Response(JSON.stringify({ messages: url.endsWith("say") ? [WELCOME] : [] }));
      said.push(message);
      return none.shift()?.() ?? new Response(JSON.stringify({ done: true }));
    });
    const { link } = made({ fetch: fetching as unknown as typeof fetch });
    for (let i = 0; i < 2; i++) {
      last().onclose?.({ code: 1006 });
      await vi.advanceTimersByTimeAsync(1000);
    }
    last().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(2500);
    expect(link.state).toBe("polling");
    const asked = link.ask("ask", { question: {} });
    const refused = expect(link.ask("freeze", { on: true })).rejects.toThrow("Not you.");
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(asked).resolves.toBeUndefined();
    await refused;
    expect(said).toHaveLength(3);
    expect(new Set(said.map(({ key }) => key)).size).toBe(1);
  });

  it("says why something is refused", async () => {
    const { link } = made();
    last().greets();
    const asked = link.ask("answer", { round: 1 });
    last().says({ type: "refused", id: 1, error: { what: "There is no question now." } });
    await expect(asked).rejects.toThrow("There is no question now.");
  });

  it("notices a wire that is silent", () => {
    const { states } = made();
    last().greets();
    vi.advanceTimersByTime(4 * 5000);
    expect(states).toEqual(["live", "reconnecting"]);
  });

  it("ends with the class, and where it would get the same answer again", () => {
    const { link, states } = made();
    last().greets();
    last().says({ type: "over", what: "This class is over." });
    expect([link.state, link.why]).toEqual(["over", "This class is over."]);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.made).toHaveLength(1);
    expect(states).toEqual(["live", "over"]);
    const other = made();
    last().says({ type: "error", message: "There is no class with this code." });
    last().onclose?.({ code: 4404 });
    expect([other.link.state, other.link.why]).toEqual(["refused", "There is no class with this code."]);
  });

  it("waits for a seat where the class is full, with what was asked for", async () => {
    const { link, states } = made();
    const asked = link.ask("name", { name: "Ann" });
    for (let i = 0; i < 3; i++) {
      last().says({ type: "error", message: "The class is full." });
      last().onclose?.({ code: 4409 });
      expect([link.state, link.why]).toEqual(["full", "The class is full. This page asks again by itself."]);
      await vi.advanceTimersByTimeAsync(12_501);
      expect(FakeSocket.made).toHaveLength(i + 2);
    }
    last().greets();
    expect(states).toEqual(["full", "live"]);
    last().says({ type: "done", id: 1 });
    await expect(asked).resolves.toBeUndefined();
  });

  it("asks for another seat over HTTP where its own is gone, and waits where there is none", async () => {
    const answers: [number, object][] = [[200, { messages: [WELCOME] }], [403, { error: { what: "This page has no seat." } }], [409, { error: { what: "Full." } }], [200, { messages: [WELCOME] }]];
    const asked: string[] = [];
    const fetching = vi.fn(async (url: string, init?: RequestInit) => {
      asked.push(`${init?.method} ${url.split("/").at(-1)}`);
      const [status, body] = answers.shift() ?? [200, { messages: [] }];
      return new Response(JSON.stringify(body), { status });
    });
    const { link, states } = made({ fetch: fetching as unknown as typeof fetch });
    last().onclose?.({ code: 1006 });
    for (let i = 0; i < 12 && asked.length < 4; i++) {
      await vi.advanceTimersByTimeAsync(1000);
      last().onclose?.({ code: 1006 });
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(asked.slice(0, 4)).toEqual(["POST say", "GET state?after=0", "POST say", "POST say"]);
    expect(states).toContain("full");
    expect(link.state).toBe("polling");
  });

  it("goes on without a socket where none opens, and with one as soon as it does", async () => {
    const answers: object[][] = [[WELCOME, view(7, 70)], [view(8, 80)], []];
    const asked: string[] = [];
    const fetching = vi.fn(async (url: string, init?: RequestInit) => {
      asked.push(`${init?.method} ${url} ${(init?.headers as Record<string, string>)["X-Windtunnel-Seat"] ?? ""}`);
      return new Response(JSON.stringify({ messages: answers.shift() ?? [] }));
    });
    const { link, heard } = made({ fetch: fetching as unknown as typeof fetch });
    for (let i = 0; i < 2; i++) {
      last().onclose?.({ code: 1006 });
      await vi.advanceTimersByTimeAsync(1000);
    }
    // The third one does not open either.
    last().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(2500);
    expect(link.state).toBe("polling");
    expect(heard).toContainEqual(["view", 80]);
    expect(asked.slice(0, 2)).toEqual(["POST /api/classes/ACD346/say ", "GET /api/classes/ACD346/state?after=7 ticket"]);
    await vi.advanceTimersByTimeAsync(32_000);
    last().greets();
    expect(link.state).toBe("live");
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(4000);
    expect(asked.length).toBe(before);
  });
});
