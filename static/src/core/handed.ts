/** What the function of a followed message got and wrote: windtunnel.event/1. */

export interface HandedAttempt {
  readonly attempt: number;
  /** Of a request there may be several. */
  readonly function?: string;
  readonly begins_s: number;
  /** Null while it runs. */
  readonly ends_s: number | null;
  readonly outcome: string;
  readonly request_id: string;
}

export interface HandedEvent {
  readonly name: string;
  readonly title: string;
  /** The page that its shape is from. */
  readonly guide: string;
  readonly document: unknown;
}

/** A segment, or a part of one, as PutTraceSegments takes it; times in seconds since 1970. */
export interface TracePart {
  readonly id: string;
  readonly name: string;
  readonly origin?: string;
  /** Of what was asked of others: `aws` or `remote`. */
  readonly namespace?: string;
  readonly start_time: number;
  readonly end_time?: number;
  readonly fault?: boolean;
  readonly error?: boolean;
  readonly subsegments?: readonly TracePart[];
  readonly links?: readonly { readonly trace_id: string }[];
}

export interface Trace {
  readonly trace_id: string;
  readonly header: string;
  readonly tracing: string;
  readonly sampled: boolean;
  /** Why there are no segments. */
  readonly why: string;
  readonly segments: readonly TracePart[];
}

export interface Handed {
  readonly component: string;
  readonly id: number | null;
  readonly source: string;
  readonly mapping: string | null;
  readonly function: string;
  /** Null where nobody says what such an event looks like. */
  readonly event: HandedEvent | null;
  readonly attempts: readonly HandedAttempt[];
  /** Of no message in particular: all that hand something to the function. */
  readonly sources?: readonly { readonly source: string; readonly mapping: string | null; readonly title: string }[];
  /** The place of the attempt that this is about. */
  readonly at: number;
  /** These are of Lambda functions. */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly log?: readonly { readonly timestamp: number; readonly message: string }[];
  readonly trace?: Trace;
}

/** Of a message of the run that is shown, by the component that tells of it and its number there; of a function without one. */
export type AskHanded = (component: string, id: number | null, at: number) => Promise<Handed>;
