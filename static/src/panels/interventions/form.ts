/** What a person fills in to have something done during a run: fields as texts, and what they say. */
import { whyFixed, type Offers } from "../../core/plan";
import { formatClock } from "../../core/format";
import { formatValue, readValue, valueParts, type Read } from "../../core/quantity";
import type { Action, ActionField, Knob, KnobValue, Said } from "../../core/types";

/** The action that gives attributes other values: every type's, where it lets them change. */
export const SET = "set";
export const AT = "at";

export interface Draft {
  readonly component: string;
  readonly action: string;
  readonly at: string;
  /** Field, or path of what is set, to what is typed. */
  readonly texts: Readonly<Record<string, string>>;
}

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly meaning: string;
  readonly required: boolean;
  /** How its text is read, and what may be said. */
  readonly knob: Knob;
}

export interface Stage {
  readonly knobs: readonly Knob[];
  readonly offers: Offers;
  readonly durationS: number;
}

export type Reading = { readonly said: Said } | { readonly problems: ReadonlyMap<string, string> };

const PLAIN: Omit<Knob, "path" | "label" | "kind" | "unit" | "min" | "max" | "meaning"> = {
  component: "", group: "", aws_name: null, value: null, default: null, step: null, scale: "linear", nullable: false, choices: null, assumed: false, source: null, changed: false,
};

/** A field of an action as a knob: the same kinds, units, ranges and messages. */
export function fieldOf({ name, label, meaning, kind, unit, min, max, required, default: value }: ActionField): Field {
  const knob: Knob = { ...PLAIN, path: name, label, meaning, kind, unit, min, max, default: value, value };
  return { name, label, meaning, required, knob };
}

/** How long something lasts comes last: first what it is. */
export function fieldsOf(action: Action): Field[] {
  const lasts = ({ name }: Field): number => Number(name === "for");
  return action.fields.map(fieldOf).sort((a, b) => lasts(a) - lasts(b));
}

/** The component's attributes that AWS lets one change, as far as a text can say their value. */
export function attributesOf(component: string, { knobs, offers }: Stage): Knob[] {
  return knobs.filter((knob) => knob.component === component && isPlain(knob) && whyFixed(knob.path, offers) === "");
}

function isPlain(knob: Knob): boolean {
  return knob.kind === "toggle" || (knob.choices?.length ?? 0) > 0 || typeof (knob.value ?? 0) === "number";
}

export function attribute(knob: Knob): Field {
  return { name: knob.path, label: knob.label, meaning: knob.meaning, required: true, knob };
}

/** What may be chosen; null where it is typed. */
export function choicesOf({ kind, choices }: Knob): readonly string[] | null {
  if (kind === "toggle") return ["on", "off"];
  return choices?.length ? choices.map(String) : null;
}

/** The fields that a draft has. */
export function fields(draft: Draft, stage: Stage): Field[] {
  if (draft.action === SET) return stage.knobs.filter(({ path }) => path in draft.texts).map(attribute);
  const action = stage.offers(draft.component)?.actions.find(({ name }) => name === draft.action);
  return action ? fieldsOf(action) : [];
}

/** A new one; of an attribute the value that it has. */
export function draftOf(component: string, action: string, t: number, stage: Stage, path?: string, value?: KnobValue): Draft {
  const empty: Draft = { component, action, at: formatClock(t), texts: {} };
  if (action !== SET) return empty;
  const knob = attributesOf(component, stage).find((one) => !path || one.path === path);
  return knob ? { ...empty, texts: { [knob.path]: written(knob, value === undefined ? knob.value : value) } } : empty;
}

/** What is there already, to be changed. */
export function draftFrom(said: Said, stage: Stage): Draft {
  if (said.values) {
    const texts = Object.entries(said.values).map(([path, value]) => [path, written(stage.knobs.find((knob) => knob.path === path), value as KnobValue)]);
    return { component: componentOf(said), action: SET, at: formatClock(said.at), texts: Object.fromEntries(texts) };
  }
  const draft: Draft = { component: componentOf(said), action: said.action, at: formatClock(said.at), texts: {} };
  const given = fields(draft, stage).filter(({ name }) => said[name] !== undefined && said[name] !== null);
  return { ...draft, texts: Object.fromEntries(given.map(({ name, knob }) => [name, formatValue(knob, said[name] as KnobValue)])) };
}

export function componentOf(said: Said): string {
  return said.component ?? Object.keys(said.values ?? {})[0]?.replace(/^components\./, "").split(".")[0] ?? "";
}

function written(knob: Knob | undefined, value: KnobValue): string {
  return knob ? formatValue(knob, value) : String(value);
}

/** What a draft says, or what is wrong with it, by field. */
export function read(draft: Draft, stage: Stage): Reading {
  const problems = new Map<string, string>();
  const take = (name: string, found: Read): KnobValue => {
    if (found.ok) return found.value;
    problems.set(name, found.message);
    return null;
  };
  const at = take(AT, readMoment(draft.at, stage.durationS)) as number;
  const values: Record<string, KnobValue> = {};
  for (const field of fields(draft, stage)) {
    const text = (draft.texts[field.name] ?? "").trim();
    if (text !== "" || field.required) values[field.name] = take(field.name, readField(field, text));
  }
  if (draft.action === SET && Object.keys(values).length === 0) problems.set(SET, "Choose an attribute that AWS lets one change.");
  if (problems.size > 0) return { problems };
  return { said: draft.action === SET ? { action: SET, at, values } : { action: draft.action, at, component: draft.component, ...values } };
}

function readField({ knob, label, required }: Field, text: string): Read {
  if (text === "" && required && !knob.nullable) return { ok: false, message: `${label} is needed.` };
  if (knob.kind === "text") return { ok: true, value: text };
  const choices = choicesOf(knob);
  if (!choices) return readValue(knob, text, unitOf(knob));
  if (!choices.includes(text)) return { ok: false, message: `Choose one of ${choices.join(", ")}.` };
  return { ok: true, value: knob.kind === "toggle" ? text === "on" : (knob.choices!.find((one) => String(one) === text) ?? null) };
}

/** What a bare number is in. */
export function unitOf(knob: Knob): string {
  return knob.kind === "duration" ? "s" : valueParts(knob, 0)[1];
}

/** "3:00", "1:02:03.5", "184.2", "3 min": a moment before the end of the run. */
export function readMoment(text: string, durationS: number): Read {
  const knob: Knob = { ...PLAIN, path: AT, label: "The time", kind: "duration", unit: "s", min: 0, max: null, meaning: "" };
  const found = text.includes(":") ? readClock(text) : readValue(knob, text, "s");
  if (found.ok && (found.value === null || (found.value as number) >= durationS)) return { ok: false, message: `The run ends at ${formatClock(durationS)}: choose a time before.` };
  return found;
}

/** Minutes alone may be more than an hour: 75:00. */
function readClock(text: string): Read {
  const [, hours, minutes, seconds] = /^(?:(\d+):)?(\d+):(\d{1,2}(?:\.\d+)?)$/.exec(text.trim()) ?? [];
  const shown = Number(seconds) < 60 && (hours === undefined || Number(minutes) < 60);
  if (!shown) return { ok: false, message: `No clock shows ${text.trim().slice(0, 40)}: minutes:seconds or hours:minutes:seconds, up to 59 each, as 1:02:03.` };
  return { ok: true, value: Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds) };
}

