/** How many events there were, listed or not: by component and kind, as each frame tells it. */
import type { FramePayload } from "./types";

type Counted = FramePayload["events_counted"];

export class EventCounts {
  /** Null where no frame tells it. */
  sums: Map<string, Map<string, number>> | null = null;
  private readonly told: Counted[] = [];

  add(counted: Counted): void {
    this.told.push(counted);
    if (!counted) return;
    this.sums ??= new Map();
    for (const [component, kinds] of Object.entries(counted)) {
      const counts = this.sums.get(component) ?? new Map<string, number>();
      for (const [kind, n] of Object.entries(kinds)) counts.set(kind, (counts.get(kind) ?? 0) + n);
      this.sums.set(component, counts);
    }
  }

  /** Those of a run that has the same first frames. */
  begun(frames: number): EventCounts {
    const begun = new EventCounts();
    for (const counted of this.told.slice(0, frames)) begun.add(counted);
    return begun;
  }
}
