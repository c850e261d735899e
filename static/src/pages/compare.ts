/** Runs side by side: readable without this; with it, timelines, waterfalls and keys. */
import { formatTime } from "../core/format";
import "../core/icon";
import "../styles/fonts.css";
import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/pages.css";
import "../panels/compare/compare.css";
import { Announcer } from "../core/announcer";
import { OwnAddress } from "../core/address";
import { h, setText } from "../core/dom";
import { Keyboard, type Binding } from "../core/keyboard";
import { Loop } from "../core/loop";
import type { Lab } from "../core/lab";
import { Session } from "../core/session";
import { ENDED, type Header, type LabData, type RunState } from "../core/types";
import { LAYOUTS } from "../panels/compare/charts";
import { executionsApart, executionsTable } from "../panels/compare/executions";
import type { MessageKey } from "../panels/compare/messages";
import { nameOf, type Letter, type Side } from "../panels/compare/sides";
import { CompareView, layoutWords } from "../panels/compare/view";
import { createHelp } from "../panels/header/help";
import { themeButton } from "../panels/header/theme-button";

const LOOK_AGAIN_MS = 2000;

interface Known {
  readonly letter: Letter;
  readonly id: string;
  readonly url: string;
  readonly state: RunState;
  readonly title: string;
  readonly what: string;
  readonly seed: number;
  readonly profile: string;
  readonly waits: boolean;
  readonly has_result: boolean;
  readonly header: Header | null;
}

interface PageData {
  readonly sides: readonly Known[];
  /** The tables are there. */
  readonly compared: boolean;
  readonly parting_s: number | null;
  readonly messages: readonly (readonly [string, number])[];
}

const data = JSON.parse(document.getElementById("compare-data")!.textContent ?? "{}") as PageData;
const session = new Session();
/** What the address asked for: it is written anew as soon as somebody reads or turns. */
const asked = recalled();
let touched = false;
const help = createHelp();
const announcer = new Announcer(document.querySelector<HTMLElement>("[data-compare-live]")!);
const helpButton = h("button", { class: "btn", type: "button", "aria-haspopup": "dialog" }, "Keys ", h("kbd", { "aria-hidden": "true" }, "?"));
helpButton.addEventListener("click", () => help.open());
document.querySelector("[data-site-tools]")?.append(themeButton(session.theme), helpButton);
document.body.append(help.element);

/** One of the page's commands: a button with its key, and the key. */
interface Command {
  readonly key: string;
  readonly words: string;
  readonly label: string;
  readonly run: () => void;
}

function offer(commands: readonly Command[]): ReadonlyMap<string, HTMLButtonElement> {
  const tools = document.querySelector("[data-compare-tools]");
  const buttons = new Map(commands.map(({ key, words, label, run }) => {
    const button = h("button", { class: "btn btn-small", type: "button", title: label, "aria-keyshortcuts": key.toUpperCase() }, h("span", {}, words), " ", h("kbd", { "aria-hidden": "true" }, key.toUpperCase()));
    button.addEventListener("click", run);
    tools?.append(button);
    return [key, button];
  }));
  const bindings = commands.map(({ key, label, run }): Binding => ({ keys: [key], label, run }));
  help.fill(new Keyboard([...bindings, { keys: ["?"], label: "this list", run: () => help.open() }]));
  return buttons;
}

/** The letters go on by one: of two runs, A and B change places. */
function swap(): void {
  const ids = data.sides.map(({ id }) => id);
  const turned = [...ids.slice(1), ...ids.slice(0, 1)];
  location.assign(`/compare?${turned.map((id, i) => `${"abcd"[i]}=${id}`).join("&")}${location.hash}`);
}

/** The lab on the last run, with itself for the baseline of what comes next. */
function promote(): void {
  const last = data.sides.at(-1);
  if (last) location.assign(`${last.url}#base=${last.id}`);
}

const SWAP: Command = { key: "x", words: "Swap", label: "swap A and B; of more runs, the next one becomes A", run: swap };
const PROMOTE: Command = { key: "u", words: `Make ${data.sides.at(-1)?.letter ?? "B"} the baseline`, label: "make the last run the baseline, and open it in the lab", run: promote };

/** Looks again until the runs that compute have ended. */
async function wait(): Promise<void> {
  for (const run of data.sides) {
    if (!run.waits) continue;
    const answer = await fetch(`/api/runs/${run.id}`, { headers: { Accept: "application/json" } }).catch(() => null);
    const now = answer?.ok ? ((await answer.json()) as { state: RunState; computed_s: number }) : null;
    if (now && ENDED.has(now.state)) return location.reload();
    if (now) showProgress(run, now.computed_s);
  }
  setTimeout(() => void wait(), LOOK_AGAIN_MS);
}

function showProgress(run: Known, computedS: number): void {
  const side = document.getElementById(`side-${run.letter.toLowerCase()}`)?.parentElement;
  const chip = side?.querySelector(".chip");
  if (chip) setText(chip, `computed to ${formatTime(Math.floor(computedS), 0)}`);
}

/** A run as the lab would show it, as far as it is looked at here: what its header says. */
function labOf(run: Known, header: Header): Lab {
  const { topology, types, edge_kinds, duration_s, scenario, machines } = header;
  const told: LabData = {
    scenario: { ...scenario, seed: run.seed, profile: run.profile, duration_s }, knobs: [], topology, types, edge_kinds, ...(machines ? { machines } : {}), header: null,
    run: { id: run.id, state: run.state, seed: run.seed, profile: run.profile },
  };
  const lab = session.add(told, new OwnAddress());
  lab.store.value.setHeader(header);
  return lab;
}

function sidesOf(): Side[] | null {
  if (data.sides.length < 2 || data.sides.some(({ header }) => header === null)) return null;
  return data.sides.map((run) => {
    const lab = labOf(run, run.header!);
    return { letter: run.letter, name: nameOf(run.letter), what: run.what, store: () => lab.store.value, lab };
  });
}

function draw(place: HTMLElement, sides: readonly Side[]): void {
  const messages = data.messages.map(([component, id]): MessageKey => ({ component, id }));
  const view: CompareView = new CompareView({
    sides, messages,
    onRead: (_, stays) => {
      touched ||= stays;
      if (stays) write(view);
      loop.invalidate();
    },
    say: (text) => announcer.say(text),
  });
  const labs = sides.flatMap(({ lab }) => lab ?? []);
  const loop = new Loop((now) => {
    view.update(labs.at(-1)!.viewing.view(now));
    if (labs.every((lab) => lab.ended.value) && place.dataset["whole"] !== "true") {
      whole(view, place);
      loop.invalidate();
    }
    return false;
  }, () => session.reducedMotion.value);
  place.append(view.element);
  const turn = (): void => {
    view.turn();
    setText(buttons.get("o")!.firstElementChild!, layoutWords(view.charts.layout));
    write(view);
  };
  const buttons = offer([
    SWAP, { key: "o", words: layoutWords("overlay"), label: "layout: overlay, side by side, difference", run: turn },
    { key: "]", words: "Next parting", label: "to the next moment from which they differ", run: () => view.part() }, PROMOTE,
  ]);
  view.setLayout(asked.layout);
  setText(buttons.get("o")!.firstElementChild!, layoutWords(view.charts.layout));
  if (asked.moment !== null) view.follow(asked.moment);
  for (const lab of labs) {
    lab.viewing.onDirty = () => loop.invalidate();
    lab.viewing.onData = () => loop.invalidateSoon();
    lab.receive();
  }
  loop.invalidate();
}

/** All data is here. */
function whole(view: CompareView, place: HTMLElement): void {
  place.dataset["whole"] = "true";
  if (!touched) view.follow(asked.moment ?? data.parting_s ?? Infinity);
  tellMessages(view);
  tellExecutions(view);
}

/** The moment and the layout are in the address. */
function write(view: CompareView): void {
  const layout = view.layout === 0 ? "" : `&o=${view.layout}`;
  history.replaceState(null, "", `${location.pathname}${location.search}#t=${Math.round(view.charts.pin * 100) / 100}${layout}`);
}

function recalled(): { layout: number; moment: number | null } {
  const said = new URLSearchParams(location.hash.slice(1));
  const layout = Math.min(LAYOUTS.length - 1, Math.max(0, Math.floor(Number(said.get("o"))) || 0));
  const t = Number(said.get("t"));
  return { layout, moment: said.has("t") && Number.isFinite(t) ? t : null };
}

/** Names become buttons that open the waterfalls. */
function tellMessages({ messages }: CompareView): void {
  for (const row of document.querySelectorAll<HTMLElement>("[data-message]")) {
    const n = Number(row.dataset["message"]);
    const head = row.querySelector("th");
    if (!head || !data.messages[n]) continue;
    const button = h("button", { class: "link-button", type: "button", "aria-haspopup": "dialog", title: "All waterfalls, on one time axis" });
    const name = messages.nameOf(n);
    button.append(...(name ? [name] : head.childNodes));
    head.replaceChildren(button);
    button.addEventListener("click", () => messages.open(n));
  }
}

/** The server compares what results tell; histories of executions are in the frames. */
function tellExecutions({ messages, charts }: CompareView): void {
  const place = document.querySelector<HTMLElement>("[data-executions]");
  const all = place ? executionsApart(charts.stores) : [];
  const first = messages.add(all);
  const table = executionsTable(all, data.sides.map(({ letter }) => letter), charts.stores[0]!, (n) => messages.open(first + n));
  if (!place || !table) return;
  place.append(table);
  place.hidden = false;
  // That nothing came to another end would be said of messages alone.
  if (data.messages.length === 0) document.getElementById("messages")?.closest("section")?.setAttribute("hidden", "");
}

function build(): void {
  const place = document.querySelector<HTMLElement>("[data-compare-view]");
  const sides = place ? sidesOf() : null;
  if (place && sides) draw(place, sides);
  else offer(data.sides.length > 1 ? [SWAP, PROMOTE] : []);
  if (data.sides.some(({ waits }) => waits)) void wait();
}

build();
document.documentElement.dataset["ready"] = "true";
