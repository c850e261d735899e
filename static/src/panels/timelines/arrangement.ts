/** Which timelines stand where, and how tall: chosen by hand, and kept by the browser for a scenario. */
import { keepValue, recallKept } from "../../core/kept";
import type { RowSpec } from "./rows";

export const HEIGHT = 56;
export const LOWEST = 40;
export const HIGHEST = 240;
const PREFIX = "windtunnel.rows.";
/** On the stage other rows stand than at a desk. */
export const STAGED = "windtunnel.stage-rows.";

interface Kept {
  /** Ids of the rows, from the top; null as the scenario has it. */
  readonly rows: readonly string[] | null;
  readonly heights: Readonly<Record<string, number>>;
  /** Rows that stay open although they are 0 throughout. */
  readonly open: readonly string[];
}

const NOTHING: Kept = { rows: null, heights: {}, open: [] };

export class Arrangement {
  private kept: Kept;
  /** Shown although nobody chose it. */
  private lent: RowSpec | null = null;
  /** Of rows that nobody has sized. */
  usualHeight = HEIGHT;

  /** `choices`: for each place, from the top, the rows that may stand there, the usual one first.
   *  `most`: so many of the places are filled until somebody chooses. */
  constructor(private readonly scenario: string, private readonly choices: readonly (readonly RowSpec[])[], private readonly prefix = PREFIX, public most = Infinity) {
    this.kept = recall(prefix + scenario);
  }

  /** All rows that there are. */
  get all(): readonly RowSpec[] {
    return this.choices.flat();
  }

  /** Shows another row beside those that were chosen, or none; true where that changes anything. A
   *  place and a component name one, too. */
  lend(id: string | null): boolean {
    const before = this.lent;
    const [component, row] = id?.includes(".") ? [id.slice(0, id.indexOf(".")), id.slice(id.indexOf(".") + 1)] : ["", ""];
    const wanted = id === null ? [] : [id, `${row}.${component}`, row];
    this.lent = wanted.flatMap((one) => this.all.find((spec) => spec.id === one) ?? [])[0] ?? null;
    return this.lent !== before;
  }

  get rows(): readonly RowSpec[] {
    const { chosen, lent } = this;
    return lent && !chosen.includes(lent) ? [...chosen, lent] : chosen;
  }

  private get chosen(): readonly RowSpec[] {
    const { all } = this;
    const known = (this.kept.rows ?? []).flatMap((id) => all.find((row) => row.id === id) ?? []);
    return known.length > 0 ? known : this.choices.slice(0, this.most).map((choices) => choices[0]!);
  }

  /** What may stand in a row's place instead: rows of the same place that are not shown. */
  insteadOf(row: RowSpec): readonly RowSpec[] {
    const { rows } = this;
    const place = this.choices.find((choices) => choices.includes(row)) ?? [row];
    return place.filter((other) => other === row || !rows.includes(other));
  }

  heightOf({ id }: RowSpec): number {
    return this.kept.heights[id] ?? this.usualHeight;
  }

  staysOpen({ id }: RowSpec): boolean {
    return this.kept.open.includes(id) || this.lent?.id === id;
  }

  /** Puts another row in the place of one. */
  replace(row: RowSpec, id: string): void {
    this.setRows(this.chosen.map((old) => (old === row ? id : old.id)));
  }

  /** Shown at the end, or not any more; one row stays. */
  toggle({ id }: RowSpec): void {
    const ids = this.chosen.map((row) => row.id);
    const left = ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
    if (left.length > 0) this.setRows(left);
  }

  /** Up (below 0) or down by so many places. */
  move({ id }: RowSpec, by: number): void {
    const ids = this.chosen.map((row) => row.id);
    const from = ids.indexOf(id);
    const to = Math.max(0, Math.min(ids.length - 1, from + by));
    if (from < 0 || from === to) return;
    ids.splice(from, 1);
    ids.splice(to, 0, id);
    this.setRows(ids);
  }

  resize({ id }: RowSpec, height: number): void {
    const whole = Math.round(Math.max(LOWEST, Math.min(HIGHEST, height)));
    this.keep({ ...this.kept, heights: { ...this.kept.heights, [id]: whole } });
  }

  open({ id }: RowSpec): void {
    this.keep({ ...this.kept, open: [...this.kept.open, id] });
  }

  /** As the scenario has it. */
  reset(): void {
    this.keep(NOTHING);
  }

  private setRows(rows: readonly string[]): void {
    this.keep({ ...this.kept, rows });
  }

  private keep(kept: Kept): void {
    this.kept = kept;
    keepValue(this.prefix + this.scenario, kept === NOTHING ? null : JSON.stringify(kept));
  }
}

/** What others wrote there counts for nothing. */
function recall(key: string): Kept {
  try {
    const found = JSON.parse(recallKept(key) ?? "null") as Partial<Kept> | null;
    const ids = (value: unknown): string[] => (Array.isArray(value) ? value.filter((id): id is string => typeof id === "string") : []);
    const heights = Object.entries(found?.heights ?? {}).filter(([, px]) => typeof px === "number" && px >= LOWEST && px <= HIGHEST);
    return { rows: Array.isArray(found?.rows) ? ids(found.rows) : null, heights: Object.fromEntries(heights), open: ids(found?.open) };
  } catch {
    return NOTHING;
  }
}
