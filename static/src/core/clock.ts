/**
 * The playhead. Its place is computed from an anchor (a simulated time at a wall time), never
 * added up, so any speed, a pause or a seek is one rule. It does not pass the data received;
 * at the edge of a growing run it waits and goes on as data comes.
 */
import { SPEEDS, type Speed } from "./panel";

export class Clock {
  playing = false;
  speed: Speed = 1;
  /** Bound to the live edge: moves with the data until the person takes the playhead. */
  following = false;
  private computed = 0;
  private ended = false;
  private anchorT = 0;
  private anchorMs = 0;

  /** Where the playhead stands at a wall time, within the data received. */
  at(nowMs: number): number {
    return Math.min(this.wanted(nowMs), this.computed);
  }

  /** Where it is to stand once the data is there: beyond `at` only while it waits for that. */
  awaited(nowMs: number): number {
    return Math.max(this.at(nowMs), this.settled(nowMs));
  }

  private wanted(nowMs: number): number {
    if (this.following) return this.computed;
    if (!this.playing) return this.anchorT;
    if (this.speed === "max") return this.computed;
    return this.anchorT + (Math.max(0, nowMs - this.anchorMs) / 1000) * this.speed;
  }

  /** Settles what passed since the last frame; true when the playhead moves on by itself. */
  advance(nowMs: number): boolean {
    const wanted = this.wanted(nowMs);
    if (wanted >= this.computed) this.arrive(nowMs);
    return this.playing && wanted < this.computed;
  }

  private arrive(nowMs: number): void {
    this.anchor(this.ended ? this.computed : this.settled(nowMs), nowMs);
    if (!this.ended) return;
    this.following = false;
    this.playing = false;
  }

  private anchor(t: number, nowMs: number): void {
    this.anchorT = t;
    this.anchorMs = nowMs;
  }

  setData(computed: number, ended: boolean, nowMs: number): void {
    if (this.computed === computed && this.ended === ended) return;
    this.anchor(this.settled(nowMs), nowMs);
    this.computed = computed;
    this.ended = ended;
  }

  /** The place to go on from. At the edge of the data time does not pile up; a place
   *  beyond it (kept from the run before) stays wanted until the data gets there. */
  private settled(nowMs: number): number {
    return Math.max(Math.min(this.wanted(nowMs), this.computed), this.anchorT);
  }

  seek(t: number, nowMs: number): void {
    this.following = false;
    this.anchor(Math.max(0, Math.min(t, this.computed)), nowMs);
  }

  /** A place that may lie beyond the data for now (a link to a moment of a growing run). */
  expect(t: number, nowMs: number): void {
    this.following = false;
    this.anchor(Math.max(0, t), nowMs);
  }

  follow(nowMs: number): void {
    this.anchor(this.computed, nowMs);
    this.following = !this.ended;
  }

  setPlaying(playing: boolean, nowMs: number): void {
    const t = this.at(nowMs);
    this.following = false;
    this.playing = playing;
    const again = playing && this.ended && t >= this.computed;
    this.anchor(again ? 0 : t, nowMs);
  }

  setSpeed(speed: Speed, nowMs: number): void {
    this.anchor(this.settled(nowMs), nowMs);
    this.speed = speed;
  }

  /** A new run: the place stays, the data starts from nothing. */
  restart(nowMs: number): void {
    this.anchor(this.settled(nowMs), nowMs);
    this.computed = 0;
    this.ended = false;
  }
}

export function nextSpeed(speed: Speed, step: 1 | -1): Speed {
  const index = SPEEDS.indexOf(speed) + step;
  return SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, index))] as Speed;
}

/** The speed at which a run plays in about half a minute. */
export function speedFor(durationS: number): Speed {
  const wanted = durationS / 30;
  const numbers = SPEEDS.filter((speed) => speed !== "max");
  return numbers.reduce((best, speed) => (Math.abs(Math.log(speed / wanted)) < Math.abs(Math.log(best / wanted)) ? speed : best));
}

export function formatSpeed(speed: Speed): string {
  return speed === "max" ? "max" : `${speed}×`;
}
