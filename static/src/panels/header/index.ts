/** The bar on top: what this is, how the run stands, and what concerns the whole page. */
import { effect } from "@preact/signals-core";
import { resultUrl } from "../../core/api";
import { formatSpeed } from "../../core/clock";
import { h, setText } from "../../core/dom";
import { idFor } from "../../core/ids";
import { hasResult, type Lab } from "../../core/lab";
import { themeButton } from "./theme-button";
import { runStateText, type StateText } from "./state-text";

export interface HeaderOptions {
  /** The element the server wrote, with the mark, the title and the way back. */
  readonly element: HTMLElement;
  readonly lab: Lab;
  /** Of what `onRail` opens. */
  readonly railId: string;
  readonly onHelp: () => void;
  readonly onRail: () => void;
  /** Beside how the run stands: what of it was asked for. */
  readonly verdict?: HTMLElement;
  /** Of the run as a whole: what it is compared with, and where. */
  readonly extras: readonly HTMLElement[];
}

export function createHeader({ element, lab, railId, onHelp, onRail, verdict, extras }: HeaderOptions): void {
  const state = stateChip(lab);
  const seed = h("span", { class: "chip seed-chip" });
  const profile = h("span", { class: "chip profile-chip" });
  const result = h("a", { class: "btn result-link", download: "" }, "Result JSON");
  const rail = railButton(railId, onRail);
  const theme = themeButton(lab.theme);
  const help = helpButton(onHelp);
  const stop = stopButton(lab);
  element.append(state, ...(verdict ? [verdict] : []), stop, seed, profile, h("span", { class: "spring" }), ...extras, result, rail, theme, help);

  effect(() => {
    const { seed: value, profile: name } = lab.inputs.current.value;
    seed.replaceChildren("seed ", h("span", { class: "num" }, String(value)));
    setText(profile, name);
  });
  effect(() => {
    const run = lab.run.value;
    const ready = run !== null && hasResult(lab.end.value);
    result.hidden = !ready;
    if (!ready) return;
    result.href = resultUrl(run);
    result.download = `windtunnel-${run}.json`;
  });
}

/** Where the run is written up, once there is something to write. */
export function reportLink(lab: Lab): HTMLElement {
  const report = h("a", { class: "btn report-link", title: "What came out, as a page, a file or on paper" }, "Report");
  effect(() => {
    const run = lab.run.value;
    const end = lab.end.value;
    report.hidden = run === null || !hasResult(end);
    report.classList.toggle("btn-primary", end?.state === "finished");
    if (run !== null) report.href = `/r/${run}`;
  });
  return report;
}

/** Opens flags and events, where the page is narrow. */
export function railButton(railId: string, onRail: () => void): HTMLElement {
  const rail = h("button", { class: "btn rail-button", type: "button", "aria-controls": railId }, "Events ", h("kbd", { "aria-hidden": "true" }, "Q"));
  rail.addEventListener("click", onRail);
  return rail;
}

export function helpButton(onHelp: () => void): HTMLElement {
  const help = h("button", { class: "btn help-button", type: "button", "aria-haspopup": "dialog" }, "Keys ", h("kbd", { "aria-hidden": "true" }, "?"));
  help.addEventListener("click", onHelp);
  return help;
}

/** How the run stands. */
export function stateChip(lab: Lab): HTMLElement {
  const state = h("span", { class: "chip state-chip", id: idFor("state-chip") });
  effect(() => showState(state, stateText(lab)));
  return state;
}

/** There while there is something to stop; the focus it had goes on to what says how the run stands. */
function stopButton(lab: Lab): HTMLElement {
  const stop = h("button", { class: "btn btn-small stop-button", type: "button", "aria-keyshortcuts": "X", title: "Stop the run (X); what is computed is kept" }, "Stop");
  stop.addEventListener("click", () => void lab.cancelRun());
  effect(() => {
    const wanted = lab.stoppable.value;
    if (!wanted && document.activeElement === stop) document.getElementById("content")?.focus({ preventScroll: true });
    stop.hidden = !wanted;
    stop.disabled = lab.stopping.value;
    setText(stop, lab.stopping.value ? "Stopping" : "Stop");
  });
  return stop;
}

function stateText(lab: Lab): StateText {
  const end = lab.end.value;
  lab.frames.value; // the figures below grow with each frame
  const store = lab.store.value;
  return runStateText({
    state: lab.sending.value && lab.state.value === "new" ? "queued" : lab.state.value,
    connection: lab.viewing.connection.value,
    whole: lab.ended.value,
    ahead: lab.queuePosition.value,
    computedS: store.computed,
    events: Number(end?.summary?.["events"] ?? store.frames.at(-1)?.eventsTotal ?? NaN),
    wallS: Number(end?.summary?.["wall_s"] ?? NaN),
    playing: lab.viewing.playing.value,
    speed: formatSpeed(lab.viewing.speed.value),
    hiddenS: lab.veil.reached ? lab.veil.from.value : null,
  });
}

function showState(chip: HTMLElement, text: StateText): void {
  const key = `${text.tone} ${text.glyph} ${text.words} ${text.figures ?? ""}`;
  if (chip.dataset["shown"] === key) return;
  chip.dataset["shown"] = key;
  chip.dataset["tone"] = text.tone;
  const glyph = h("span", { class: "state-glyph", "aria-hidden": "true" }, text.glyph);
  chip.replaceChildren(glyph, text.words);
  if (text.figures) chip.append(" ", h("span", { class: "num" }, text.figures));
}

