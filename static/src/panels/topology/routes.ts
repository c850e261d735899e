/** The edges of the picture: a path each, with its kind and its rate in words. */
import { Line, peak } from "../../charts/lines";
import { rate } from "../../charts/words";
import { setAttribute, setText, svg } from "../../core/dom";
import type { View } from "../../core/panel";
import { routeWidth, type FlowSpec } from "./flows";
import { NODE, type Route } from "./layout";

/** What the words of an edge take, with what is left free beside them. */
const WORDS_ROOM = 64;

export interface RouteView {
  readonly route: Route;
  readonly path: SVGPathElement;
  readonly label: SVGTextElement;
  readonly line: Line;
}

/** Its path and its words, put into `edges`. */
export function drawRoute(route: Route, flows: readonly FlowSpec[], edges: SVGElement): RouteView {
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
  edges.append(path, label, ...name);
  const flow = flows.find((spec) => spec.route === route);
  return { route, path, label, line: new Line({ label: "", sources: flow?.sources ?? [], perSecond: true }) };
}

/** As wide as what travels on it now. */
export function updateRoutes(routes: readonly RouteView[], view: View): void {
  const largest = Math.max(0, ...routes.map((r) => peak(r.line.read(view.store))));
  for (const { path, label, line, route } of routes) {
    const now = line.valueAt(view.store, view.t) || 0;
    setAttribute(path, "stroke-width", (route.deadLetter ? 2 : routeWidth(now, largest)).toFixed(1));
    setText(label, view.reducedMotion && now > 0 ? rate(now) : "");
  }
}
