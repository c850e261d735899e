/** From when a turned knob holds: from the start, or from where the playhead stands. */
import { useComputed } from "@preact/signals";
import { formatClock } from "../../core/format";
import { useMemo } from "preact/hooks";
import { idFor } from "../../core/ids";
import type { Lab } from "../../core/lab";
import { momentOf } from "./sheet";

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
  const name = useMemo(() => idFor("moment"), []);
  const here = useComputed(() => lab.inputs.here.value !== null);
  const possible = Object.keys(lab.data.actions ?? {}).length > 0;
  return (
    <fieldset class="moment" hidden={useComputed(() => !possible || lab.run.value === null)}>
      <legend class="sr-only">A turned knob holds</legend>
      <label><input type="radio" name={name} checked={useComputed(() => !here.value)} onChange={() => holdFrom(lab, false)} />from the start</label>
      <label title="A turned knob makes a fork at the playhead (F)"><input type="radio" name={name} checked={here} onChange={() => holdFrom(lab, true)} />from here{" "}
        <span class="num">{useComputed(() => (lab.inputs.here.value === null ? "" : formatClock(lab.inputs.here.value)))}</span></label>
    </fieldset>
  );
}
