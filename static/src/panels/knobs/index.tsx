/**
 * The inputs: those of the scenario's question, then all others by component. Settling one starts a run from the same seed; the
 * run before stays on the charts as a dashed line.
 */
import { useComputed } from "@preact/signals";
import { render } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { sentence } from "../../core/problems";
import { h } from "../../core/dom";
import { idFor } from "../../core/ids";
import type { Lab } from "../../core/lab";
import { Moment } from "../interventions/moment";
import { Desk } from "./desk";
import { Filter } from "./filter";
import { Folds } from "./folds";
import { Palette } from "./palette";

export interface KnobsPanel {
  /** Starts a run, or goes to the first field that stands in its way. */
  run(): void;
  undo(): void;
  redo(): void;
  /** The list of all knobs, to be searched. */
  find(): void;
  /** Goes to one knob. */
  show(path: string): void;
}

export interface KnobsOptions {
  readonly root: HTMLElement;
  /** For what opens over the page. */
  readonly dialogs: HTMLElement;
  readonly lab: Lab;
  /** The Run button was pressed and has the focus. */
  pressedRun(): void;
  showResults(): void;
  /** Brings the knobs in, where they lie over the page. */
  bringIn?(): void;
}

export function createKnobs({ root, dialogs, lab, pressedRun, showResults, bringIn }: KnobsOptions): KnobsPanel {
  const desk = new Desk(lab);
  if (bringIn) desk.bringIn = bringIn;
  const oneColumn = matchMedia("(max-width: 768px)");
  async function start(): Promise<void> {
    if (lab.inputs.ready) await lab.start();
    desk.goToProblem();
    if (oneColumn.matches && lab.inputs.problems.value.size === 0) showResults();
  }
  const panel: KnobsPanel = {
    run: () => void start(),
    undo: () => void (lab.inputs.undo() && desk.committed()),
    redo: () => void (lab.inputs.redo() && desk.committed()),
    find: () => desk.palette.show(),
    show: (path) => {
      desk.search.clear();
      desk.search.entries.find((entry) => entry.path === path)?.focus();
    },
  };
  desk.run = panel.run;
  render(<Knobs desk={desk} panel={panel} pressedRun={pressedRun} />, root);
  // Beside the page's other dialogs; its container has no box of its own.
  const over = h("div");
  over.style.display = "contents";
  dialogs.append(over);
  render(<Palette choice={desk.palette} />, over);
  return panel;
}

function Knobs({ desk, panel, pressedRun }: { desk: Desk; panel: KnobsPanel; pressedRun: () => void }) {
  // The head stands above what scrolls, so that no knob is ever half beneath it.
  return (
    <>
      <Head desk={desk} panel={panel} pressedRun={pressedRun} />
      <div class="knobs-list">
        <Notes lab={desk.lab} />
        <Folds desk={desk} />
      </div>
    </>
  );
}

function Head({ desk, panel, pressedRun }: { desk: Desk; panel: KnobsPanel; pressedRun: () => void }) {
  const { lab } = desk;
  const { inputs } = lab;
  const id = useMemo(() => idFor("run"), []);
  const button = useRef<HTMLButtonElement>(null);
  const run = (): void => {
    panel.run();
    // From here on Space is to pause, not to press the same button again.
    if (document.activeElement === button.current) pressedRun();
  };
  const reset = (): void => {
    if (inputs.resetAll() && lab.run.value !== null) panel.run();
  };
  const changed = inputs.changed;
  return (
    <div class="knobs-head">
      <div class="knobs-title">
        <h2>Knobs</h2>
        <span class="changed-line">
          <span class="changed-count">{useComputed(() => (changed.value ? `${changed.value} changed · ` : "as written"))}</span>
          <button class="link-button" type="button" hidden={useComputed(() => changed.value === 0)} onClick={reset}>reset</button>
        </span>
      </div>
      <div class="knobs-actions">
        <button class="btn btn-primary run-button" type="button" id={id} ref={button} onClick={run}>
          {useComputed(() => (lab.sending.value ? "Starting…" : lab.run.value === null ? "Run" : "Run again"))}
        </button>
        <button class="icon-btn" type="button" title="Undo (Ctrl Z)" aria-label="Undo" disabled={useComputed(() => !inputs.canUndo.value)} onClick={() => panel.undo()}>↶</button>
        <button class="icon-btn" type="button" title="Redo (Ctrl Y)" aria-label="Redo" disabled={useComputed(() => !inputs.canRedo.value)} onClick={() => panel.redo()}>↷</button>
      </div>
      <Moment lab={lab} />
      <Filter search={desk.search} onPalette={() => desk.palette.show()} />
    </div>
  );
}

/** Checks that belong to no row, and warnings. */
function Notes({ lab }: { lab: Lab }) {
  const checks = lab.inputs.notes.value;
  return <ul class="check-notes" hidden={checks.length === 0}>{checks.map((check) => <li data-severity={check.severity}>{sentence(check)}</li>)}</ul>;
}
