/**
 * A page's link to its class: a socket, and where none can be had, the same messages every two
 * seconds over HTTP. What is asked for stays asked until it is acknowledged, over lost connections.
 */
import { describe, Refused } from "../api";
import type { ApiError } from "../types";
import type { Messages, Role, Said } from "./messages";
import { Poll } from "./poll";

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5000;
const BUSY_RETRY_MS = 10_000;
const SILENT_BEATS = 2.5;
/** Sockets that never opened, one after another, before it goes without. */
const BLOCKED_AFTER = 2;
const SOCKET_AGAIN_MS = 30_000;
const OVER = 4410;
const BUSY = 4429;
const FULL = 4409;
/** The server has no time now. */
const LATER = 503;
const FULL_OVER_HTTP = 409;
const ASKS_AGAIN = "This page asks again by itself.";
/** Not understood, not the teacher, no such class, in too many pages, too large: asking again gets the same. */
const FINAL_CODES: ReadonlySet<number> = new Set([4400, 4403, 4404, 4412, 4413]);

export type LinkState = "connecting" | "live" | "reconnecting" | "polling" | "full" | "over" | "refused";

export interface LinkOptions {
  readonly code: string;
  readonly role: Role;
  readonly csrf: string;
  readonly name?: string | null;
  /** What the class gave this browser when it came first. */
  readonly ticket?: string | null;
  readonly socket?: (url: string) => WebSocket;
  readonly fetch?: typeof fetch;
}

export type Hear = <K extends keyof Messages>(kind: K, said: Messages[K]) => void;

interface Asked {
  readonly message: Readonly<Record<string, unknown>>;
  readonly done: () => void;
  readonly refused: (error: Error) => void;
}

/** Unlike `randomUUID`, in a page without TLS, too. */
const randomName = (): string => Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join("");

export class Link {
  state: LinkState = "connecting";
  /** Names this page among all of the class. */
  readonly page = randomName();
  /** Why there is no link, in words. */
  why = "";
  ticket: string | null;
  name: string | null;
  private socket: WebSocket | null = null;
  private readonly poll: Poll;
  private readonly had = new Map<string, number>();
  private readonly asked = new Map<number, Asked>();
  /** Over HTTP, not answered yet. */
  private readonly underWay = new Set<number>();
  private number = 0;
  private attempts = 0;
  private unopened = 0;
  private beatMs = 5000;
  private retryTimer: number | undefined;
  private silenceTimer: number | undefined;

  constructor(
    private readonly options: LinkOptions,
    private readonly hear: Hear,
    private readonly changed: (state: LinkState) => void,
  ) {
    this.ticket = options.ticket ?? null;
    this.name = options.name ?? null;
    this.poll = new Poll(options, this, (said) => this.take(said), (error) => this.polled(error));
    addEventListener("online", () => this.retry());
  }

  open(): void {
    clearTimeout(this.retryTimer);
    if (this.isDone) return;
    const { protocol, host } = location;
    const url = `${protocol === "https:" ? "wss:" : "ws:"}//${host}/ws/classes/${encodeURIComponent(this.options.code)}`;
    const socket = (this.options.socket ?? ((at) => new WebSocket(at)))(url);
    this.socket = socket;
    let welcome = false;
    socket.onopen = () => socket.send(JSON.stringify(this.hello()));
    socket.onmessage = (event: MessageEvent<string>) => {
      if (socket !== this.socket) return;
      welcome = true;
      this.listen();
      this.take(JSON.parse(event.data) as Said);
    };
    socket.onclose = (event) => socket === this.socket && this.closed(event.code, welcome);
    this.listen();
  }

  /** Tries at once instead of waiting for the next turn. */
  retry(): void {
    if (this.state === "reconnecting" || this.state === "full") this.open();
  }

  close(): void {
    this.drop();
    clearTimeout(this.retryTimer);
    this.poll.stop();
  }

  /** What the page begins with: its role, and of a follower seat and name. */
  hello(): Readonly<Record<string, unknown>> {
    return { type: "hello", protocol: 1, role: this.options.role, seat: this.ticket, name: this.name };
  }

  /** Says what the next of its kind replaces: lost where there is no link. */
  say(type: string, fields: object = {}): void {
    if (this.state === "live") this.send({ type, ...fields });
    else if (this.state === "polling") void this.poll.say({ type, ...fields }).catch(() => undefined);
  }

  /** Asks for something until it is stored; why not, where it is refused. By the key it is done once, asked again or not. */
  ask(type: string, fields: object = {}): Promise<void> {
    const id = ++this.number;
    return new Promise((done, refused) => {
      const asked: Asked = { message: { type, id, key: `${this.page}.${id}`, ...fields }, done, refused };
      this.asked.set(id, asked);
      if (this.state === "live") this.send(asked.message);
      else if (this.state === "polling") this.over(id, asked);
    });
  }

  private get isDone(): boolean {
    return this.state === "over" || this.state === "refused";
  }

  private send(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  /** A message of the class, from wherever: each part only if it is newer than what is here. */
  private take(said: Said): void {
    if (said.type === "welcome") return this.welcomed(said as Said & Messages["welcome"]);
    if (said.type === "error") this.why = String(said["message"] ?? "");
    else if (said.type === "done" || said.type === "refused") this.answered(said);
    else if (said.type === "over") this.finish("over", (said as Said & Messages["over"]).what);
    else if (this.isNews(said) && said.type !== "beat") this.hear(said.type as keyof Messages, said as never);
  }

  private isNews(said: Said): boolean {
    if (said.n === undefined) return true;
    if (said.n <= (this.had.get(said.type) ?? 0)) return false;
    this.had.set(said.type, said.n);
    return true;
  }

  private welcomed(said: Said & Messages["welcome"]): void {
    this.had.clear();
    this.attempts = this.unopened = 0;
    this.ticket = said.seat ?? this.ticket;
    this.name = said.name || this.name;
    this.beatMs = said.beat_s * 1000;
    if (this.state !== "polling" || this.socket) {
      this.poll.stop();
      this.become("live");
      for (const { message } of this.asked.values()) this.send(message);
    } else this.overAll();
    this.hear("welcome", said);
  }

  private answered(said: Said): void {
    const asked = this.asked.get(said.id ?? -1);
    if (!asked) return;
    this.asked.delete(said.id as number);
    if (said.type === "done") asked.done();
    else asked.refused(new Error(describe(said["error"] as ApiError)));
  }

  private overAll(): void {
    for (const [id, asked] of this.asked) this.over(id, asked);
  }

  /** Over HTTP. What got no answer may have been done, or not: it stays asked. */
  private over(id: number, asked: Asked): void {
    if (this.underWay.has(id)) return;
    this.underWay.add(id);
    const { id: _, ...message } = asked.message;
    this.poll.say(message).then(
      () => this.answered({ type: "done", id }),
      (error: Error) => {
        if (error instanceof Refused && error.status !== LATER && this.asked.delete(id)) asked.refused(error);
      },
    ).finally(() => this.underWay.delete(id));
  }

  private closed(code: number, welcome: boolean): void {
    this.drop();
    if (code === OVER) return this.finish("over", this.why);
    if (FINAL_CODES.has(code)) return this.finish("refused", this.why || `The server closed the connection (${code}).`);
    this.unopened = welcome ? 0 : this.unopened + 1;
    if (code === FULL) {
      this.full(this.why);
      return this.again(BUSY_RETRY_MS * (0.75 + Math.random() / 2));
    }
    if (this.state === "polling") return this.again(SOCKET_AGAIN_MS);
    if (this.unopened >= BLOCKED_AFTER) this.poll.start();
    if (this.state !== "connecting") this.become("reconnecting");
    const wait = code === BUSY ? BUSY_RETRY_MS : Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.attempts++);
    this.again(wait * (0.75 + Math.random() / 2));
  }

  /** There is no seat, until one is left. */
  private full(why: string): void {
    this.why = `${why} ${ASKS_AGAIN}`.trim();
    this.become("full");
  }

  private again(ms: number): void {
    clearTimeout(this.retryTimer);
    this.retryTimer = window.setTimeout(() => this.open(), ms);
  }

  /** An answer came over HTTP, or why not: then the wire is cut, and no socket is to blame. */
  private polled(error: Error | null): void {
    if (error === null && this.socket === null && !this.isDone) this.become("polling");
    if (error === null && this.state === "polling") this.overAll();
    else if (error instanceof Refused && error.status === FULL_OVER_HTTP) this.full(error.message);
    else if (error !== null && this.state === "polling") this.become("reconnecting");
  }

  /** A silent socket may be a dead one: a class beats. */
  private listen(): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = window.setTimeout(() => {
      const socket = this.socket;
      if (socket) this.closed(0, socket.readyState === WebSocket.OPEN);
    }, this.beatMs * SILENT_BEATS);
  }

  private drop(): void {
    clearTimeout(this.silenceTimer);
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private finish(state: "over" | "refused", why: string): void {
    this.why = why;
    this.become(state);
    this.close();
    for (const { refused } of this.asked.values()) refused(new Error(why));
    this.asked.clear();
  }

  private become(state: LinkState): void {
    if (this.state === state) return;
    this.state = state;
    this.changed(state);
  }
}
