/**
 * The tail of a run. Messages are handled strictly in the order they came, frames inflated
 * one after another, and acknowledged when half a window of them is here. A lost connection is taken up again
 * after the last frame held; it counts as resumed when the data is whole, not when the
 * socket opens.
 */
import { inflateFrame, readPacket } from "./inflate";
import type { Connection } from "./panel";
import { PROTOCOL, type EndMessage, type FramePayload, type Header, type ServerMessage, type StateMessage } from "./types";

/** Frames that may be on their way here: asked for, and what a server gives that tells of none. */
const WINDOW = 64;
const NARROW = { frames: 8, bytes: Infinity };
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5000;
const LOST_AFTER_MS = 10_000;
const PROBE_AFTER_MS = 6000;
/** Malformed, no such run, too large: asking again would get the same answer. */
const FINAL_CODES: ReadonlySet<number> = new Set([4400, 4404, 4413]);

export interface SocketHandlers {
  /** The last frame held; -1 for none. */
  last(): number;
  header(header: Header): void;
  frame(frame: FramePayload): void;
  state(message: StateMessage): void;
  end(message: EndMessage): void;
  connection(connection: Connection): void;
  /** Something that trying again will not mend. */
  fault(message: string): void;
}

export class RunSocket {
  private socket: WebSocket | null = null;
  private queue: (ArrayBuffer | string)[] = [];
  private draining = false;
  private window: { readonly frames: number; readonly bytes: number } = NARROW;
  /** What has come since the last acknowledgement. */
  private held = { frames: 0, bytes: 0 };
  private resumedAfter = -1;
  private attempts = 0;
  private connection: Connection = "idle";
  private lostAt: number | null = null;
  /** After a reconnection: how many frames make the data whole, once the server said so. */
  private wholeAt: number | null = null;
  private catchingUp = false;
  private lastError = "";
  private retryTimer: number | undefined;
  private lostTimer: number | undefined;
  private probeTimer: number | undefined;
  private readonly listeners = new AbortController();

  constructor(
    private readonly url: string,
    private readonly handlers: SocketHandlers,
    private readonly probe: () => Promise<boolean> = async () => true,
  ) {
    const { signal } = this.listeners;
    addEventListener("online", () => this.retry(), { signal });
    addEventListener("offline", () => this.lose(), { signal });
  }

  open(): void {
    this.setConnection(this.lostAt === null ? "connecting" : this.connection);
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.hello();
    socket.onmessage = (event: MessageEvent<ArrayBuffer | string>) => this.take(socket, event.data);
    socket.onclose = (event) => this.closed(socket, event);
    // One that never opens is noticed, too.
    this.watch();
  }

  /** Tries at once instead of waiting for the next turn. */
  retry(): void {
    if (this.lostAt === null || this.connection === "closed") return;
    clearTimeout(this.retryTimer);
    this.drop();
    this.open();
  }

  close(): void {
    this.setConnection("closed");
    for (const timer of [this.retryTimer, this.lostTimer, this.probeTimer]) clearTimeout(timer);
    this.listeners.abort();
    this.drop();
  }

  /** What it brought and was not read yet goes with it, the frame that is being inflated too:
   *  those behind that one would leave a gap. The next socket asks for all of it again. */
  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    this.queue = [];
    if (socket) socket.onclose = socket.onmessage = socket.onopen = null;
    socket?.close();
  }

  private hello(): void {
    const after = this.handlers.last();
    this.resumedAfter = after;
    this.window = NARROW;
    this.held = { frames: 0, bytes: 0 };
    this.send({ type: "hello", protocol: PROTOCOL, after, window: WINDOW });
    if (this.lostAt === null) this.setConnection("live");
    else this.catchingUp = true;
    this.wholeAt = null;
    this.watch();
  }

  private send(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private take(socket: WebSocket, data: ArrayBuffer | string): void {
    if (socket !== this.socket) return;
    this.queue.push(data);
    this.watch();
    if (!this.draining) void this.drain();
  }

  private async drain(): Promise<void> {
    this.draining = true;
    try {
      for (let data = this.queue.shift(); data !== undefined; data = this.queue.shift()) {
        if (typeof data === "string") this.handleText(JSON.parse(data) as ServerMessage);
        else await this.handleFrame(data);
        this.checkWhole();
      }
    } catch (error) {
      this.fail(`The run's data could not be read: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.draining = false;
    }
  }

  private async handleFrame(data: ArrayBuffer): Promise<void> {
    const socket = this.socket;
    const frame = await inflateFrame(readPacket(data));
    if (socket !== this.socket) return;
    this.handlers.frame(frame);
    this.acknowledge(frame.n, data.byteLength);
  }

  private acknowledge(n: number, bytes: number): void {
    const { held, window } = this;
    held.frames++;
    held.bytes += bytes;
    if (held.frames < window.frames / 2 && held.bytes < window.bytes / 2) return;
    this.held = { frames: 0, bytes: 0 };
    this.send({ type: "ack", n });
  }

  private handleText(message: ServerMessage): void {
    switch (message.type) {
      case "header":
        if (message.protocol !== PROTOCOL) {
          this.fail(`The server speaks protocol ${message.protocol}, this page ${PROTOCOL}. Reload the page.`);
        } else {
          this.window = message.window ?? NARROW;
          this.handlers.header(message);
        }
        break;
      case "state":
        if (message.frames !== undefined) this.wholeAt = message.frames;
        this.handlers.state(message);
        break;
      case "end":
        this.wholeAt = message.last + 1;
        this.finish(message);
        break;
      case "error":
        // The code that the connection closes with says whether trying again can help.
        this.lastError = message.message ?? message.error?.what ?? "";
    }
  }

  private finish(message: EndMessage): void {
    this.resumed();
    this.handlers.end(message);
    this.close();
  }

  private checkWhole(): void {
    if (!this.catchingUp || this.connection === "closed") return;
    const last = this.handlers.last();
    const whole = this.wholeAt === null ? last > this.resumedAfter : last + 1 >= this.wholeAt;
    if (whole && this.queue.length === 0) this.resumed();
  }

  private resumed(): void {
    clearTimeout(this.lostTimer);
    this.catchingUp = false;
    this.lostAt = null;
    this.attempts = 0;
    this.setConnection("live");
  }

  private closed(socket: WebSocket, event: CloseEvent): void {
    if (socket !== this.socket || this.connection === "closed") return;
    if (FINAL_CODES.has(event.code)) {
      this.fail(this.lastError || event.reason || `The server closed the connection (${event.code}).`);
    } else this.lose();
  }

  private fail(message: string): void {
    if (this.connection === "closed") return;
    this.close();
    this.handlers.fault(message);
  }

  private lose(): void {
    if (this.connection === "closed") return;
    this.drop();
    clearTimeout(this.probeTimer);
    if (this.lostAt === null) {
      this.lostAt = performance.now();
      this.setConnection("reconnecting");
      this.lostTimer = window.setTimeout(() => this.setConnection("disconnected"), LOST_AFTER_MS);
    }
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.attempts++);
    clearTimeout(this.retryTimer);
    this.retryTimer = window.setTimeout(() => this.open(), wait * (0.75 + Math.random() / 2));
  }

  /** A silent socket may be a dead one: nothing tells a page that the wire was cut. */
  private watch(): void {
    clearTimeout(this.probeTimer);
    this.probeTimer = window.setTimeout(() => void this.ask(this.socket), PROBE_AFTER_MS);
  }

  private async ask(socket: WebSocket | null): Promise<void> {
    const alive = await this.probe().catch(() => false);
    if (!socket || socket !== this.socket) return;
    if (alive) this.watch();
    else this.lose();
  }

  private setConnection(connection: Connection): void {
    if (this.connection === connection || this.connection === "closed") return;
    this.connection = connection;
    this.handlers.connection(connection);
  }
}
