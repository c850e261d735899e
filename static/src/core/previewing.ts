/** Previews of a lab's next run: what is sent for them, and what they are laid upon. */
import { previewUrl } from "./api";
import type { Lab } from "./lab";
import { Preview } from "./preview";
import { Store } from "./store";
import type { Header } from "./types";

export function previewOf(lab: Lab): Preview {
  return new Preview({
    url: previewUrl(),
    request: ({ overrides, seed, profile }) => {
      const { id, document: written } = lab.data.scenario;
      const [parent, store] = [lab.run.value, lab.store.value];
      // A document of one's own is known to the server by the run that was made of it.
      const source = written === undefined ? { scenario: id } : parent === null ? { document: written } : {};
      return { have: parent === null ? 0 : store.last + 1, whole: store.header === null, ...source, ...(parent === null ? {} : { parent }), overrides, seed, profile };
    },
    begin: (shared, header) => {
      const shown = lab.store.value;
      const store = shared > 0 ? shown.begun(shared) : new Store(lab.data, lab.data.scenario.duration_s);
      // What it leaves out is as in the run that is shown.
      store.setHeader({ ...shown.header, ...header } as Header);
      return store;
    },
    changed: () => lab.viewing.onDirty(),
  });
}
