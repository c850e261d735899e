import { deflateSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Inputs } from "./inputs";
import { Preview } from "./preview";
import { Store } from "./store";
import type { Header } from "./types";

class Wire {
  static all: Wire[] = [];
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  binaryType = "";
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor() {
    Wire.all.push(this);
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close(): void {
    this.readyState = 3;
    this.onclose?.();
  }
  tell(said: object): void {
    this.onmessage?.({ data: JSON.stringify(said) });
  }
  /** Seconds from t0 on, each a frame of its own. */
  frames(n: number, t0: number, values: number[]): void {
    const frames = values.map((value, i) => ({ v: 1, n: t0 + i, t0: t0 + i, t1: t0 + i + 1, series: { api: { Errors: [value] } }, counters: {} }));
    const body = deflateSync(Buffer.from(JSON.stringify(frames)));
    const packet = new Uint8Array(4 + body.length);
    new DataView(packet.buffer).setUint32(0, n);
    packet.set(body, 4);
    this.onmessage?.({ data: packet.buffer });
  }
  get asked(): number[] {
    return this.sent.filter(({ type }) => type === "preview").map(({ n }) => n as number);
  }
}

const HEADER = { duration_s: 60, bin_s: 1, frame_s: 1, frames: 60 } as Partial<Header>;
const wish = (value: number): { inputs: Inputs; words: string } => ({ inputs: { overrides: { value }, seed: 1, profile: "p" }, words: `to ${value}` });
const errors = (preview: Preview): number => preview.store.value?.valueAt("api", "Errors", 0.5) ?? NaN;

let changed: number;
let preview: Preview;

function make(): Preview {
  return new Preview({
    url: "ws://here/ws/previews",
    request: ({ overrides }) => ({ have: 0, whole: true, overrides }),
    begin: (_, header) => {
      const store = new Store();
      store.setHeader(header as Header);
      return store;
    },
    changed: () => void changed++,
  });
}

/** All that was said is taken in: inflating is not of this turn. */
const settled = (): Promise<void> => preview["order"];

function asked(): Wire {
  preview.want(wish(1));
  vi.advanceTimersByTime(50);
  const wire = Wire.all[0]!;
  wire.open();
  return wire;
}

beforeEach(() => {
  vi.useFakeTimers();
  Wire.all = [];
  changed = 0;
  globalThis.WebSocket = Wire as unknown as typeof WebSocket;
  preview = make();
});
afterEach(() => void vi.useRealTimers());

describe("a preview", () => {
  it("asks for what is wished once, and shows what comes as it comes", async () => {
    preview.want(wish(0));
    preview.want(wish(1));
    vi.advanceTimersByTime(50);
    const wire = Wire.all[0]!;
    wire.open();
    expect(wire.sent).toEqual([{ type: "preview", n: 1, have: 0, whole: true, overrides: { value: 1 } }]);
    wire.tell({ type: "begin", n: 1, shared: 0, header: HEADER });
    expect(preview.store.value).toBe(null);
    wire.frames(1, 0, [7, 8, 9]);
    await settled();
    expect([errors(preview), preview.words.value]).toEqual([7, "to 1, to 0:03 of 1:00"]);
    wire.frames(1, 3, [1]);
    wire.tell({ type: "end", n: 1, state: "finished", computed_s: 60, message: "" });
    await settled();
    expect([preview.store.value!.computed, preview.words.value]).toEqual([4, "to 1"]);
  });

  it("follows a drag at its pace, and waits for something of each", async () => {
    const wire = asked();
    preview.want(wish(2));
    vi.advanceTimersByTime(400);
    expect(wire.asked).toEqual([1]);
    wire.tell({ type: "begin", n: 1, shared: 0, header: HEADER });
    wire.frames(1, 0, [7]);
    await settled();
    vi.advanceTimersByTime(20);
    expect(wire.asked).toEqual([1, 2]);
    preview.want(wish(3));
    vi.advanceTimersByTime(900);
    expect(wire.asked).toEqual([1, 2]);
    vi.advanceTimersByTime(200);
    expect(wire.asked).toEqual([1, 2, 3]);
  });

  it("never shows what is superseded, though it comes late or is still being inflated", async () => {
    const wire = asked();
    wire.tell({ type: "begin", n: 1, shared: 0, header: HEADER });
    wire.frames(1, 0, [7]);
    await settled();
    preview.want(wish(2));
    wire.frames(1, 1, [70]);
    vi.advanceTimersByTime(2000);
    expect(wire.asked).toEqual([1, 2]);
    wire.tell({ type: "begin", n: 2, shared: 0, header: HEADER });
    wire.frames(2, 0, [5]);
    wire.frames(1, 1, [71]);
    wire.tell({ type: "end", n: 1, state: "finished", computed_s: 60, message: "" });
    await settled();
    expect([errors(preview), preview.store.value!.computed, preview.words.value]).toEqual([5, 1, "to 2, to 0:01 of 1:00"]);
  });

  it("stays when it is let go until the run has come as far, and goes at once when it is dropped", async () => {
    const wire = asked();
    wire.tell({ type: "begin", n: 1, shared: 0, header: HEADER });
    wire.frames(1, 0, [7, 8]);
    await settled();
    preview.overtaken(60);
    preview.release();
    expect(wire.sent.at(-1)).toEqual({ type: "drop" });
    wire.frames(1, 2, [9]);
    await settled();
    expect(preview.store.value!.computed).toBe(2);
    preview.overtaken(1);
    expect(errors(preview)).toBe(7);
    preview.overtaken(2);
    expect([preview.store.value, preview.words.value]).toEqual([null, ""]);
    preview.want(wish(2));
    preview.clear();
    vi.advanceTimersByTime(1000);
    expect(wire.asked).toEqual([1]);
  });

  it("says why there is none, and that it came only so far", async () => {
    const wire = asked();
    wire.tell({ type: "end", n: 1, state: "refused", computed_s: 0, message: "No such thing." });
    await settled();
    expect([preview.store.value, preview.words.value]).toEqual([null, "none: No such thing."]);
    preview.want(wish(2));
    vi.advanceTimersByTime(300);
    wire.tell({ type: "begin", n: 2, shared: 0, header: HEADER });
    wire.frames(2, 0, [7]);
    wire.tell({ type: "end", n: 2, state: "stopped", computed_s: 1, message: "" });
    await settled();
    expect(preview.words.value).toBe("to 2, only to 0:01: the run shows the rest");
  });

  it("opens another socket when the first is gone, and lets go of one that nobody uses", () => {
    const wire = asked();
    wire.close();
    preview.want(wish(2));
    vi.advanceTimersByTime(300);
    expect(Wire.all).toHaveLength(2);
    Wire.all[1]!.open();
    expect(Wire.all[1]!.asked).toHaveLength(1);
    preview.release();
    vi.advanceTimersByTime(61_000);
    expect(Wire.all[1]!.readyState).toBe(3);
  });

  it("says why nothing of it was computed, and shows nothing of another one", async () => {
    const wire = asked();
    wire.tell({ type: "begin", n: 1, shared: 0, header: HEADER });
    wire.frames(1, 0, [7]);
    await settled();
    preview.want(wish(2));
    vi.advanceTimersByTime(300);
    wire.tell({ type: "end", n: 2, state: "stopped", computed_s: 0, message: "Nothing came of it." });
    await settled();
    expect([preview.store.value, preview.words.value]).toEqual([null, "none: Nothing came of it."]);
  });

  it("sends nothing that the server does not take, and says so", () => {
    const wire = asked();
    preview.want({ inputs: { overrides: { long: "\u00e9".repeat(33_000) }, seed: 1, profile: "p" }, words: "long" });
    vi.advanceTimersByTime(2000);
    expect(wire.asked).toEqual([1]);
    expect(preview.words.value).toContain("this scenario has 65 KB, and a preview may have 64");
    preview.want(wish(2));
    vi.advanceTimersByTime(2000);
    expect(wire.asked).toHaveLength(2);
  });

  it("says that the connection has ended, unless the server said why, and only where something is waited for", async () => {
    const wire = asked();
    wire.tell({ type: "begin", n: 1, shared: 0, header: HEADER });
    wire.frames(1, 0, [7]);
    wire.tell({ type: "error", message: "Too many messages." });
    wire.close();
    await settled();
    expect([preview.store.value, preview.words.value]).toEqual([null, "none: Too many messages."]);
    preview.want(wish(2));
    vi.advanceTimersByTime(300);
    Wire.all[1]!.close();
    expect(preview.words.value).toBe("none: the connection to the server has ended");
    vi.advanceTimersByTime(5000);
    expect(Wire.all).toHaveLength(2);
    preview.clear();
    preview.want(wish(3));
    vi.advanceTimersByTime(300);
    Wire.all[2]!.open();
    preview.clear();
    Wire.all[2]!.close();
    expect(preview.words.value).toBe("");
  });
});
