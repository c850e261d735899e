/** Finding a knob by what a person may call it: its label, AWS's name, its meaning, its path. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { Knob } from "../../core/types";

export interface Entry {
  readonly path: string;
  readonly label: string;
  readonly group: string;
  readonly awsName: string;
  readonly meaning: string;
  /** What is searched, in lower case. */
  readonly text: string;
  /** The value as it stands. */
  readonly value: () => string;
  /** Something else stands in its place now. */
  hidden(): boolean;
  focus(): void;
}

/** What the field above the knobs leaves of them. */
export class KnobSearch {
  readonly query = signal("");
  private readonly passing: ReadonlySignal<ReadonlySet<Entry>>;

  constructor(readonly entries: readonly Entry[]) {
    this.passing = computed(() => new Set(found(entries, this.query.value)));
  }

  passes(entry: Entry): boolean {
    return this.passing.value.has(entry);
  }

  /** Those that are found and can be seen. */
  get here(): readonly Entry[] {
    return this.entries.filter((entry) => this.passes(entry) && !entry.hidden());
  }

  clear(): void {
    this.query.value = "";
  }
}

export function entryText(parts: readonly (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(" ").replaceAll("_", " ").toLowerCase();
}

export function knobText(knob: Knob, label: string): string {
  const path = knob.path.replace(/^components\./, "");
  // AWS's names are one word: they are found by their parts, too.
  const parts = knob.aws_name?.replace(/([a-z])([A-Z])/g, "$1 $2");
  return entryText([label, knob.aws_name, parts, knob.meaning, path, path.replaceAll(".", " "), knob.group, knob.assumed ? "assumed" : ""]);
}

/** All words of the query must occur, in any order. */
export function found<T extends { readonly text: string }>(entries: readonly T[], query: string): T[] {
  const words = entryText([query]).split(/\s+/).filter(Boolean);
  return entries.filter((entry) => words.every((word) => entry.text.includes(word)));
}

/** Of those found the one that is meant most likely: by its label before by its meaning. */
export function best(entries: readonly Entry[], query: string): Entry | null {
  const asked = query.trim().toLowerCase();
  const named = (test: (name: string) => boolean): Entry | undefined =>
    entries.find((entry) => test(entry.label.toLowerCase()) || test(entry.awsName.toLowerCase()));
  return named((name) => name === asked) ?? named((name) => name.startsWith(asked)) ?? named((name) => name.includes(asked)) ?? entries[0] ?? null;
}
