/** What lies next to a moment of a run: flags, insights, deeds and events, with what they say. */
import { STATE_WORDS } from "./environments";
import { formatTime } from "./format";
import type { Insight } from "./insight";
import type { Selection } from "./panel";
import type { Store } from "./store";

export interface Place {
  readonly at: number;
  readonly says: string;
}

/** The next flag, insight or deed after t (or the one before); null without one. */
export function flagBeside({ flags, header, computed }: Store, insights: readonly Insight[], t: number, direction: 1 | -1): Place | null {
  const deeds = (header?.interventions ?? []).filter(({ at }) => at <= computed).map(({ at, words, label }) => ({ at, says: words ?? label }));
  const found = insights.map(({ t: at, what }) => ({ at, says: `${what} ${formatTime(at, 2)}` }));
  const places = [...flags.map(({ t_s: at, kind }) => ({ at, says: `${kind.replaceAll("_", " ")} at ${formatTime(at, 2)}` })), ...found, ...deeds].sort((a, b) => a.at - b.at);
  const place = direction > 0 ? places.find(({ at }) => at > t + 1e-6) : places.findLast(({ at }) => at < t - 1e-6);
  return place ?? null;
}

/** Of what is selected: each move of an environment; of a component, or of all, the sampled events. */
export function eventBeside(store: Store, selection: Selection | null, t: number, direction: 1 | -1): Place | null {
  if (selection && selection.slot !== null && store.functions().includes(selection.component)) return moveBeside(store, selection.component, selection.slot, t, direction);
  return sampledBeside(store, selection?.component, t, direction);
}

function moveBeside(store: Store, component: string, slot: number, t: number, direction: 1 | -1): Place | null {
  const at = store.slotMoveBeside(component, slot, t, direction);
  if (Number.isNaN(at)) return null;
  return { at, says: `Environment ${slot}: ${STATE_WORDS[store.environmentsAt(component, at)[slot] ?? 0]!} at ${formatTime(at, 2)}` };
}

function sampledBeside(store: Store, component: string | undefined, t: number, direction: 1 | -1): Place | null {
  let index = direction > 0 ? store.eventsUntil(t + 1e-6) : store.eventsUntil(t - 1e-6) - 1;
  while (store.events[index] && component && store.events[index]?.[2] !== component) index += direction;
  const event = store.events[index];
  return event ? { at: event[0], says: `${event[3]} at ${formatTime(event[0], 2)}` } : null;
}
