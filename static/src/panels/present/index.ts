/**
 * Present: the run on a screen that a room looks at. The picture fills the window, and the screen
 * where the browser grants it; the question stands on top, the side columns come when they are
 * called, a remote walks through the run. What others use of it is `PresentPanel`.
 */
import { effect, signal, type ReadonlySignal, type Signal } from "@preact/signals-core";
import { setEnlarged } from "../../charts/layer";
import { h, setText } from "../../core/dom";
import type { Lab } from "../../core/lab";
import type { Panel, View } from "../../core/panel";
import { LEAST, SMALL, type Stage, STAGE_PARTS } from "../../core/stage";
import type { Drawer } from "../rail/drawer";
import type { Stated } from "../sentence/index";
import type { StoryPanel } from "../story/index";
import { fillScreen, leaveScreen, onScreenLeft } from "./full-screen";
import { Laser } from "./laser";
import { StageMenu } from "./menu";
import { Spotlight } from "./spotlight";
import "./present.css";

/** What a lesson puts in the place of the question, and where a remote goes in it. */
export interface Walk {
  readonly title: string;
  /** "Step 2 of 6" */
  readonly place: string;
  go(direction: 1 | -1): void;
  /** What the step states; else the rule that binds at the playhead is said. */
  readonly rule?: Stated | null;
}

export interface PresentOptions {
  readonly lab: Lab;
  readonly stage: Stage;
  /** Where the panels lie, and what lies over them. */
  readonly page: HTMLElement;
  readonly header: HTMLElement;
  readonly main: HTMLElement;
  readonly story: StoryPanel;
  readonly knobs: Drawer;
  readonly rail: Drawer;
  readonly help: () => void;
}

export interface PresentPanel extends Panel {
  /** For the header. */
  readonly button: HTMLElement;
  readonly presenting: ReadonlySignal<boolean>;
  enter(): void;
  leave(): void;
  toggle(): void;
  /** Of a lesson; null where there is none: then flags and insights are walked through. */
  readonly walk: Signal<Walk | null>;
  /** What is said in the place of the rule that binds. */
  readonly stated: Stated | null;
  /** The place in the menu for what others offer while something is presented. */
  readonly more: HTMLElement;
  readonly spotlight: Spotlight;
  readonly laser: Laser;
  /** To the next step, or the one before. */
  go(direction: 1 | -1): void;
  /** All black, until a key or a click. */
  blank(on?: boolean): void;
  resize(by: 1 | -1): void;
  openKnobs(): void;
  /** One level out; true when there was one. */
  out(): boolean;
}

const LOOK_EVERY_MS = 300;
const PRESENTING = "windtunnel.presenting";

export function createPresent(options: PresentOptions): PresentPanel {
  return new Present(options);
}

class Present implements PresentPanel {
  readonly element: HTMLElement;
  readonly button: HTMLElement;
  readonly presenting: ReadonlySignal<boolean>;
  readonly walk = signal<Walk | null>(null);
  readonly spotlight: Spotlight;
  readonly laser = new Laser();
  private readonly menu: StageMenu;
  private looked = 0;
  private readonly dark = h("div", { class: "stage-dark", hidden: true });

  constructor(private readonly options: PresentOptions) {
    const { lab, stage, page, main, story, help } = options;
    this.presenting = stage.on;
    // Before anything is remembered of this page.
    const again = recall() === lab.data.scenario.id;
    this.button = h("button", { class: "btn present-button", type: "button", title: "Fill the screen for a room (P)", "aria-keyshortcuts": "P" }, "Present");
    this.button.addEventListener("click", () => this.enter());
    const pick = h("button", { class: "btn", type: "button", "aria-pressed": "false", title: "The next click says what the room looks at (H: what is under the pointer)" }, "Spotlight");
    pick.addEventListener("click", () => (lab.viewing.spot.value ? lab.viewing.setSpot(null) : this.spotlight.pick()));
    this.spotlight = new Spotlight(lab.viewing, lab.scene, page, story, (on) => pick.classList.toggle("picking", on));
    this.menu = new StageMenu(stage, lab.theme, { knobs: () => this.openKnobs(), rail: () => options.rail.show(), rows: () => this.openRows(), fill: fillScreen, keys: help });
    this.element = this.bar(pick);
    page.append(this.spotlight.element, this.laser.element, this.dark);
    this.dark.addEventListener("click", () => this.blank(false));
    onScreenLeft(() => this.leave());
    addEventListener("resize", () => this.fit());
    effect(() => void pick.setAttribute("aria-pressed", String(lab.viewing.spot.value !== null)));
    effect(() => this.show());
    effect(() => {
      for (const part of STAGE_PARTS) main.classList.toggle(`without-${part}`, stage.on.value && !stage.shows(part));
      lab.viewing.onDirty();
    });
    if (again) stage.on.value = true;
  }

  get stated(): Stated | null {
    return this.options.stage.on.value ? this.walk.value?.rule ?? null : null;
  }

  get more(): HTMLElement {
    return this.menu.more;
  }

  private bar(pick: HTMLElement): HTMLElement {
    const { lab } = this.options;
    const [title, place] = [h("h1", { class: "stage-title" }), h("span", { class: "stage-place num" })];
    const step = (direction: 1 | -1, sign: string, words: string): HTMLElement => {
      const button = h("button", { class: "btn", type: "button", "aria-label": words, title: words }, sign);
      button.addEventListener("click", () => this.go(direction));
      return button;
    };
    effect(() => {
      setText(title, this.walk.value?.title ?? lab.data.scenario.title);
      setText(place, this.walk.value?.place ?? "");
    });
    const leave = h("button", { class: "btn", type: "button", title: "Back to the desk (P)" }, "Leave");
    leave.addEventListener("click", () => this.leave());
    const tools = h("div", { class: "stage-tools", role: "group", "aria-label": "Stage" }, place, step(-1, "◂", "Before (Page Up)"), step(1, "▸", "Next (Page Down)"), pick, this.menu.button, leave);
    return h("header", { class: "lab-stage" }, title, tools, this.menu.element);
  }

  /** All that follows from whether something is presented. */
  private show(): void {
    const { stage, lab, page, header } = this.options;
    const on = stage.on.value;
    const root = document.documentElement;
    // A page has one title.
    if (!on) this.element.remove();
    else if (!this.element.isConnected) header.before(this.element);
    root.toggleAttribute("data-present", on);
    root.style.setProperty("--least", on ? `${LEAST}px` : "0px");
    root.style.setProperty("--type", on ? String(LEAST / SMALL) : "1");
    lab.theme.project(on && stage.projector.value);
    remember(on ? lab.data.scenario.id : null);
    stage.size.value;
    this.fit();
    if (!on) page.classList.remove("spot-picking");
  }

  private fit(): void {
    const { stage, lab } = this.options;
    const factor = stage.fit(innerWidth);
    setEnlarged(factor);
    document.documentElement.style.setProperty("--enlarged", String(factor));
    lab.viewing.onDirty();
  }

  enter(): void {
    if (this.options.stage.on.value) return;
    this.options.stage.on.value = true;
    fillScreen();
    this.options.main.focus({ preventScroll: true });
    this.options.lab.viewing.announce("Presenting. P leaves.");
  }

  leave(): void {
    const { stage, knobs, rail } = this.options;
    if (!stage.on.value) return;
    this.menu.close();
    this.blank(false);
    this.spotlight.pick(false);
    knobs.close();
    rail.close();
    stage.on.value = false;
    leaveScreen();
    this.button.focus({ preventScroll: true });
  }

  toggle(): void {
    if (this.options.stage.on.value) this.leave();
    else this.enter();
  }

  go(direction: 1 | -1): void {
    const walk = this.walk.value;
    if (walk) return walk.go(direction);
    const { viewing } = this.options.lab;
    if (viewing.clock.playing) viewing.setPlaying(false);
    viewing.toFlag(direction);
  }

  blank(on = this.dark.hidden === true): void {
    this.dark.hidden = !on;
  }

  resize(by: 1 | -1): void {
    this.options.stage.resize(by);
  }

  openKnobs(): void {
    this.options.knobs.toggle();
  }

  private openRows(): void {
    if (!this.options.stage.shows("timelines")) this.options.stage.toggle("timelines");
    const button = this.options.main.querySelector<HTMLElement>(".tl-rows-button");
    if (button?.getAttribute("aria-expanded") === "false") button.click();
    button?.focus();
  }

  out(): boolean {
    if (!this.dark.hidden) {
      this.blank(false);
      return true;
    }
    if (this.menu.close() || this.options.knobs.close() || this.options.rail.close() || this.spotlight.close()) return true;
    const on = this.options.stage.on.value;
    this.leave();
    return on;
  }

  update(view: View): void {
    this.spotlight.update(view);
    const now = performance.now();
    if (!this.options.stage.on.value || now - this.looked < LOOK_EVERY_MS) return;
    this.looked = now;
    const { main, stage } = this.options;
    if (main.scrollHeight > main.clientHeight + 2) stage.crowd();
  }

  dispose(): void {
    this.element.remove();
    this.spotlight.dispose();
  }
}

/** A page that is loaded anew in the middle of a lecture goes on with it; another window does not. */
function recall(): string | null {
  try {
    return sessionStorage.getItem(PRESENTING);
  } catch {
    return null;
  }
}

function remember(scenario: string | null): void {
  try {
    if (scenario === null) sessionStorage.removeItem(PRESENTING);
    else sessionStorage.setItem(PRESENTING, scenario);
  } catch {
    // Then it does not.
  }
}
