/** What can be done to a component, and when it would be. */
import type { Lab } from "../../core/lab";
import { attributesOf, SET, type Stage } from "./form";

/** Where the playhead stands, as fine as the clock shows it. */
export function momentOf({ viewing }: Lab): number {
  return Math.round(viewing.clock.at(performance.now()) * 100) / 100;
}

export interface Offer {
  readonly name: string;
  readonly label: string;
}

/** What a menu of a component has: the actions of its type, and its attributes where they change. */
export function actionsOf(lab: Lab, component: string): Offer[] {
  const offered = lab.offers(component);
  if (!offered) return [];
  const stage: Stage = { knobs: lab.inputs.knobs, offers: lab.offers, durationS: 0 };
  const sets = offered.set && attributesOf(component, stage).length > 0;
  return [...offered.actions, ...(sets ? [{ name: SET, label: "Change an attribute" }] : [])];
}
