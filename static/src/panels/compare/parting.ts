/** Where runs differ, bin by bin. */
import type { RunStore, Series } from "../../core/panel";
import type { RowSpec } from "../timelines/rows";
import type { Row } from "./sides";

/** Stretches that are this near to one another are one. */
const NEAR = 0.01;
const NOTHING: Series = { values: new Float64Array(0), length: 0 };

const SAME = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

export interface Divergence {
  readonly t: number;
  /** The rows that begin to differ there. */
  readonly rows: readonly string[];
}

/** Where a row's headline begins to differ from that of the first run, in all rows and runs, by
 *  time. Those that are near are one. */
export function divergences(rows: readonly Row[], [a, ...others]: readonly RunStore[]): Divergence[] {
  if (!a) return [];
  const near = NEAR * Math.max(a.computed, ...others.map((store) => store.computed));
  const all = rows.flatMap((row) => others.flatMap((store, i) => {
    if (store.binS !== a.binS) return [];
    return beginnings(main(row.specs[0], a), main(row.specs[i + 1], store), a.binS, near).map((t) => ({ t, name: row.spec.name }));
  }));
  const found: { t: number; rows: string[] }[] = [];
  for (const { t, name } of all.sort((one, other) => one.t - other.t)) {
    const last = found.at(-1);
    if (!last || t - last.t > near) found.push({ t, rows: [name] });
    else if (!last.rows.includes(name)) last.rows.push(name);
  }
  return found;
}

/** The headline's line of a row. */
export function main(spec: RowSpec | null | undefined, store: RunStore): Series {
  return spec ? spec.lines[spec.main]!.line.read(store) : NOTHING;
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

/** What is more in the run of that place than in the first one, bin by bin; a gap where one of them
 *  has one. */
export function difference({ specs }: Row, place: number, a: RunStore, b: RunStore): Series {
  const [was, now] = [main(specs[0], a), main(specs[place], b)];
  const length = Math.max(0, Math.round(Math.min(a.computed, b.computed) / b.binS));
  const values = new Float64Array(length);
  const same = a.binS === b.binS;
  for (let bin = 0; bin < length; bin++) {
    const at = same ? bin : a.binIndex((bin + 0.5) * b.binS);
    values[bin] = (bin < now.length ? now.values[bin]! : NaN) - (at < was.length ? was.values[at]! : NaN);
  }
  return { values, length };
}

/** The next place after t, or the first one again. */
export function nextAfter(found: readonly Divergence[], t: number): Divergence | undefined {
  return found.find((one) => one.t > t + 1e-6) ?? found[0];
}
