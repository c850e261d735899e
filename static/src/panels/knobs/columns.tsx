/** How the columns of a trace are to be read, where the server has not found it out by itself. */
import { useComputed, type Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { TraceColumns } from "../../core/types";

/** As it is written in the fields: empty where it is left to detection. */
export interface ColumnFields {
  readonly time: string;
  readonly value: string;
  readonly counts: "" | "each" | "total";
}

export const DETECTED: ColumnFields = { time: "", value: "", counts: "" };

export function columnsOf({ time, value, counts }: ColumnFields): TraceColumns {
  return {
    ...(time.trim() ? { time_column: time.trim() } : {}),
    ...(value.trim() ? { value_column: value.trim() } : {}),
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
  const id = useId();
  const set = (change: Partial<ColumnFields>): void => void (fields.value = { ...fields.value, ...change });
  const submit = (event: Event): void => {
    event.preventDefault();
    if (file.value) again(file.value);
  };
  return (
    <details class="trace-columns" hidden={useComputed(() => file.value === null)} open={open}>
      <summary>How its columns are read</summary>
      <form onSubmit={submit}>
        <p class="field">
          <label for={`${id}-time`}>Times in column</label>
          <input id={`${id}-time`} class="plain-field" type="text" autocomplete="off" spellcheck={false} placeholder="detected"
            maxLength={120} value={useComputed(() => fields.value.time)} onInput={(event) => set({ time: event.currentTarget.value })} />
        </p>
        <p class="field">
          <label for={`${id}-value`}>Counts in column</label>
          <input id={`${id}-value`} class="plain-field" type="text" autocomplete="off" spellcheck={false} placeholder="detected"
            maxLength={120} value={useComputed(() => fields.value.value)} onInput={(event) => set({ value: event.currentTarget.value })} />
        </p>
        <p class="field">
          <label for={`${id}-counts`}>A count is</label>
          <select id={`${id}-counts`} class="choice" value={useComputed(() => fields.value.counts)}
            onChange={(event) => set({ counts: event.currentTarget.value as ColumnFields["counts"] })}>
            <option value="">detected</option>
            <option value="each">of its interval</option>
            <option value="total">a running total</option>
          </select>
        </p>
        <p class="trace-hint">A name, or a number from 1; “(none)” where each row is one request.</p>
        <button class="btn btn-small" type="submit">Read again</button>
      </form>
    </details>
  );
}
