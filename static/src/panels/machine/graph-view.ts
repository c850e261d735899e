/** The picture of one machine: states as buttons, lines between them, and executions on their way. */
import type { Glyph } from "../../charts/glyphs";
import { h } from "../../core/dom";
import type { Machine } from "../../core/machine";
import type { View } from "../../core/panel";
import { Marks } from "../topology/marks";
import { binAt, figuresOf } from "./figures";
import { isDrawn, layoutOf, MOST_DRAWN, neighbour, order, type Box, type Layout } from "./graph";
import type { Path } from "./path";
import { RouteViews } from "./route-view";
import { Shares } from "./shares";
import { StateView } from "./state-view";
import { streamsOf } from "./streams";
import { waysOf } from "./ways";

/** Beside what is brought into sight. */
const AROUND = 24;

export interface GraphHost {
  /** A state was chosen; `byKeys`: the focus is to go along. */
  choose(state: number, byKeys: boolean): void;
  /** Esc on a state. */
  leave(): boolean;
  invalidate(): void;
}

export class GraphView {
  readonly marks = new Marks();
  readonly stage = h("div", { class: "machine-stage" });
  readonly scroller = h("div", { class: "machine-scroller" }, this.stage);
  private readonly note = h("p", { class: "machine-note", hidden: true }, `No picture: machines with more than ${MOST_DRAWN} states are told in the table alone.`);
  readonly element = h("div", { class: "machine-sight" }, this.note, this.scroller, this.marks.layer.canvas);
  private readonly routes = new RouteViews();
  private map: Layout | null = null;
  private states: readonly StateView[] = [];
  private shares: Shares | null = null;
  private id = "";
  private machine: Machine | null = null;
  private scrolled: readonly [number, number] = [0, 0];
  private width = 0;
  private seen = false;
  /** Where nobody looks nothing is drawn. */
  private shown = true;

  constructor(private readonly host: GraphHost) {
    this.scroller.addEventListener("scroll", () => {
      this.scrolled = [this.scroller.scrollLeft, this.scroller.scrollTop];
      host.invalidate();
    }, { passive: true });
  }

  get layout(): Layout | null {
    return this.map;
  }

  /** In as much room as there is: its place among the panes, or on a page of its own. */
  build(id: string, machine: Machine, width: number, height: number): void {
    const focused = this.states.find(({ element }) => element === document.activeElement)?.state.number;
    const drawn = isDrawn(machine);
    if (machine !== this.machine || id !== this.id) this.shares = drawn ? new Shares(id, machine, waysOf(machine)) : null;
    this.note.hidden = drawn;
    this.scroller.hidden = !drawn;
    if (machine !== this.machine) this.seen = false;
    Object.assign(this, { id, machine });
    this.stage.dataset["machine"] = id;
    const map = (this.map = layoutOf(machine, width, height));
    this.center();
    this.stage.style.width = `${map.width}px`;
    this.stage.style.height = `${map.height}px`;
    this.routes.build(map);
    this.states = order(map).map((place) => this.state(new StateView(place.state!, place)));
    this.stage.replaceChildren(this.routes.element, ...this.states.map(({ element }) => element));
    this.marks.setFlows(streamsOf(id, map, this.shares!));
    if (!this.seen && this.width > 0) this.revealStart();
    if (focused !== undefined) this.focus(focused);
  }

  show(shown: boolean): void {
    this.shown = shown;
    this.host.invalidate();
  }

  /** Of the part that is in sight. */
  resize(width: number, height: number): void {
    this.width = width;
    this.center();
    this.marks.resize(width, height);
    if (!this.seen && width > 0) this.revealStart();
  }

  /** A picture that does not fit is seen from its beginning. */
  private revealStart(): void {
    this.seen = true;
    const first = this.machine?.states.find(({ start, parent }) => start && parent < 0);
    if (first) this.reveal(first.number);
  }

  private center(): void {
    this.stage.style.marginLeft = `${this.margin}px`;
  }

  /** Left of a picture that is narrower than its place. */
  private get margin(): number {
    return Math.max(0, Math.floor((this.width - (this.map?.width ?? 0)) / 2));
  }

  /** Where the upper left of what is in sight lies in the picture. */
  private get corner(): readonly [number, number] {
    return [this.scrolled[0] - this.margin, this.scrolled[1]];
  }

  private state(view: StateView): StateView {
    const { element, state } = view;
    // A click by the keyboard has no count: then the focus goes along.
    element.addEventListener("click", (event) => this.host.choose(state.number, event.detail === 0));
    element.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Escape" && this.host.leave()) return event.preventDefault();
      if (!event.key.startsWith("Arrow")) return;
      event.preventDefault();
      const to = this.map && neighbour(this.map, state.number, event.key);
      if (to !== null) this.focus(to);
    });
    return view;
  }

  focus(state: number): void {
    this.button(state)?.focus();
  }

  button(state: number): HTMLButtonElement | null {
    return this.states.find((view) => view.state.number === state)?.element ?? null;
  }

  /** Where a state is, in the pane around the picture. */
  boxOf(state: number): Box | null {
    const place = this.map?.places.find((one) => one.state?.number === state);
    const { offsetLeft, offsetTop } = this.element;
    return place ? { ...place, x: place.x + offsetLeft - this.corner[0], y: place.y + offsetTop - this.corner[1] } : null;
  }

  /** Scrolls the picture, and nothing around it. */
  reveal(state: number): void {
    const place = this.map?.places.find((one) => one.state?.number === state);
    if (!place) return;
    const { clientWidth, clientHeight } = this.scroller;
    const [left, top] = this.scrolled;
    const fit = (from: number, at: number, size: number, room: number): number => Math.max(at + size + AROUND - room, Math.min(from, at - AROUND));
    this.scroller.scrollTo?.({ left: fit(left, place.x, place.width, clientWidth), top: fit(top, place.y, place.height, clientHeight) });
  }

  draw({ store, t, speed, reducedMotion }: View, emphasis: ReadonlySet<Glyph> | null): void {
    this.shares?.read(store);
    if (!this.shown) return;
    if (reducedMotion) this.marks.clear();
    else this.marks.draw(store, t, speed, emphasis, this.corner);
  }

  tell({ store, t, reducedMotion, selection }: View): void {
    const begun = store.bins > 0;
    for (const view of this.states) {
      view.fill(begun ? figuresOf(store, this.id, view.state.number, t) : null, store.binS);
      view.element.classList.toggle("selected", selection?.component === this.id && selection.slot === view.state.number);
    }
    if (this.shares) this.routes.update(this.id, store, t, this.shares, binAt(store, t), reducedMotion);
  }

  light(path: Path | null): void {
    for (const view of this.states) view.light(path);
    this.routes.light(path);
  }
}
