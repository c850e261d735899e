/** The scenario as a picture: nodes with live numbers, and what travels between them. */
import { Legend, type LegendEntry } from "../../charts/legend";
import { measure } from "../../charts/measure";
import { onPaletteChange } from "../../charts/palette";
import { inBin, plural, rate } from "../../charts/words";
import { h, setAttribute, setText, svg } from "../../core/dom";
import { formatNumber } from "../../core/format";
import type { Panel, PanelContext, RunStore, View } from "../../core/panel";
import type { Scene } from "../../core/scene";
import { figures, nameOf, spoken } from "./figures";
import { flowsOf, routeWidth, type FlowSpec } from "./flows";
import { Inspector, type Describe } from "./inspector";
import { flowOrder, layoutOf, neighbour, NODE, type Layout, type Place, type Route } from "./layout";
import { MappingLanes } from "./lanes";
import { Marks } from "./marks";
import { NodeMenu } from "../interventions/menu";
import type { Offer } from "../interventions/sheet";
import { Line, peak } from "../../charts/lines";
import "./topology.css";

const NUMBERS_EVERY_MS = 100;
/** What the words of an edge take, with what is left free beside them. */
const WORDS_ROOM = 64;

/** What can be done to components in the course of a run. */
export interface Deeds {
  offers(component: string): readonly Offer[];
  choose(component: string, action: string): void;
}

const NO_DEEDS: Deeds = { offers: () => [], choose: () => undefined };

export function createTopology(context: PanelContext, describe: Describe = () => ({ settings: [], facts: [] }), deeds: Deeds = NO_DEEDS): Panel {
  return new TopologyPanel(context, describe, deeds);
}

/** What travels: batches of messages, events, or requests. */
function unitOf({ edges }: Scene): { name: string; short: string } {
  const carried = edges.flatMap(({ look }) => look.carries ?? []).sort((a, b) => b.rank - a.rank);
  return carried[0] ?? { name: "Request", short: "request" };
}

/** Only what can happen in this topology. */
function legendOf({ scene }: PanelContext, unit: string): LegendEntry[] {
  const present = new Set(flowsOf(layoutOf(scene, 800)).map((flow) => flow.glyph));
  const entries: LegendEntry[] = [
    { glyph: "busy", name: unit },
    { glyph: "thr", name: "Throttled", meaning: "Throttled, a second" },
    { glyph: "retry", name: "Retrying", meaning: "Messages and events that came back, a second" },
    { glyph: "err", name: "Failed", meaning: "Events dropped, a second" },
    { glyph: "dlq", name: "Dead letter", meaning: "Messages in dead-letter queues" },
  ];
  return entries.filter((entry) => present.has(entry.glyph));
}

/** "throttled, retrying and dead letter": what has a scale of its own. */
function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(" and ");
}

const COUNTED = ["thr", "retry", "err", "dlq"] as const;

/** What a node adds to a number of the legend; dead letters are those that lie where they belong. */
function counted({ id, picture, deadLetter }: Place, glyph: (typeof COUNTED)[number], store: RunStore, t: number): number {
  if (glyph === "dlq" && !deadLetter) return 0;
  return (picture.counts?.[glyph] ?? []).reduce((sum, metric) => sum + (store.valueAt(id, metric, t) || 0), 0);
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

interface RouteView {
  readonly route: Route;
  readonly path: SVGPathElement;
  readonly label: SVGTextElement;
  readonly line: Line;
}

class TopologyPanel implements Panel {
  readonly element: HTMLElement;
  private readonly stage = h("div", { class: "topology-stage" });
  private readonly scroller = h("div", { class: "topology-scroller" }, this.stage);
  private readonly edges = svg("svg", { class: "topology-edges", "aria-hidden": "true" });
  private readonly marks = new Marks();
  private readonly legend: Legend;
  private readonly scale = h("span", { class: "topology-scale num" });
  private readonly inspector: Inspector;
  private readonly menu: NodeMenu;
  private readonly lanes: readonly MappingLanes[];
  private readonly stops: (() => void)[] = [];
  private map: Layout = { places: [], routes: [], width: 0, height: 0 };
  private flows: readonly FlowSpec[] = [];
  private nodes: NodeView[] = [];
  private routes: RouteView[] = [];
  private lastNumbers = -Infinity;
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
    const title = h("h2", { class: "pane-title" }, "Topology", h("span", { class: "topology-key" }, this.legend.element, this.scale));
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
    this.routes = this.map.routes.map((route) => this.route(route));
    const places = flowOrder(this.map.places).map((id) => this.map.places.find((p) => p.id === id)!);
    this.nodes = places.map((place) => this.node(place));
    this.stage.replaceChildren(this.edges, ...this.nodes.flatMap(({ button, more }) => (more ? [button, more] : [button])), this.marks.layer.canvas);
    this.marks.setFlows(this.flows);
    this.marks.resize(size.width, size.height);
    this.lastKey = "";
    this.lastNumbers = -Infinity;
    if (focused) this.focus(focused);
  }

  private route(route: Route): RouteView {
    const d = `M${route.points.map((p) => p.join(" ")).join("L")}`;
    const path = svg("path", { d, class: route.deadLetter ? "route dead" : "route" });
    // Its words stand at the piece in the middle: on both sides, or above and below.
    const [a, b] = route.points.length > 2 ? [route.points[1]!, route.points[2]!] : [route.points[0]!, route.points[1]!];
    const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const upright = a[0] === b[0];
    const [start, end] = [route.points[0]!, route.points.at(-1)!];
    // The kind: before the bend; where that is too narrow, under the node that it leads to.
    const room = a[0] - start[0] > WORDS_ROOM;
    // Beside a bend stands its target: words go before it, the rate below the kind.
    const label = upright ? svg("text", { class: "route-rate before", x: x - 5, y: y + (route.look.words && room ? 17 : 4) }) : svg("text", { class: "route-rate", x, y: y - 10 });
    const kind = route.look.words;
    const back = !upright && route.points.length > 2; // from the right, below all others
    const place = upright ? room ? { class: "route-kind before", x: x - 8, y: y + 4 } : { class: "route-kind after", x: end[0] + 4, y: end[1] + NODE.height / 2 + 12 }
      : back ? { class: "route-kind after", x: b[0] + 8, y: y - 5 } : { class: "route-kind", x, y: y + 16 };
    const name = kind ? [svg("text", place, kind)] : [];
    this.edges.append(path, label, ...name);
    const flow = this.flows.find((spec) => spec.route === route);
    return { route, path, label, line: new Line({ label: "", sources: flow?.sources ?? [], perSecond: true }) };
  }

  private node(place: Place): NodeView {
    const [headline, unit] = [h("span", { class: "node-headline num" }), h("span", { class: "node-unit" })];
    const sub = h("span", { class: "node-sub" });
    const name = h("span", { class: "node-name" }, nameOf(place));
    const kind = `node ${place.deadLetter ? "dead" : place.type}`;
    const button = h("button", { type: "button", class: kind, "data-id": place.id }, name, " ", h("span", { class: "node-value" }, headline, " ", unit), " ", sub);
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
      const shown = figures(node.place, view.store, view.t);
      setText(node.headline, shown.headline);
      setText(node.unit, shown.unit ?? "");
      setText(node.sub, shown.sub);
      setAttribute(node.button, "aria-label", spoken(node.place, shown));
      setAttribute(node.button, "aria-expanded", String(this.inspector.open === node.place.id));
      node.button.classList.toggle("selected", view.selection?.component === node.place.id);
    }
    this.updateRoutes(view);
    this.updateLegend(view);
    this.inspector.update(view);
  }

  private updateRoutes(view: View): void {
    const largest = Math.max(0, ...this.routes.map((r) => peak(r.line.read(view.store))));
    for (const { path, label, line, route } of this.routes) {
      const now = line.valueAt(view.store, view.t) || 0;
      setAttribute(path, "stroke-width", (route.deadLetter ? 2 : routeWidth(now, largest)).toFixed(1));
      setText(label, view.reducedMotion && now > 0 ? rate(now) : "");
    }
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
    setText(this.scale, view.reducedMotion ? "" : `1 mark = ${plural(common, this.unit)}${apart}`);
  }

  dispose(): void {
    for (const lanes of this.lanes) lanes.dispose();
    for (const stop of this.stops) stop();
    this.element.remove();
  }
}
