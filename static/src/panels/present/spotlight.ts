/**
 * The spotlight: everything else steps back, and what it is on has an outline. It is a part of the
 * address, so that a link keeps it and a class sends it; in a lab without Present it is shown too.
 */
import { effect } from "@preact/signals-core";
import { h, setProperty } from "../../core/dom";
import type { Panel, View } from "../../core/panel";
import type { Scene } from "../../core/scene";
import { writeSpot, type Spot } from "../../core/spot";
import type { Viewing } from "../../core/viewing";
import type { StoryPanel } from "../story/index";
import { sightOf, type Sight } from "./sight";
import { boxOf, elementOf, insideOf, spotAt, type Box } from "./targets";

const AROUND = 6;

export class Spotlight implements Panel {
  readonly element = h("div", { class: "spotlight", "aria-hidden": "true", hidden: true });
  /** Waits for a click on what it is to be on. */
  private picking = false;
  private pointer: { x: number; y: number } | null = null;
  /** The message whose life was opened. */
  private sought = "";
  private sight: Sight | null = null;
  private place = "";

  constructor(private readonly viewing: Viewing, private readonly scene: Scene, private readonly page: HTMLElement, private readonly story: StoryPanel, private readonly onPick: (on: boolean) => void = () => undefined) {
    document.addEventListener("pointermove", (event) => (this.pointer = { x: event.clientX, y: event.clientY }));
    document.addEventListener("click", (event) => this.picked(event), { capture: true });
    for (const event of ["scroll", "resize"]) addEventListener(event, () => viewing.spot.value && viewing.onDirty(), { capture: true, passive: true });
    story.element.addEventListener("close", () => viewing.spot.value?.kind === "message" && viewing.setSpot(null));
    story.element.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "h" && story.shown) viewing.setSpot({ kind: "message", id: story.shown });
    });
    effect(() => this.tell(viewing.spot.value));
  }

  /** On what has the focus or lies under the pointer, else on the selection, else on the instant; off where it was on that. */
  toggle(): void {
    const { viewing } = this;
    const wanted = this.wanted();
    const now = viewing.spot.value;
    viewing.setSpot(now && (!wanted || writeSpot(now) === writeSpot(wanted)) ? null : wanted);
  }

  private wanted(): Spot | null {
    const { viewing, pointer } = this;
    const under = pointer ? spotAt(document.elementFromPoint(pointer.x, pointer.y), pointer.y) : null;
    const selected = viewing.selection.value;
    return spotAt(document.activeElement) ?? under ?? (selected ? { kind: "node", id: selected.component } : { kind: "instant", id: "" });
  }

  /** The next click says what it is to be on. */
  pick(on = !this.picking): void {
    this.picking = on;
    this.page.classList.toggle("spot-picking", on);
    this.onPick(on);
  }

  /** True when there was something to take away. */
  close(): boolean {
    const busy = this.picking || this.viewing.spot.value !== null;
    this.pick(false);
    this.viewing.setSpot(null);
    return busy;
  }

  private picked(event: MouseEvent): void {
    if (!this.picking || !(event.target instanceof Element) || !this.page.contains(event.target)) return;
    const spot = spotAt(event.target, event.clientY);
    if (!spot) return;
    event.preventDefault();
    event.stopPropagation();
    this.pick(false);
    this.viewing.setSpot(spot);
  }

  private tell(spot: Spot | null): void {
    this.page.toggleAttribute("data-spot", spot !== null);
    // A message that was opened for it goes with it.
    if (this.sought && spot?.kind !== "message" && this.story.element.open) this.story.element.close();
    this.sought = "";
    this.sight = null;
    if (spot) this.viewing.announce(`Spotlight on ${this.words(spot)}`);
  }

  private words({ kind, id }: Spot): string {
    if (kind === "instant") return "the instant";
    if (kind === "node") return this.scene.titleOf(id);
    if (kind === "state") return this.stateWords(id);
    return `${kind} ${id.replaceAll(".", " ")}`;
  }

  private stateWords(id: string): string {
    const dot = id.lastIndexOf(".");
    const [machine, number] = [id.slice(0, dot), Number(id.slice(dot + 1))];
    const state = this.scene.machine(machine)?.states.find((one) => one.number === number);
    return `${state?.name ?? `state ${number}`} of ${this.scene.titleOf(machine)}`;
  }

  /** After all others: it lies around what they have drawn. */
  update({ spot = null }: View): void {
    if (spot?.kind === "message") this.showMessage(spot.id);
    let box = spot && boxOf(spot, this.page);
    if (spot && box && this.bringIntoSight(spot, box)) box = boxOf(spot, this.page);
    const main = this.page.querySelector("#content");
    if (box && main && spot?.kind !== "instant") box = insideOf(box, main.getBoundingClientRect());
    this.element.hidden = box === null;
    if (box) this.lay(box);
  }

  private showMessage(id: string): void {
    if (this.sought === id) return;
    if (this.story.follow(id)) this.sought = id;
  }

  /** Whether it was scrolled. */
  private bringIntoSight(spot: Spot, box: Box): boolean {
    // A class is asked something: that is to be in sight.
    if (document.body.classList.contains("class-asks")) return false;
    const main = this.page.querySelector("#content") ?? this.page;
    const { bring, now } = sightOf(writeSpot(spot), box, main.getBoundingClientRect(), main.scrollTop, this.sight);
    this.sight = now;
    if (bring) elementOf(spot, this.page)?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    return bring;
  }

  private lay({ left, top, right, bottom }: Box): void {
    const scale = document.body.getBoundingClientRect().width / document.body.offsetWidth || 1;
    const [x, y, width, height] = [left / scale - AROUND, top / scale - AROUND, (right - left) / scale + 2 * AROUND, (bottom - top) / scale + 2 * AROUND].map((px) => `${px.toFixed(1)}px`) as [string, string, string, string];
    const place = [x, y, width, height].join();
    if (place === this.place) return;
    this.place = place;
    for (const [name, value] of [["--x", x], ["--y", y], ["--width", width], ["--height", height]] as const) setProperty(this.element, name, value);
  }

  dispose(): void {
    this.element.remove();
  }
}
