import { deflateSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Connection } from "./panel";
import { RunSocket, type SocketHandlers } from "./socket";
import type { FramePayload } from "./types";

class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 1;
  binaryType = "";
  sent: { type: string; after?: number; n?: number }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  frame(n: number): void {
    const payload = { v: 1, n, t0: n, t1: n + 1, series: {}, counters: {} };
    const body = deflateSync(JSON.stringify(payload));
    const packet = new Uint8Array(4 + body.length);
    new DataView(packet.buffer).setUint32(0, n);
    packet.set(body, 4);
    this.onmessage?.({ data: packet.buffer });
  }

  text(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

interface Heard {
  frames: number[];
  states: string[];
  connections: Connection[];
  faults: string[];
  ends: number;
}

let heard: Heard;

function handlers(): SocketHandlers {
  return {
    last: () => heard.frames.at(-1) ?? -1,
    header: () => undefined,
    frame: (frame: FramePayload) => void heard.frames.push(frame.n),
    state: (message) => void heard.states.push(message.state),
    end: () => void heard.ends++,
    connection: (connection) => void heard.connections.push(connection),
    fault: (message) => void heard.faults.push(message),
  };
}

function open(probe?: () => Promise<boolean>): { run: RunSocket; socket: () => FakeSocket } {
  const run = new RunSocket("ws://here/ws/runs/X", handlers(), probe);
  run.open();
  const socket = (): FakeSocket => FakeSocket.all.at(-1) as FakeSocket;
  socket().onopen?.();
  return { run, socket };
}

/** Inflating takes turns of the real event loop. */
const settled = (): Promise<void> => vi.waitFor(() => expect(heard.frames.length).toBeGreaterThan(0)).then(() => undefined);
const got = (count: number): Promise<void> => vi.waitFor(() => expect(heard.frames.length).toBe(count));

beforeEach(() => {
  heard = { frames: [], states: [], connections: [], faults: [], ends: 0 };
  FakeSocket.all = [];
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"], shouldAdvanceTime: true });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("RunSocket", () => {
  it("says hello, takes frames in order and acknowledges every fourth of a window of eight", async () => {
    const { socket, run } = open();
    for (let n = 0; n < 9; n++) socket().frame(n);
    await got(9);
    expect(heard.frames).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(socket().sent).toEqual([{ type: "hello", protocol: 1, after: -1, window: 64 }, { type: "ack", n: 3 }, { type: "ack", n: 7 }]);
    expect(heard.connections).toEqual(["connecting", "live"]);
    run.close();
  });

  it.each([
    [{ frames: 64, bytes: 2 ** 17 }, [31, 63]],
    [{ frames: 64, bytes: 400 }, [3, 7, 11]],
  ])("acknowledges when half of the window is here, in frames or in bytes", async (window, numbers) => {
    const { socket, run } = open();
    socket().text({ type: "header", protocol: 1, window });
    const count = Math.max(...numbers) + 1;
    for (let n = 0; n < count; n++) socket().frame(n);
    await got(count);
    expect(socket().sent.slice(1)).toEqual(numbers.map((n) => ({ type: "ack", n })));
    run.close();
  });

  it("handles texts in the order they came among frames", async () => {
    const { socket } = open();
    socket().frame(0);
    socket().text({ type: "end", state: "finished", last: 0 });
    expect(heard.ends).toBe(0);
    await vi.waitFor(() => expect(heard.ends).toBe(1));
    expect(heard.frames).toEqual([0]);
    expect(heard.connections.at(-1)).toBe("closed");
  });

  it("comes back after the last frame and is resumed when the data is whole", async () => {
    const { socket, run } = open();
    socket().frame(0);
    await settled();
    socket().onclose?.({ code: 1006, reason: "" });
    expect(heard.connections.at(-1)).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(400);
    expect(FakeSocket.all.length).toBe(2);
    socket().onopen?.();
    expect(socket().sent[0]).toEqual({ type: "hello", protocol: 1, after: 0, window: 64 });
    socket().text({ type: "state", state: "running", frames: 3 });
    socket().frame(1);
    await got(2);
    expect(heard.connections.at(-1)).toBe("reconnecting");
    socket().frame(2);
    await got(3);
    await vi.waitFor(() => expect(heard.connections.at(-1)).toBe("live"));
    run.close();
  });

  it("is disconnected after ten seconds and goes on trying", async () => {
    const { socket, run } = open();
    socket().onclose?.({ code: 1006, reason: "" });
    for (let second = 0; second < 11; second++) {
      await vi.advanceTimersByTimeAsync(1000);
      socket().onclose?.({ code: 1006, reason: "" });
    }
    expect(heard.connections).toEqual(["connecting", "live", "reconnecting", "disconnected"]);
    const tries = FakeSocket.all.length;
    await vi.advanceTimersByTimeAsync(7000);
    expect(FakeSocket.all.length).toBeGreaterThan(tries);
    run.close();
  });

  it("does not ask again what was refused for good", async () => {
    const { socket } = open();
    socket().text({ type: "error", message: "There is no such run." });
    await vi.advanceTimersByTimeAsync(1);
    socket().onclose?.({ code: 4404, reason: "" });
    expect(heard.faults).toEqual(["There is no such run."]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(FakeSocket.all.length).toBe(1);
  });

  it("takes a silent wire for lost when the server does not answer", async () => {
    const { run } = open(async () => false);
    await vi.advanceTimersByTimeAsync(6500);
    expect(heard.connections.at(-1)).toBe("reconnecting");
    run.close();
  });

  it("says so when a frame cannot be read", async () => {
    const { socket } = open();
    socket().onmessage?.({ data: new Uint8Array([0, 0, 0, 0, 1, 2, 3]).buffer });
    await vi.waitFor(() => expect(heard.faults.length).toBe(1));
    expect(heard.faults[0]).toContain("could not be read");
  });
});
