/**
 * What the spotlight is on: `node.worker`, `row.concurrency` or `row.worker.concurrency`,
 * `lane.orders-mapping.3`, `state.saga.3`, `message.orders.17`, `instant`. The same words in the address, in lessons
 * and between the presenter and those who follow.
 */

export const SPOT_KINDS = ["node", "row", "lane", "state", "message", "instant"] as const;
export type SpotKind = (typeof SPOT_KINDS)[number];

export interface Spot {
  readonly kind: SpotKind;
  /** Which one; "" for the instant, which is wherever the playhead is. */
  readonly id: string;
}

const WORDS = /^(node|row|lane|state|message)\.([\w-]+(?:\.[\w-]+){0,3})$/;
const LONGEST = 200;

/** Null for what is no such thing. */
export function readSpot(text: string | null | undefined): Spot | null {
  if (!text || text.length > LONGEST) return null;
  if (text === "instant") return { kind: "instant", id: "" };
  const found = WORDS.exec(text);
  return found ? { kind: found[1] as SpotKind, id: found[2]! } : null;
}

export function writeSpot({ kind, id }: Spot): string {
  return id ? `${kind}.${id}` : kind;
}

export function sameSpot(a: Spot | null, b: Spot | null): boolean {
  return a === b || (a !== null && b !== null && a.kind === b.kind && a.id === b.id);
}
