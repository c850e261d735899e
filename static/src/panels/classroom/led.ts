/** The teacher's view, in a follower's lab. */
import type { TeachersView } from "../../core/classroom/messages";
import { SPEEDS, type Speed } from "../../core/panel";
import { readFragment } from "../../core/fragment";
import type { Viewing } from "../../core/viewing";

const now = (): number => performance.now();
/** Wall seconds that a playing follower may be off before the playhead jumps. */
const DRIFT_S = 0.35;

/** Where the teacher is, as far as it is known: said at a wall time, and playing on since. */
export class Teachers {
  view: TeachersView | null = null;
  private heardMs = 0;

  hear(view: TeachersView): void {
    this.view = view;
    this.heardMs = now() - (view.age ?? 0) * 1000;
  }

  /** Simulated seconds. */
  get t(): number {
    const { view } = this;
    if (!view) return 0;
    if (!view.p || view.v === "max") return view.t;
    return view.t + ((now() - this.heardMs) / 1000) * view.v;
  }
}

/** Takes it: the fragment, the moment, whether it plays and how fast. `held`: nothing plays. */
export function lead(viewing: Viewing, teachers: Teachers, held: boolean): void {
  const { view } = teachers;
  if (!view) return;
  viewing.touched.lead(() => {
    const { t } = teachers;
    const speed = SPEEDS.find((known) => known === view.v) ?? 1;
    const before = viewing.clock.awaited(now());
    const plays = view.p && !held;
    viewing.take(withoutMoment(view.h));
    // The step that was gone to may have lit something of its own here.
    viewing.setSpot(readFragment(view.h).spot);
    if (viewing.speed.value !== speed) viewing.setSpeed(speed);
    const goesOn = plays && viewing.clock.playing;
    if (!goesOn || Math.abs(before - t) > drift(speed)) viewing.clock.expect(t, now());
    if (viewing.clock.playing !== plays) play(viewing, plays, t);
    viewing.remember();
    viewing.onDirty();
  });
}

/** Beginning to play at the end begins anew: the teacher's moment stays. */
function play(viewing: Viewing, plays: boolean, t: number): void {
  const held = viewing.touched.held;
  viewing.touched.held = null;
  viewing.setPlaying(plays);
  viewing.touched.held = held;
  viewing.clock.expect(t, now());
}

function drift(speed: Speed): number {
  return speed === "max" ? Infinity : DRIFT_S * speed;
}

/** The moment comes by itself, playing or not. */
function withoutMoment(hash: string): string {
  return hash.replace(/^#/, "").split("&").filter((part) => part && !part.startsWith("t=")).join("&");
}
