/** What differs between the inputs of two runs of a scenario, in the knobs' own words. */
import { formatClock, formatNumber } from "./format";
import { fullPath, type Inputs } from "./inputs";
import { formatValue } from "./quantity";
import { INTERVENTIONS } from "./plan";
import type { Intervention, Knob, KnobValue } from "./types";

export interface Difference {
  readonly label: string;
  readonly was: string;
  readonly now: string;
  /** All of it, where that is no value before and after. */
  readonly words?: string;
}

const MOST_NAMED = 2;

export function differences(was: Inputs, now: Inputs, knobs: readonly Knob[]): Difference[] {
  const byPath = new Map(knobs.map((knob) => [fullPath(knob.path), knob]));
  const paths = [...new Set([...Object.keys(was.overrides), ...Object.keys(now.overrides)])].filter((path) => path !== INTERVENTIONS);
  const found = paths.flatMap((path) => inputOf(path, byPath.get(path), was, now, twins(knobs, byPath.get(path))));
  if (was.seed !== now.seed) found.push({ label: "seed", was: String(was.seed), now: String(now.seed) });
  if (was.profile !== now.profile) found.push({ label: "profile", was: was.profile, now: now.profile });
  return found;
}

function twins(knobs: readonly Knob[], knob: Knob | undefined): boolean {
  return knob !== undefined && knobs.some((other) => other.label === knob.label && other.component !== knob.component);
}

function inputOf(path: string, knob: Knob | undefined, was: Inputs, now: Inputs, named: boolean): Difference[] {
  const value = ({ overrides }: Inputs): unknown => (path in overrides ? overrides[path] : knob?.value);
  const [before, after] = [value(was), value(now)];
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const label = knob ? `${knob.label}${knob.part ? `, ${knob.part}` : ""}${named ? ` of ${knob.component}` : ""}` : path.replace(/^components\./, "");
  return [{ label, was: words(knob, before), now: words(knob, after) }];
}

function words(knob: Knob | undefined, value: unknown): string {
  if (knob) return formatValue(knob, value as KnobValue);
  if (value === undefined) return "as written";
  if (Array.isArray(value)) return formatNumber(value.length);
  if (value !== null && typeof value === "object") return "others";
  return typeof value === "number" ? formatNumber(value) : String(value ?? "off");
}

/** What is done in only one of two runs, in the server's words. */
export function doneApart(was: readonly Intervention[], now: readonly Intervention[]): Difference[] {
  const [before, after] = [was, now].map((done) => done.map(doneInWords)) as [string[], string[]];
  return [
    ...before.filter((words) => !after.includes(words)).map((words) => ({ label: words, was: "done", now: "not done", words: `without ${words}` })),
    ...after.filter((words) => !before.includes(words)).map((words) => ({ label: words, was: "not done", now: "done", words })),
  ];
}

/** "orders: burst of 500 at 3:00". */
export function doneInWords({ words, label, at }: Intervention): string {
  return words ?? `${label} at ${formatClock(at)}`;
}

/** In a few words: "Reserved concurrency 5 → 20 and 2 more". */
export function differencesInWords(found: readonly Difference[]): string {
  if (found.length === 0) return "same inputs";
  const named = found.slice(0, MOST_NAMED).map(({ label, was, now, words }) => words ?? `${label} ${was} → ${now}`);
  const more = found.length - named.length;
  return named.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
