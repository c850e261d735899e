/** The lab page: a session, and the panels of its first run. */
import "../core/icon";
import "../styles/fonts.css";
import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/lab.css";
import "../styles/knobs.css";
import "../styles/transport.css";
import { effect } from "@preact/signals-core";
import { configOf, withoutConfig } from "../core/address";
import { Announcer } from "../core/announcer";
import { Api } from "../core/api";
import { readConfig } from "../core/config-link";
import type { Baseline } from "../core/baseline";
import { h } from "../core/dom";
import { keepDraft } from "../core/draft";
import { Keyboard } from "../core/keyboard";
import type { Lab } from "../core/lab";
import type { Panel, PanelContext } from "../core/panel";
import { Session } from "../core/session";
import { Stage } from "../core/stage";
import type { LabData } from "../core/types";
import { createClassroom } from "../panels/classroom/index";
import { createBaseline } from "../panels/baseline/index";
import { createInLab } from "../panels/compare/in-lab";
import { createEvents } from "../panels/events/index";
import { createGoals } from "../panels/goals/index";
import { createGrid } from "../panels/grid/index";
import { createHelp } from "../panels/header/help";
import { createHeader, reportLink } from "../panels/header/index";
import { createInsights, type InsightsPanel } from "../panels/insights/index";
import { createDone } from "../panels/interventions/list";
import { followMoment, holdFrom } from "../panels/interventions/moment";
import { actionsOf } from "../panels/interventions/offers";
import { createSheet } from "../panels/interventions/sheet";
import { createTree } from "../panels/interventions/tree";
import { createKnobs, type KnobsPanel } from "../panels/knobs/index";
import { createBill } from "../panels/rail/bill";
import { BESIDE_LESSON, createDrawer, floatsWhereNarrow } from "../panels/rail/drawer";
import { createMachine } from "../panels/machine/index";
import { createFlags } from "../panels/rail/index";
import { announceState } from "../panels/state/announce";
import { createEmpty } from "../panels/state/empty";
import { createPresent } from "../panels/present/index";
import { partsOf } from "../panels/present/menu";
import { createSentence, type Stated } from "../panels/sentence/index";
import { createQuestion } from "../panels/question/index";
import { createLesson, type LessonPanel } from "../panels/lesson/index";
import { createOwnQuestion } from "../panels/predict/own";
import { createStateBars } from "../panels/state/index";
import { createRuns } from "../panels/runs/index";
import { createShare } from "../panels/share/index";
import { createGets, whatItGets } from "../panels/story/gets";
import { createStory } from "../panels/story/index";
import { createTimelines } from "../panels/timelines/index";
import { aboutComponent } from "../panels/topology/about";
import { createTopology } from "../panels/topology/index";
import { createTransport } from "../panels/transport/index";
import { createWaiting } from "../panels/waiting/index";
import { labKeys, type Commands } from "./common/lab-keys";
import { drawn, paint } from "./common/watching";

function part(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element #${id}.`);
  return element;
}

function pageData(): LabData {
  return JSON.parse(part("lab-data").textContent ?? "") as LabData;
}

/** Where the panels of one run go. */
interface Roots {
  readonly header: HTMLElement;
  readonly bars: HTMLElement;
  /** What came of the run, beside its baseline. */
  readonly was: HTMLElement;
  readonly knobs: HTMLElement;
  readonly main: HTMLElement;
  readonly rail: HTMLElement;
  readonly transport: HTMLElement;
  /** For what opens over the page. */
  readonly dialogs: HTMLElement;
}

function pageRoots(): Roots {
  return {
    header: part("lab-header"), bars: part("lab-bars"), was: part("lab-was"), knobs: part("lab-knobs"), main: part("content"), rail: part("lab-rail"),
    transport: part("lab-transport"), dialogs: document.body,
  };
}

/** A run's panels, and what the page's keys do with them. */
interface Desk {
  readonly panels: readonly Panel[];
  readonly commands: Omit<Commands, "help">;
  readonly lesson: LessonPanel | null;
}

function build(data: LabData, note = ""): void {
  const session = new Session();
  const lab = session.add(data);
  if (note) lab.trouble.value = { kind: "note", message: note };
  const help = createHelp();
  const announcer = new Announcer(part("lab-live"));
  const { panels, commands, lesson } = furnish(lab, session.compareFrom(lab), pageRoots(), announcer, help.open);
  help.fill(new Keyboard(labKeys({ ...commands, help: help.open })));
  document.body.append(help.element);

  const { viewing } = lab;
  const loop = drawn(session, lab, (now) => paint(lab, panels, now, () => followMoment(lab)));
  // The fragment is the view's: the link to the main area moves the focus alone.
  document.querySelector(".skip-link")?.addEventListener("click", (event) => {
    event.preventDefault();
    part("content").focus();
  });
  addEventListener("pagehide", () => viewing.keepPlace());
  document.addEventListener("visibilitychange", () => document.hidden && viewing.keepPlace());
  addEventListener("popstate", () => {
    // Another run's address; a change of the fragment alone is seen to below.
    if (location.pathname !== lab.address.path) location.reload();
  });
  const config = configOf(location.hash);
  addEventListener("hashchange", () => {
    // Other inputs came with a link; those of the one before are gone once there is a run.
    if (configOf(location.hash) !== null && configOf(location.hash) !== config) return location.reload();
    viewing.recall();
    loop.invalidate();
  });
  lab.open();
  if (config === null) keepDraft(lab);
  lesson?.begin();
  document.documentElement.dataset["ready"] = "true";
}

function furnish(lab: Lab, baseline: Baseline, roots: Roots, announcer: Announcer, onHelp: () => void): Desk {
  const { viewing } = lab;
  viewing.onSay = (text) => announcer.say(text);
  const sheet = createSheet({ lab, dialogs: roots.dialogs, onKnob: () => {
    holdFrom(lab, true);
    knobs.find();
  } });
  const tree = createTree(lab, baseline, roots.dialogs);
  const transport = createTransport(roots.transport, viewing, { onFork: lab.data.actions ? () => sheet.open() : null, done: lab.done });
  const knobs: KnobsPanel = createKnobs({
    root: roots.knobs, dialogs: roots.dialogs, lab,
    pressedRun: transport.focusPlay,
    // One column: what was asked for lies below the knobs.
    showResults: () => roots.main.scrollIntoView(),
    bringIn: () => knobsDrawer.show(),
  });
  const stage = new Stage(lab.data.scenario.id, partsOf(lab.scene));
  const narrow = floatsWhereNarrow(lab.data.lesson ? BESIDE_LESSON : undefined);
  const drawer = createDrawer(roots.rail, () => stage.on.value || narrow());
  const knobsDrawer = createDrawer(roots.knobs, () => stage.on.value);
  const base = createBaseline({ line: roots.was, dialogs: roots.dialogs, lab, base: baseline });
  const share = createShare({ dialogs: roots.dialogs, lab, base: baseline });
  const inLab = createInLab({ lab, base: baseline, found: base.found, main: roots.main });
  const runs = createRuns(lab, roots.dialogs);
  const goals = createGoals({ dialogs: roots.dialogs, lab, base: baseline });
  const own = createOwnQuestion(lab, roots.dialogs);
  const extras = [tree.button, inLab.button, share.button, reportLink(lab), runs.button];
  // A lesson asks questions of its own.
  const question = lab.data.lesson ? null : createQuestion(lab.data, localStorage, lab.veil.from);
  if (question) {
    roots.header.querySelector(".crumb")?.after(question.button);
    roots.header.after(question.element);
  }
  createStateBars(roots.bars, lab, knobs.run);
  const context: PanelContext = { actions: viewing, scene: lab.scene, durationS: lab.data.scenario.duration_s, scenario: lab.data.scenario.id, goals: lab.data.goals ?? [], judged: goals.judged, stage, handed: (component, id, at) => lab.api.handed(lab.run.value ?? "", component, id, at), insights: { all: () => lab.insights.value, open: (insight) => insights.open(insight) } };
  const insights = createInsights(lab, () => stage.on.value || drawer.show());
  const story = createStory(context);
  roots.dialogs.append(story.element);
  const present = createPresent({ lab, stage, page: roots.dialogs, header: roots.header, main: roots.main, story, knobs: knobsDrawer, rail: drawer, help: onHelp });
  const classroom = createClassroom({ lab, header: roots.header, main: roots.main, transport: roots.transport, dialogs: roots.dialogs, fork: lab.data.actions ? () => sheet.open() : null, walk: (direction) => present.go(direction) });
  createHeader({ element: roots.header, lab, railId: roots.rail.id, onHelp, onRail: () => drawer.toggle(), verdict: goals.button, extras: [...extras, present.button] });
  present.more.append(classroom.button);
  effect(() => announceState(lab));
  const machine = createMachine(context);
  const panels: Panel[] = [...createPanels(lab, roots, context, { machine, knobs, story, sheet, insights, baseline, stated: () => present.stated }), inLab, transport, present, classroom];
  roots.main.querySelector(".tl-rows-button")?.after(own.button);
  const asked = h("div", { class: "pane pane-predict", hidden: true });
  roots.main.prepend(h("div", { class: "predict-places" }, own.element, asked));
  const lesson = lab.data.lesson ? createLesson({ lab, lesson: lab.data.lesson, stage, place: asked, present: present.walk, showKnob: (path) => knobs.show(path) }) : null;
  if (lesson) {
    roots.main.after(lesson.element);
    panels.push(lesson);
  }
  roots.main.append(inLab.element);
  // After what gives way to what is said: it stays where it is.
  roots.main.querySelector("[data-command=zoom-in]")?.before(base.button);
  return { panels, commands: { lab, roots, machine, knobs, drawer, base, story, sheet, tree, share, inLab, runs, goals, present }, lesson };
}

function createPanels(lab: Lab, { main, rail, dialogs }: Roots, context: PanelContext, { machine, knobs, story, sheet, insights, baseline, stated }: Pick<Commands, "machine" | "knobs" | "story" | "sheet"> & { readonly insights: InsightsPanel; readonly baseline: Baseline; readonly stated: () => Stated | null }): readonly Panel[] {
  const gets = createGets((component, id, at) => lab.api.handed(lab.run.value ?? "", component, id, at));
  dialogs.append(gets.element);
  const deeds = { offers: (id: string) => actionsOf(lab, id), choose: (id: string, action: string) => sheet.act(id, action) };
  const [topology, grid, timelines] = [createTopology(context, (id) => ({ ...aboutComponent(lab, id, (path) => knobs.show(path)), ...whatItGets(lab, id, gets) }), deeds), createGrid(context), createTimelines(context)];
  const sentence = createSentence(lab, stated);
  const events = createEvents(context, (from) => story.open(from));
  main.replaceChildren(sentence.element, topology.element, ...(machine ? [machine.element] : []), grid.element, timelines.element, createEmpty(lab, knobs.run));
  const waiting = createWaiting(context);
  rail.append(insights.element, ...(lab.data.actions ? [createDone(lab, baseline, sheet)] : []), createFlags(lab), ...(waiting ? [waiting.element] : []), createBill(lab), h("div", { class: "rail-events" }, events.element));
  return [sentence, topology, ...(machine ? [machine] : []), grid, timelines, events, story, insights, ...(waiting ? [waiting] : [])];
}

/** What the page was opened on: what the server wrote into it, or the inputs that a link brought. */
async function begin(): Promise<void> {
  const data = pageData();
  const config = configOf(location.hash);
  if (config === null) return build(data);
  try {
    const told = await new Api(data.csrf ?? "").configured(await readConfig(config));
    if (told.existing !== null) return location.replace(told.existing + withoutConfig(location.hash));
    retitle(told);
    build(told);
  } catch (error) {
    build(data, `${(error as Error).message} This is the scenario as it is written.`);
  }
}

function retitle({ scenario }: LabData): void {
  document.title = `${scenario.title} · Windtunnel`;
  const title = part("lab-header").querySelector("h1");
  title?.replaceChildren(scenario.title);
  title?.setAttribute("title", scenario.title);
  // A scenario of one's own has no page.
  if (scenario.document !== undefined) part("lab-header").querySelector(".crumb span")?.remove();
}

void begin();
