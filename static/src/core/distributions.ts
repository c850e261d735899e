/**
 * Histograms of durations, a bin each, from which percentiles of several bins follow. A bucket is a
 * thirty-second of a power of two wide: its middle is at most 1.6 % away (simcore/recording/histogram.py).
 */
import type { FramePayload } from "./types";

const PER_OCTAVE = 32;
const LOWEST_EXPONENT = -20;
const BUCKETS = 41 * PER_OCTAVE;

interface Histogram {
  readonly first: number;
  readonly counts: readonly number[];
}

/** The middle of a bucket, in milliseconds. */
function middleMs(bucket: number): number {
  const [octave, part] = [Math.floor(bucket / PER_OCTAVE), bucket % PER_OCTAVE];
  return bucket === 0 ? 0 : 1000 * 2 ** (octave + LOWEST_EXPONENT) * (1 + (part + 0.5) / PER_OCTAVE);
}

export class Distribution {
  private readonly bins: (Histogram | undefined)[] = [];

  /** Counts below zero are so many empty buckets. */
  add(bin: number, first: number, told: readonly number[]): void {
    const counts = told.flatMap((n) => (n < 0 ? Array<number>(-n).fill(0) : [n]));
    this.bins[bin] = { first, counts };
  }

  at(bin: number): Histogram | undefined {
    return this.bins[bin];
  }

  begun(bins: number): Distribution {
    const begun = new Distribution();
    this.bins.slice(0, bins).forEach((histogram, bin) => (begun.bins[bin] = histogram));
    return begun;
  }
}

/** By component and metric. */
export class Distributions {
  private readonly found = new Map<string, Distribution>();

  add(firstBin: number, told: FramePayload["distributions"] = {}): void {
    for (const [component, metrics] of Object.entries(told)) {
      for (const [metric, bins] of Object.entries(metrics)) {
        const key = `${component}|${metric}`;
        const distribution = this.found.get(key) ?? new Distribution();
        this.found.set(key, distribution);
        for (const [bin, first, counts] of bins) distribution.add(firstBin + bin, first, counts);
      }
    }
  }

  /** Those of a run that has the same samples in its first bins. */
  begun(bins: number): Distributions {
    const begun = new Distributions();
    for (const [key, distribution] of this.found) begun.found.set(key, distribution.begun(bins));
    return begun;
  }

  of(component: string, metric: string): Distribution | null {
    return this.found.get(`${component}|${metric}`) ?? null;
  }
}

/** The samples of some bins together: bins are put in and taken out again. */
export class Pool {
  count = 0;
  private readonly counts = new Float64Array(BUCKETS);
  private low = BUCKETS;
  private high = 0;

  put(histogram: Histogram | undefined, sign: 1 | -1 = 1): void {
    if (!histogram) return;
    const { first, counts } = histogram;
    for (let i = 0; i < counts.length; i++) this.counts[first + i]! += sign * counts[i]!;
    this.count += sign * counts.reduce((sum, n) => sum + n, 0);
    this.low = Math.min(this.low, first);
    this.high = Math.max(this.high, first + counts.length - 1);
  }

  /** Nearest rank, in milliseconds; NaN without samples. */
  percentile(percent: number): number {
    let left = Math.max(1, Math.ceil((this.count * percent) / 100));
    for (let bucket = this.low; this.count > 0 && bucket <= this.high; bucket++) {
      left -= this.counts[bucket]!;
      if (left <= 0) return middleMs(bucket);
    }
    return NaN;
  }
}
