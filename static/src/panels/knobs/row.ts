/**
 * One knob: changed dot, label, number, slider with its default tick, reset, and the message
 * beside it when what was typed cannot be. Moving it echoes at once; letting go commits.
 */
import { effect } from "@preact/signals-core";
import type { Board } from "../../core/board";
import { h, setAttribute, setProperty, setText } from "../../core/dom";
import { formatValue, NOT_SET, nudge, placeOf, readValue, SLIDER_STEPS, valueAt, valueParts } from "../../core/quantity";
import type { Knob, KnobValue } from "../../core/types";
import { about } from "./about";
import { scrubbing } from "./scrub";

/** Key presses follow each other: wait for the last one before a run is started. */
const KEYS_SETTLE_MS = 400;

export interface RowHost {
  readonly board: Board;
  /** A value was settled: start a run if there is one to replace. */
  committed(): void;
  /** A value is being moved; null when it is let go. */
  echo(path: string, value: KnobValue | undefined): void;
}

export interface Row {
  readonly element: HTMLElement;
  focus(): void;
}

let serial = 0;

export function createRow(knob: Knob, label: string, host: RowHost): Row {
  if (knob.kind === "toggle") return plainRow(knob, label, host, toggleField);
  if (knob.kind === "choice" && knob.choices) return plainRow(knob, label, host, choiceField);
  if (!NUMBERS.has(knob.kind) || isCompound(knob.value)) return plainRow(knob, label, host, readOnlyField);
  return new NumberRow(knob, label, host);
}

const NUMBERS: ReadonlySet<string> = new Set(["number", "integer", "duration", "rate", "size", "percent"]);

function isCompound(value: KnobValue): boolean {
  return typeof value === "object" ? value !== null : typeof value === "string";
}

interface Frame {
  readonly element: HTMLElement;
  readonly error: HTMLElement;
  readonly id: string;
}

/** What every row has around its field. */
function frame(knob: Knob, label: string, host: RowHost, fields: readonly HTMLElement[]): Frame {
  const id = `knob-${++serial}`;
  const name = h("button", { class: "knob-label", type: "button", id: `${id}-label`, "aria-expanded": "false" }, label);
  if (knob.assumed) name.append(" ", h("span", { class: "assumed" }, "assumed"));
  const reset = h("button", { class: "knob-reset", type: "button" }, "↺");
  const details = about(knob);
  details.id = `${id}-about`;
  details.hidden = true;
  name.setAttribute("aria-controls", details.id);
  const error = h("p", { class: "knob-error", id: `${id}-error`, hidden: true });
  const element = h("div", { class: "knob", "data-path": knob.path }, h("span", { class: "dot", "aria-hidden": "true" }), name, reset, ...fields, error, details);
  name.addEventListener("click", () => {
    details.hidden = !details.hidden;
    setAttribute(name, "aria-expanded", String(!details.hidden));
  });
  reset.addEventListener("click", () => {
    host.board.reset(knob.path);
    host.committed();
  });
  effect(() => {
    host.board.inputs.value;
    element.classList.toggle("changed", host.board.isChanged(knob.path));
    reset.hidden = !host.board.isChanged(knob.path);
    const back = `Reset ${label} to ${formatValue(knob, knob.value)}`;
    setAttribute(reset, "aria-label", back);
    setAttribute(reset, "title", back);
    element.hidden = host.board.replaced(knob.path);
  });
  return { element, error, id };
}

type Field = (knob: Knob, host: RowHost) => HTMLElement;

function plainRow(knob: Knob, label: string, host: RowHost, make: Field): Row {
  const field = make(knob, host);
  field.setAttribute("aria-label", label);
  const { element, error } = frame(knob, label, host, [h("span", { class: "knob-value" }, field)]);
  field.setAttribute("aria-describedby", error.id);
  element.classList.add("plain");
  effect(() => {
    const message = host.board.problems.value.get(knob.path);
    error.hidden = message === undefined;
    setText(error, message ?? "");
    setAttribute(field, "aria-invalid", message === undefined ? null : "true");
  });
  return { element, focus: () => field.focus() };
}

/** What has parts, or is of a kind that is newer than this page: shown, not changed. */
function readOnlyField(knob: Knob, host: RowHost): HTMLElement {
  const field = h("output", { class: "knob-read num", tabindex: "0", title: "Change it in the scenario’s file" });
  effect(() => setText(field, formatValue(knob, host.board.value(knob.path))));
  return field;
}

function toggleField(knob: Knob, host: RowHost): HTMLInputElement {
  const field = h("input", { type: "checkbox", class: "switch" });
  field.addEventListener("change", () => {
    if (host.board.set(knob.path, field.checked)) host.committed();
  });
  effect(() => void (field.checked = host.board.value(knob.path) === true));
  return field;
}

function choiceField(knob: Knob, host: RowHost): HTMLSelectElement {
  const written = [knob.value, knob.default].filter((value) => typeof value === "string" || typeof value === "number");
  const choices = [...new Set([...(knob.choices ?? []), ...written])];
  const none = knob.nullable || knob.value === null ? [h("option", { value: "" }, NOT_SET)] : [];
  const field = h("select", { class: "choice" }, ...none, ...choices.map((choice) => h("option", { value: String(choice) }, String(choice))));
  field.addEventListener("change", () => {
    const chosen = field.value === "" ? null : choices.find((choice) => String(choice) === field.value);
    if (chosen !== undefined && host.board.set(knob.path, chosen)) host.committed();
  });
  effect(() => void (field.value = String(host.board.value(knob.path) ?? "")));
  return field;
}

class NumberRow implements Row {
  readonly element: HTMLElement;
  private readonly field = h("input", { class: "knob-number num", type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false" });
  private readonly unit = h("span", { class: "unit num" });
  private readonly slider = h("input", { type: "range", class: "knob-slider", min: 0, max: SLIDER_STEPS, step: "any" });
  private readonly error: HTMLElement;
  /** A value being moved and not yet let go. */
  private draft: KnobValue | undefined;
  private timer: number | undefined;

  constructor(
    private readonly knob: Knob,
    label: string,
    private readonly host: RowHost,
  ) {
    const tick = h("span", { class: "tick", "aria-hidden": "true" });
    const track = h("div", { class: "slider" }, tick, this.slider);
    const made = frame(knob, label, host, [h("span", { class: "knob-value" }, this.field, this.unit), track]);
    ({ element: this.element, error: this.error } = made);
    for (const field of [this.field, this.slider]) {
      field.setAttribute("aria-label", label);
      field.setAttribute("aria-describedby", made.error.id);
    }
    tick.hidden = typeof knob.default !== "number" && knob.default !== null;
    setProperty(track, "--tick", String(placeOf(knob, knob.default)));
    this.bindSlider();
    this.bindField();
    effect(() => this.show(host.board.value(knob.path)));
    effect(() => this.showProblem(host.board.problems.value.get(knob.path)));
  }

  focus(): void {
    this.field.focus();
    this.field.select();
  }

  private get value(): KnobValue {
    return this.draft === undefined ? this.host.board.value(this.knob.path) : this.draft;
  }

  private show(value: KnobValue): void {
    const [number, unit] = valueParts(this.knob, value);
    this.field.value = number;
    this.field.classList.toggle("off", value === null);
    setProperty(this.field, "--chars", String(Math.max(2, number.length)));
    setText(this.unit, unit);
    const place = placeOf(this.knob, value);
    this.slider.value = String(place * SLIDER_STEPS);
    setProperty(this.slider, "--fill", String(place));
    setAttribute(this.slider, "aria-valuetext", formatValue(this.knob, value));
  }

  private showProblem(message: string | undefined): void {
    this.error.hidden = message === undefined;
    setText(this.error, message ?? "");
    setAttribute(this.field, "aria-invalid", message === undefined ? null : "true");
  }

  private move(value: KnobValue): void {
    this.draft = value;
    this.show(value);
    this.host.echo(this.knob.path, value);
  }

  private cancel(): void {
    clearTimeout(this.timer);
    this.draft = undefined;
    this.host.echo(this.knob.path, undefined);
    this.host.board.clearProblem(this.knob.path);
    this.show(this.value);
  }

  private settle(afterMs = 0): void {
    clearTimeout(this.timer);
    if (afterMs > 0) {
      this.timer = window.setTimeout(() => this.settle(), afterMs);
      return;
    }
    if (this.draft === undefined) return;
    const value = this.draft;
    this.draft = undefined;
    this.host.echo(this.knob.path, undefined);
    this.host.board.clearProblem(this.knob.path);
    if (this.host.board.set(this.knob.path, value)) this.host.committed();
    else this.show(value);
  }

  private bindSlider(): void {
    const { slider } = this;
    slider.addEventListener("input", () => this.move(valueAt(this.knob, Number(slider.value) / SLIDER_STEPS)));
    slider.addEventListener("change", () => this.settle());
    slider.addEventListener("keydown", (event) => {
      if (event.key === "Home" || event.key === "End") {
        this.move(valueAt(this.knob, event.key === "Home" ? 0 : 1));
        this.settle(KEYS_SETTLE_MS);
        event.preventDefault();
      } else this.arrows(event, true);
    });
  }

  /** Arrows by one, page keys by ten; true when the key was one of them. */
  private arrows(event: KeyboardEvent, sideways: boolean): boolean {
    const steps: Record<string, number> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
    if (sideways) Object.assign(steps, { ArrowRight: 1, ArrowLeft: -1 });
    const by = steps[event.key];
    if (event.key === "Escape" && this.draft !== undefined) this.cancel();
    else if (by === undefined || event.ctrlKey || event.metaKey) return false;
    else {
      this.move(nudge(this.knob, this.value, by * (event.shiftKey ? 10 : 1)));
      this.settle(KEYS_SETTLE_MS);
    }
    event.preventDefault();
    return true;
  }

  private bindField(): void {
    const { field } = this;
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.take();
      else if (event.key === "Escape") this.cancel();
      else this.arrows(event, false);
    });
    field.addEventListener("change", () => this.take());
    scrubbing(field, {
      start: () => this.value,
      move: (from, steps) => this.move(nudge(this.knob, from, steps)),
      end: () => this.settle(),
      cancel: () => this.cancel(),
    });
  }

  /** Takes what was typed, or says what is wrong with it and leaves it standing. */
  private take(): void {
    clearTimeout(this.timer);
    const [shown, unit] = valueParts(this.knob, this.value);
    if (this.field.value === shown) return this.settle();
    const read = readValue(this.knob, this.field.value, unit);
    if (read.ok) {
      this.move(read.value);
      this.settle();
    } else {
      this.draft = undefined;
      this.host.board.setProblem(this.knob.path, read.message);
    }
  }
}
