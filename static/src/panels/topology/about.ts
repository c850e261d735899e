/** A component's settings as they stand, and the numbers behind them with their sources. */
import { say } from "../../charts/readings";
import { numberAddress } from "../../core/anchor";
import { formatDuration, formatNumber, formatPercent } from "../../core/format";
import type { Lab } from "../../core/lab";
import { allowed, formatValue } from "../../core/quantity";
import type { Knob, KnobValue, QuotaRow } from "../../core/types";
import { labelOf } from "../knobs/labels";
import { ruleOf as ruleTold } from "../sentence/binding";
import type { About, Fact, Setting } from "./inspector";

export function aboutComponent(lab: Lab, component: string, go: (path: string) => void): About {
  const { inputs, data, scene } = lab;
  const own = inputs.knobs.filter((knob) => knob.component === component && !inputs.replaced(knob.path));
  const settings = own.map((knob): Setting => ({
    name: labelOf(knob, own), value: formatValue(knob, inputs.value(knob.path)), changed: inputs.isChanged(knob.path), go: () => go(knob.path),
  }));
  const { rules, bound } = scene.node(component)?.picture ?? {};
  return { settings, facts: rules ? factsOf(rules, own, inputs.knobs, data.quotas ?? []) : [], ...(bound ? { rule: (limiter: string) => ruleOf(lab, component, limiter) } : {}) };
}

/** Of the run that is shown: as it tells its rules; of one that does not, what it overrides holds, else the page's profile or knob. */
function ruleOf(lab: Lab, component: string, limiter: string): string {
  const { inputs, data, scene, sentInputs } = lab;
  const { value: store } = lab.store;
  const told = ruleTold({ store }, component, limiter, store.computed)?.brief;
  if (told) return say([told], { store, id: component, t: store.computed })?.text ?? "";
  const rule = scene.node(component)?.picture.bound?.rules?.find(({ word }) => word === limiter);
  if (!rule) return "";
  const sent = (path: string): unknown => sentInputs.overrides[path];
  if (rule.quota) {
    const value = sent(`quotas.${rule.quota}`) ?? data.quotas?.find(({ key }) => key === rule.quota)?.value;
    return typeof value === "number" ? rule.text.replace("{}", formatNumber(value)) : "";
  }
  if (!rule.field) return rule.text;
  const path = `components.${component}.${rule.field}`;
  const knob = inputs.knob(path);
  return knob ? rule.text.replace("{}", formatValue(knob, (sent(path) ?? knob.value) as KnobValue)) : "";
}

/** Quotas of the account that hold for every component of the type come first. */
function factsOf(rules: string, own: readonly Knob[], all: readonly Knob[], quotas: readonly QuotaRow[]): Fact[] {
  const account = all.filter((knob) => knob.path.startsWith(`quotas.${rules}`));
  const facts = [...account, ...own].filter((knob) => knob.source).map((knob): Fact => fact(knob));
  const told = new Set(facts.map(({ name }) => name));
  const rows = quotas.filter((row) => row.key.startsWith(rules) && !told.has(row.title));
  return [...facts, ...rows.map((row): Fact => ({
    name: row.title, value: quantity(row), source: `${row.source} (${row.date})`,
    assumed: row.assumed, rule: true, page: numberAddress(row.key), ...(row.note ? { note: row.note } : {}),
  }))];
}

function fact(knob: Knob): Fact {
  const quota = knob.path.startsWith("quotas.");
  const range = quota || knob.choices ? "" : allowed(knob).replace(/^Allowed: (.*)\.$/, ", $1");
  const value = quota ? formatValue(knob, knob.value) : `default ${formatValue(knob, knob.default)}${range}`;
  return { name: knob.label, value, source: knob.source ?? "", assumed: knob.assumed, ...(knob.note ? { note: knob.note } : {}), ...(quota ? { page: numberAddress(knob.path.replace(/^quotas\./, "")) } : {}) };
}

/** As people write it; what a person may choose or say is told by its words alone. */
function quantity({ value, unit }: QuotaRow): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  if (unit === "s") return formatDuration(value);
  if (unit === "share") return formatPercent(value);
  return `${formatNumber(value)} ${unit}`;
}
