/**
 * The inputs, along the path of a request. Settling one starts a run from the same seed; the
 * run before stays on the charts as a dashed line.
 */
import { computed, useComputed, type ReadonlySignal } from "@preact/signals";
import { render, type ComponentChildren } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { arrivalsPath, sentence } from "../../core/inputs";
import { h } from "../../core/dom";
import { idFor } from "../../core/ids";
import type { Lab } from "../../core/lab";
import { formatValue } from "../../core/quantity";
import type { Knob } from "../../core/types";
import { Filter } from "./filter";
import { labelOf } from "./labels";
import { Palette, PaletteChoice } from "./palette";
import { KnobRow, type RowHost } from "./row";
import { ProfileField, SeedField } from "./run-fields";
import { entryText, knobText, KnobSearch, type Entry } from "./search";
import { TraceControl, type TraceHost } from "./trace";

const GROUPS: readonly string[] = ["Load", "Function", "Concurrency", "Event source", "Queue", "Failure", "Cost"];

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
}

export function createKnobs({ root, dialogs, lab, pressedRun, showResults }: KnobsOptions): KnobsPanel {
  const desk = new Desk(lab);
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
  render(<Knobs desk={desk} panel={panel} pressedRun={pressedRun} />, root);
  // Beside the page's other dialogs; its container has no box of its own.
  const over = h("div");
  over.style.display = "contents";
  dialogs.append(over);
  render(<Palette choice={desk.palette} />, over);
  return panel;
}

interface Place {
  readonly element: HTMLElement;
  readonly focus: () => void;
}

interface Item {
  readonly entry: Entry;
  /** The path that its problems are told for, where that is another. */
  readonly concerns?: string;
  readonly group: string;
  readonly draw: (filtered: ReadonlySignal<boolean>) => ComponentChildren;
}

type Stands = (element: HTMLElement, focus: () => void) => void;

/** The knobs with what they are called, where they stand, and what is left of them by a search. */
class Desk implements RowHost, TraceHost {
  readonly items: readonly Item[];
  readonly search: KnobSearch;
  readonly palette: PaletteChoice;
  readonly named: boolean;
  private readonly places = new Map<string, Place>();

  constructor(readonly lab: Lab) {
    const clients = lab.scene.nodes.filter((node) => node.picture.replays);
    this.named = clients.length > 1;
    const knobs = [...lab.data.knobs].sort(alongThePath(lab));
    const duration = { ...(this.inputs.knob("duration") as Knob), group: "Run" };
    const items = [...knobs.map((knob) => this.knob(knob)), ...clients.map(({ id, title }) => this.trace(id, title || id)), this.knob(duration), this.seed(), this.profile()];
    const groups = [...new Set([...GROUPS, ...items.map(({ group }) => group)])];
    this.items = groups.flatMap((group) => items.filter((item) => item.group === group));
    this.search = new KnobSearch(this.items.map(({ entry }) => entry));
    this.palette = new PaletteChoice(this.search.entries, (entry) => {
      this.search.clear();
      entry.focus();
    });
  }

  get inputs() {
    return this.lab.inputs;
  }

  get api() {
    return this.lab.api;
  }

  committed = (): void => {
    if (this.lab.run.value !== null && this.inputs.ready) void this.lab.start();
  };

  echo(path: string, value: unknown): void {
    this.lab.viewing.setEcho(typeof value === "number" ? { [path]: value } : null);
  }

  stands(path: string, element: HTMLElement, focus: () => void): void {
    this.places.set(path, { element, focus });
  }

  private goTo(path: string): void {
    const place = this.places.get(path);
    place?.element.scrollIntoView?.({ block: "center" });
    place?.focus();
  }

  /** The first field that stands in the way of a run, if there is one. */
  goToProblem(): void {
    const problems = this.inputs.problems.value;
    const at = this.items.find(({ entry, concerns }) => problems.has(concerns ?? entry.path));
    const element = at && this.places.get(at.entry.path)?.element;
    const field = element?.querySelector<HTMLElement>("input:not([type=range], [type=file]), select");
    (field ?? element?.querySelector("button"))?.focus();
    element?.scrollIntoView?.({ block: "nearest" });
  }

  private entry(path: string, about: Pick<Entry, "label" | "group" | "meaning"> & Partial<Entry>): Entry {
    const text = entryText([about.label, about.meaning, about.group]);
    return { awsName: "", text, value: () => "", hidden: () => false, ...about, path, focus: () => this.goTo(path) };
  }

  private standsAs(path: string): Stands {
    return (element, focus) => this.stands(path, element, focus);
  }

  private knob(knob: Knob): Item {
    const label = labelOf(knob, this.lab.data.knobs, this.lab.data.topology);
    const entry = this.entry(knob.path, {
      label, group: knob.group, awsName: knob.aws_name ?? "", meaning: knob.meaning, text: knobText(knob, label),
      value: () => formatValue(knob, this.inputs.value(knob.path)), hidden: () => this.inputs.replaced(knob.path),
    });
    return { entry, group: knob.group, draw: (filtered) => <KnobRow knob={knob} label={label} host={this} filtered={filtered} /> };
  }

  private trace(id: string, title: string): Item {
    const path = `${id}.trace`;
    const [label, meaning] = [`Replay a trace, ${title}`, "replaces the arrivals by recorded ones"];
    const entry = this.entry(path, { label, meaning, group: "Load", text: entryText([label, meaning, "csv upload load"]) });
    return { entry, concerns: arrivalsPath(id), group: "Load", draw: (filtered) => <TraceControl client={id} title={title} host={this} filtered={filtered} stands={this.standsAs(path)} /> };
  }

  private seed(): Item {
    const meaning = "decides every random draw of the run";
    const entry = this.entry("seed", { label: "Seed", meaning, group: "Run", value: () => String(this.inputs.current.value.seed) });
    return { entry, group: "Run", draw: (filtered) => <SeedField lab={this.lab} filtered={filtered} committed={this.committed} stands={this.standsAs("seed")} /> };
  }

  private profile(): Item {
    const meaning = "whose quotas and rules hold: which year of AWS";
    const entry = this.entry("profile", { label: "AWS profile", meaning, group: "Run", value: () => this.inputs.current.value.profile });
    return { entry, group: "Run", draw: (filtered) => <ProfileField lab={this.lab} filtered={filtered} committed={this.committed} stands={this.standsAs("profile")} /> };
  }
}

/** Sources before what they feed; in one component as the server lists them. */
function alongThePath({ scene }: Lab): (a: Knob, b: Knob) => number {
  const place = ({ component }: Knob): number => scene.node(component)?.order ?? Number.MAX_SAFE_INTEGER;
  return (a, b) => place(a) - place(b);
}

function Knobs({ desk, panel, pressedRun }: { desk: Desk; panel: KnobsPanel; pressedRun: () => void }) {
  const groups = useMemo(() => [...new Set(desk.items.map(({ group }) => group))], []);
  // The head stands above what scrolls, so that no knob is ever half beneath it.
  return (
    <>
      <Head desk={desk} panel={panel} pressedRun={pressedRun} />
      <div class="knobs-list">
        <Notes lab={desk.lab} />
        {groups.map((group) => <Group key={group} title={group} search={desk.search} items={desk.items.filter((item) => item.group === group)} />)}
      </div>
    </>
  );
}

function Group({ title, items, search }: { title: string; items: readonly Item[]; search: KnobSearch }) {
  const left = useMemo(() => items.map(({ entry }) => computed(() => !search.passes(entry))), []);
  const nothing = useComputed(() => items.every(({ entry }, i) => left[i]!.value || entry.hidden()));
  const rows = useMemo(() => items.map((item, i) => item.draw(left[i]!)), []);
  return <section class={useComputed(() => `knob-group${nothing.value ? " filtered" : ""}`)}><h3>{title}</h3>{rows}</section>;
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
      <Filter search={desk.search} onPalette={() => desk.palette.show()} />
    </div>
  );
}

/** Checks that belong to no row, and warnings. */
function Notes({ lab }: { lab: Lab }) {
  const checks = lab.inputs.notes.value;
  return <ul class="check-notes" hidden={checks.length === 0}>{checks.map((check) => <li data-severity={check.severity}>{sentence(check)}</li>)}</ul>;
}
