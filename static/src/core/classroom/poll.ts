/** A class over HTTP, where no socket can be had: how things stand, every two seconds. */
import { describe, Refused } from "../api";
import type { ApiError } from "../types";
import type { Said } from "./messages";

const EVERY_MS = 2000;
/** The seat went to somebody else: a hello asks for another one. */
const NO_SEAT = 403;

/** What of a link is needed here. */
interface Holder {
  ticket: string | null;
  hello(): object;
}

interface Place {
  readonly code: string;
  readonly csrf: string;
  readonly fetch?: typeof fetch;
}

export class Poll {
  private timer: number | undefined;
  private turn = 0;
  /** The newest number that is here; -1 before a hello. */
  private after = -1;

  constructor(
    private readonly place: Place,
    private readonly holder: Holder,
    private readonly take: (said: Said) => void,
    private readonly told: (error: Error | null) => void,
  ) {}

  start(): void {
    if (this.timer !== undefined) return;
    this.after = -1;
    this.timer = window.setInterval(() => void this.ask(), EVERY_MS);
    void this.ask();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.turn++;
  }

  /** One message; raises what the server says against it. */
  async say(message: object): Promise<readonly Said[]> {
    return this.send("POST", "say", JSON.stringify(message));
  }

  private async ask(): Promise<void> {
    const turn = ++this.turn;
    try {
      const messages = this.after < 0 ? await this.say(this.holder.hello()) : await this.send("GET", `state?after=${this.after}`);
      if (turn !== this.turn || this.timer === undefined) return;
      this.told(null);
      this.after = Math.max(0, this.after, ...messages.map((said) => said.n ?? 0));
      for (const said of messages) this.take(said);
    } catch (error) {
      if (turn !== this.turn || this.timer === undefined) return;
      if (error instanceof Refused && error.status === NO_SEAT) this.after = -1;
      this.told(error as Error);
    }
  }

  private async send(method: string, what: string, body?: string): Promise<readonly Said[]> {
    const headers: Record<string, string> = { Accept: "application/json", "X-CSRFToken": this.place.csrf };
    if (this.holder.ticket) headers["X-Windtunnel-Seat"] = this.holder.ticket;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const asks = this.place.fetch ?? fetch;
    const response = await asks(`/api/classes/${encodeURIComponent(this.place.code)}/${what}`, { method, headers, credentials: "same-origin", cache: "no-store", ...(body === undefined ? {} : { body }) });
    const answer = (await response.json().catch(() => ({}))) as { messages?: readonly Said[]; error?: ApiError };
    if (!response.ok) throw new Refused(answer.error ? describe(answer.error) : `The server answered ${response.status}.`, [], response.status);
    return answer.messages ?? [];
  }
}
