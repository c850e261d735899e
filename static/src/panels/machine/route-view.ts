/** The lines between states: as wide as what goes along them, dashed where an error was caught. */
import { rate } from "../../charts/words";
import { setAttribute, setText, svg } from "../../core/dom";
import { formatCompact } from "../../core/format";
import type { RunStore } from "../../core/panel";
import { routeWidth } from "../topology/flows";
import { MOST_LETTERS, type Layout, type Point, type Route } from "./graph";
import type { Path } from "./path";
import type { Shares } from "./shares";
import { loopOf } from "./streams";

const ARROW = 5;
/** Above the widest line. */
const OVER = 9;

interface Drawn {
  readonly route: Route;
  readonly path: SVGPathElement;
  readonly rate: SVGTextElement | null;
}

export class RouteViews {
  readonly element = svg("svg", { class: "machine-edges", "aria-hidden": "true" });
  private routes: readonly Drawn[] = [];
  private loops: readonly { readonly state: number; readonly path: SVGPathElement }[] = [];

  build(map: Layout): void {
    this.element.replaceChildren();
    for (const { state, x, y, width, height } of map.frames) {
      this.element.append(svg("rect", { class: `machine-frame frame-${state.type.toLowerCase()}`, x, y, width, height, rx: 10 }));
    }
    this.routes = map.routes.map((route) => this.draw(route));
    this.loops = map.places.flatMap((place) => (place.state ? [{ state: place.state.number, path: this.loop(loopOf(place)) }] : []));
    for (const { stop, x, y, width, height } of map.places) {
      if (stop === "start" || stop === "end") this.element.append(...terminal(stop, x + width / 2, y + height / 2, width / 2));
      if (stop.startsWith("x")) this.element.append(svg("circle", { class: "machine-join", cx: x + width / 2, cy: y + height / 2, r: width / 2 - 1 }));
    }
  }

  private draw(route: Route): Drawn {
    const { points, way, at } = route;
    // Lanes have no room for words: they are told of the line itself.
    const told = way.label && !at ? [svg("title", {}, way.label)] : [];
    const path = svg("path", { d: line(points), class: `way way-${way.kind}${told.length > 0 ? " aside" : ""}` }, ...told);
    const words = at ? label(way.label, at) : [];
    const number = svg("text", at ? { class: "way-rate below", x: at[0], y: at[1] + 17 } : { class: `way-rate${across(points) ? " over" : ""}`, ...middle(points) });
    this.element.append(path, svg("path", { d: arrow(points), class: `way-arrow way-${way.kind}` }), ...words, number);
    return { route, path, rate: number };
  }

  private loop(points: readonly Point[]): SVGPathElement {
    const path = svg("path", { d: line(points), class: "way way-retry" });
    path.setAttribute("visibility", "hidden");
    this.element.append(path);
    return path;
  }

  update(id: string, store: RunStore, t: number, shares: Shares, bin: number, reduced: boolean): void {
    const rates = this.routes.map((_, i) => shares.totals[i]!.within(bin) / store.binS);
    const largest = Math.max(0, ...rates);
    this.routes.forEach(({ path, rate: number }, i) => {
      setAttribute(path, "stroke-width", inSteps(routeWidth(rates[i]!, Math.max(1, largest))));
      if (number) setText(number, reduced && rates[i]! > 0 ? shortRate(rates[i]!) : "");
    });
    for (const { state, path } of this.loops) setAttribute(path, "visibility", (store.states(id)?.total(state, "retried").at(t, store.binS) ?? 0) > 0 ? null : "hidden");
  }

  light(path: Path | null): void {
    for (const { route, path: drawn } of this.routes) drawn.classList.toggle("on-path", path?.ways.has(route.way) ?? false);
  }
}

/** As long as there is room for between two states. */
function shortRate(perSecond: number): string {
  return perSecond >= 1000 ? `${formatCompact(perSecond)}/s` : rate(perSecond);
}

/** Of half a pixel: finer nobody sees, and each change is painted. */
function inSteps(width: number): string {
  return (Math.round(2 * width) / 2).toFixed(1);
}

function line(points: readonly Point[]): string {
  return points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

/** At the end of a line, in its direction. */
function arrow(points: readonly Point[]): string {
  const [[ax, ay], [bx, by]] = [points.at(-2) ?? [0, 0], points.at(-1) ?? [0, 0]];
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const [dx, dy] = [(bx - ax) / length, (by - ay) / length];
  return line([[bx - ARROW * (dx + dy * 0.7), by - ARROW * (dy - dx * 0.7)], [bx, by], [bx - ARROW * (dx - dy * 0.7), by - ARROW * (dy + dx * 0.7)]]);
}

/** From left to right: between two states there is room for a number above the line, not beside it. */
function across(points: readonly Point[]): boolean {
  const [a, b] = [points[0] ?? [0, 0], points.at(-1) ?? [0, 0]];
  return Math.abs(b[0] - a[0]) > Math.abs(b[1] - a[1]);
}

function middle(points: readonly Point[]): { x: number; y: number } {
  const [a, b] = [points[Math.floor((points.length - 1) / 2)] ?? [0, 0], points[Math.ceil((points.length - 1) / 2)] ?? [0, 0]];
  return across(points) ? { x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2 - OVER } : { x: (a[0] + b[0]) / 2 + 4, y: (a[1] + b[1]) / 2 - 5 };
}

function label(text: string, [x, y]: Point): SVGElement[] {
  const short = text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
  return [svg("text", { class: "way-label", x, y: y + 4 }, short, svg("title", {}, text))];
}

function terminal(stop: "start" | "end", cx: number, cy: number, radius: number): SVGElement[] {
  const words = svg("title", {}, stop === "start" ? "Start" : "End");
  const ring = svg("circle", { class: `machine-terminal ${stop}`, cx, cy, r: radius - 1 }, words);
  return stop === "start" ? [ring] : [ring, svg("circle", { class: "machine-terminal dot", cx, cy, r: radius - 5 })];
}
