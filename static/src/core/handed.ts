/** What the function of a followed message got and wrote: windtunnel.event/1. */

export interface HandedAttempt {
  readonly attempt: number;
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

export interface Handed {
  readonly component: string;
  readonly id: number;
  readonly source: string;
  readonly mapping: string | null;
  readonly function: string;
  /** Null where nobody says what such an event looks like. */
  readonly event: HandedEvent | null;
  readonly attempts: readonly HandedAttempt[];
  /** The place of the attempt that this is about. */
  readonly at: number;
  readonly context: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: readonly { readonly timestamp: number; readonly message: string }[];
}

/** Of a message of the run that is shown, by the component that tells of it and its number there. */
export type AskHanded = (component: string, id: number, at: number) => Promise<Handed>;
