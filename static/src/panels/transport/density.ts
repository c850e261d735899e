/** How much happened when: one bar for each stretch of the run, as one path in a 1 x 1 box. */
import type { RunStore } from "../../core/panel";

export function densityBars(store: RunStore, count: number): Float64Array {
  const bars = new Float64Array(count);
  let before = 0;
  for (const frame of store.frames) {
    const happened = frame.eventsTotal - before;
    before = frame.eventsTotal;
    const first = (frame.t0 / store.durationS) * count;
    const last = (frame.t1 / store.durationS) * count;
    for (let bar = Math.floor(first); bar < Math.min(count, last); bar++) {
      const shared = Math.min(bar + 1, last) - Math.max(bar, first);
      bars[bar] = (bars[bar] ?? 0) + (happened * shared) / (last - first);
    }
  }
  return bars;
}

export function densityPath(store: RunStore, count: number): string {
  const bars = densityBars(store, count);
  const most = bars.reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) return "";
  let path = "";
  bars.forEach((value, i) => {
    if (value <= 0) return;
    const height = 0.12 + 0.88 * (value / most);
    const x = i / count;
    path += `M${x.toFixed(5)} 1V${(1 - height).toFixed(3)}h${(0.55 / count).toFixed(5)}V1z`;
  });
  return path;
}
