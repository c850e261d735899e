/**
 * What is done to components in the course of a run, as a scenario says it. Lists are never altered:
 * each change gives another one, so that undo has the one before.
 */
import { fullPath } from "./paths";
import type { Scene } from "./scene";
import type { Intervention, LabData, Offered, Said } from "./types";

export const INTERVENTIONS = "interventions";

export type Plan = readonly Said[];

/** By id of a component: what its type offers to do. */
export type Offers = (component: string) => Offered | undefined;

/** Text in which two values are equal that say the same, whatever the order of their keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (inner !== null && typeof inner === "object" && !Array.isArray(inner) ? sorted(inner) : inner)) ?? "undefined";
}

function sorted(object: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What is done in a run of these overrides; `written` where they say nothing of it. */
export function planOfRun(overrides: Readonly<Record<string, unknown>>, written: Plan): Plan {
  return (overrides[INTERVENTIONS] as Plan | undefined) ?? written;
}

/** With full paths, so that one attribute has one name. */
export function normalPlan(plan: Plan): Plan {
  return plan.map((said) => (said.values ? { ...said, values: Object.fromEntries(Object.entries(said.values).map(([path, value]) => [fullPath(path), value])) } : said));
}

/** In order of time, and then of the list, each with its place in the list: as the server tells them. */
export function inOrder(plan: Plan): { readonly said: Said; readonly place: number }[] {
  return plan.map((said, place) => ({ said, place })).sort((a, b) => a.said.at - b.said.at || a.place - b.place);
}

/** The value that is set by `t`; undefined where none is. */
export function heldAt(plan: Plan, path: string, t: number): unknown {
  return inOrder(plan).reduce<unknown>((held, { said }) => (said.at <= t && path in (said.values ?? {}) ? said.values![path] : held), undefined);
}

/** The same before `t`: what a value that is set then replaces. */
export function heldBefore(plan: Plan, path: string, t: number): unknown {
  return heldAt(plan.filter(({ at }) => at < t), path, t);
}

/** With an attribute set at `t`; not at all where `value` is what it has `before`. */
export function withSet(plan: Plan, t: number, path: string, value: unknown, before: unknown): Plan {
  const place = plan.findIndex(({ action, at }) => action === "set" && at === t);
  const { [path]: _, ...others } = plan[place]?.values ?? {};
  const values = canonical(value) === canonical(before) ? others : { ...others, [path]: value };
  const rest = plan.filter((_, i) => i !== place);
  if (Object.keys(values).length === 0) return rest;
  const said: Said = { action: "set", at: t, values };
  return place < 0 ? [...plan, said] : plan.map((one, i) => (i === place ? said : one));
}

export function without(plan: Plan, place: number): Plan {
  return plan.filter((_, i) => i !== place);
}

/** With another one in a place, or behind the last. */
export function withSaid(plan: Plan, said: Said, place: number | null): Plan {
  return place === null ? [...plan, said] : plan.map((one, i) => (i === place ? said : one));
}

/** How many of two lists only one has. */
export function apart(was: Plan, now: Plan): number {
  const [before, after] = [was, now].map((plan) => plan.map(canonical)) as [string[], string[]];
  const only = (some: string[], others: string[]): number => some.filter((one) => !others.includes(one)).length;
  return Math.max(only(after, before), only(before, after));
}

/** Why an attribute stays as it is during a run; "" where AWS, and this simulator, lets it change. */
export function whyFixed(path: string, offers: Offers): string {
  const parts = path.replace(/^components\./, "").split(".");
  const [component = "", attribute = ""] = parts;
  if (parts.length < 2 || path.startsWith("quotas.")) return "It holds for the whole run: change it from the start.";
  const offered = offers(component);
  if (offered === undefined || !offered.set) return "Nothing of it changes during a run: change it from the start.";
  if (offered.keeps.includes(attribute)) return "It stays as it was at the start: change it from there.";
  return "";
}

/** The words of each of a list: the server's where it has told them, else what is known here. */
export function wordsOf(plan: Plan, told: readonly Intervention[] | undefined, offers: Offers): string[] {
  const words = plan.map((said) => plainWords(said, offers));
  // They are told in the same order; where there are more or fewer, they are another list's.
  if (told?.length !== plan.length) return words;
  inOrder(plan).forEach(({ said, place }, i) => {
    const flag = told[i]!;
    if (flag.at === said.at && flag.action === said.action) words[place] = flag.label;
  });
  return words;
}

/** Before the server has been asked: by the names of action and fields. */
function plainWords(said: Said, offers: Offers): string {
  if (said.values) return Object.entries(said.values).map(([path, value]) => `${nameOf(path)} ${shown(value)}`).join(", ");
  const action = offers(said.component ?? "")?.actions.find(({ name }) => name === said.action);
  const fields = (action?.fields ?? []).filter(({ name }) => said[name] !== undefined && said[name] !== null && name !== "for");
  const parts = fields.map(({ name, label }) => `${label.toLowerCase()} ${shown(said[name])}`);
  return [`${said.component}: ${(action?.label ?? said.action).toLowerCase()}`, ...parts].join(", ");
}

function nameOf(path: string): string {
  return path.replace(/^components\./, "").replaceAll(".", " ").replaceAll("_", " ");
}

function shown(value: unknown): string {
  if (value === null) return "off";
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "number" ? value.toLocaleString("en-US", { maximumFractionDigits: 6 }) : String(value);
}

/** What its type offers, but for what cannot work as it is configured. */
export function offeredTo(component: string, scene: Scene, { actions, impossible }: LabData): Offered | undefined {
  const offered = actions?.[scene.node(component)?.type ?? ""];
  const not = impossible?.[component];
  return offered && not ? { ...offered, actions: offered.actions.filter(({ name }) => !not.includes(name)) } : offered;
}
