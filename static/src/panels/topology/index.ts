/** The scenario as a picture: nodes with live numbers, and what travels between them. */
import { Legend, type LegendEntry } from "../../charts/legend";
import { measure } from "../../charts/measure";
import { onPaletteChange } from "../../charts/palette";
import { inBin, plural } from "../../charts/words";
import { h, setAttribute, setText, svg } from "../../core/dom";
import { formatNumber, formatTime } from "../../core/format";
import { isBetween, observedAt } from "../../core/instant";
import type { Panel, PanelContext, View } from "../../core/panel";
import { NodeMenu } from "../interventions/menu";
import type { Offer } from "../interventions/offers";
import { figures, nameOf, spoken } from "./figures";
import { Flow, flowsOf, type FlowSpec } from "./flows";
import { Inspector, type Describe } from "./inspector";
import { MappingLanes } from "./lanes";
import { flowOrder, layoutOf, neighbour, type Layout, type Place } from "./layout";
import { COUNTED, counted, legendOf, listed, unitOf } from "./legend";
import { Marks } from "./marks";
import { drawRoute, updateRoutes, type RouteView } from "./routes";
import "./topology.css";

const NUMBERS_EVERY_MS = 100;

/** What can be done to components in the course of a run. */
export interface Deeds {
  offers(component: string): readonly Offer[];
  choose(component: string, action: string): void;
}

const NO_DEEDS: Deeds = { offers: () => [], choose: () => undefined };

export function createTopology(context: PanelContext, describe: Describe = () => ({ settings: [], facts: [] }), deeds: Deeds = NO_DEEDS): Panel {
  return new TopologyPanel(context, describe, deeds);
}

interface NodeView {
  readonly place: Place;
  readonly button: HTMLButtonElement;
  /** Opens its menu; null where nothing can be done to it. */
  readonly more: HTMLButtonElement | null;
  readonly headline: HTMLElement;
  readonly unit: HTMLElement;
  readonly sub: HTMLElement;
}

class TopologyPanel implements Panel {
  readonly element: HTMLElement;
  private readonly stage = h("div", { class: "topology-stage" });
  private readonly scroller = h("div", { class: "topology-scroller" }, this.stage);
  private readonly edges = svg("svg", { class: "topology-edges", "aria-hidden": "true" });
  private readonly marks = new Marks();
  private readonly legend: Legend;
  private readonly scale = h("span", { class: "topology-scale num" });
  private readonly asOf = h("span", { class: "as-of num" });
  private readonly inspector: Inspector;
  private readonly menu: NodeMenu;
  private readonly lanes: readonly MappingLanes[];
  private readonly stops: (() => void)[] = [];
  private map: Layout = { places: [], routes: [], width: 0, height: 0 };
  private flows: readonly FlowSpec[] = [];
  private nodes: NodeView[] = [];
  private routes: RouteView[] = [];
  private lastNumbers = -Infinity;
  private view: View | null = null;
  private readonly unit: string;
  private readonly entries: readonly LegendEntry[];
  private lastKey = "";

  constructor(private readonly context: PanelContext, describe: Describe, deeds: Deeds) {
    const invalidate = (): void => context.actions.invalidate();
    const unit = unitOf(context.scene);
    this.unit = unit.short;
    this.entries = legendOf(context, unit.name);
    this.legend = new Legend("Show only", this.entries, () => {
      this.lastKey = "";
      invalidate();
    });
    this.inspector = new Inspector(describe, () => this.context.actions.select(null));
    this.menu = new NodeMenu((id) => deeds.offers(id), (id, action) => deeds.choose(id, action));
    const title = h("h2", { class: "pane-title" }, "Topology", h("span", { class: "topology-key" }, this.legend.element, this.scale, this.asOf));
    this.lanes = context.scene.keeping("lanes").map((node) => new MappingLanes(node));
    this.element = h("section", { class: "pane pane-topology", "aria-label": "Topology" }, title, this.scroller,
      ...this.lanes.map((lanes) => lanes.element), this.inspector.element, this.menu.element);
    this.build(800);
    this.stops.push(measure(this.scroller, (width) => {
      this.build(width);
      invalidate();
    }), onPaletteChange(() => {
      this.marks.repaint();
      this.lastKey = "";
      invalidate();
    }));
  }

  private build(width: number): void {
    const focused = this.nodes.find((n) => n.button === document.activeElement)?.place.id;
    this.map = layoutOf(this.context.scene, width);
    const size = { width: Math.max(width, this.map.width), height: this.map.height };
    this.stage.style.width = `${size.width}px`;
    this.stage.style.height = `${size.height}px`;
    this.edges.replaceChildren();
    this.flows = flowsOf(this.map);
    this.routes = this.map.routes.map((route) => drawRoute(route, this.flows, this.edges));
    const places = flowOrder(this.map.places).map((id) => this.map.places.find((p) => p.id === id)!);
    this.nodes = places.map((place) => this.node(place));
    this.stage.replaceChildren(this.edges, ...this.nodes.flatMap(({ button, more }) => (more ? [button, more] : [button])), this.marks.layer.canvas);
    this.marks.setFlows(this.flows.map((spec) => new Flow(spec)));
    this.marks.resize(size.width, size.height);
    this.lastKey = "";
    this.lastNumbers = -Infinity;
    if (focused) this.focus(focused);
  }

  private node(place: Place): NodeView {
    const [headline, unit] = [h("span", { class: "node-headline num" }), h("span", { class: "node-unit" })];
    const sub = h("span", { class: "node-sub" });
    const name = h("span", { class: "node-name" }, nameOf(place));
    const kind = place.deadLetter ? "node dead" : "node";
    const button = h("button", { type: "button", class: kind, "data-id": place.id, "data-type": place.type }, name, " ", h("span", { class: "node-value" }, headline, " ", unit), " ", sub);
    const ways = this.ways(place.id);
    if (ways) button.setAttribute("aria-description", ways);
    Object.assign(button.style, {
      left: `${place.x}px`, top: `${place.y}px`, width: `${place.width}px`, height: `${place.height}px`,
    });
    // A click by the keyboard has no count: then the focus goes along.
    button.addEventListener("click", (event) => this.inspect(place, event.detail === 0));
    button.addEventListener("keydown", (event) => this.key(place, event));
    return { place, button, more: this.more(place, button), headline, unit, sub };
  }

  /** For the mouse and for touch; by keys the menu opens from the node itself. */
  private more(place: Place, button: HTMLButtonElement): HTMLButtonElement | null {
    if (!this.menu.has(place.id)) return null;
    const more = h("button", { class: "node-more", type: "button", tabindex: "-1", "aria-haspopup": "menu", "aria-label": `What can be done to ${place.title}`, title: "What can be done (Shift F10)" }, "⋯");
    Object.assign(more.style, { left: `${place.x + place.width - 26}px`, top: `${place.y + 2}px` });
    button.classList.add("has-menu");
    button.setAttribute("aria-keyshortcuts", "Shift+F10");
    more.addEventListener("click", () => this.showMenu(place, button));
    for (const part of [button, more]) {
      part.addEventListener("contextmenu", (event) => {
        event.preventDefault();
        this.showMenu(place, button);
      });
    }
    return more;
  }

  private showMenu(place: Place, opener: HTMLButtonElement): void {
    if (this.menu.open === place.id) return this.menu.close(true);
    this.inspector.dismiss();
    const { x, y } = this.onPane(place);
    this.menu.show({ component: place.id, title: place.title, opener }, x, y + place.height + 2);
  }

  /** A place of the stage, in the pane around it. */
  private onPane({ x, y }: { x: number; y: number }): { x: number; y: number } {
    const { offsetTop, offsetLeft, scrollTop, scrollLeft } = this.scroller;
    return { x: x + offsetLeft - scrollLeft, y: y + offsetTop - scrollTop };
  }

  /** Where events go from a node, for those who do not see the edges. */
  private ways(id: string): string {
    const { scene } = this.context;
    const out = scene.edges.filter((edge) => edge.from === id && !edge.look.quiet);
    return out.map((edge) => `${(edge.look.words ?? edge.kind).replace("-", " ")} to ${scene.titleOf(edge.to)}`).join(", ");
  }

  private inspect(place: Place, enter: boolean): void {
    if (this.inspector.open === place.id) return this.inspector.close();
    const button = (): HTMLElement | null => this.nodes.find((n) => n.place.id === place.id)?.button ?? null;
    const at = { ...place, ...this.onPane(place) };
    this.inspector.show(at, button, this.element.clientWidth, enter);
    // At once: until the next picture it would lead to the settings of the component that was shown before.
    if (this.view) this.inspector.update(this.view);
    this.lastKey = "";
    this.context.actions.select({ component: place.id, slot: null });
  }

  private key(place: Place, event: KeyboardEvent): void {
    if (event.key === "Escape" && this.inspector.open) {
      event.preventDefault();
      return this.inspector.close();
    }
    if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      if (!this.menu.has(place.id)) return;
      event.preventDefault();
      return this.showMenu(place, event.currentTarget as HTMLButtonElement);
    }
    const to = neighbour(this.map, place.id, event.key);
    if (!event.key.startsWith("Arrow") || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (to) this.focus(to);
  }

  private focus(id: string): void {
    this.nodes.find((n) => n.place.id === id)?.button.focus();
  }

  update(view: View): void {
    this.view = view;
    if (view.selection === null) this.inspector.dismiss();
    const { store, t } = view;
    const emphasis = this.legend.emphasis;
    const key = `${store.version}|${t}|${view.reducedMotion}|${view.speed}|${view.selection?.component ?? ""}`;
    if (key === this.lastKey) return;
    this.lastKey = key;
    if (view.reducedMotion) this.marks.clear();
    else this.marks.draw(store, t, view.speed, emphasis);
    for (const lanes of this.lanes) lanes.update(view);
    this.updateNumbers(view);
  }

  private updateNumbers(view: View): void {
    const now = performance.now();
    if (view.playing && now - this.lastNumbers < NUMBERS_EVERY_MS) return;
    this.lastNumbers = now;
    for (const node of this.nodes) {
      const shown = figures(node.place, view.store, view.t, typeof view.hidden === "number");
      setText(node.headline, shown.headline);
      setText(node.unit, shown.unit ?? "");
      setText(node.sub, shown.sub);
      setAttribute(node.button, "aria-label", spoken(node.place, shown));
      setAttribute(node.button, "aria-expanded", String(this.inspector.open === node.place.id));
      node.button.classList.toggle("selected", view.selection?.component === node.place.id);
    }
    updateRoutes(this.routes, view);
    this.updateLegend(view);
    this.inspector.update(view);
  }

  private updateLegend(view: View): void {
    const { store, t } = view;
    for (const glyph of COUNTED) {
      const n = this.map.places.reduce((sum, place) => sum + counted(place, glyph, store, t), 0);
      // Dead letters lie there; all else is what came in the bin.
      const text = glyph === "dlq" ? formatNumber(n) : inBin(n, store.binS);
      this.legend.setCount(glyph, n > 0 ? text : "");
    }
    const { common, rare } = this.marks.scales;
    const seen = this.entries.filter(({ glyph }) => this.marks.rareInSight.has(glyph)).map(({ name }) => name.toLowerCase());
    const apart = rare === common || seen.length === 0 ? "" : `, ${listed(seen)} ${formatNumber(rare)}`;
    const scale = view.reducedMotion ? "" : `1 mark = ${plural(common, this.unit)}${apart}`;
    // In its place, that nothing moves: while it stands still, no marks come.
    const between = !view.playing && isBetween(store, t);
    setText(this.scale, between ? "" : scale);
    setText(this.asOf, between ? `numbers of ${formatTime(observedAt(store, t), 0)}` : "");
  }

  dispose(): void {
    for (const lanes of this.lanes) lanes.dispose();
    for (const stop of this.stops) stop();
    this.element.remove();
  }
}
