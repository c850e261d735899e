/** The runs that are compared: A is what was, and each of the others is compared with it. */
import type { Lab } from "../../core/lab";
import type { RunStore } from "../../core/panel";
import type { Store } from "../../core/store";
import { rowsFor, type RowSpec } from "../timelines/rows";

export const LETTERS = ["A", "B", "C", "D"] as const;
export type Letter = (typeof LETTERS)[number];

/** A run's data and its letter, which stands at its lines. */
export interface Side {
  readonly letter: Letter;
  /** "A, was", "B, now". */
  readonly name: string;
  /** What was changed in it. */
  readonly what: string;
  readonly store: () => Store;
  readonly lab: Lab | null;
}

export function nameOf(letter: Letter): string {
  return `${letter}, ${letter === "A" ? "was" : "now"}`;
}

/** A row of the timelines as each of the runs has it, null where it has none: each reads the
 *  components of its own scenario. */
export interface Row {
  readonly spec: RowSpec;
  readonly specs: readonly (RowSpec | null)[];
}

export function rowsOf(stores: readonly RunStore[]): Row[] {
  const own = stores.map((store) => rowsFor(store.scene));
  const ids = new Set(own.flatMap((rows) => rows.map(({ id }) => id)));
  return [...ids].map((id) => {
    const specs = own.map((rows) => rows.find((row) => row.id === id) ?? null);
    return { spec: specs.find((spec) => spec !== null)!, specs };
  });
}

/** The value that a row's headline has in one of the runs. */
export function valueOf(row: Row, side: number, store: RunStore, t: number): number {
  const spec = row.specs[side];
  // The end of the last bin is in none.
  if (!spec || t > store.computed) return NaN;
  return spec.lines[spec.main]!.line.valueAt(store, Math.min(t, store.computed));
}
