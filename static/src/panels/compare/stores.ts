/** A stored result (windtunnel.result/1) as the charts read a run. */
import { Store } from "../../core/store";
import type { Flag, Header, StoryRow } from "../../core/types";

export interface ResultDocument {
  readonly bin_s: number;
  readonly time_s: readonly number[];
  readonly series: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>;
  readonly counters: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly flags: readonly Flag[];
  readonly stories: readonly {
    readonly id: number;
    readonly component: string;
    readonly steps: readonly { readonly t_s: number; readonly step: string; readonly component: string; readonly a: number; readonly b: number }[];
  }[];
}

export function storeOf(result: ResultDocument, header: Header): Store {
  const end = result.time_s.length * result.bin_s;
  const store = new Store(header, end);
  // A run that was stopped has the width of its whole time.
  store.setHeader({ ...header, bin_s: result.bin_s });
  const { series, counters, flags } = result;
  store.add({ v: 1, n: 0, t0: 0, t1: end, series, counters, flags, stories: storyRows(result) });
  store.complete = true;
  return store;
}

function storyRows({ stories }: ResultDocument): StoryRow[] {
  return stories.flatMap(({ id, component, steps }) => steps.map((step): StoryRow => [step.t_s, id, step.step, component, step.a, step.b]));
}
