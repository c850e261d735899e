/** Finding a knob by what a person may call it: its label, AWS's name, its meaning, its path. */
import type { Knob } from "../../core/types";

export interface Entry {
  readonly path: string;
  readonly label: string;
  readonly group: string;
  readonly awsName: string;
  readonly meaning: string;
  /** What is searched, in lower case. */
  readonly text: string;
  /** The row in the panel. */
  readonly element: HTMLElement;
  /** The value as it stands. */
  readonly value: () => string;
  focus(): void;
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
