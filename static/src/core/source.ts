/** Where a run's frames come from: a server, over its socket, or the page itself. */
import { socketUrl } from "./api";
import { RunSocket, type SocketHandlers } from "./socket";

export interface Source {
  open(): void;
  /** Tries at once to get back what was lost. */
  retry(): void;
  close(): void;
}

/** `alive` asks whether whoever computes the run is there. */
export type SourceOf = (run: string, handlers: SocketHandlers, alive: () => Promise<boolean>) => Source;

export const overSocket: SourceOf = (run, handlers, alive) => new RunSocket(socketUrl(run), handlers, alive);
