/** Values received so far: a column of them for each component and metric, one a bin. */
import type { Series } from "./panel";
import type { FramePayload } from "./types";

class Column implements Series {
  values: Float64Array;
  length = 0;

  constructor(capacity: number) {
    this.values = new Float64Array(Math.max(16, capacity)).fill(NaN);
  }

  /** Its first values, in a column of their own. */
  first(length: number): Column {
    const column = new Column(this.values.length);
    column.length = Math.min(length, this.length);
    column.values.set(this.values.subarray(0, column.length));
    return column;
  }

  /** Puts a frame's values where its bins are; what lies between stays a gap. */
  write(bin: number, values: readonly (number | null)[]): void {
    const end = bin + values.length;
    if (end > this.values.length) this.grow(end);
    for (let i = 0; i < values.length; i++) this.values[bin + i] = values[i] ?? NaN;
    this.length = Math.max(this.length, end);
  }

  private grow(end: number): void {
    const larger = new Float64Array(Math.max(end, this.values.length * 2)).fill(NaN);
    larger.set(this.values);
    this.values = larger;
  }
}

export class Columns {
  private readonly held = new Map<string, Map<string, Column>>();

  /** `capacity` is how many bins the run will have. */
  add(first: number, told: FramePayload["series"], capacity: number): void {
    for (const [component, metrics] of Object.entries(told)) {
      let columns = this.held.get(component);
      if (!columns) this.held.set(component, (columns = new Map()));
      for (const [metric, values] of Object.entries(metrics)) {
        let column = columns.get(metric);
        if (!column) columns.set(metric, (column = new Column(capacity)));
        column.write(first, values);
      }
    }
  }

  /** Those of a run that has the same values in its first bins. */
  begun(bins: number): Columns {
    const begun = new Columns();
    for (const [component, columns] of this.held) {
      begun.held.set(component, new Map([...columns].map(([metric, column]) => [metric, column.first(bins)])));
    }
    return begun;
  }

  components(): readonly string[] {
    return [...this.held.keys()];
  }

  metrics(component: string): readonly string[] {
    return [...(this.held.get(component)?.keys() ?? [])];
  }

  of(component: string, metric: string): Series | null {
    return this.held.get(component)?.get(metric) ?? null;
  }
}
