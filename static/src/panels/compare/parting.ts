/** Where two runs differ, bin by bin. */
import type { RunStore, Series } from "../../core/panel";
import type { RowSpec } from "../timelines/rows";

/** Stretches that are this near to one another are one. */
const NEAR = 0.01;

const SAME = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

export interface Divergence {
  readonly t: number;
  /** The rows that begin to differ there. */
  readonly rows: readonly string[];
}

/** Where a row's headline begins to differ, in all rows, by time. Those that are near are one. */
export function divergences(rows: readonly RowSpec[], a: RunStore, b: RunStore): Divergence[] {
  if (a.binS !== b.binS) return [];
  const near = NEAR * Math.max(a.computed, b.computed);
  const all = rows.flatMap((row) => beginnings(main(row, a), main(row, b), a.binS, near).map((t) => ({ t, name: row.name }))).sort((one, other) => one.t - other.t);
  const found: { t: number; rows: string[] }[] = [];
  for (const { t, name } of all) {
    const last = found.at(-1);
    if (!last || t - last.t > near) found.push({ t, rows: [name] });
    else if (!last.rows.includes(name)) last.rows.push(name);
  }
  return found;
}

function main(row: RowSpec, store: RunStore): Series {
  return row.lines[row.main]!.line.read(store);
}

function beginnings(a: Series, b: Series, binS: number, near: number): number[] {
  const found: number[] = [];
  let until = -Infinity;
  for (let bin = 0; bin < Math.min(a.length, b.length); bin++) {
    if (SAME(a.values[bin]!, b.values[bin]!)) continue;
    const t = bin * binS;
    if (t - until > near) found.push(t);
    until = t;
  }
  return found;
}

/** What is more in b, bin by bin; a gap where one of them has one. */
export function difference(row: RowSpec, a: RunStore, b: RunStore): Series {
  const [was, now] = [main(row, a), main(row, b)];
  const line = row.lines[row.main]!.line;
  const length = Math.max(0, Math.round(Math.min(a.computed, b.computed) / b.binS));
  const values = new Float64Array(length);
  const same = a.binS === b.binS;
  for (let bin = 0; bin < length; bin++) {
    const before = same ? (bin < was.length ? was.values[bin]! : NaN) : line.valueAt(a, (bin + 0.5) * b.binS);
    values[bin] = (bin < now.length ? now.values[bin]! : NaN) - before;
  }
  return { values, length };
}

/** The next place after t, or the first one again. */
export function nextAfter(found: readonly Divergence[], t: number): Divergence | undefined {
  return found.find((one) => one.t > t + 1e-6) ?? found[0];
}
