/** For tests: a run that a server has stored, and sockets that send it as the protocol says. */
import { deflateSync } from "node:zlib";
import type { EventRow, FramePayload, Header, SlotLetter } from "../types";

export type Random = () => number;

/** The same numbers for the same seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const BINS = 3;
const LETTERS: readonly SlotLetter[] = ["N", "B", "I", "E"];

/** A frame of three bins: components that come late, gaps, moves or none, events, flags, stories. */
export function randomFrame(n: number, random: Random): FramePayload {
  const t0 = n * BINS;
  const pick = (count: number): number => Math.floor(random() * count);
  const value = (): number | null => (random() < 0.2 ? null : pick(1000));
  const values = (): (number | null)[] => Array.from({ length: BINS }, value);
  const series: Record<string, Record<string, (number | null)[]>> = { queue: { Visible: values() } };
  if (n > 4 && random() < 0.8) series["worker"] = { Errors: values(), Throttles: values() };
  const slots = Array.from({ length: pick(6) }, () => LETTERS[pick(4)]! + (pick(3) + 1)).join("");
  const times = Array.from({ length: pick(5) }, () => t0 + random() * BINS).sort((a, b) => a - b);
  const moves = [times, times.map(() => pick(8)), times.map(() => LETTERS[pick(4)]!)] as const;
  const events = Array.from({ length: pick(3) }, (_, i): EventRow => [t0 + random() * BINS, "busy", "worker", `env ${i}`, ""]);
  return {
    v: 1, n, t0, t1: t0 + BINS, series, events, events_total: 10 * (n + 1),
    counters: { queue: { Sent: n * 7 } },
    environments: { worker: { slots, changes: times.length, limit: 5, refused: pick(9), ...(random() < 0.7 ? { moves } : {}) } },
    flags: random() < 0.1 ? [{ t_s: t0 + 1, kind: "first_error", component: "worker", detail: "" }] : [],
    stories: random() < 0.3 ? [[t0 + 0.5, n, 1, "worker", null, null]] : [],
  };
}

/** What is stored so far, and everybody who watches. */
export class StoredRun {
  readonly header: Header;
  readonly sockets: StoredSocket[] = [];
  stored = 0;

  constructor(readonly frames: readonly FramePayload[], readonly window: Header["window"]) {
    const length = frames.length * BINS;
    this.header = {
      type: "header", protocol: 1, run: "RUN", scenario: { id: "s", title: "S" }, seed: 1, profile: "aws-2026",
      duration_s: length, bin_s: 1, frame_s: BINS, frames: frames.length, topology: { nodes: [], edges: [] },
      metrics: {}, types: {}, edge_kinds: {}, state: "running",
    };
  }

  get whole(): boolean {
    return this.stored === this.frames.length;
  }

  /** Stores so many more, and tells whoever watches. */
  store(count: number): void {
    this.stored = Math.min(this.frames.length, this.stored + count);
    for (const socket of this.sockets) socket.tell();
  }
}

/** One connection to it. The browser's side is that of a WebSocket. */
export class StoredSocket {
  static readonly OPEN = 1;
  static run: StoredRun;
  readyState = 0;
  binaryType = "";
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  private readonly run = StoredSocket.run;
  private next = -1;
  private acked = -1;
  private ended = false;

  constructor() {
    this.run.sockets.push(this);
  }

  open(): void {
    if (this.readyState !== 0) return;
    this.readyState = 1;
    this.onopen?.();
  }

  /** The wire is cut: what was sent and not read is lost. */
  cut(): void {
    this.readyState = 3;
    this.onclose?.({ code: 1006, reason: "" });
  }

  close(): void {
    this.readyState = 3;
  }

  send(text: string): void {
    const said = JSON.parse(text) as { type: string; after: number; n: number };
    if (said.type === "ack") {
      if (said.n >= this.next) throw new RangeError(`frame ${said.n} was acknowledged and not sent`);
      this.acked = said.n;
    } else {
      this.next = said.after + 1;
      this.acked = said.after;
      this.say({ ...this.run.header, ...(this.run.window ? { window: this.run.window } : {}) });
      this.say({ type: "state", state: "running", frames: this.run.stored });
    }
    this.tell();
  }

  tell(): void {
    if (this.readyState !== 1 || this.next < 0) return;
    const window = this.run.window?.frames ?? 8;
    while (this.next < this.run.stored && this.next - this.acked <= window) this.sendFrame(this.next++);
    if (!this.run.whole || this.ended || this.next < this.run.stored) return;
    this.ended = true;
    this.say({ type: "end", state: "finished", last: this.run.stored - 1 });
  }

  private sendFrame(n: number): void {
    const body = deflateSync(JSON.stringify(this.run.frames[n]));
    const packet = new Uint8Array(4 + body.length);
    new DataView(packet.buffer).setUint32(0, n);
    packet.set(body, 4);
    this.onmessage?.({ data: packet.buffer });
  }

  private say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}
