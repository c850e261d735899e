/**
 * What of the data is looked at: the playhead and its speed, the crosshair, the visible part
 * of the time axis, the selection. All of it together is the `View` that panels draw.
 */
import { signal, type Signal } from "@preact/signals-core";
import { eventBeside, flagBeside } from "./beside";
import { Clock, nextSpeed, speedFor } from "./clock";
import { readFragment, writeFragment } from "./fragment";
import type { Insight } from "./insight";
import type { Actions, Connection, Followed, Range, Selection, Speed, View } from "./panel";
import type { Preview } from "./preview";
import type { Store } from "./store";
import type { Surroundings } from "./session";
import type { Veil } from "./veil";
import { Remembering } from "./remembering";
import { Touched } from "./touched";
import { sameSpot, type Spot } from "./spot";

const now = (): number => performance.now();

export class Viewing implements Actions {
  readonly clock = new Clock();
  readonly connection = signal<Connection>("idle");
  readonly playing = signal(false);
  readonly speed: Signal<Speed>;
  readonly hover = signal<number | null>(null);
  readonly pin = signal<number | null>(null);
  readonly zoom = signal<Range | null>(null);
  readonly selection = signal<Selection | null>(null);
  /** The execution of a state machine that is gone through. */
  readonly followed = signal<Followed | null>(null);
  /** The layout in which the run is compared with its baseline; null where it is looked at alone. */
  readonly comparing = signal<number | null>(null);
  /** What the spotlight is on; a class sends it along with the rest of the address. */
  readonly spot = signal<Spot | null>(null);
  /** The step of the lesson that somebody is at. */
  readonly lessonStep = signal<string | null>(null);
  readonly echo = signal<Readonly<Record<string, number>> | null>(null);
  /** Set by the page. */
  onDirty: () => void = () => undefined;
  onData: () => void = () => undefined;
  /** Set by the run: what a dragged knob would come to. */
  previewed: Preview | null = null;
  /** Set by the run: what of it is to be predicted. */
  veil: Pick<Veil, "from" | "reached"> | null = null;
  onSay: (text: string) => void = () => undefined;
  /** Who moves it: somebody here, or whom they follow. */
  readonly touched = new Touched();
  /** Set by the run: what was found in it. */
  insights: () => readonly Insight[] = () => [];
  private readonly remembering: Remembering;

  constructor(
    readonly store: Signal<Store>,
    private readonly around: Pick<Surroundings, "theme" | "reducedMotion" | "address" | "under" | "underSays" | "base">,
  ) {
    this.remembering = new Remembering(around.address, () => ({ hash: this.hash, zoom: this.zoom.value }));
    this.speed = signal(speedFor(store.value.durationS || 600));
    this.clock.speed = this.speed.value;
  }

  /** Takes the view from the address; gives the moment it names, if it names one. */
  recall(): number | null {
    return this.take(this.around.address.hash);
  }

  /** Takes the view from a fragment. */
  take(hash: string): number | null {
    const place = readFragment(hash);
    this.remembering.taken(place.range);
    this.zoom.value = place.range;
    this.selection.value = place.selection;
    this.followed.value = place.execution;
    this.around.base.value = place.base;
    this.comparing.value = place.comparing;
    this.spot.value = place.spot;
    if (place.step) this.lessonStep.value = place.step;
    if (place.t !== null) this.clock.expect(place.t, now());
    return place.t;
  }

  view(nowMs: number): View {
    const store = this.store.value;
    const hidden = this.veil?.from.value ?? null;
    return {
      store,
      baseline: this.around.under.value,
      baselineSays: this.around.underSays.value,
      preview: hidden === null ? (this.previewed?.store.value ?? null) : null,
      previewSays: hidden === null ? (this.previewed?.words.value ?? "") : "",
      hidden,
      t: this.clock.at(nowMs),
      awaited: this.clock.awaited(nowMs),
      hover: this.hover.value,
      pin: this.pin.value,
      range: this.zoom.value ?? { t0: 0, t1: store.durationS },
      computed: store.computed,
      playing: this.playing.value,
      speed: this.speed.value,
      selection: this.selection.value,
      execution: this.followed.value,
      spot: this.spot.value,
      theme: this.around.theme.name.value,
      reducedMotion: this.around.reducedMotion.value,
      connection: this.connection.value,
      echo: this.echo.value,
    };
  }

  /** Settles the clock for a picture; true when the next picture will differ by itself. */
  advance(nowMs: number): boolean {
    const moving = this.clock.advance(nowMs);
    if (this.playing.value !== this.clock.playing) {
      this.playing.value = this.clock.playing;
      this.remember();
    }
    return moving;
  }

  /** Puts the view into the address, before long. */
  remember(): void {
    this.remembering.later();
  }

  /** What is looked at, as the address says it. */
  get hash(): string {
    // What is still waited for is what was asked for, however far the data has come.
    const t = this.clock.awaited(now());
    const atRest = t >= this.store.value.durationS;
    return writeFragment({
      // Beside a step its end has to be said: without a moment one is where the step is.
      t: atRest && this.lessonStep.value === null ? null : t,
      range: this.zoom.value,
      selection: this.selection.value,
      execution: this.followed.value,
      base: this.around.base.value,
      comparing: this.comparing.value,
      spot: this.spot.value,
      step: this.lessonStep.value,
    });
  }

  /** At once, before the page goes: the moment that it had come to is there after a reload. A moment
   *  that is still waited for stays as the address has it. */
  keepPlace(): void {
    if (this.clock.playing || this.clock.following || this.remembering.pending) this.remembering.now();
  }

  /** What has changed since the address was written is written now. */
  keepAddress(): void {
    if (this.remembering.pending) this.remembering.now();
  }

  // --- wishes ----------------------------------------------------------------------------

  /** Wherever the wish comes from, the address names the moment. */
  seek(t: number): void {
    this.touched.here();
    this.clock.seek(t, now());
    this.remember();
    this.onDirty();
  }

  /** To the end of the data, and along with it while it grows. */
  follow(): void {
    this.touched.here();
    this.clock.follow(now());
    this.remember();
    this.onDirty();
  }

  setHover(t: number | null): void {
    if (this.hover.value === t) return;
    this.hover.value = t;
    this.onDirty();
  }

  setPin(t: number | null): void {
    this.pin.value = t;
    this.onDirty();
  }

  setRange(range: Range | null): void {
    this.touched.here();
    this.zoom.value = range;
    this.remember();
    this.onDirty();
  }

  togglePlay(): void {
    this.setPlaying(!this.clock.playing);
  }

  setPlaying(playing: boolean): void {
    if (playing && this.touched.held !== null) return this.onSay(this.touched.held);
    this.touched.here();
    this.clock.setPlaying(playing, now());
    this.playing.value = playing;
    if (!playing) this.remember();
    this.onDirty();
  }

  setSpeed(speed: Speed): void {
    this.touched.here();
    this.clock.setSpeed(speed, now());
    this.speed.value = speed;
    this.onDirty();
  }

  changeSpeed(step: 1 | -1): void {
    this.setSpeed(nextSpeed(this.speed.value, step));
  }

  compare(layout: number | null): void {
    this.touched.here();
    this.comparing.value = layout;
    this.remember();
    this.onDirty();
  }

  select(selection: Selection | null): void {
    this.touched.here();
    this.selection.value = selection;
    this.remember();
    this.onDirty();
  }

  goThrough(execution: Followed | null): void {
    this.touched.here();
    this.followed.value = execution;
    this.remember();
    this.onDirty();
  }

  setLessonStep(step: string | null): void {
    if (this.lessonStep.value === step) return;
    this.touched.here();
    this.lessonStep.value = step;
    this.remember();
  }

  /** To a moment, now or when it is there. */
  expect(t: number): void {
    this.clock.expect(t, now());
    this.remember();
    this.onDirty();
  }

  setSpot(spot: Spot | null): void {
    if (sameSpot(this.spot.value, spot)) return;
    this.touched.here();
    this.spot.value = spot;
    this.remember();
    this.onDirty();
  }

  selectSlot(fn: string, slot: number | null): void {
    this.select({ component: fn, slot });
  }

  setEcho(echo: Readonly<Record<string, number>> | null): void {
    this.echo.value = echo;
    this.onDirty();
  }

  announce(text: string): void {
    this.onSay(text);
  }

  invalidate(): void {
    this.onDirty();
  }

  /** One tick of the visible scale. */
  step(ticks: number): void {
    const { t0, t1 } = this.zoom.value ?? { t0: 0, t1: this.store.value.durationS };
    const size = Math.max(this.store.value.binS, (t1 - t0) / 600);
    if (this.clock.playing) this.setPlaying(false);
    this.seek(this.clock.at(now()) + ticks * size);
  }

  /** To the next flag (or the one before); says which it is. */
  toFlag(direction: 1 | -1): void {
    const place = flagBeside(this.store.value, this.insights(), this.clock.at(now()), direction);
    this.seek(place?.at ?? (direction > 0 ? this.store.value.computed : 0));
    if (place) this.onSay(place.says);
  }

  /** To the next event (or the one before): of the selected environment, each of its moves; of a
   *  component or of all, those that are sampled. Says which it is. */
  toEvent(direction: 1 | -1): void {
    if (this.clock.playing) this.setPlaying(false);
    const place = eventBeside(this.store.value, this.selection.value, this.clock.at(now()), direction);
    if (place) this.seek(place.at);
    this.onSay(place?.says ?? (direction > 0 ? "No event after this one." : "No event before this one."));
  }
}
