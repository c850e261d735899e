/** A line that is drawn by hand: few points, in order of time. Each change gives another line. */
import { heightAt, MOST_POINTS, type Point } from "./predictions";

export interface Stretch {
  readonly t0: number;
  readonly t1: number;
}

/** Points of a stroke that are no more than this share of the picture off the straight line are left out. */
const FINE = 0.006;
const FIRST_POINTS = 5;

/** A few level points to begin with, for those who do not draw. */
export function levelLine({ t0, t1 }: Stretch, value: number): Point[] {
  return Array.from({ length: FIRST_POINTS }, (_, i): Point => [t0 + ((t1 - t0) * i) / (FIRST_POINTS - 1), value]);
}

/** What is drawn in one go takes the place of what was there between its ends. `top` is the picture's height. */
export function withStroke(line: readonly Point[], stroke: readonly Point[], { t0, t1 }: Stretch, top: number): Point[] {
  const inside = (t: number): number => Math.max(t0, Math.min(t1, t));
  const path = stroke.map(([t, value]): Point => [inside(t), Math.max(0, value)]).sort((a, b) => a[0] - b[0]);
  const [from, to] = [path[0], path.at(-1)];
  if (!from || !to) return [...line];
  const kept = line.filter(([t]) => t < from[0] || t > to[0]);
  for (let fine = FINE; ; fine *= 1.6) {
    const simple = simplified(path, fine, { t0, t1 }, top);
    const joined = [...kept, ...simple].sort((a, b) => a[0] - b[0]);
    if (joined.length <= MOST_POINTS) return joined;
    if (simple.length <= 2) return simplified(joined, fine, { t0, t1 }, top).slice(0, MOST_POINTS);
  }
}

/** Ramer, Douglas, Peucker, with both axes as shares of the picture. */
function simplified(path: readonly Point[], fine: number, { t0, t1 }: Stretch, top: number): Point[] {
  if (path.length <= 2) return [...path];
  const [x, y] = [(t: number): number => (t - t0) / (t1 - t0 || 1), (value: number): number => value / (top || 1)];
  const [a, b] = [path[0]!, path.at(-1)!];
  const [dx, dy] = [x(b[0]) - x(a[0]), y(b[1]) - y(a[1])];
  const length = Math.hypot(dx, dy);
  const off = ([t, value]: Point): number => {
    const [px, py] = [x(t) - x(a[0]), y(value) - y(a[1])];
    return length > 0 ? Math.abs(dx * py - dy * px) / length : Math.hypot(px, py);
  };
  let [worst, at] = [0, 0];
  for (let i = 1; i < path.length - 1; i++) if (off(path[i]!) > worst) [worst, at] = [off(path[i]!), i];
  if (worst <= fine) return [a, b];
  return [...simplified(path.slice(0, at + 1), fine, { t0, t1 }, top), ...simplified(path.slice(at), fine, { t0, t1 }, top).slice(1)];
}

/** A point moves between its neighbours. */
export function withMoved(line: readonly Point[], i: number, to: Point, { t0, t1 }: Stretch): Point[] {
  const [low, high] = [line[i - 1]?.[0] ?? t0, line[i + 1]?.[0] ?? t1];
  const moved: Point = [Math.max(low, Math.min(high, to[0])), Math.max(0, to[1])];
  return line.map((point, k) => (k === i ? moved : point));
}

export function without(line: readonly Point[], i: number): Point[] {
  return line.filter((_, k) => k !== i);
}

/** One more point, halfway to the next one (or to the end), where the line is; the same line where there is no room. */
export function withAdded(line: readonly Point[], i: number, { t1 }: Stretch): Point[] {
  const here = line[i];
  if (!here || line.length >= MOST_POINTS) return [...line];
  const before = line[i - 1];
  const [a, b] = line[i + 1] ? [here[0], line[i + 1]![0]] : here[0] < t1 ? [here[0], t1] : [before?.[0] ?? here[0], here[0]];
  if (b <= a) return [...line];
  const t = (a + b) / 2;
  return [...line, [t, heightAt(line, t)] as Point].sort((p, q) => p[0] - q[0]);
}
