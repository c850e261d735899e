/** A knob's number: typed, dragged, stepped by keys, or moved with its slider. */
import { computed, signal, useComputed, type ReadonlySignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useMemo } from "preact/hooks";
import { formatValue, nudge, placeOf, readValue, SLIDER_STEPS, valueAt, valueParts } from "../../core/quantity";
import type { Knob, KnobValue } from "../../core/types";
import { useInvalid, type RowHost, type RowProps } from "./row";
import { scrubbing } from "./scrub";

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

  cancel(): void {
    clearTimeout(this.timer);
    this.letGo();
    this.write();
  }

  settle(afterMs = 0): void {
    clearTimeout(this.timer);
    if (afterMs > 0) {
      this.timer = window.setTimeout(() => this.settle(), afterMs);
      return;
    }
    const value = this.draft.peek();
    if (value === undefined) return;
    const settled = this.host.inputs.set(this.knob.path, value);
    this.letGo();
    if (settled) this.host.committed();
    else this.write();
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

  /** Arrows by one, page keys by ten; true when the key was one of them. */
  key(event: KeyboardEvent, sideways: boolean): boolean {
    const steps: Record<string, number> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
    if (sideways) Object.assign(steps, { ArrowRight: 1, ArrowLeft: -1 });
    const by = steps[event.key];
    if (event.key === "Escape" && this.draft.peek() !== undefined) this.cancel();
    else if (by === undefined || event.ctrlKey || event.metaKey) return false;
    else {
      this.move(nudge(this.knob, this.value.value, by * (event.shiftKey ? 10 : 1)));
      this.settle(KEYS_SETTLE_MS);
    }
    event.preventDefault();
    return true;
  }

  toEnd(share: 0 | 1): void {
    this.move(valueAt(this.knob, share));
    this.settle(KEYS_SETTLE_MS);
  }

  /** Takes what was typed, or says what is wrong with it and leaves it standing. */
  take(typed: string): void {
    clearTimeout(this.timer);
    const [shown, unit] = valueParts(this.knob, this.value.value);
    if (typed === shown) return this.settle();
    const read = readValue(this.knob, typed, unit);
    if (read.ok) {
      this.move(read.value);
      this.settle();
    } else {
      this.draft.value = undefined;
      this.host.inputs.setProblem(this.knob.path, read.message);
    }
  }
}

export function NumberField({ knob, label, host, field, errorId }: RowProps & { field: RefObject<HTMLInputElement | null>; errorId: string }) {
  const moving = useMemo(() => new Moving(knob, host, field), []);
  useLayoutEffect(() => scrubbing(field.current!, {
    start: () => moving.value.value,
    move: (from, steps) => moving.move(nudge(knob, from, steps)),
    end: () => moving.settle(),
    cancel: () => moving.cancel(),
  }), []);
  const parts = useComputed(() => valueParts(knob, moving.value.value));
  const text = useComputed(() => parts.value[0]);
  const typed = (event: KeyboardEvent & { readonly currentTarget: HTMLInputElement }): void => {
    if (event.key === "Enter") moving.take(event.currentTarget.value);
    else if (event.key === "Escape") moving.cancel();
    else moving.key(event, false);
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
  const key = (event: KeyboardEvent): void => {
    if (event.key !== "Home" && event.key !== "End") return void moving.key(event, true);
    moving.toEnd(event.key === "Home" ? 0 : 1);
    event.preventDefault();
  };
  return (
    <div class="slider" style={`--tick: ${placeOf(knob, knob.default)}`}>
      <span class="tick" aria-hidden="true" hidden={typeof knob.default !== "number" && knob.default !== null} />
      <input type="range" class="knob-slider" min={0} max={SLIDER_STEPS} step="any" aria-label={label} aria-describedby={errorId}
        value={useComputed(() => String(place.value * SLIDER_STEPS))} style={useComputed(() => `--fill: ${place.value}`)}
        aria-valuetext={useComputed(() => formatValue(knob, moving.value.value))}
        onInput={(event) => moving.move(valueAt(knob, Number(event.currentTarget.value) / SLIDER_STEPS))}
        onChange={() => moving.settle()} onKeyDown={key} />
    </div>
  );
}
