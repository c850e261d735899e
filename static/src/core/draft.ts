/**
 * Inputs that have not become a run yet survive a reload of the page: they are kept for this tab,
 * and forgotten once there is a run of them.
 */
import { effect } from "@preact/signals-core";
import type { Inputs, TraceChoice } from "./inputs";
import type { Lab } from "./lab";
import { sameInputs } from "./same-inputs";

interface Draft {
  readonly inputs: Inputs;
  readonly traces: readonly TraceChoice[];
}

const PREFIX = "windtunnel.draft:";

const keyOf = (place: Location): string => `${PREFIX}${place.pathname}${place.search}`;

/** Takes up what was left here, and keeps what is left from now on. */
export function keepDraft(lab: Lab, place: Location = location, storage: Storage = sessionStorage): void {
  const left = read(storage, keyOf(place));
  if (left) {
    for (const trace of left.traces) lab.inputs.traces.set(trace.id, trace);
    if (!sameInputs(left.inputs, lab.sentInputs)) lab.inputs.take(left.inputs);
  }
  effect(() => {
    const inputs = lab.inputs.current.value;
    lab.run.value;
    const key = keyOf(place);
    if (sameInputs(inputs, lab.sentInputs)) storage.removeItem(key);
    else write(storage, key, { inputs, traces: [...lab.inputs.traces.values()] });
  });
}

function read(storage: Storage, key: string): Draft | null {
  try {
    const draft = JSON.parse(storage.getItem(key) ?? "null") as Partial<Draft> | null;
    const { inputs, traces } = draft ?? {};
    return inputs && typeof inputs.overrides === "object" && Array.isArray(traces) ? { inputs, traces } : null;
  } catch {
    return null;
  }
}

/** Where there is no room, nothing is kept. */
function write(storage: Storage, key: string, draft: Draft): void {
  try {
    storage.setItem(key, JSON.stringify(draft));
  } catch {
    storage.removeItem(key);
  }
}
