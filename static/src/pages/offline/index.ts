/**
 * The lab without a server: a run that lies in the page, with everything that watching it needs.
 * Reports and embedded runs are made of it.
 */
import "../../styles/fonts.css";
import "../../styles/tokens.css";
import "../../styles/base.css";
import "../../styles/lab.css";
import "../../styles/transport.css";
import "./offline.css";
import { OwnAddress } from "../../core/address";
import { Announcer } from "../../core/announcer";
import { h } from "../../core/dom";
import { RunFile, type FileHead } from "../../core/in-file";
import { Keyboard, type Binding } from "../../core/keyboard";
import type { Lab } from "../../core/lab";
import type { Panel, PanelContext } from "../../core/panel";
import { Session } from "../../core/session";
import { Theme } from "../../core/theme";
import { createEvents } from "../../panels/events/index";
import { createGoals } from "../../panels/goals/index";
import { createGrid } from "../../panels/grid/index";
import { createHelp, ON_SCRUBBER } from "../../panels/header/help";
import { helpButton, railButton, stateChip } from "../../panels/header/index";
import { themeButton } from "../../panels/header/theme-button";
import { createInsights } from "../../panels/insights/index";
import { createMachine } from "../../panels/machine/index";
import { createBill } from "../../panels/rail/bill";
import { createDrawer } from "../../panels/rail/drawer";
import { createFlags } from "../../panels/rail/index";
import { createStateBars } from "../../panels/state/index";
import { createStory } from "../../panels/story/index";
import { createTimelines } from "../../panels/timelines/index";
import { aboutComponent } from "../../panels/topology/about";
import { createSentence } from "../../panels/sentence/index";
import { createTopology } from "../../panels/topology/index";
import { createTransport } from "../../panels/transport/index";
import { createWaiting } from "../../panels/waiting/index";
import { bind, drawn, paint, playingKeys, rangeKeys } from "../common/watching";

const DATA = "run-data";
const PLACE = "live";

interface Regions {
  readonly header: HTMLElement;
  readonly bars: HTMLElement;
  readonly main: HTMLElement;
  readonly rail: HTMLElement;
  readonly transport: HTMLElement;
  readonly said: HTMLElement;
}

/** Whole pages have landmarks; a lab in a report is a part of it. */
function regionsIn(place: HTMLElement, whole: boolean): Regions {
  const region = (tag: "div" | "aside" | "footer" | "main" | "header", named: string, label = ""): HTMLElement =>
    h(whole ? tag : "div", { class: `lab-${named}`, id: `lab-${named}`, ...(label ? { "aria-label": label, ...(whole ? {} : { role: "group" }) } : {}) });
  const regions = {
    header: region("header", "header"), bars: region("div", "bars"), main: region("main", "main", "The run"),
    rail: region("aside", "rail", "Flags and events"), transport: region("footer", "transport", "Time"),
    said: h("div", { class: "visually-hidden", role: "status", "aria-live": "polite" }),
  };
  regions.bars.hidden = true;
  regions.main.tabIndex = -1;
  place.replaceChildren(...Object.values(regions));
  return regions;
}

function keysOf(lab: Lab, { main, rail }: Regions, toggleRail: () => void, closeRail: () => boolean, goals: () => void, story: () => void, machine: () => void, help: () => void): Binding[] {
  const { viewing } = lab;
  return [
    ...playingKeys(viewing),
    bind("]", "next flag or insight", () => viewing.toFlag(1)),
    ...rangeKeys(viewing, [main, rail], toggleRail),
    bind("m", "follow a message", story),
    bind("i", "follow an execution of a state machine, event by event", machine),
    bind("g", "goals of the scenario: kept or broken", goals),
    bind("?", "this list", help),
    bind("Escape", "one level out", () => {
      if (closeRail()) return;
      if (viewing.pin.value !== null) viewing.setPin(null);
      else viewing.select(null);
    }),
  ];
}

/** `level`: of the heading that the page needs there; a report has one of its own. */
function titleOf(head: FileHead, whole: boolean): HTMLElement {
  const { title } = head.lab.scenario;
  const link = head.lab.run && document.getElementById(PLACE)?.dataset["link"];
  const words = h(whole ? "h1" : "p", { class: "viewer-title", title }, title);
  return h("div", { class: "lab-title" }, words, link ? h("a", { href: link, target: "_blank", rel: "noopener" }, "Open in the lab") : null);
}

function leftOut({ left_out: sentences }: FileHead): HTMLElement | null {
  return sentences.length > 0 ? h("p", { class: "viewer-note" }, `A coarser copy, to bound its size. ${sentences.join(" ")}`) : null;
}

function build(file: RunFile, place: HTMLElement): void {
  const whole = place.dataset["page"] === "whole";
  const session = new Session(file.source, new Theme(whole ? undefined : "light"));
  const lab = session.add(file.head.lab, new OwnAddress(viewIn(location.hash)));
  const regions = regionsIn(place, whole);
  const { header, bars, main, rail, transport, said } = regions;
  const { viewing } = lab;
  const announcer = new Announcer(said);
  viewing.onSay = (text) => announcer.say(text);

  const goals = createGoals({ dialogs: document.body, lab, judge: file });
  const context: PanelContext = { actions: viewing, scene: lab.scene, durationS: lab.data.scenario.duration_s, scenario: lab.data.scenario.id, goals: lab.data.goals ?? [], judged: goals.judged, insights: { all: () => lab.insights.value, open: (insight) => insights.open(insight) } };
  const drawer = createDrawer(rail);
  const insights = createInsights(lab, () => drawer.show(), false);
  const help = createHelp(ON_SCRUBBER);
  const story = createStory(context);
  document.body.append(help.element, story.element);
  header.append(titleOf(file.head, whole), stateChip(lab), goals.button, h("span", { class: "spring" }), railButton(rail.id, () => drawer.toggle()), ...(whole ? [themeButton(session.theme)] : []), helpButton(help.open));
  createStateBars(bars, lab, null);
  const note = leftOut(file.head);
  if (note) bars.after(note);

  const machine = createMachine(context);
  const [topology, grid, timelines, events, waiting] = [createTopology(context, (id) => about(lab, id)), createGrid(context), createTimelines(context), createEvents(context, (from) => story.open(from)), createWaiting(context)];
  const sentence = createSentence(lab);
  main.append(sentence.element, topology.element, ...(machine ? [machine.element] : []), grid.element, timelines.element);
  rail.append(insights.element, createFlags(lab), ...(waiting ? [waiting.element] : []), createBill(lab), h("div", { class: "rail-events" }, events.element));
  const panels: Panel[] = [sentence, topology, ...(machine ? [machine] : []), grid, timelines, events, story, insights, ...(waiting ? [waiting] : []), createTransport(transport, viewing, { onFork: null, done: lab.done })];

  const keys = keysOf(lab, regions, () => drawer.toggle(), () => drawer.close(), goals.open, () => story.open(), () => machine?.follow(), help.open);
  help.fill(new Keyboard(keys, whole ? document : place));
  const loop = drawn(session, lab, (now) => paint(lab, panels, now));
  addEventListener("hashchange", () => show(lab, place, () => loop.invalidate()));
  lab.open();
}

/** The settings, without a way to change them, and numbers without pages of a server. */
function about(lab: Lab, component: string): ReturnType<typeof aboutComponent> {
  const told = aboutComponent(lab, component, () => undefined);
  const facts = told.facts.map(({ page: _, ...fact }) => fact);
  return { ...told, facts, settings: told.settings.map(({ name, value, changed }) => ({ name, value, ...(changed ? { changed } : {}) })) };
}

/** A view in the address, and not a place in the report. */
function viewIn(hash: string): string {
  return hash.includes("=") ? hash : "";
}

/** A link of the report names a moment: it is shown, still, and comes into sight. */
function show(lab: Lab, place: HTMLElement, redraw: () => void): void {
  const view = viewIn(location.hash);
  if (!view) return;
  lab.address.replaceHash(view);
  lab.viewing.setPlaying(false);
  lab.viewing.recall();
  place.scrollIntoView({ block: "start" });
  redraw();
}

async function begin(): Promise<void> {
  const place = document.getElementById(PLACE);
  const data = document.getElementById(DATA);
  if (!place || !data) return;
  place.closest<HTMLElement>("[hidden]")?.removeAttribute("hidden");
  try {
    build(await RunFile.open(data.textContent ?? ""), place);
  } catch (error) {
    place.replaceChildren(h("p", { class: "viewer-note", role: "alert" }, `The run in this page could not be opened: ${(error as Error).message}`));
  }
  data.remove();
  document.documentElement.dataset["ready"] = "true";
}

void begin();
