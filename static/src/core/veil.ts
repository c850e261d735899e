/**
 * What of a run is shown while something of it is to be predicted: its first frames, up to a moment.
 * Panels are given a store that has no more than those, so that none of them can give away the rest.
 */
import { batch, computed, effect, signal, untracked, type ReadonlySignal, type Signal } from "@preact/signals-core";
import type { Store } from "./store";
import type { EndMessage, FramePayload, Header } from "./types";

const NEAR_S = 1e-6;

/** Where what may be seen of the run goes. */
export interface Seen {
  readonly store: Signal<Store>;
  readonly end: Signal<EndMessage | null>;
  /** How far the playhead may go, and whether that is for good. */
  limit(computed: number, ended: boolean): void;
}

export class Veil {
  /** The run as it was received, whatever of it is shown. */
  readonly store: Signal<Store>;
  /** How it ended, told or not. */
  readonly end: Signal<EndMessage | null>;
  /** The question, by its id, that was revealed by somebody else: a class. */
  readonly revealed = signal<string | null>(null);
  /** The question, by its id, that a class is asked and nobody has revealed: to a follower no later step is open. */
  readonly asked = signal<string | null>(null);
  private readonly wishes: Signal<ReadonlyMap<string, number>> = signal(new Map());
  /** Nothing of the run is shown from this simulated time on; null: all of it is. */
  readonly from: ReadonlySignal<number | null> = computed(() => (this.wishes.value.size > 0 ? Math.min(...this.wishes.value.values()) : null));

  constructor(private readonly seen: Seen) {
    this.store = signal(seen.store.value);
    this.end = signal(seen.end.value);
    let drawn: number | null = null;
    effect(() => {
      if (this.from.value === drawn) return;
      drawn = this.from.value;
      untracked(() => this.draw());
    });
  }

  /** Hides the run from a moment on for as long as this owner wishes; null is no wish any more. */
  hide(owner: string, from: number | null): void {
    const wishes = new Map(this.wishes.value);
    if (from === null) wishes.delete(owner);
    else wishes.set(owner, from);
    if (wishes.get(owner) !== this.wishes.value.get(owner)) this.wishes.value = wishes;
  }

  /** Whether there is something behind it, or it is to come: before that nothing is to be hidden. */
  get reached(): boolean {
    const from = this.from.value;
    return from !== null && this.store.value.computed > from + NEAR_S;
  }

  private draw(): void {
    batch(() => {
      this.begin(this.store.value);
      this.tell(this.end.value);
    });
    this.bound();
  }

  /** Another run, or the same one with more or less of it to be seen. */
  begin(store: Store): void {
    const from = this.from.value;
    this.store.value = store;
    this.seen.store.value = from === null ? store : store.begun(framesUntil(store, from));
  }

  /** Null: it goes on. */
  tell(end: EndMessage | null): void {
    this.end.value = end;
    this.seen.end.value = this.from.value === null ? end : null;
  }

  header(store: Store, header: Header): void {
    store.setHeader(header);
    if (this.shownOf(store) !== store) this.shownOf(store).setHeader(header);
  }

  /** False for a frame that is here already. */
  add(store: Store, frame: FramePayload): boolean {
    if (!store.add(frame)) return false;
    const shown = this.shownOf(store);
    if (shown !== store && frame.t1 <= (this.from.value ?? Infinity) + NEAR_S) shown.add(frame);
    this.bound();
    return true;
  }

  complete(store: Store): void {
    store.complete = true;
    this.bound();
  }

  private shownOf(store: Store): Store {
    return store === this.store.value ? this.seen.store.value : store;
  }

  /** At the veil the playhead stops as it does at the end. */
  private bound(): void {
    const [all, shown] = [this.store.value, this.seen.store.value];
    this.seen.limit(shown.computed, all.complete || (shown !== all && all.computed > shown.computed));
  }
}

function framesUntil({ frames }: Store, t: number): number {
  return frames.filter(({ t1 }) => t1 <= t + NEAR_S).length;
}
