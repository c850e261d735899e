/**
 * Ways that go beside the picture. A way past many states is laid out bend by bend: where all of hundreds
 * of states lead to one handler of errors that takes longer than anybody waits. The longest go aside then:
 * down to a lane that all to the same state have in common, along it, and up.
 */
import type { Box, Direction, Point } from "./graph";

/** The stops between which a way leads, in one machine or branch. */
export interface Edge {
  readonly from: string;
  readonly to: string;
}

/** As many states as all ways of a level together may be led past. */
export const MOST_BENDS = 150;
/** Between two lanes; and as many as there are: further ones lie on the same. */
const [LANE, MOST_LANES] = [12, 8];

/** Of each way how many ranks it leads on, by the longest ways from there to an end; 0: into itself. */
export function spansOf(edges: readonly Edge[]): number[] {
  const ranks = ranksOf(edges);
  return edges.map(({ from, to }) => Math.abs(ranks.get(from)! - ranks.get(to)!));
}

/** Every stop above the last has a way to the next rank: without those that skip some, all stand as with them. */
function ranksOf(edges: readonly Edge[]): ReadonlyMap<string, number> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    next.set(from, [...(from === to ? [] : [to]), ...(next.get(from) ?? [])]);
    if (!next.has(to)) next.set(to, []);
  }
  const ranks = new Map<string, number>();
  for (const stop of next.keys()) rank(stop, next, ranks);
  return ranks;
}

/** Depth first, without recursion. A way back to what one comes from counts for nothing. */
function rank(first: string, next: ReadonlyMap<string, readonly string[]>, ranks: Map<string, number>): void {
  const [line, seen]: [[string, number][], Set<string>] = [[[first, 0]], new Set([first])];
  while (line.length > 0) {
    const here = line.at(-1)!;
    const to = next.get(here[0])![here[1]++];
    if (to === undefined) {
      if (!ranks.has(here[0])) ranks.set(here[0], 1 + Math.max(-1, ...next.get(here[0])!.map((one) => ranks.get(one) ?? -1)));
      line.pop();
    } else if (!ranks.has(to) && !seen.has(to)) {
      seen.add(to);
      line.push([to, 0]);
    }
  }
}

/** Those that are not laid out: the longest, until the others are led past few enough states. */
export function asideOf(edges: readonly Edge[]): ReadonlySet<number> {
  const bends = spansOf(edges).map((span) => Math.max(0, span - 1));
  let sum = bends.reduce((total, one) => total + one, 0);
  const aside = new Set<number>();
  for (const { n, i } of bends.map((n, i) => ({ n, i })).sort((a, b) => b.n - a.n || a.i - b.i)) {
    if (sum <= MOST_BENDS) break;
    aside.add(i);
    sum -= n;
  }
  return aside;
}

/** Lanes below a picture, or to the right of it where it goes down: one for each state they lead to. */
export class Lanes {
  private readonly targets: string[] = [];

  constructor(private readonly direction: Direction, private readonly width: number, private readonly height: number) {}

  /** From the side of one box to the same side of another. */
  route(a: Box, b: Box, to: string): Point[] {
    if (!this.targets.includes(to)) this.targets.push(to);
    const across = LANE * (1 + (this.targets.indexOf(to) % MOST_LANES));
    if (this.direction === "LR") {
      const [ax, bx, y] = [a.x + a.width / 2, b.x + b.width / 2, this.height + across];
      return [[ax, a.y + a.height], [ax, y], [bx, y], [bx, b.y + b.height]];
    }
    const [ay, by, x] = [a.y + a.height / 2, b.y + b.height / 2, this.width + across];
    return [[a.x + a.width, ay], [x, ay], [x, by], [b.x + b.width, by]];
  }

  /** With the lanes. */
  get size(): { readonly width: number; readonly height: number } {
    const room = this.targets.length > 0 ? LANE * (1 + Math.min(MOST_LANES, this.targets.length)) : 0;
    const down = this.direction === "TB";
    return { width: this.width + (down ? room : 0), height: this.height + (down ? 0 : room) };
  }
}
