/** State machines: their graphs with what goes on in them, and one execution followed through one. */
import { Legend } from "../../charts/legend";
import { inSight, measure } from "../../charts/measure";
import { onPaletteChange } from "../../charts/palette";
import { inBin, plural } from "../../charts/words";
import { h, setAttribute, setText } from "../../core/dom";
import { formatNumber, formatTime } from "../../core/format";
import { idFor } from "../../core/ids";
import { isBetween, observedAt } from "../../core/instant";
import type { Machine } from "../../core/machine";
import type { Panel, PanelContext, View } from "../../core/panel";
import type { SceneNode } from "../../core/scene";
import { listed } from "../topology/legend";
import { binAt, machineSentence } from "./figures";
import { FollowView, type Standing } from "./follow";
import { isDrawn, MOST_DRAWN } from "./graph";
import { GraphView } from "./graph-view";
import { StateInspector } from "./inspector";
import { TROUBLES } from "./kinds";
import { StateTable } from "./table";
import { waysOf } from "./ways";
import "./machine.css";

const NUMBERS_EVERY_MS = 100;
/** What a picture is fitted into: more of it is scrolled. */
const [WIDTH, HEIGHT] = [800, 420];

export interface MachinePanel extends Panel {
  /** Opens one execution, or goes to it where it is open. */
  follow(): void;
}

/** Null where the scenario has no state machine. */
export function createMachine(context: PanelContext): MachinePanel | null {
  return context.scene.machines.length > 0 ? new MachinePane(context) : null;
}

class MachinePane implements MachinePanel {
  readonly element: HTMLElement;
  private readonly graph: GraphView;
  private readonly inspector: StateInspector;
  private readonly execution: FollowView;
  private readonly table = new StateTable(idFor("machine-table"));
  private readonly legend: Legend;
  private readonly tabs = h("div", { class: "grid-tabs machine-tabs", role: "group", "aria-label": "State machine" });
  private readonly name = h("span", { class: "machine-name" });
  private readonly scale = h("span", { class: "topology-scale num" });
  private readonly asOf = h("span", { class: "as-of num" });
  private readonly sentence = h("p", { class: "sr-only" });
  private readonly tableButton = this.tool("Table", () => this.showTable());
  private readonly followButton = this.tool("Follow an execution", () => this.toggleFollow(), "I");
  private readonly stops: (() => void)[] = [];
  private readonly machines: readonly SceneNode[];
  private shown: SceneNode;
  private machine: Machine;
  private width = WIDTH;
  private lastNumbers = -Infinity;
  private lastKey = "";
  private lit = "";
  private view: View | null = null;

  constructor(private readonly context: PanelContext) {
    const { scene, actions } = context;
    this.machines = scene.machines;
    this.shown = this.machines[0]!;
    this.machine = scene.machine(this.shown.id)!;
    this.graph = new GraphView({ choose: (state, byKeys) => this.inspect(state, byKeys), leave: () => this.leave(), invalidate: () => this.again() });
    this.inspector = new StateInspector(() => actions.select({ component: this.shown.id, slot: null }), (component) => actions.select({ component, slot: null }));
    this.execution = new FollowView(actions, () => this.endFollow());
    this.legend = new Legend("Show only", [{ glyph: "busy", name: "Execution" }, ...TROUBLES.map(({ glyph, word, meaning }) => ({ glyph, name: word[0]!.toUpperCase() + word.slice(1), meaning }))], () => this.again());
    for (const { glyph } of TROUBLES) this.legend.show(glyph, false);
    const key = h("span", { class: "topology-key" }, this.legend.element, this.scale, this.asOf, this.tableButton, this.followButton);
    this.element = h("section", { class: "pane pane-machine", "aria-label": "State machine" }, h("h2", { class: "pane-title" }, h("span", {}, "State machine ", this.name), key),
      this.tabs, this.sentence, this.graph.element, this.table.element, this.execution.element, this.inspector.element);
    setAttribute(this.tableButton, "aria-controls", this.table.element.id);
    this.tabs.hidden = this.machines.length < 2;
    this.tabs.replaceChildren(...this.machines.map((node) => this.tab(node)));
    this.turn(this.shown);
    this.listen();
  }

  private listen(): void {
    this.stops.push(measure(this.element, (width) => {
      if (width === this.width) return;
      this.width = width;
      this.build();
    }), measure(this.graph.scroller, (width, height) => {
      this.graph.resize(width, height);
      this.again();
    }), inSight(this.graph.element, (seen) => this.graph.show(seen)), onPaletteChange(() => {
      this.graph.marks.repaint();
      this.build();
    }));
  }

  private tool(words: string, run: () => void, key = ""): HTMLButtonElement {
    const button = h("button", { type: "button", class: "lanes-toggle", "aria-expanded": "false", "aria-keyshortcuts": key || null }, words, ...(key ? [" ", h("kbd", { "aria-hidden": "true" }, key)] : []));
    button.addEventListener("click", run);
    return button;
  }

  private tab(node: SceneNode): HTMLElement {
    const button = h("button", { type: "button", "data-machine": node.id }, node.title);
    button.addEventListener("click", () => {
      this.turn(node);
      this.context.actions.select({ component: node.id, slot: null });
    });
    return button;
  }

  // --- which one ---------------------------------------------------------------------------

  private turn(node: SceneNode): void {
    this.shown = node;
    this.machine = this.context.scene.machine(node.id)!;
    this.inspector.dismiss();
    this.table.build(node.title, this.machine);
    if (!isDrawn(this.machine) && this.table.element.hidden) this.showTable();
    this.execution.turn(node.id, this.machine, waysOf(this.machine));
    setText(this.name, `${node.title}, ${this.machine.workflow === "EXPRESS" ? "Express" : "Standard"}`);
    for (const tab of this.tabs.children) setAttribute(tab, "aria-pressed", String((tab as HTMLElement).dataset["machine"] === node.id));
    this.build();
  }

  private build(): void {
    this.graph.build(this.shown.id, this.machine, Math.max(200, this.width), HEIGHT);
    this.lit = "";
    this.again();
  }

  /** The same moment, in another size, colour or light. */
  private again(): void {
    this.lastKey = "";
    this.lastNumbers = -Infinity;
    this.context.actions.invalidate();
  }

  /** What was picked out elsewhere, or came with a link, is shown. */
  private heed({ selection, execution }: View): void {
    const wanted = [selection, execution].map((said) => this.machines.find(({ id }) => id === said?.component)).find((node) => node !== undefined);
    if (wanted && wanted !== this.shown && (selection?.component === wanted.id || execution?.component === wanted.id)) this.turn(wanted);
  }

  // --- what is done ------------------------------------------------------------------------

  private inspect(state: number, byKeys: boolean): void {
    if (this.inspector.open === state) return this.inspector.close();
    const { scene, actions } = this.context;
    const told = this.machine.states.find(({ number }) => number === state)!;
    const at = this.graph.boxOf(state) ?? { x: 0, y: 0, width: 0, height: 0 };
    this.inspector.show(told, at, () => this.graph.button(state), (id) => scene.titleOf(id), this.element.clientWidth, byKeys);
    this.again();
    actions.select({ component: this.shown.id, slot: state });
  }

  private leave(): boolean {
    const open = this.inspector.open !== null;
    this.inspector.close();
    return open;
  }

  private showTable(): void {
    const { element } = this.table;
    element.hidden = !element.hidden;
    setAttribute(this.tableButton, "aria-expanded", String(!element.hidden));
    this.again();
  }

  private toggleFollow(): void {
    if (this.view?.execution?.component === this.shown.id) this.endFollow();
    else this.follow();
  }

  private endFollow(): void {
    this.context.actions.goThrough(null);
    this.followButton.focus();
  }

  follow(): void {
    this.execution.open();
    this.context.actions.invalidate();
    // It is there with the next picture.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      this.execution.element.scrollIntoView?.({ block: "nearest" });
      this.execution.focus();
    }));
  }

  // --- what is shown -----------------------------------------------------------------------

  update(view: View): void {
    this.view = view;
    this.heed(view);
    if (view.selection?.component !== this.shown.id) this.inspector.dismiss();
    const { store, t } = view;
    const followed = view.execution ? `${view.execution.component} ${view.execution.execution} ${view.execution.event}` : "";
    const key = `${store.version}|${t}|${view.reducedMotion}|${view.speed}|${view.playing}|${view.selection?.component}.${view.selection?.slot}|${followed}`;
    if (key === this.lastKey) return;
    this.lastKey = key;
    this.graph.draw(view, this.legend.emphasis);
    this.light(this.execution.update(view));
    this.tell(view);
  }

  private light(standing: Standing | null): void {
    const lit = standing?.key ?? "none";
    if (lit === this.lit) return;
    this.lit = lit;
    this.graph.light(standing?.path ?? null);
    if (standing && standing.state >= 0) this.graph.reveal(standing.state);
  }

  private tell(view: View): void {
    const now = performance.now();
    if (view.playing && now - this.lastNumbers < NUMBERS_EVERY_MS * Math.max(1, this.machine.states.length / MOST_DRAWN)) return;
    this.lastNumbers = now;
    const { store, t } = view;
    this.graph.tell(view);
    this.inspector.update(this.shown.id, view);
    this.table.fill(this.shown.id, this.machine, store, t);
    setText(this.sentence, machineSentence(this.shown.title, this.machine, store, this.shown.id, observedAt(store, t)));
    setAttribute(this.followButton, "aria-expanded", String(view.execution?.component === this.shown.id));
    this.tellLegend(view);
  }

  private tellLegend(view: View): void {
    const { store, t } = view;
    const [bin, counts] = [binAt(store, t), store.states(this.shown.id)];
    for (const { glyph, count } of TROUBLES) {
      const totals = this.machine.states.flatMap(({ number }) => counts?.total(number, count) ?? []);
      const n = totals.reduce((sum, total) => sum + total.within(bin), 0);
      this.legend.show(glyph, totals.some(({ all }) => all > 0));
      this.legend.setCount(glyph, n > 0 ? inBin(n, store.binS) : "");
    }
    const between = !view.playing && isBetween(store, t);
    setText(this.scale, between || view.reducedMotion || store.bins === 0 ? "" : scaleWords(this.graph.marks));
    setText(this.asOf, between ? `numbers of ${formatTime(observedAt(store, t), 0)}` : "");
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    this.execution.dispose();
    this.element.remove();
  }
}

/** What is not rare at all in a storm is called by its name: "failed and retried 1,000". */
export function scaleWords({ scales: { common, rare }, rareInSight }: Pick<GraphView["marks"], "scales" | "rareInSight">): string {
  const seen = TROUBLES.filter(({ glyph }) => rareInSight.has(glyph)).map(({ word }) => word);
  return `1 mark = ${plural(common, "execution")}${rare === common || seen.length === 0 ? "" : `, ${listed(seen)} ${formatNumber(rare)}`}`;
}
