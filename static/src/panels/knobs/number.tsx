/** A knob's number: typed, dragged, stepped by keys, or moved with its slider. */
import { computed, signal, useComputed, type ReadonlySignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { formatValue, readValue, valueParts } from "../../core/quantity";
import { dragged, nudge, placeOf, SLIDER_STEPS, valueAt } from "../../core/slider";
import type { Knob, KnobValue } from "../../core/types";
import { leaving } from "./leaving";
import { useInvalid, type RowHost, type RowProps } from "./row";
import { scrubbing } from "./scrub";
import { onWheel } from "./wheel";

/** Key presses follow each other: wait for the last one before a run is started. */
const KEYS_SETTLE_MS = 400;

/** A value between being moved and being let go. */
class Moving {
  /** Moved and not yet let go. */
  private readonly draft = signal<KnobValue | undefined>(undefined);
  readonly value: ReadonlySignal<KnobValue>;
  private timer: number | undefined;

  constructor(private readonly knob: Knob, private readonly host: RowHost, private readonly field: RefObject<HTMLInputElement | null>) {
    this.value = computed(() => (this.draft.value === undefined ? host.inputs.value(knob.path) : this.draft.value));
  }

  move(value: KnobValue): void {
    this.draft.value = value;
    this.write();
    this.host.echo(this.knob.path, value);
  }

  /** It is moved, and not let go. */
  get held(): boolean {
    return this.draft.peek() !== undefined;
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.letGo();
    this.host.dropped?.();
    this.write();
  }

  /** `asked`: a run is wanted, though there is none to replace. */
  settle(afterMs = 0, asked = false): void {
    clearTimeout(this.timer);
    if (afterMs > 0) {
      this.timer = window.setTimeout(() => this.settle(), afterMs);
      return;
    }
    const value = this.draft.peek();
    if (value === undefined) return;
    this.letGo();
    const settled = this.host.inputs.set(this.knob.path, value);
    if (settled) return this.host.committed(asked);
    this.host.dropped?.();
    this.write();
  }

  private letGo(): void {
    this.draft.value = undefined;
    this.host.echo(this.knob.path, undefined);
    this.host.inputs.clearProblem(this.knob.path);
  }

  /** What was typed gives way, although the value may be the one that was there. */
  private write(): void {
    if (this.field.current) this.field.current.value = valueParts(this.knob, this.value.value)[0];
  }

  /** What stands there, if it can be one: typed and not yet taken, or the value. */
  private get standing(): KnobValue {
    const typed = this.field.current?.value ?? "";
    const [shown, unit] = valueParts(this.knob, this.value.value);
    const read = typed === shown ? null : readValue(this.knob, typed, unit);
    return read?.ok ? read.value : this.value.value;
  }

  step(by: number): void {
    this.move(nudge(this.knob, this.standing, by));
    this.settle(KEYS_SETTLE_MS);
  }

  /** Arrows by one, page keys by ten; true when the key was one of them. */
  key(event: KeyboardEvent, sideways: boolean): boolean {
    const steps: Record<string, number> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
    if (sideways) Object.assign(steps, { ArrowRight: 1, ArrowLeft: -1 });
    const by = steps[event.key];
    if (event.key === "Escape" && this.held) this.cancel();
    else if (by === undefined || event.ctrlKey || event.metaKey) return false;
    else this.step(by * (event.shiftKey ? 10 : 1));
    event.preventDefault();
    return true;
  }

  toEnd(share: 0 | 1): void {
    this.move(valueAt(this.knob, share));
    this.settle(KEYS_SETTLE_MS);
  }

  /** Takes what was typed, or says what is wrong with it and leaves it standing: then false. */
  take(typed: string, asked = false): boolean {
    clearTimeout(this.timer);
    const [shown, unit] = valueParts(this.knob, this.value.value);
    if (typed === shown) {
      this.settle(0, asked);
      return true;
    }
    const read = readValue(this.knob, typed, unit);
    if (read.ok) {
      this.move(read.value);
      this.settle(0, asked);
    } else {
      this.draft.value = undefined;
      this.host.inputs.setProblem(this.knob.path, read.message);
    }
    return read.ok;
  }
}

export function NumberField({ knob, label, host, field, errorId }: RowProps & { field: RefObject<HTMLInputElement | null>; errorId: string }) {
  const moving = useMemo(() => new Moving(knob, host, field), []);
  useLayoutEffect(() => scrubbing(field.current!, {
    start: () => moving.value.value,
    move: (from, steps) => moving.move(dragged(knob, from, steps)),
    end: () => moving.settle(),
    cancel: () => moving.cancel(),
  }), []);
  const parts = useComputed(() => valueParts(knob, moving.value.value));
  const text = useComputed(() => parts.value[0]);
  useLayoutEffect(() => onWheel(field.current!, (by) => moving.step(by)), []);
  const typed = (event: KeyboardEvent & { readonly currentTarget: HTMLInputElement }): void => {
    const { currentTarget: input } = event;
    const left = leaving(event, () => moving.take(input.value, true), () => moving.cancel());
    if (!left) moving.key(event, false);
  };
  return (
    <>
      <span class="knob-value">
        <input class={useComputed(() => `knob-number num${moving.value.value === null ? " off" : ""}`)} type="text" inputMode="decimal" autocomplete="off" spellcheck={false}
          aria-label={label} aria-describedby={errorId} aria-invalid={useInvalid(host.inputs, knob.path)} ref={field} value={text}
          style={useComputed(() => `--chars: ${Math.max(2, text.value.length)}`)} onKeyDown={typed} onChange={(event) => moving.take(event.currentTarget.value)} />
        <span class="unit num">{useComputed(() => parts.value[1])}</span>
      </span>
      <Slider knob={knob} label={label} errorId={errorId} moving={moving} />
    </>
  );
}

function Slider({ knob, label, errorId, moving }: { knob: Knob; label: string; errorId: string; moving: Moving }) {
  const place = useComputed(() => placeOf(knob, moving.value.value));
  const slider = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => onWheel(slider.current!, (by) => moving.step(by)), []);
  /** Escape ends a drag, although the thumb is still held. */
  const given = useRef(false);
  const drag = (input: HTMLInputElement): void => {
    if (!given.current) moving.move(valueAt(knob, Number(input.value) / SLIDER_STEPS));
  };
  const release = (input: HTMLInputElement): void => {
    if (given.current) input.value = String(place.value * SLIDER_STEPS);
    else moving.settle();
    given.current = false;
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Escape") given.current = moving.held;
    if (event.key !== "Home" && event.key !== "End") return void moving.key(event, true);
    moving.toEnd(event.key === "Home" ? 0 : 1);
    event.preventDefault();
  };
  return (
    <div class="slider" style={`--tick: ${placeOf(knob, knob.default)}`}>
      <span class="tick" aria-hidden="true" hidden={typeof knob.default !== "number" && knob.default !== null} />
      <input type="range" class="knob-slider" ref={slider} min={0} max={SLIDER_STEPS} step="any" aria-label={label} aria-describedby={errorId}
        value={useComputed(() => String(place.value * SLIDER_STEPS))} style={useComputed(() => `--fill: ${place.value}`)}
        aria-valuetext={useComputed(() => formatValue(knob, moving.value.value))}
        onInput={(event) => drag(event.currentTarget)} onPointerDown={() => (given.current = false)}
        onChange={(event) => release(event.currentTarget)} onKeyDown={key} />
    </div>
  );
}
