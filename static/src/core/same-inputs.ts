/** When two runs have the same inputs, however they were written. */
import type { Inputs } from "./inputs";
import { fullPath } from "./paths";
import { canonical, INTERVENTIONS, normalPlan, planOfRun } from "./plan";

export function normalOverrides(overrides: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  const found = Object.fromEntries(Object.entries(overrides ?? {}).map(([path, value]) => [fullPath(path), value]));
  return INTERVENTIONS in found ? { ...found, [INTERVENTIONS]: normalPlan(planOfRun(found, [])) } : found;
}

export function sameInputs(a: Inputs, b: Inputs): boolean {
  return a.seed === b.seed && a.profile === b.profile && canonical(normalOverrides(a.overrides)) === canonical(normalOverrides(b.overrides));
}
