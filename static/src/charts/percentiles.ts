/** Percentiles over as many bins as have enough samples: that of a bin with five is its largest one. */
import { Pool, type Distribution } from "../core/distributions";
import type { RunStore, Series } from "../core/panel";
import { Line, type LineSpec } from "./lines";
import { seconds } from "./words";

export const ENOUGH = 100;
/** Further back they say nothing of the moment. */
export const MOST_BINS = 60;

const NAME = /^(.*)\.p(\d+)$/;

/** Null where the metric is no percentile. */
export function percentileLine(spec: LineSpec): PercentileLine | null {
  const [only, ...others] = spec.sources;
  const found = NAME.exec(only?.metric ?? "");
  return found && others.length === 0 ? new PercentileLine(spec, found[1]!, Number(found[2])) : null;
}

/** What came of one run so far. */
class Slide {
  pooled = new Float64Array(0);
  /** Bins that each value is of. */
  windows = new Uint8Array(0);
  upTo = 0;
  first = 0;
  readonly pool = new Pool();
}

/** The value of a bin is that of the stretch that ends with it and has enough samples. */
export class PercentileLine extends Line {
  /** By run: a run and its baseline are read in turns. */
  private readonly slides = new WeakMap<RunStore, Slide>();

  constructor(spec: LineSpec, private readonly metric: string, private readonly percent: number) {
    super(spec);
  }

  override read(store: RunStore): Series {
    const own = super.read(store);
    const distribution = store.distribution(this.spec.sources[0]!.component, this.metric);
    if (!distribution) return own;
    const slide = this.slides.get(store) ?? new Slide();
    this.slides.set(store, slide);
    slide.pooled = grown(slide.pooled, store.bins);
    slide.windows = grown(slide.windows, store.bins);
    for (; slide.upTo < store.bins; slide.upTo++) this.on(slide, distribution, slide.upTo, own);
    return { values: slide.pooled, length: slide.upTo };
  }

  override valueAt(store: RunStore, t: number): number {
    return this.inBin(store, store.binIndex(t));
  }

  /** "of 12 s": the stretch that the value at t is of. */
  override says(store: RunStore, t: number): string {
    this.read(store);
    const slide = this.slides.get(store);
    const bins = slide ? slide.windows[store.binIndex(t)] ?? 0 : 1;
    return bins > 0 ? `of ${seconds(bins * store.binS)}` : "";
  }

  private on(slide: Slide, distribution: Distribution, bin: number, own: Series): void {
    const { pool } = slide;
    pool.put(distribution.at(bin));
    const size = (at: number): number => distribution.at(at)?.counts.reduce((sum, n) => sum + n, 0) ?? 0;
    while (slide.first < bin && (bin - slide.first >= MOST_BINS || pool.count - size(slide.first) >= ENOUGH)) pool.put(distribution.at(slide.first++), -1);
    // Of one bin it was worked out when it was recorded, more finely.
    const alone = slide.first === bin && size(bin) > 0 ? (own.values[bin] ?? NaN) : NaN;
    slide.pooled[bin] = Number.isNaN(alone) ? pool.percentile(this.percent) * (this.spec.factor ?? 1) : alone;
    slide.windows[bin] = pool.count > 0 ? bin - slide.first + 1 : 0;
  }
}

function grown<T extends Float64Array | Uint8Array>(values: T, bins: number): T {
  if (values.length >= bins) return values;
  const larger = new (values.constructor as new (size: number) => T)(Math.max(64, 2 * bins));
  larger.set(values);
  return larger;
}
