/** Turning the knob of an insight: from the moment where it begins if the playhead stands there, else as a knob does. */
import { formatClock } from "../../core/format";
import type { Insight } from "../../core/insight";
import type { Inputs } from "../../core/inputs";
import type { Lab } from "../../core/lab";
import { fullPath } from "../../core/paths";
import { heldBefore, whyFixed, withSet } from "../../core/plan";
import { sentence } from "../../core/problems";
import { momentOf } from "../interventions/offers";

/** As near as a moment can be chosen by eye. */
const THERE_S = 0.05;

/** From when on the knob is to hold: null is from the start. */
export function holdsFrom(lab: Lab, insight: Insight): number | null {
  const { here } = lab.inputs;
  if (here.value !== null || insight.try === null) return here.value;
  const t = momentOf(lab);
  const there = t > 0 && Math.abs(t - insight.t) <= THERE_S;
  return there && lab.data.actions && whyFixed(fullPath(insight.try.path), lab.offers) === "" ? t : null;
}

/** The inputs with the knob turned. */
export function tried(lab: Lab, insight: Insight): Inputs | null {
  if (insight.try === null) return null;
  const { inputs } = lab;
  const { path, value } = insight.try;
  const from = holdsFrom(lab, insight);
  if (from === null || inputs.here.value !== null) return inputs.proposed(path, value);
  const key = fullPath(path);
  const before = heldBefore(inputs.plan, key, from) ?? inputs.value(path);
  return inputs.withPlan(withSet(inputs.plan, from, key, value, before));
}

/** Turns it, in a run of its own; says why where that is refused, else nothing. */
export async function turn(lab: Lab, insight: Insight): Promise<string> {
  const from = holdsFrom(lab, insight);
  const inputs = tried(lab, insight);
  if (inputs === null || insight.try === null) return "";
  const why = lab.inputs.whyNot(insight.try.path);
  if (why) return why;
  const refused = await lab.attempt(inputs);
  const check = refused?.checks.find(({ severity }) => severity === "error");
  if (refused) return check ? sentence(check) : refused.message;
  lab.viewing.onSay(from === null ? `Tried from the start: ${insight.try.words}` : `A fork at ${formatClock(from)}: ${insight.try.words}`);
  return "";
}
