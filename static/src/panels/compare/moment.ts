/**
 * Environments, topology, lanes and state machines of the runs at one moment, beside each other. What is selected in
 * one is selected in the others: its twin.
 */
import { effect } from "@preact/signals-core";
import { moment as words } from "../../charts/words";
import { h, setAttribute, setText } from "../../core/dom";
import { idFor } from "../../core/ids";
import type { Lab } from "../../core/lab";
import type { Actions, Panel, Selection, View } from "../../core/panel";
import { createGrid } from "../grid/index";
import { createMachine } from "../machine/index";
import { createTopology } from "../topology/index";
import type { Side } from "./sides";

/** A side whose whole data is there. */
interface Stand {
  readonly lab: Lab;
  readonly panels: readonly Panel[];
}

export class Moment {
  readonly element: HTMLElement;
  private readonly stands: readonly Stand[];
  private readonly when = h("span", { class: "num" });
  private readonly stops: (() => void)[] = [];

  /** `go` takes the crosshair to a moment. */
  constructor(sides: readonly Side[], private readonly go: (t: number) => void) {
    const labs = sides.flatMap((side) => (side.lab ? [{ side, lab: side.lab }] : []));
    const columns = labs.map(({ side, lab }) => this.stand(side, lab));
    this.stands = columns.map(({ stand }) => stand);
    const id = idFor("cmp-moment");
    const title = h("h2", { id }, "At the same moment, ", this.when);
    this.element = h("section", { class: "cmp-moment", "aria-labelledby": id }, title, h("div", { class: "cmp-stands" }, ...columns.map(({ element }) => element)));
    this.twin(labs.map(({ lab }) => lab));
  }

  private stand(side: Side, lab: Lab): { stand: Stand; element: HTMLElement } {
    // Who goes to a moment of one run sees that moment of all.
    const actions = Object.create(lab.viewing, { seek: { value: this.go } }) as Actions;
    const context = { actions, scene: lab.scene, durationS: lab.data.scenario.duration_s };
    const machine = createMachine(context);
    const panels = [createTopology(context), ...(machine ? [machine] : []), ...(lab.scene.keeping("environments").length > 0 ? [createGrid(context)] : [])];
    for (const { element } of panels) setAttribute(element, "aria-label", `${side.name}: ${element.getAttribute("aria-label") ?? ""}`);
    const head = h("h3", {}, h("span", { class: `side-line side-line-${side.letter.toLowerCase()}`, "aria-hidden": "true" }), side.name, h("span", { class: "quiet" }, ` ${side.what}`));
    const element = h("section", { class: "cmp-stand", "aria-label": `${side.name}, at this moment` }, head, ...panels.map((panel) => panel.element));
    return { stand: { lab, panels }, element };
  }

  /** Where the others have such a component. */
  private twin(labs: readonly Lab[]): void {
    let last: Selection | null = null;
    for (const lab of labs) {
      this.stops.push(effect(() => {
        const chosen = lab.viewing.selection.value;
        if (chosen === last) return;
        last = chosen;
        for (const other of labs) {
          if (other !== lab && (chosen === null || other.scene.node(chosen.component))) other.viewing.selection.value = chosen;
        }
      }));
    }
  }

  /** `view` says how it is looked at: theme, motion, whether it plays. */
  update(t: number, view: View): void {
    setText(this.when, words(t, view.store.binS));
    for (const { lab, panels } of this.stands) {
      const store = lab.store.value;
      const own: View = { ...view, store, baseline: null, baselineSays: "", t: Math.min(t, store.computed), computed: store.computed, selection: lab.viewing.selection.value, execution: lab.viewing.followed.value };
      for (const panel of panels) panel.update(own);
    }
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    for (const { panels } of this.stands) for (const panel of panels) panel.dispose();
    this.element.remove();
  }
}
