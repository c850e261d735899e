/** What is counted of the states of one machine: totals so far, and how many executions are in each. */
import { STATE_COUNTS, type StateCount, type StatesPayload } from "./machine";

/** A number that only grows, told at the ends of the bins in which it did; inside a bin it grows evenly. */
export class Total {
  private readonly bins: number[] = [];
  private readonly sums: number[] = [];

  /** So much more in a bin; bins come in order, and what is not above 0 changes nothing. */
  add(bin: number, more: number): void {
    if (!(more > 0)) return;
    const last = this.bins.length - 1;
    const sum = (this.sums[last] ?? 0) + more;
    if (this.bins[last] === bin) this.sums[last] = sum;
    else {
      this.bins.push(bin);
      this.sums.push(sum);
    }
  }

  /** At the end of the data. */
  get all(): number {
    return this.sums.at(-1) ?? 0;
  }

  /** When bin `bin` has ended, and all before it. */
  until(bin: number): number {
    return this.sums[before(this.bins, bin + 1)] ?? 0;
  }

  within(bin: number): number {
    return this.until(bin) - this.until(bin - 1);
  }

  /** At t, in bins of `binS`. */
  at(t: number, binS: number): number {
    const place = Math.max(0, t) / binS;
    const bin = Math.floor(place);
    const ended = this.until(bin - 1);
    return ended + (place - bin) * (this.until(bin) - ended);
  }

  /** When number k was counted, from 1 on; NaN where there are not as many. */
  when(k: number, binS: number): number {
    const row = firstAtLeast(this.sums, k);
    if (row >= this.sums.length) return NaN;
    const [low, high] = [this.sums[row - 1] ?? 0, this.sums[row]!];
    return (this.bins[row]! + (k - low) / (high - low)) * binS;
  }
}

/** Index of the last value below `limit`; -1 without one. */
function before(values: readonly number[], limit: number): number {
  return firstAtLeast(values, limit) - 1;
}

function firstAtLeast(values: readonly number[], least: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A level that holds from the end of a bin until it is told anew. */
class Level {
  private readonly bins: number[] = [];
  private readonly values: number[] = [];
  /** Executions times bins, up to each of the rows. */
  private readonly areas: number[] = [];

  set(bin: number, value: number): void {
    const last = this.bins.length - 1;
    const area = last < 0 ? 0 : this.areas[last]! + this.values[last]! * (bin - this.bins[last]!);
    this.bins.push(bin);
    this.values.push(value);
    this.areas.push(area);
  }

  at(bin: number): number {
    return this.values[before(this.bins, bin + 1)] ?? 0;
  }

  /** What was held up to the end of a bin, in bins. */
  area(bin: number): number {
    const row = before(this.bins, bin + 1);
    return row < 0 ? 0 : this.areas[row]! + this.values[row]! * (bin - this.bins[row]!);
  }
}

class StateRecord {
  readonly totals = Object.fromEntries(STATE_COUNTS.map((name) => [name, new Total()])) as Record<StateCount, Total>;
  readonly running = new Level();
}

export class StateCounts {
  private readonly states = new Map<number, StateRecord>();
  private readonly none = new StateRecord();
  /** The bins in which anything was told, in order. */
  readonly bins: number[] = [];

  /** The rows of the next frame. */
  add(told: StatesPayload): void {
    for (let row = 0; row < told.bin.length; row++) {
      const [bin, number] = [told.bin[row]!, told.state[row]!];
      if (this.bins.at(-1) !== bin) this.bins.push(bin);
      let state = this.states.get(number);
      if (!state) this.states.set(number, (state = new StateRecord()));
      for (const name of STATE_COUNTS) state.totals[name].add(bin, told[name][row] ?? 0);
      state.running.set(bin, told.running[row] ?? 0);
    }
  }

  total(state: number, name: StateCount): Total {
    return (this.states.get(state) ?? this.none).totals[name];
  }

  /** How many executions (or branches, or iterations) are in a state at the end of a bin. */
  running(state: number, bin: number): number {
    return (this.states.get(state) ?? this.none).running.at(bin);
  }

  /** How long one was in a state, by Little's law: what it held, for each that came. NaN before any did. */
  stayS(state: number, bin: number, binS: number): number {
    const entered = this.total(state, "entered").until(bin);
    return entered > 0 ? ((this.states.get(state) ?? this.none).running.area(bin) * binS) / entered : NaN;
  }
}
