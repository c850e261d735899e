/** The keys of the lab: one list, for the keyboard, for the help dialog and for the page /keys. */
import type { Binding } from "../../core/keyboard";
import type { Lab } from "../../core/lab";
import type { BaselinePanel } from "../../panels/baseline/index";
import type { InLab } from "../../panels/compare/in-lab";
import type { GoalsPanel } from "../../panels/goals/index";
import type { Sheet } from "../../panels/interventions/desk";
import type { Tree } from "../../panels/interventions/tree";
import type { KnobsPanel } from "../../panels/knobs/index";
import type { Drawer } from "../../panels/rail/drawer";
import type { MachinePanel } from "../../panels/machine/index";
import type { RunsPanel } from "../../panels/runs/index";
import type { SharePanel } from "../../panels/share/index";
import type { StoryPanel } from "../../panels/story/index";
import type { PresentPanel } from "../../panels/present/index";
import { presentKeys, stageKeys } from "../../panels/present/keys";
import { bind, playingKeys, rangeKeys } from "./watching";

/** What the keys of the lab act on. */
export interface Commands {
  readonly lab: Lab;
  readonly roots: { readonly main: HTMLElement; readonly rail: HTMLElement };
  /** Null where the scenario has no state machine. */
  readonly machine: MachinePanel | null;
  readonly knobs: KnobsPanel;
  readonly drawer: Drawer;
  readonly base: BaselinePanel;
  readonly story: StoryPanel;
  readonly sheet: Sheet;
  readonly tree: Tree;
  readonly share: SharePanel;
  readonly inLab: InLab;
  readonly runs: RunsPanel;
  readonly goals: GoalsPanel;
  readonly present: PresentPanel;
  readonly help: () => void;
}

/** All of them, in the order of the list that `?` opens and of the page /keys. */
export function labKeys({ lab, roots, machine, knobs, drawer, base, story, sheet, tree, share, inLab, runs, goals, present, help }: Commands): Binding[] {
  const { viewing } = lab;
  return [
    ...playingKeys(viewing),
    bind("]", "next flag or insight; while two runs are compared, where they next part", () => (inLab.open ? inLab.part() : viewing.toFlag(1))),
    ...rangeKeys(viewing, [roots.main, roots.rail], () => drawer.toggle()),
    bind("b", "was and now: the baseline", () => base.open()),
    bind("u", "make this run the baseline", () => base.promote()),
    bind("c", "compare with the baseline", () => lab.run.value !== null && inLab.toggle()),
    bind("o", "layout of the comparison: overlay, side by side, difference", () => inLab.turn()),
    ...stageKeys(present),
    bind("f", "fork here: do something, or turn a knob, from the playhead on", () => lab.data.actions && sheet.open()),
    bind("v", "the tree of forks", () => lab.run.value !== null && tree.open()),
    bind("m", "follow a message", () => story.open()),
    bind("i", "follow an execution of a state machine, event by event", () => machine?.follow()),
    bind("e", "your recent runs: name, pin, delete", () => runs.open()),
    bind("g", "goals of the scenario: kept or broken", () => goals.open()),
    bind("y", "share: this moment, the run, its inputs", () => share.open()),
    bind("r", "run", () => knobs.run()),
    bind("x", "stop the run that is computed", () => lab.stoppable.value && void lab.cancelRun()),
    bind("Ctrl+k", "find a knob", () => knobs.find()),
    bind("Ctrl+z", "undo a knob", () => knobs.undo()),
    bind(["Ctrl+y", "Ctrl+Shift+z"], "redo a knob", () => knobs.redo()),
    ...presentKeys(present, viewing),
    bind("?", "this list", help),
    bind("Escape", "one level out", () => {
      if (present.out() || drawer.close()) return;
      if (inLab.open) inLab.toggle();
      else if (viewing.pin.value !== null) viewing.setPin(null);
      else viewing.select(null);
    }),
  ];
}
