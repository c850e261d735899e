/** How a run stands, for those who listen. */
import type { Lab } from "../../core/lab";

const SAID: Readonly<Record<string, string>> = {
  running: "The run has started.",
  finished: "The run is finished.",
  failed: "The run failed.",
  stopped: "The run was stopped by a limit.",
  interrupted: "The run was interrupted.",
};

export function announceState(lab: Lab): void {
  if (lab.veil.from.value !== null) return;
  const said = SAID[lab.state.value];
  if (said && lab.run.value !== null) lab.viewing.announce(said);
}
