/** From when a turned knob holds: from the start, or from where the playhead stands. */
import { useComputed } from "@preact/signals";
import { formatClock } from "../../core/format";
import type { Lab } from "../../core/lab";
import { momentOf } from "./offers";

/** Chooses; the page keeps the moment where the playhead is (`followMoment`). */
export function holdFrom(lab: Lab, here: boolean): void {
  lab.inputs.here.value = here ? momentOf(lab) : null;
  if (here) lab.viewing.onSay(`A knob that is turned holds from ${formatClock(lab.inputs.here.value ?? 0)} on, in a fork.`);
}

/** Called with each picture: from here is where the playhead stands. */
export function followMoment(lab: Lab): void {
  if (lab.inputs.here.value !== null) lab.inputs.here.value = momentOf(lab);
}

export function Moment({ lab }: { lab: Lab }) {
  const here = useComputed(() => lab.inputs.here.value !== null);
  const possible = Object.keys(lab.data.actions ?? {}).length > 0;
  return (
    <div class="holds-from" role="group" aria-label="A turned knob holds" hidden={useComputed(() => !possible || lab.run.value === null)}>
      <button type="button" aria-pressed={useComputed(() => (here.value ? "false" : "true"))} onClick={() => holdFrom(lab, false)}>From the start</button>
      <button type="button" aria-pressed={useComputed(() => (here.value ? "true" : "false"))} onClick={() => holdFrom(lab, true)} title="A turned knob makes a fork at the playhead">
        From here{useComputed(() => (lab.inputs.here.value === null ? "" : `, ${formatClock(lab.inputs.here.value)}`))}
      </button>
    </div>
  );
}
