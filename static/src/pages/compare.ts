/** Two runs side by side: readable without this; with it, timelines, waterfalls and keys. */
import "../core/icon";
import "../styles/fonts.css";
import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/pages.css";
import "../panels/compare/compare.css";
import { Announcer } from "../core/announcer";
import { resultUrl } from "../core/api";
import type { Comparison } from "../core/comparison";
import { h, setText } from "../core/dom";
import { Keyboard, type Binding } from "../core/keyboard";
import { Theme } from "../core/theme";
import { ENDED, type Header, type RunState } from "../core/types";
import { CompareCharts, LAYOUTS, type Layout } from "../panels/compare/charts";
import { TwoMessages } from "../panels/compare/messages";
import { divergences, nextAfter, type Divergence } from "../panels/compare/parting";
import { storeOf, type ResultDocument } from "../panels/compare/stores";
import { createHelp } from "../panels/header/help";
import { themeButton } from "../panels/header/theme-button";
import { rowsFor } from "../panels/timelines/rows";

const LOOK_AGAIN_MS = 2000;

interface Known {
  readonly id: string;
  readonly url: string;
  readonly state: RunState;
  readonly waits: boolean;
  readonly header: Header | null;
}

interface PageData {
  readonly a: Known | null;
  readonly b: Known | null;
  readonly comparison?: Comparison;
}

const data = JSON.parse(document.getElementById("compare-data")!.textContent ?? "{}") as PageData;
const theme = new Theme();
const help = createHelp();
const announcer = new Announcer(document.querySelector<HTMLElement>("[data-compare-live]")!);
const helpButton = h("button", { class: "btn", type: "button", "aria-haspopup": "dialog" }, "Keys ", h("kbd", { "aria-hidden": "true" }, "?"));
helpButton.addEventListener("click", () => help.open());
document.querySelector(".site-header")?.append(h("span", { class: "spring" }), themeButton(theme), helpButton);
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

function swap(): void {
  const { a, b } = data;
  location.assign(`/compare?${[b && `a=${b.id}`, a && `b=${a.id}`].filter(Boolean).join("&")}${location.hash}`);
}

/** The lab on B, with itself for the baseline of what comes next. */
function promote(): void {
  if (data.b) location.assign(`${data.b.url}#base=${data.b.id}`);
}

const SWAP: Command = { key: "x", words: "Swap", label: "swap A and B", run: swap };
const PROMOTE: Command = { key: "u", words: "B is the baseline", label: "make B the baseline, and open it in the lab", run: promote };

/** Looks again until the runs that compute have ended. */
async function wait(): Promise<void> {
  for (const run of [data.a, data.b]) {
    if (!run?.waits) continue;
    const answer = await fetch(`/api/runs/${run.id}`, { headers: { Accept: "application/json" } }).catch(() => null);
    const now = answer?.ok ? ((await answer.json()) as { state: RunState; computed_s: number }) : null;
    if (now && ENDED.has(now.state)) return location.reload();
    if (now) showProgress(run, now.computed_s);
  }
  setTimeout(() => void wait(), LOOK_AGAIN_MS);
}

function showProgress(run: Known, computedS: number): void {
  const side = document.getElementById(run === data.a ? "side-a" : "side-b")?.parentElement;
  const chip = side?.querySelector(".chip");
  if (chip) setText(chip, `computed to ${Math.floor(computedS)} s`);
}

async function result(run: Known): Promise<ResultDocument> {
  const answer = await fetch(resultUrl(run.id));
  if (!answer.ok) throw new Error(`The result of run ${run.id} did not come (${answer.status}).`);
  return (await answer.json()) as ResultDocument;
}

async function draw(a: Known, b: Known, comparison: Comparison): Promise<void> {
  const place = document.querySelector<HTMLElement>("[data-compare-charts]");
  if (!place || !a.header || !b.header) return void offer([SWAP, PROMOTE]);
  const [was, now] = await Promise.all([result(a), result(b)]);
  const [before, after] = [storeOf(was, a.header), storeOf(now, b.header)];
  const rows = rowsFor(after.scene);
  const found = divergences(rows, before, after);
  const charts = new CompareCharts({ a: before, b: after, rows, divergences: found, onPin: () => write(charts) });
  place.append(charts.element);
  const turn = (): void => {
    charts.setLayout(LAYOUTS[(LAYOUTS.indexOf(charts.layout) + 1) % LAYOUTS.length]!);
    setText(buttons.get("o")!.firstElementChild!, layoutWords(charts.layout));
    announcer.say(layoutWords(charts.layout));
    write(charts);
  };
  const part = (): void => {
    const next = nextAfter(found, charts.pin);
    if (!next) return announcer.say("Nothing that is drawn differs.");
    charts.read(next.t);
    announcer.say(partingWords(next));
  };
  const buttons = offer([
    SWAP, { key: "o", words: layoutWords("overlay"), label: "layout: overlay, side by side, difference", run: turn },
    { key: "]", words: "Next parting", label: "to the next moment from which they differ", run: part }, PROMOTE,
  ]);
  recall(charts, comparison, turn);
  tellMessages(new TwoMessages(before, after, comparison.messages), comparison);
}

function layoutWords(layout: Layout): string {
  return `Layout: ${layout}`;
}

function partingWords({ t, rows }: Divergence): string {
  return `They differ from ${Math.round(t)} s in ${rows.join(", ")}.`;
}

/** The moment and the layout are in the address. */
function write(charts: CompareCharts): void {
  const layout = charts.layout === "overlay" ? "" : `&o=${LAYOUTS.indexOf(charts.layout)}`;
  history.replaceState(null, "", `${location.pathname}${location.search}#t=${Math.round(charts.pin * 100) / 100}${layout}`);
}

function recall(charts: CompareCharts, { parting }: Comparison, turn: () => void): void {
  const said = new URLSearchParams(location.hash.slice(1));
  const turns = Math.min(LAYOUTS.length - 1, Math.max(0, Math.floor(Number(said.get("o"))) || 0));
  const t = Number(said.get("t"));
  const moment = said.has("t") && Number.isFinite(t) ? t : parting?.t_s;
  for (let i = 0; i < turns; i++) turn();
  if (moment !== undefined) charts.read(moment);
}

/** Names become buttons that open the two waterfalls. */
function tellMessages(two: TwoMessages, { messages }: Comparison): void {
  for (const row of document.querySelectorAll<HTMLElement>("[data-message]")) {
    const n = Number(row.dataset["message"]);
    const head = row.querySelector("th");
    if (!head || !messages[n]) continue;
    const button = h("button", { class: "link-button", type: "button", "aria-haspopup": "dialog", title: "Both waterfalls, on one time axis" });
    const name = two.nameOf(n);
    button.append(...(name ? [name] : head.childNodes));
    head.replaceChildren(button);
    button.addEventListener("click", () => two.open(n));
  }
}

async function build(): Promise<void> {
  const { a, b, comparison } = data;
  if (a && b && comparison) await draw(a, b, comparison);
  else if (a && b) offer([SWAP, PROMOTE]);
  else offer([]);
  if (a?.waits || b?.waits) void wait();
}

build().catch((error: Error) => {
  const place = document.querySelector("[data-compare-charts]");
  place?.append(h("p", { class: "quiet", role: "alert" }, `The timelines cannot be drawn: ${error.message}`));
}).finally(() => (document.documentElement.dataset["ready"] = "true"));
