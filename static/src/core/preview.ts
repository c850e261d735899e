/**
 * What a knob that is dragged would come to, before it is let go: the server computes it as far as
 * it comes in a moment, and the next movement ends that. Only what was asked for last is shown.
 */
import { signal, type Signal } from "@preact/signals-core";
import { inflateText, readPacket } from "./inflate";
import { formatTime } from "./format";
import type { Inputs } from "./inputs";
import type { Store } from "./store";
import type { FramePayload, Header } from "./types";

/** A drag is followed at this pace, and its first movement at once. */
const EVERY_MS = 250;
const FIRST_MS = 20;
/** Something of a preview is waited for so long before the next one is asked for. */
const PATIENCE_MS = 1000;
/** After it was let go: for the run that takes its place. */
const STAYS_MS = 4000;
const IDLE_MS = 60_000;
/** The server takes no larger message, and its socket ends with one. */
const MOST_BYTES = 64 * 1024;

/** What is asked for, as for a run; and what it changes, in words. */
export interface Wish {
  readonly inputs: Inputs;
  readonly words: string;
}

export interface PreviewHost {
  readonly url: string;
  /** What to send of the inputs; and how many frames of its `parent` are here. */
  request(inputs: Inputs): { readonly have: number; readonly whole: boolean; readonly [name: string]: unknown };
  /** An empty store, or one that has the first frames of the run that is shown. */
  begin(shared: number, header: Partial<Header>): Store;
  /** There is something to draw. */
  changed(): void;
}

interface Begin {
  readonly type: "begin";
  readonly n: number;
  readonly shared: number;
  readonly header: Partial<Header>;
}

interface End {
  readonly type: "end";
  readonly n: number;
  readonly state: "finished" | "stopped" | "refused" | "failed";
  readonly computed_s: number;
  readonly message: string;
}

type Told = Begin | End | { readonly type: "error"; readonly message: string };

export class Preview {
  /** Null while nothing of it is here. */
  readonly store: Signal<Store | null> = signal(null);
  readonly words: Signal<string> = signal("");
  private socket: WebSocket | null = null;
  private n = 0;
  private wish: Wish | null = null;
  private asked: Wish | null = null;
  private next: Store | null = null;
  private seen = true;
  private released = false;
  private askedAt = -Infinity;
  private order: Promise<void> = Promise.resolve();
  private timer: number | undefined;
  private stays: number | undefined;
  private idle: number | undefined;

  constructor(private readonly host: PreviewHost) {}

  /** The knob is there now. */
  want(wish: Wish): void {
    this.wish = wish;
    this.released = false;
    clearTimeout(this.stays);
    this.plan();
  }

  /** It was let go: a run takes the place of what is seen. */
  release(): void {
    this.still();
    clearTimeout(this.stays);
    this.released = true;
    this.stays = window.setTimeout(() => this.clear(), STAYS_MS);
  }

  /** Nothing of it is seen any more. */
  clear(): void {
    this.still();
    clearTimeout(this.stays);
    this.next = null;
    this.released = false;
    if (this.store.value === null && this.words.value === "") return;
    this.store.value = null;
    this.words.value = "";
    this.host.changed();
  }

  /** A run has come so far: what it has itself is not foreseen any more. */
  overtaken(computed: number): void {
    if (this.released && computed >= (this.store.value?.computed ?? 0)) this.clear();
  }

  private still(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.wish = null;
    if (this.asked) this.send({ type: "drop" });
    this.asked = null;
    // What is still on its way is of nobody's interest.
    this.n++;
    this.seen = true;
  }

  private plan(): void {
    if (this.timer !== undefined || this.wish === null) return;
    const gone = performance.now() - this.askedAt;
    const wait = this.seen ? EVERY_MS - gone : PATIENCE_MS - gone;
    this.timer = window.setTimeout(() => {
      this.timer = undefined;
      this.ask();
    }, Math.max(FIRST_MS, wait));
  }

  private ask(): void {
    const wish = this.wish;
    if (!wish || !this.connected(() => this.ask())) return;
    this.wish = null;
    this.asked = wish;
    this.n++;
    this.seen = false;
    this.askedAt = performance.now();
    const text = JSON.stringify({ type: "preview", n: this.n, ...this.host.request(wish.inputs) });
    const bytes = new TextEncoder().encode(text).length;
    if (bytes <= MOST_BYTES) return this.socket?.send(text);
    this.asked = null;
    this.say(`this scenario has ${Math.ceil(bytes / 1024)} KB, and a preview may have ${MOST_BYTES / 1024}: run it, its forks have previews`);
  }

  /** Opens the socket where it is not open yet, and goes on then. */
  private connected(goOn: () => void): boolean {
    clearTimeout(this.idle);
    this.idle = window.setTimeout(() => this.close(), IDLE_MS);
    if (this.socket) return this.socket.readyState === 1;
    const socket = (this.socket = new WebSocket(this.host.url));
    socket.binaryType = "arraybuffer";
    socket.onopen = goOn;
    socket.onmessage = (event: MessageEvent<ArrayBuffer | string>) => this.take(socket, event.data);
    socket.onclose = () => socket === this.socket && this.lost();
    return false;
  }

  private send(message: object): void {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(message));
  }

  /** The server ended it, or could not be reached: that what was asked for does not come is said. */
  private lost(): void {
    const waits = this.asked ?? this.wish;
    this.gone();
    this.wish = null;
    if (waits) this.say("the connection to the server has ended");
  }

  private gone(): void {
    this.socket = null;
    this.asked = null;
    this.seen = true;
  }

  close(): void {
    const socket = this.socket;
    this.gone();
    socket?.close();
  }

  /** One after another, as they came; but the last word of a socket is not lost with it. */
  private take(socket: WebSocket, data: ArrayBuffer | string): void {
    if (socket !== this.socket) return;
    const told = typeof data === "string" ? (JSON.parse(data) as Told) : data;
    if ("message" in told && told.type === "error") {
      this.asked = this.wish = null;
      this.say(told.message);
    } else this.order = this.order.then(() => (socket === this.socket ? this.takeNow(told) : undefined)).catch((error: Error) => this.say(error.message));
  }

  private async takeNow(data: ArrayBuffer | Begin | End): Promise<void> {
    if (!(data instanceof ArrayBuffer)) return this.takeText(data);
    const packet = readPacket(data);
    if (packet.n !== this.n) return;
    const frames = JSON.parse(await inflateText(packet)) as FramePayload[];
    // Another one may have been asked for meanwhile.
    if (packet.n === this.n && this.next) this.takeFrames(this.next, frames);
  }

  private takeText(told: Begin | End): void {
    if (told.n !== this.n) return;
    if (told.type === "begin") this.next = this.host.begin(told.shared, told.header);
    else this.takeEnd(told);
  }

  private takeFrames(store: Store, frames: readonly FramePayload[]): void {
    for (const frame of frames) store.add(frame);
    this.store.value = store;
    this.words.value = `${this.asked?.words ?? ""}, to ${formatTime(store.computed, 0)} of ${formatTime(store.durationS, 0)}`;
    this.arrived();
  }

  private takeEnd({ state, message, computed_s: computed }: End): void {
    const { asked } = this;
    this.asked = null;
    if (state === "refused" || state === "failed") this.say(message);
    else if (state === "finished") this.words.value = asked?.words ?? "";
    else if (computed === 0) this.say(message);
    else this.words.value = `${asked?.words ?? ""}, only to ${formatTime(computed, 0)}: the run shows the rest`;
    this.arrived();
  }

  private say(message: string): void {
    this.store.value = this.next = null;
    this.words.value = `none: ${message}`;
    this.arrived();
  }

  private arrived(): void {
    if (!this.seen) {
      this.seen = true;
      clearTimeout(this.timer);
      this.timer = undefined;
    }
    this.plan();
    this.host.changed();
  }
}
