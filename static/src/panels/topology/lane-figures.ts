/** What is said of lanes, and where their batches are drawn: all of it from a frame and from t. */
import type { Glyph } from "../../charts/glyphs";
import { count, plural, seconds } from "../../charts/words";
import { niceCeiling } from "../../charts/scales";
import { formatNumber } from "../../core/format";
import type { RunStore } from "../../core/panel";
import type { LaneLetter, LanesPayload } from "../../core/types";

export interface LaneFigure {
  /** Where it is drawn. */
  readonly place: number;
  readonly number: number;
  readonly state: LaneLetter;
  readonly running: number;
  readonly waiting: number;
  readonly ageS: number | null;
}

const STATES: Readonly<Record<LaneLetter, string>> = {
  I: "idle", B: "with the function", F: "failing", H: "holding a throttled batch", ".": "",
};

export function stateWords(state: LaneLetter): string {
  return STATES[state];
}

const KINDS = { shard: ["shard", "shards"], group: ["message group", "message groups"] } as const;

/** The lanes as told, `sinceS` after (or, below 0, before): what is stuck grows older all the time. */
export function laneFigures(told: LanesPayload, sinceS: number): LaneFigure[] {
  return told.lane.flatMap((number, place) => {
    const state = (told.state[place] ?? ".") as LaneLetter;
    if (state === ".") return [];
    const age = told.age_s[place] ?? null;
    const stuck = state === "F" || state === "H";
    return [{ place, number, state, running: told.running[place] ?? 0, waiting: told.waiting[place] ?? 0, ageS: age === null ? null : Math.max(0, age + (stuck ? sinceS : 0)) }];
  });
}

/** In seconds as long as these can be read, so that an age which climbs is seen to climb. */
export function ageText(ageS: number | null): string {
  if (ageS === null) return "";
  if (ageS >= 10_000) return ageS >= 172_800 ? `${formatNumber(ageS / 86_400, 1)} d` : `${formatNumber(ageS / 3600, 1)} h`;
  return ageS < 10 ? seconds(Number(ageS.toFixed(1))) : `${formatNumber(Math.round(ageS))} s`;
}

export interface LaneCount {
  readonly glyph: Glyph;
  readonly n: number;
  readonly words: string;
}

/** How many lanes are in each state, those that are not told with them. */
export function laneCounts({ more }: LanesPayload, lanes: readonly LaneFigure[]): LaneCount[] {
  const sum = (letter: LaneLetter, rest = 0): number => lanes.filter(({ state }) => state === letter).length + rest;
  const counts: LaneCount[] = [
    { glyph: "err", n: sum("F", more?.failing), words: "failing" },
    { glyph: "thr", n: sum("H", more?.holding), words: "holding" },
    { glyph: "busy", n: sum("B", more?.invoking), words: `with the function${batches(lanes)}` },
  ];
  return counts.filter(({ n }) => n > 0);
}

/** A lane may have several batches with the function: each of them is drawn. */
function batches(lanes: readonly LaneFigure[]): string {
  const busy = lanes.filter(({ state }) => state === "B");
  const running = busy.reduce((sum, lane) => sum + lane.running, 0);
  return running > busy.length ? ` (${plural(running, "batch", "batches")})` : "";
}

export function laneTotal({ kind, n }: LanesPayload): string {
  return plural(n, KINDS[kind][0], KINDS[kind][1]);
}

/** "12 shards: 1 failing, 2 holding, 5 with the function". */
export function laneSummary(told: LanesPayload, lanes: readonly LaneFigure[]): string {
  const said = laneCounts(told, lanes).map(({ n, words }) => `${formatNumber(n)} ${words}`);
  return `${laneTotal(told)}${told.n > 0 ? `: ${said.length > 0 ? said.join(", ") : "all idle"}` : ""}`;
}

/** "+ 68 more groups: 3 with the function, 240 waiting"; nothing where all are shown. */
export function foldWords({ kind, more }: LanesPayload): string {
  if (!more) return "";
  const parts: [number, string][] = [[more.failing, "failing"], [more.holding, "holding"], [more.invoking, "with the function"]];
  const said = [...parts.filter(([n]) => n > 0).map(([n, words]) => `${formatNumber(n)} ${words}`), `${count(more.waiting)} waiting`];
  const oldest = more.age_s === null ? "" : `, oldest ${ageText(more.age_s)}`;
  return `+ ${formatNumber(more.n)} more ${kind}${more.n === 1 ? "" : "s"}: ${said.join(", ")}${oldest}`;
}

/** One sentence for those who do not see the tracks: the lane that has been stuck for longest. */
export function laneSentence(title: string, told: LanesPayload, lanes: readonly LaneFigure[]): string {
  const stuck = lanes.filter(({ state }) => state === "F" || state === "H").sort((a, b) => (b.ageS ?? 0) - (a.ageS ?? 0))[0];
  const worst = stuck ? ` Worst: ${KINDS[told.kind][0]} ${stuck.number}, ${stateWords(stuck.state)}, ${count(stuck.waiting)} waiting${stuck.ageS === null ? "" : `, the oldest for ${ageText(stuck.ageS)}`}.` : "";
  const fold = foldWords(told);
  return `${title}, ${laneSummary(told, lanes)}.${worst}${fold ? ` Not drawn: ${fold.slice(2)}.` : ""}`;
}

/** Columns that a block of lanes gets: rows of a readable length, and not more than needed. */
export function columnsFor(places: number, width: number, narrowest: number, shortest: number): number {
  return Math.max(1, Math.min(Math.floor(width / narrowest), Math.ceil(places / shortest)));
}

/** What a mapping's lanes are drawn on: so that bars and places can be compared at all moments. */
export class LaneScale {
  /** The most that waits in a lane. */
  waiting = 1;
  /** The most batches that a lane has at once. */
  batches = 1;
  private frames = 0;
  private store: RunStore | null = null;
  private most = 0;

  constructor(private readonly mapping: string) {}

  /** Takes in the frames that came since. */
  read(store: RunStore): void {
    if (store !== this.store) Object.assign(this, { store, frames: 0, most: 0, batches: 1 });
    for (; this.frames < store.frames.length; this.frames++) {
      const told = store.frames[this.frames]!.lanes[this.mapping];
      for (const waiting of told?.waiting ?? []) this.most = Math.max(this.most, waiting);
      for (const running of told?.running ?? []) this.batches = Math.max(this.batches, running);
    }
    this.waiting = niceCeiling(this.most);
  }
}
