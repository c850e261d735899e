/** One execution, event by event: which one, where it stands, its history, what each event says. */
import { plural } from "../../charts/words";
import { h, setText } from "../../core/dom";
import type { Execution } from "../../core/executions";
import { formatNumber, formatTime } from "../../core/format";
import type { Machine } from "../../core/machine";
import type { Actions, Followed, View } from "../../core/panel";
import { shortTime } from "../story/stories";
import { ExecutionChoice, statusWords, TELLING } from "./choice";
import { EventDetail } from "./detail";
import { HistoryList } from "./history";
import { pathOf, type Path } from "./path";
import type { Way } from "./ways";

/** As far as an address tells a moment. */
const SAME_S = 0.0051;

export interface Standing {
  readonly path: Path;
  /** The state that it came to last; -1 before the first. */
  readonly state: number;
  /** Changes with each step. */
  readonly key: string;
}

export class FollowView {
  private readonly choice: ExecutionChoice;
  private readonly history: HistoryList;
  private readonly detail = new EventDetail();
  private readonly note = h("p", { class: "execution-note", role: "status" });
  private readonly body = h("div", { class: "execution-body" });
  readonly element: HTMLElement;
  private id = "";
  private machine: Machine | null = null;
  private ways: readonly Way[] = [];
  private view: View | null = null;
  private execution: Execution | null = null;
  private standing: Standing | null = null;
  private pathKey = "";

  constructor(private readonly actions: Actions, close: () => void) {
    this.choice = new ExecutionChoice((number) => this.choose(number));
    this.history = new HistoryList((place) => this.step(place));
    const button = h("button", { type: "button", class: "btn btn-small execution-close" }, "Close");
    button.addEventListener("click", close);
    this.body.append(this.history.element, this.detail.element);
    this.element = h("div", { class: "execution", role: "group", "aria-label": "One execution", hidden: true }, h("div", { class: "execution-head" }, this.choice.element, button), this.note, this.body);
    this.element.addEventListener("keydown", (event) => this.key(event, close));
  }

  turn(id: string, machine: Machine, ways: readonly Way[]): void {
    Object.assign(this, { id, machine, ways, execution: null, standing: null, pathKey: "" });
  }

  /** With the one that tells most, where none is chosen. */
  open(): void {
    const { view } = this;
    const all = view?.store.executions(this.id)?.all() ?? [];
    const wanted = TELLING.map(({ find }) => find(all, { t: view?.t ?? 0, until: view?.computed ?? 0 })).find((found) => found !== undefined);
    if (view?.execution?.component !== this.id) this.actions.goThrough({ component: this.id, execution: wanted?.number ?? 1, event: null });
  }

  focus(): void {
    if (this.body.hidden) this.choice.focus();
    else this.history.list.focus();
  }

  private choose(number: number): void {
    const execution = this.view?.store.executions(this.id)?.get(number);
    const first = execution?.events[0];
    this.actions.setPlaying(false);
    this.actions.goThrough({ component: this.id, execution: number, event: first?.id ?? null });
    if (first) this.actions.seek(first.t);
  }

  private step(place: number): void {
    const event = this.execution?.events[place];
    if (!event || !this.execution) return;
    this.actions.setPlaying(false);
    this.actions.goThrough({ component: this.id, execution: this.execution.number, event: event.id });
    this.actions.seek(event.t);
    this.actions.announce(`${formatNumber(event.id)} ${event.type} ${this.nameOf(event.state)} at ${formatTime(event.t, 2)}`);
  }

  /** j and k wherever the focus is in it; arrows are the list's. */
  private key(event: KeyboardEvent, close: () => void): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return;
    if (event.key === "Escape") close();
    else if (event.key === "j") this.history.step(1);
    else if (event.key === "k") this.history.step(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  readonly nameOf = (state: number): string => this.machine?.states.find(({ number }) => number === state)?.name ?? "";

  /** What of the machine is lit; null while no execution of it is gone through. */
  update(view: View): Standing | null {
    this.view = view;
    const followed = view.execution?.component === this.id ? view.execution : null;
    this.element.hidden = followed === null;
    if (!followed) return (this.standing = null);
    const executions = view.store.executions(this.id);
    this.execution = executions?.get(followed.execution) ?? null;
    this.choice.fill(executions?.all() ?? [], this.execution?.number ?? null, { t: view.t, until: view.computed });
    this.body.hidden = this.execution === null;
    if (!this.execution) setText(this.note, this.nothing(executions?.all().length ?? 0, followed));
    return (this.standing = this.execution ? this.show(this.execution, followed, view) : null);
  }

  private nothing(all: number, { execution }: Followed): string {
    if (this.view?.store.bins === 0) return "Press Run first: a run follows some of its executions.";
    if (all === 0) return "No execution has begun yet, or none is followed in this run.";
    return `Execution ${formatNumber(execution)} is not among the ${formatNumber(all)} that are followed, or it has not begun yet.`;
  }

  private show(execution: Execution, followed: Followed, view: View): Standing {
    const at = placeOf(execution, followed, view);
    const event = execution.events[at] ?? null;
    this.history.show(execution, at, this.nameOf);
    this.detail.show(event, event ? this.nameOf(event.state) : "");
    setText(this.note, this.remark(execution, view));
    const key = `${execution.number} ${at} ${execution.events.length}`;
    if (this.standing && key === this.pathKey) return this.standing;
    this.pathKey = key;
    return { path: pathOf(execution, at + 1, this.ways), state: lastState(execution, at), key };
  }

  private remark(execution: Execution, { computed }: View): string {
    const { status, events, began } = execution;
    const last = events.at(-1)?.id ?? 0;
    const left = last > events.length ? `, of which ${formatNumber(events.length)} are kept` : "";
    const time = status === "RUNNING" ? `for ${shortTime(execution.lasted(computed))} so far` : `after ${shortTime(execution.lasted(computed))}`;
    return `Execution ${formatNumber(execution.number)}: ${statusWords(status).toLowerCase()} ${time}, from ${formatTime(began)}${redriven(execution)}, ${plural(last, "event")}${left}. j and k, or the arrow keys, go through them.`;
  }

  dispose(): void {
    this.history.dispose();
  }
}

/** What took so long: between its end and a redrive it stood still. */
function redriven({ events }: Pick<Execution, "events">): string {
  const again = events.filter(({ type }) => type === "ExecutionRedriven").map(({ t }) => formatTime(t));
  return again.length > 0 ? `, redriven at ${again.length > 2 ? `${again[0]!} and ${formatNumber(again.length - 1)} more times` : again.join(" and ")}` : "";
}

function lastState({ events }: Execution, at: number): number {
  return events.slice(0, at + 1).findLast(({ state }) => state >= 0)?.state ?? -1;
}

/** The event that was chosen, while the playhead stands at it; else the last one that has happened. */
export function placeOf(execution: Execution, { event }: Followed, { t, playing }: Pick<View, "t" | "playing">): number {
  const chosen = event === null ? -1 : execution.place(event);
  if (!playing && chosen >= 0 && Math.abs(execution.events[chosen]!.t - t) < SAME_S) return chosen;
  return execution.until(t) - 1;
}
