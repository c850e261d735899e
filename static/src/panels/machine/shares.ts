/**
 * How many executions took each way. Frames count what enters and leaves states; on a way between two of
 * them follows what there is to follow: all that enters a state came on one of its ways, all that leaves
 * it took one. Where that leaves a choice (two states that both lead to the same two) it is shared out.
 */
import type { Machine, StateCount, StatesPayload } from "../../core/machine";
import type { FrameInfo, RunStore } from "../../core/panel";
import { Total } from "../../core/state-counts";
import type { Way } from "./ways";

/** A sum of counts of states: by "state count" how often each is in it. */
type Sum = ReadonlyMap<string, number>;

/** What all of some ways together have. */
interface Balance {
  readonly ways: readonly number[];
  readonly sum: Sum;
}

const key = (state: number, count: StateCount): string => `${state} ${count}`;

function of(state: number, count: StateCount): Sum {
  return new Map([[key(state, count), 1]]);
}

function less(a: Sum, b: Sum): Sum {
  const rest = new Map(a);
  for (const [name, times] of b) rest.set(name, (rest.get(name) ?? 0) - times);
  return rest;
}

function part(a: Sum, share: number): Sum {
  return new Map([...a].map(([name, times]) => [name, times * share]));
}

function balancesOf(machine: Machine, ways: readonly Way[]): Balance[] {
  const those = (fits: (way: Way) => boolean): number[] => ways.flatMap((way, i) => (fits(way) ? [i] : []));
  const coming = machine.states.map(({ number }): Balance => ({ ways: those((way) => way.toState === number), sum: of(number, "entered") }));
  const branches = ways.flatMap((way, i): Balance[] => (way.kind === "branch" ? [{ ways: [i], sum: of(way.fromState, "entered") }] : []));
  const leaving = machine.states.flatMap(({ number, type }): Balance[] => [
    { ways: those(({ fromState, kind }) => fromState === number && kind === "catch"), sum: of(number, "caught") },
    { ways: those(({ fromState, kind }) => fromState === number && kind !== "catch" && kind !== "branch" && kind !== "item"), sum: of(number, type === "Fail" ? "failed" : "succeeded") },
  ]);
  return [...branches, ...coming, ...leaving].filter((balance) => balance.ways.length > 0);
}

/** For each way what it has, as a sum of counts. */
export function sharesOf(machine: Machine, ways: readonly Way[]): { readonly sums: readonly Sum[]; readonly guessed: ReadonlySet<number> } {
  const balances = balancesOf(machine, ways);
  const known = new Map<number, Sum>();
  const guessed = new Set<number>();
  const open = ({ ways: all }: Balance): number[] => all.filter((i) => !known.has(i));
  const rest = ({ ways: all, sum }: Balance): Sum => all.reduce((left, i) => (known.has(i) ? less(left, known.get(i)!) : left), sum);
  while (known.size < ways.length) {
    const sole = balances.find((balance) => open(balance).length === 1);
    const next = sole ?? balances.find((balance) => open(balance).length > 1);
    if (!next) break;
    const unknown = open(next);
    if (!sole) guessed.add(unknown[0]!);
    known.set(unknown[0]!, part(rest(next), 1 / unknown.length));
  }
  return { sums: ways.map((_, i) => known.get(i) ?? new Map()), guessed };
}

/** Totals of all ways, read from frames as they come. */
export class Shares {
  totals: readonly Total[];
  private readonly takers = new Map<string, (readonly [number, number])[]>();
  private owed: Float64Array;
  private store: RunStore | null = null;
  private frames = 0;

  constructor(private readonly id: string, machine: Machine, ways: readonly Way[]) {
    this.totals = ways.map(() => new Total());
    this.owed = new Float64Array(ways.length);
    sharesOf(machine, ways).sums.forEach((sum, way) => {
      for (const [name, times] of sum) this.takers.set(name, [...(this.takers.get(name) ?? []), [way, times]]);
    });
  }

  read(store: RunStore): void {
    if (store !== this.store) this.begin(store);
    for (; this.frames < store.frames.length; this.frames++) this.take(store.frames[this.frames]!);
  }

  private begin(store: RunStore): void {
    Object.assign(this, { store, frames: 0 });
    this.totals = this.totals.map(() => new Total());
    this.owed.fill(0);
  }

  private take(frame: FrameInfo): void {
    const told = frame.states[this.id];
    if (!told) return;
    const touched = new Set<number>();
    let bin = told.bin[0];
    for (let row = 0; row < told.bin.length; row++) {
      if (told.bin[row] !== bin) this.settle(touched, bin!);
      bin = told.bin[row];
      this.count(told, row, touched);
    }
    if (bin !== undefined) this.settle(touched, bin);
  }

  private count(told: StatesPayload, row: number, touched: Set<number>): void {
    const state = told.state[row]!;
    for (const name of COUNTED) {
      const n = told[name][row]!;
      if (!n) continue;
      for (const [way, times] of this.takers.get(key(state, name)) ?? []) {
        this.owed[way]! += n * times;
        touched.add(way);
      }
    }
  }

  /** What left one state and has not come into the next is on no way yet: it waits for a later bin. */
  private settle(touched: Set<number>, bin: number): void {
    for (const way of touched) {
      if (!(this.owed[way]! > 1e-9)) continue;
      this.totals[way]!.add(bin, this.owed[way]!);
      this.owed[way] = 0;
    }
    touched.clear();
  }
}

const COUNTED = ["entered", "succeeded", "failed", "caught"] as const;
