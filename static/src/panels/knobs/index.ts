/**
 * The inputs, along the path of a request. Settling one starts a run from the same seed; the
 * run before stays on the charts as a dashed line.
 */
import { effect } from "@preact/signals-core";
import { sentence } from "../../core/board";
import { clear, h, setText } from "../../core/dom";
import { idFor } from "../../core/ids";
import type { Lab } from "../../core/lab";
import { formatValue } from "../../core/quantity";
import type { Knob } from "../../core/types";
import { createFilter } from "./filter";
import { labelOf } from "./labels";
import { createPalette } from "./palette";
import { createRow, type RowHost } from "./row";
import { createProfileField, createSeedField } from "./run-fields";
import { entryText, knobText, type Entry } from "./search";
import { createTraceControl, type TraceHost } from "./trace";

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

export function createKnobs({ root: element, dialogs, lab, pressedRun, showResults }: KnobsOptions): KnobsPanel {
  const oneColumn = matchMedia("(max-width: 768px)");
  const entries: Entry[] = [];
  const sections: HTMLElement[] = [];
  const committed = (): void => {
    if (lab.run.value === null) return;
    if (lab.board.ready) void lab.start();
  };
  const host: RowHost & TraceHost = {
    board: lab.board,
    api: lab.api,
    named: clients(lab).length > 1,
    committed,
    echo: (path, value) => lab.viewing.setEcho(typeof value === "number" ? { [path]: value } : null),
  };

  const panel: KnobsPanel = {
    run: () => void start(),
    undo: () => void (lab.board.undo() && committed()),
    redo: () => void (lab.board.redo() && committed()),
    find: () => palette.open(),
    show: (path) => {
      filter.clear();
      entries.find((entry) => entry.path === path)?.focus();
    },
  };
  const palette = createPalette(() => entries, (entry) => {
    filter.clear();
    entry.focus();
  });
  const filter = createFilter(() => entries, () => sections, () => palette.open());
  dialogs.append(palette.element);

  async function start(): Promise<void> {
    if (lab.board.ready) await lab.start();
    focusFirstProblem(element, lab);
    if (oneColumn.matches && lab.board.problems.value.size === 0) showResults();
  }

  // The head stands above what scrolls, so that no knob is ever half beneath it.
  const list = h("div", { class: "knobs-list" }, notes(lab));
  element.append(head(lab, panel, filter.element, pressedRun), list);
  for (const group of groupsOf(lab.data.knobs)) {
    const knobs = lab.data.knobs.filter((knob) => knob.group === group).sort(alongThePath(lab));
    const traces = group === "Load" ? clients(lab).map(([id, title]) => addTrace(id, title)) : [];
    if (knobs.length + traces.length === 0) continue;
    add(group, [...knobs.map((knob) => addRow(knob)), ...traces]);
  }
  const duration = addRow({ ...(lab.board.knob("duration") as Knob), group: "Run" });
  add("Run", [duration, addField("seed", "Seed", createSeedField(lab, committed), () => String(lab.board.inputs.value.seed)),
    addField("profile", "AWS profile", createProfileField(lab, committed), () => lab.board.inputs.value.profile)]);

  function add(title: string, children: readonly HTMLElement[]): void {
    sections.push(section(title, children));
    list.append(sections.at(-1)!);
  }

  function addRow(knob: Knob): HTMLElement {
    const label = labelOf(knob, lab.data.knobs, lab.data.topology);
    const row = createRow(knob, label, host);
    entries.push({
      path: knob.path, label, group: knob.group, awsName: knob.aws_name ?? "", meaning: knob.meaning, text: knobText(knob, label),
      element: row.element, value: () => formatValue(knob, lab.board.value(knob.path)), focus: () => reveal(row.element, () => row.focus()),
    });
    return row.element;
  }

  function addField(path: string, label: string, field: HTMLElement, value: () => string, group = "Run"): HTMLElement {
    const focus = (): void => reveal(field, () => field.querySelector<HTMLElement>("input:not([type=file]), select, button")?.focus());
    const meaning = MEANINGS[path] ?? "";
    entries.push({ path, label, group, awsName: "", meaning, text: entryText([label, meaning, group]), element: field, value, focus });
    return field;
  }

  function addTrace(id: string, title: string): HTMLElement {
    const control = createTraceControl(id, title, host);
    const focus = (): void => reveal(control, () => control.querySelector("button")?.focus());
    const [label, meaning] = [`Replay a trace, ${title}`, "replaces the arrivals by recorded ones"];
    entries.push({ path: `${id}.trace`, label, group: "Load", awsName: "", meaning, text: entryText([label, meaning, "csv upload load"]), element: control, value: () => "", focus });
    return control;
  }
  return panel;
}

const MEANINGS: Readonly<Record<string, string>> = {
  seed: "decides every random draw of the run",
  profile: "whose quotas and rules hold: which year of AWS",
};

/** Brings a row into sight, then its field into focus. */
function reveal(element: HTMLElement, focus: () => void): void {
  element.scrollIntoView?.({ block: "center" });
  focus();
}

/** Groups along the path of a request; those this page does not know follow. */
function groupsOf(knobs: readonly Knob[]): readonly string[] {
  return [...new Set([...GROUPS, ...knobs.map((knob) => knob.group)])];
}

function section(title: string, children: readonly HTMLElement[]): HTMLElement {
  return h("section", { class: "knob-group" }, h("h3", {}, title), ...children);
}

/** Sources before what they feed; in one component as the server lists them. */
function alongThePath(lab: Lab): (a: Knob, b: Knob) => number {
  const place = (knob: Knob): number => lab.scene.node(knob.component)?.order ?? Infinity;
  return (a, b) => Math.sign(place(a) - place(b)) || 0;
}

function clients(lab: Lab): [string, string][] {
  return lab.scene.nodes.filter((node) => node.picture.replays).map((node) => [node.id, node.title || node.id]);
}

function head(lab: Lab, panel: KnobsPanel, filter: HTMLElement, pressedRun: () => void): HTMLElement {
  const run = h("button", { class: "btn btn-primary run-button", type: "button", id: idFor("run") }, "Run");
  const undo = h("button", { class: "icon-btn", type: "button", title: "Undo (Ctrl Z)", "aria-label": "Undo" }, "↶");
  const redo = h("button", { class: "icon-btn", type: "button", title: "Redo (Ctrl Y)", "aria-label": "Redo" }, "↷");
  const count = h("span", { class: "changed-count" });
  const reset = h("button", { class: "link-button", type: "button" }, "reset");
  run.addEventListener("click", () => {
    panel.run();
    // From here on Space is to pause, not to press the same button again.
    if (document.activeElement === run) pressedRun();
  });
  undo.addEventListener("click", () => panel.undo());
  redo.addEventListener("click", () => panel.redo());
  reset.addEventListener("click", () => {
    if (lab.board.resetAll() && lab.run.value !== null) panel.run();
  });
  effect(() => {
    const changed = lab.board.changed.value;
    setText(count, changed ? `${changed} changed · ` : "as written");
    reset.hidden = changed === 0;
  });
  effect(() => {
    undo.disabled = !lab.board.canUndo.value;
    redo.disabled = !lab.board.canRedo.value;
  });
  effect(() => setText(run, lab.sending.value ? "Starting…" : lab.run.value === null ? "Run" : "Run again"));
  return h(
    "div",
    { class: "knobs-head" },
    h("div", { class: "knobs-title" }, h("h2", {}, "Knobs"), h("span", { class: "changed-line" }, count, reset)),
    h("div", { class: "knobs-actions" }, run, undo, redo),
    filter,
  );
}

/** Checks that belong to no row, and warnings. */
function notes(lab: Lab): HTMLElement {
  const list = h("ul", { class: "check-notes" });
  effect(() => {
    clear(list);
    const checks = lab.board.notes.value;
    list.append(...checks.map((check) => h("li", { "data-severity": check.severity }, sentence(check))));
    list.hidden = checks.length === 0;
  });
  return list;
}

function focusFirstProblem(element: HTMLElement, lab: Lab): void {
  if (lab.board.problems.value.size === 0) return;
  const error = [...element.querySelectorAll<HTMLElement>(".knob-error")].find((message) => !message.hidden);
  const place = error?.closest(".knob, .field, .trace");
  const field = place?.querySelector<HTMLElement>("input:not([type=range], [type=file]), select");
  (field ?? place?.querySelector("button"))?.focus();
  place?.scrollIntoView({ block: "nearest" });
}
