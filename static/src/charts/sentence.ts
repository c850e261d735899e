/** One sentence that says what a curve does, for those who do not see it, and for reports. */

export interface Curve {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly length: number;
  readonly binS: number;
  /** A value with its unit. */
  readonly format: (value: number) => string;
  /** A moment with its unit. */
  readonly moment: (t: number) => string;
}

interface Point { readonly t: number; readonly value: number }

/** Swings smaller than this share of the curve's whole height are noise. */
const NOISE = 0.1;
const SAME = 0.05;
const MANY_SWINGS = 3;
const SMOOTHED_POINTS = 240;

export function sentence(curve: Curve): string {
  const all = known(curve);
  if (all.length === 0) return `${curve.name.replace(/,$/, "")}: no data yet.`;
  const largest = Math.max(...all.map((p) => p.value));
  const smallest = Math.min(...all.map((p) => p.value));
  if (largest === 0 && smallest === 0) return `${curve.name} stays at ${curve.format(0)}.`;
  if (largest - smallest <= SAME * Math.abs(largest)) {
    return `${curve.name} stays at about ${curve.format(median(all))}.`;
  }
  return `${curve.name} ${story(curve, all, largest - smallest)}.`;
}

/** Values that are there, in at most a few hundred means, so that single bins do not speak. */
function known(curve: Curve): Point[] {
  const points: Point[] = [];
  for (let bin = 0; bin < curve.length; bin++) {
    const value = curve.values[bin]!;
    if (!Number.isNaN(value)) points.push({ t: bin * curve.binS, value });
  }
  const group = Math.ceil(points.length / SMOOTHED_POINTS);
  if (group <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / group) }, (_, i) => {
    const some = points.slice(i * group, (i + 1) * group);
    return { t: some[0]!.t, value: some.reduce((sum, p) => sum + p.value, 0) / some.length };
  });
}

function median(points: readonly Point[]): number {
  return points.map((p) => p.value).sort((a, b) => a - b)[points.length >> 1]!;
}

/** The turns of the curve, leaving out swings below `height`. Always starts with the first. */
function turns(points: readonly Point[], height: number): Point[] {
  const found: Point[] = [points[0]!];
  let [candidate, direction] = [points[0]!, 0];
  for (const point of points) {
    const rise = point.value - candidate.value;
    if (direction === 0) {
      if (Math.abs(rise) > height) [candidate, direction] = [point, Math.sign(rise)];
    } else if (rise * direction >= 0) candidate = point;
    else if (Math.abs(rise) > height) {
      found.push(candidate);
      [candidate, direction] = [point, -direction];
    }
  }
  if (direction !== 0) found.push(candidate);
  return found;
}

function story(curve: Curve, points: readonly Point[], height: number): string {
  const corners = turns(points, NOISE * height);
  if (corners.length - 2 >= MANY_SWINGS) return swings(curve, points, corners);
  if (corners.length < 2) return `stays near ${curve.format(median(points))}`;
  const parts: string[] = [];
  for (let i = 1; i < corners.length; i++) parts.push(leg(curve, points, corners[i - 1]!, corners[i]!, i === 1));
  if (holds(points, corners.at(-2)!, corners.at(-1)!)) parts.push("then holds");
  return parts.join(", ");
}

/** "rises from 0 to 9,312 between 173 s and 336 s", or shorter when it goes on from there. */
function leg(curve: Curve, points: readonly Point[], from: Point, to: Point, first: boolean): string {
  const [begin, end] = extent(points, from, to);
  const verb = to.value > from.value ? "rises" : "falls";
  const between = `between ${curve.moment(begin)} and ${curve.moment(end)}`;
  if (first) return `${verb} from ${curve.format(from.value)} to ${curve.format(to.value)} ${between}`;
  return `then ${verb} to ${curve.format(to.value)} ${between}`;
}

/** When the move truly began and was all but done. */
function extent(points: readonly Point[], from: Point, to: Point): [number, number] {
  const done = (p: Point): number => (p.value - from.value) / (to.value - from.value);
  const moving = points.filter((p) => p.t >= from.t && p.t <= to.t);
  const lastStill = moving.findLast((p) => done(p) <= 0.02 && p.t < to.t);
  const arrived = moving.find((p) => done(p) >= 1 - NOISE / 5);
  const begin = lastStill?.t ?? from.t;
  return [begin, Math.max(arrived?.t ?? to.t, begin)];
}

function holds(points: readonly Point[], from: Point, last: Point): boolean {
  const [, end] = extent(points, from, last);
  const finish = points.at(-1)!.t;
  return finish - Math.min(end, last.t) > 0.1 * (finish - points[0]!.t);
}

function swings(curve: Curve, points: readonly Point[], corners: readonly Point[]): string {
  const start = corners[1]!;
  const later = points.filter((p) => p.t >= start.t).map((p) => p.value);
  const range = `${curve.format(Math.min(...later))} and ${curve.format(Math.max(...later))}`;
  const first = corners[0]!;
  const still = extent(points, first, start)[0];
  if (still - points[0]!.t < SAME * (points.at(-1)!.t - points[0]!.t)) return `swings between ${range}`;
  return `is ${curve.format(first.value)} until ${curve.moment(still)}, then swings between ${range}`;
}
