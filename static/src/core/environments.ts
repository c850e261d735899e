/**
 * A function's execution environments through time: a keyframe of every slot at the end of
 * each frame, and between keyframes the exact moves where the server sent them.
 */
import { countStates } from "./instant";
import { SLOT, type SlotState } from "./panel";
import type { EnvironmentsPayload } from "./types";

const STATES: Readonly<Record<string, SlotState>> = {
  ".": SLOT.free,
  N: SLOT.init,
  B: SLOT.busy,
  I: SLOT.idle,
  E: SLOT.error,
  P: SLOT.provisioned,
};

/** What a slot's state is called. */
export const STATE_WORDS: readonly string[] = ["free", "initialising", "busy", "idle", "error or timeout", "provisioned and idle"];

/** A letter this page does not know is an environment that lives and does nothing we know of. */
const stateOf = (letter: string): SlotState => STATES[letter] ?? SLOT.idle;

interface Entry {
  readonly t0: number;
  readonly t1: number;
  readonly payload: EnvironmentsPayload;
}

/** `B12I3.2N1` as one state a slot. */
export function decodeSlots(text: string): Uint8Array {
  const runs = [...text.matchAll(/([A-Z.])(\d*)/g)];
  const lengths = runs.map((run) => (run[2] ? Number(run[2]) : 1));
  const slots = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  runs.forEach((run, i) => {
    const end = at + (lengths[i] ?? 0);
    slots.fill(stateOf(run[1] ?? "."), at, end);
    at = end;
  });
  return slots;
}

export class Environments {
  private readonly entries: Entry[] = [];
  /** The last keyframe decoded: playing forward decodes each one once. */
  private keyframe: { index: number; slots: Uint8Array } = { index: -2, slots: new Uint8Array(0) };
  private state: Uint8Array = new Uint8Array(64);
  /** How many were in each state when it was last asked. */
  private counted: { t: number; entries: number; counts: readonly number[] } = { t: NaN, entries: 0, counts: [] };

  add(t0: number, t1: number, payload: EnvironmentsPayload): void {
    this.entries.push({ t0, t1, payload });
  }

  /** Those of a run that has the same frames up to `t1`. */
  begun(t1: number): Environments {
    const begun = new Environments();
    begun.entries.push(...this.entries.filter((entry) => entry.t1 <= t1));
    return begun;
  }

  /** The entry whose frame t lies in, or the last one before t; -1 before the first. */
  private indexAt(t: number): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle] as Entry).t0 <= t) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  at(t: number): Uint8Array {
    const index = this.indexAt(t);
    const entry = this.entries[index];
    if (!entry) return this.state.subarray(0, 0);
    if (t >= entry.t1) return this.copy(this.decoded(index), 0);
    const before = this.decoded(index - 1);
    const moves = entry.payload.moves;
    if (!moves) return this.copy(before, 0);
    const [times, slots, letters] = moves;
    const slotCount = slots.reduce((most, slot) => Math.max(most, slot + 1), 0);
    const state = this.copy(before, slotCount);
    for (let i = 0; i < times.length && (times[i] as number) <= t; i++) {
      state[slots[i] as number] = stateOf(letters[i] as string);
    }
    return state;
  }

  /** How many slots are in each state at t. */
  counts(t: number): readonly number[] {
    const entries = this.entries.length;
    if (this.counted.t !== t || this.counted.entries !== entries) this.counted = { t, entries, counts: countStates(this.at(t)) };
    return this.counted.counts;
  }

  private decoded(index: number): Uint8Array {
    if (index < 0) return new Uint8Array(0);
    if (this.keyframe.index !== index) {
      const entry = this.entries[index] as Entry;
      this.keyframe = { index, slots: decodeSlots(entry.payload.slots) };
    }
    return this.keyframe.slots;
  }

  private copy(slots: Uint8Array, atLeast: number): Uint8Array {
    const size = Math.max(slots.length, atLeast);
    if (size > this.state.length) this.state = new Uint8Array(size * 2);
    this.state.fill(SLOT.free, slots.length, size);
    this.state.set(slots);
    return this.state.subarray(0, size);
  }

  info(t: number): EnvironmentsPayload | null {
    const index = this.indexAt(t);
    const entry = this.entries[index];
    if (!entry) return null;
    if (t >= entry.t1 || index === 0) return entry.payload;
    return (this.entries[index - 1] as Entry).payload;
  }

  /** When the slot changes its state next after t, or did last before it; NaN where it does not. Of
   *  frames without moves it is known at their ends. */
  moveBeside(slot: number, t: number, direction: 1 | -1): number {
    for (let index = Math.max(0, this.indexAt(t)); index >= 0 && index < this.entries.length; index += direction) {
      const entry = this.entries[index] as Entry;
      const at = entry.payload.moves ? moveWithin(entry, slot, t, direction) : this.changed(slot, index) ? entry.t1 : null;
      if (at !== null && (at - t) * direction > 1e-6) return at;
    }
    return NaN;
  }

  private changed(slot: number, index: number): boolean {
    const before = index > 0 ? (this.decoded(index - 1)[slot] ?? 0) : 0;
    return before !== (this.decoded(index)[slot] ?? 0);
  }

  since(slot: number, t: number): number {
    const state = this.at(t)[slot];
    for (let index = this.indexAt(t); index >= 0; index--) {
      const entry = this.entries[index] as Entry;
      const moved = lastMove(entry, slot, t);
      if (moved !== null) return moved;
      if (index > 0 && (decodeSlots((this.entries[index - 1] as Entry).payload.slots)[slot] ?? 0) !== state) {
        return entry.payload.moves ? NaN : entry.t0;
      }
    }
    return NaN;
  }
}

/** The next time at which the slot moves within an entry, or the last one; null where it does not. */
function moveWithin(entry: Entry, slot: number, t: number, direction: 1 | -1): number | null {
  const [times, slots] = entry.payload.moves!;
  for (let i = direction > 0 ? 0 : times.length - 1; i >= 0 && i < times.length; i += direction) {
    const at = times[i] as number;
    if (slots[i] === slot && (at - t) * direction > 1e-6) return at;
  }
  return null;
}

function lastMove(entry: Entry, slot: number, t: number): number | null {
  if (!entry.payload.moves) return null;
  const [times, slots] = entry.payload.moves;
  for (let i = times.length - 1; i >= 0; i--) {
    if (slots[i] === slot && (times[i] as number) <= t) return times[i] as number;
  }
  return null;
}
