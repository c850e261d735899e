/** What a stage tells of where it looks: changes at once, ten a second at most, and playing only when it is off. */
import type { TeachersView } from "../../core/classroom/messages";
import type { Lab } from "../../core/lab";

const EVERY_MS = 100;
/** So that whoever plays along stays there. */
const AGAIN_MS = 2000;
const DRIFT_S = 0.25;

const now = (): number => performance.now();

export function viewOf(lab: Lab): TeachersView {
  const { viewing } = lab;
  const t = Math.round(viewing.clock.at(now()) * 100) / 100;
  return { run: lab.run.value, h: viewing.hash.replace(/[^\x21-\x7e]/g, ""), t, p: viewing.clock.playing, v: viewing.speed.value };
}

/** Whether the followers, who play on by themselves, are elsewhere by now. */
export function isNews(view: TeachersView, told: TeachersView | null, sinceMs: number): boolean {
  if (told === null || view.run !== told.run || view.p !== told.p || view.v !== told.v) return true;
  if (still(view.h) !== still(told.h)) return true;
  if (!view.p || view.v === "max") return view.t !== told.t;
  if (sinceMs >= AGAIN_MS) return true;
  return Math.abs(view.t - told.t - (sinceMs / 1000) * view.v) > DRIFT_S * view.v;
}

const still = (hash: string): string => hash.replace(/([#&])t=[\d.]+/, "$1");

export class Sender {
  private told: TeachersView | null = null;
  private toldMs = 0;
  private timer: number | undefined;

  constructor(private readonly lab: Lab, private readonly send: (view: TeachersView) => void) {}

  start(): void {
    if (this.timer === undefined) this.timer = window.setInterval(() => this.look(), EVERY_MS);
  }

  /** After a break all of it is news. */
  anew(): void {
    this.told = null;
    this.look();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private look(): void {
    const view = viewOf(this.lab);
    const at = now();
    if (!isNews(view, this.told, at - this.toldMs)) return;
    this.told = view;
    this.toldMs = at;
    this.send(view);
  }
}
