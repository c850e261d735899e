/** How the columns of a trace are read: its first rows, and what can be said of them. */
import { useComputed, useSignalEffect, useSignal, type Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { TraceColumns } from "../../core/types";
import { firstRows, type FirstRows } from "./first-rows";

/** As it is chosen in the fields: empty where it is left to detection. */
export interface ColumnFields {
  readonly format: string;
  readonly time: string;
  readonly unit: string;
  readonly value: string;
  readonly counts: "" | "each" | "total";
}

export const DETECTED: ColumnFields = { format: "", time: "", unit: "", value: "", counts: "" };

const UNITS: readonly (readonly [string, string])[] = [["s", "seconds"], ["ms", "milliseconds"], ["us", "microseconds"], ["ns", "nanoseconds"], ["iso", "dates and times"]];
const ONE_PER_ROW = "(none)";
const ONE_PER_ROW_IN_WORDS = "none: a row is one request";
const LABELS: Readonly<Record<keyof ColumnFields, string>> = { time: "Times in column", unit: "Times are", value: "Counts in column", counts: "A count is", format: "The file is" };
/** What the server calls the fields. */
const ASKED: readonly (readonly [string, string])[] = [
  ["time_column", LABELS.time], ["time_unit", LABELS.unit], ["value_column", LABELS.value], ["cumulative", LABELS.counts],
];

/** What the server complains about, with the fields called as they are here. */
export function inFields(message: string): string {
  const named = ASKED.reduce((text, [name, label]) => text.replace(new RegExp(`\\b${name}\\b`, "g"), `“${label}”`), message);
  // Which field of the upload it is about goes without saying.
  return named.replace(/ \(file\)(?=\.|$)/, "").replace(/'?\(none\)'?/g, `“${ONE_PER_ROW_IN_WORDS}”`);
}

export function columnsOf({ format, time, unit, value, counts }: ColumnFields): TraceColumns {
  return {
    ...(format ? { format } : {}),
    ...(time ? { time_column: time } : {}),
    ...(unit ? { time_unit: unit } : {}),
    ...(value ? { value_column: value } : {}),
    ...(counts ? { cumulative: counts === "total" } : {}),
  };
}

export interface ColumnsProps {
  /** The file that was given last; there is nothing to say without one. */
  readonly file: Signal<File | null>;
  readonly fields: Signal<ColumnFields>;
  readonly open: boolean;
  again(file: File): void;
}

export function Columns({ file, fields, open, again }: ColumnsProps) {
  const first = useSignal<FirstRows | null>(null);
  useSignalEffect(() => {
    const given = file.value;
    first.value = null;
    if (given) void firstRows(given).then((rows) => given === file.peek() && (first.value = rows));
  });
  const submit = (event: Event): void => {
    event.preventDefault();
    if (file.value) again(file.value);
  };
  const names = useComputed(() => (first.value?.names ?? []).map((name) => [name, name] as const));
  const counts = useComputed(() => [[ONE_PER_ROW, ONE_PER_ROW_IN_WORDS] as const, ...names.value]);
  return (
    <details class="trace-columns" hidden={useComputed(() => file.value === null)} open={open}>
      <summary>{useComputed(() => (open && file.value ? `How the columns of ${file.value.name} are read` : "How its columns are read"))}</summary>
      {first.value === null && <p class="trace-hint">It is no table of columns; where it has several series, one is chosen by its name.</p>}
      <Rows first={first.value} fields={fields} />
      <form onSubmit={submit}>
        <Choice name="format" fields={fields} options={[["csv", "rows of a CSV, whatever it looks like"]]} />
        <Choice name="time" fields={fields} options={names.value} />
        <Choice name="unit" fields={fields} options={UNITS} />
        <Choice name="value" fields={fields} options={counts.value} />
        <Choice name="counts" fields={fields} options={[["each", "of its interval"], ["total", "a running total"]]} />
        <button class="btn btn-small" type="submit">Read again</button>
      </form>
    </details>
  );
}

interface ChoiceProps {
  readonly name: keyof ColumnFields;
  readonly fields: Signal<ColumnFields>;
  readonly options: readonly (readonly [string, string])[];
}

function Choice({ name, fields, options }: ChoiceProps) {
  const id = useId();
  const chosen = fields.value[name];
  return (
    <p class="field">
      <label for={id}>{LABELS[name]}</label>
      <select id={id} class="choice" value={chosen} onChange={(event) => (fields.value = { ...fields.value, [name]: event.currentTarget.value })}>
        <option value="">detected</option>
        {options.map(([value, words]) => <option value={value}>{words}</option>)}
      </select>
    </p>
  );
}

/** What lies in the file, with the columns marked that were chosen. */
function Rows({ first, fields }: { first: FirstRows | null; fields: Signal<ColumnFields> }) {
  if (!first || first.rows.length === 0) return null;
  const { time, value } = fields.value;
  const role = (name: string): string => (name === time ? " (times)" : name === value ? " (counts)" : "");
  return (
    <div class="table-scroll trace-rows" role="region" aria-label="First rows of the file" tabIndex={0}>
      <table class="num">
        <thead><tr>{first.names.map((name) => <th scope="col">{name}{role(name)}</th>)}{first.more && <th>…</th>}</tr></thead>
        <tbody>{first.rows.map((row) => <tr>{row.map((cell) => <td>{cell.slice(0, 40)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
