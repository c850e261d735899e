/** Following a run where it comes from: what comes goes into the store and the lab's signals. */
import { batch } from "@preact/signals-core";
import type { Lab } from "./lab";
import type { Connection } from "./panel";
import type { Source } from "./source";
import type { Store } from "./store";
import { ENDED, type EndMessage, type FramePayload, type Header, type StateMessage } from "./types";

const now = (): number => performance.now();

export class Following {
  private source: Source | null = null;
  private turn = 0;

  constructor(private readonly lab: Lab) {}

  /** From after what is here already; what was followed before is not any more. */
  follow(id: string): void {
    this.source?.close();
    const turn = ++this.turn;
    const mine = <A extends unknown[]>(handler: (...args: A) => void) => {
      return (...args: A): void => {
        if (turn === this.turn) handler(...args);
      };
    };
    const store = this.lab.veil.store.value;
    const handlers = {
      last: () => store.last,
      header: mine((header: Header) => this.takeHeader(store, header)),
      frame: mine((frame: FramePayload) => this.takeFrame(store, frame)),
      state: mine((message: StateMessage) => this.takeState(message)),
      end: mine((message: EndMessage) => this.takeEnd(store, message)),
      connection: mine((connection: Connection) => this.takeConnection(connection)),
      fault: mine((message: string) => {
        this.lab.trouble.value = { kind: "fault", message };
        this.lab.viewing.onDirty();
      }),
    };
    this.source = this.lab.sourceOf(id, handlers, () => this.lab.api.alive());
    this.source.open();
  }

  private takeHeader(store: Store, header: Header): void {
    this.lab.veil.header(store, header);
    this.lab.takeDone(header);
    if (!ENDED.has(header.state)) this.lab.state.value = header.state;
    this.lab.viewing.onDirty();
  }

  private takeFrame(store: Store, frame: FramePayload): void {
    if (!this.lab.veil.add(store, frame)) return;
    if (this.lab.state.value === "queued") this.lab.state.value = "running";
    this.lab.preview.overtaken(store.computed);
    // The first one is waited for; those that follow are shown a few at a time.
    if (frame.n === 0) this.lab.viewing.onDirty();
    else this.lab.viewing.onData();
  }

  private takeState(message: StateMessage): void {
    batch(() => {
      // What ended is told with `end`, once the last frame is in.
      if (!ENDED.has(message.state)) this.lab.state.value = message.state;
      this.lab.queuePosition.value = message.queue ?? null;
      this.lab.message.value = message.message ?? this.lab.message.value;
    });
    this.lab.viewing.onDirty();
  }

  private takeEnd(store: Store, message: EndMessage & { message?: string }): void {
    this.lab.veil.complete(store);
    batch(() => {
      this.lab.veil.tell(message);
      this.lab.state.value = message.state;
      this.lab.message.value = message.message ?? this.lab.message.value;
      this.lab.frames.value++;
    });
    this.lab.viewing.onDirty();
  }

  private takeConnection(connection: Connection): void {
    const before = this.lab.viewing.connection.value;
    const was = before === "reconnecting" || before === "disconnected";
    if (connection === "reconnecting" && !was) this.lab.lostAt.value = now();
    if (connection === "live") this.lab.lostAt.value = null;
    this.lab.viewing.connection.value = connection;
    if (was && connection === "live") this.lab.viewing.onSay("Connection restored, the data is whole.");
    this.lab.viewing.onDirty();
  }

  /** Tries at once to get the connection back. */
  retry(): void {
    this.source?.retry();
  }

  /** What still comes is of nobody's interest. */
  leave(): void {
    this.turn++;
    this.source?.close();
  }
}
