/** Another run in a follower's lab: of the same scenario in its place, of another one on its page. */
import { normalOverrides } from "../../core/same-inputs";
import type { Lab } from "../../core/lab";

/** True when the run is shown here; false when the page goes to it. */
export async function visit(lab: Lab, run: string, search: string): Promise<boolean> {
  const known = await lab.api.run(run);
  const ours = lab.data.scenario;
  if (known.scenario !== ours.id || ours.document !== undefined) {
    location.assign(`/lab/${run}${search}`);
    return false;
  }
  const inputs = { overrides: normalOverrides(known.overrides), seed: known.seed, profile: known.profile };
  lab.viewing.touched.lead(() => {
    lab.inputs.take(inputs);
    lab.show({ id: run, url: `/lab/${run}`, state: known.state, parent: known.parent ?? null, shared: known.shared ?? 0 }, inputs);
  });
  lab.yours.value = known.yours ?? false;
  return true;
}
