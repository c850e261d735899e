/**
 * One knob: changed dot, label, number, slider with its default tick, reset, and the message
 * beside it when what was typed cannot be. Moving it echoes at once; letting go commits.
 */
import { useComputed, useSignal, type ReadonlySignal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { useMemo, useRef } from "preact/hooks";
import type { RunInputs } from "../../core/inputs";
import { idFor } from "../../core/ids";
import { formatValue, NOT_SET } from "../../core/quantity";
import type { Knob, KnobValue } from "../../core/types";
import { About } from "./about";
import { leaving } from "./leaving";
import { NumberField } from "./number";

export interface RowHost {
  readonly inputs: RunInputs;
  /** A value was settled: start a run if there is one to replace, or if Enter asked for one. */
  committed(asked?: boolean): void;
  /** A value is being moved; null when it is let go. */
  echo(path: string, value: KnobValue | undefined): void;
  /** What was moved is where it was again. */
  dropped?(): void;
  /** Where a knob stands, and how it gets the focus. */
  stands?(path: string, element: HTMLElement, focus: () => void): void;
}

export interface RowProps {
  readonly knob: Knob;
  readonly label: string;
  readonly host: RowHost;
  /** The search leaves it out. */
  readonly filtered?: ReadonlySignal<boolean>;
}

export function KnobRow(props: RowProps) {
  const { knob } = props;
  const numeric = NUMBERS.has(knob.kind) && !isCompound(knob.value);
  if (numeric && knob.kind !== "toggle" && !(knob.kind === "choice" && knob.choices)) return <NumberRow {...props} />;
  return <PlainRow {...props} />;
}

const NUMBERS: ReadonlySet<string> = new Set(["number", "integer", "duration", "rate", "size", "percent"]);

function isCompound(value: KnobValue): boolean {
  return typeof value === "object" ? value !== null : typeof value === "string";
}

interface FrameProps extends RowProps {
  readonly id: string;
  readonly field: RefObject<HTMLElement | null>;
  readonly plain?: boolean;
  readonly children: ComponentChildren;
}

/** What every row has around its field. */
function Frame({ knob, label, host, filtered, id, field, plain = false, children }: FrameProps) {
  const { inputs } = host;
  const open = useSignal(false);
  const back = `Reset ${label} to ${formatValue(knob, knob.value)}`;
  const changed = useComputed(() => inputs.isChanged(knob.path));
  const named = useComputed(() => ["knob", plain && "plain", changed.value && "changed", filtered?.value && "filtered"].filter(Boolean).join(" "));
  const reset = (): void => {
    inputs.reset(knob.path);
    host.committed();
  };
  const focus = (): void => {
    field.current?.focus();
    if (field.current instanceof HTMLInputElement && !plain) field.current.select();
  };
  return (
    <div class={named} data-path={knob.path} hidden={useComputed(() => inputs.replaced(knob.path))}
      ref={(element) => void (element && host.stands?.(knob.path, element, focus))}>
      <span class="dot" aria-hidden="true" />
      <button class="knob-label" type="button" id={`${id}-label`} aria-expanded={useComputed(() => open.value ? "true" : "false")}
        aria-controls={`${id}-about`} onClick={() => (open.value = !open.value)}>
        {label}{knob.assumed && <>{" "}<span class="assumed">assumed</span></>}
      </button>
      <button class="knob-reset" type="button" aria-label={back} title={back} hidden={useComputed(() => !changed.value)} onClick={reset}>↺</button>
      {children}
      <Problem id={`${id}-error`} inputs={inputs} path={knob.path} />
      <About knob={knob} id={`${id}-about`} hidden={useComputed(() => !open.value)} />
    </div>
  );
}

/** What is wrong with what was typed, or what the server refused. */
export function Problem({ inputs, path, id }: { inputs: RunInputs; path: string; id: string }) {
  const text = useComputed(() => inputs.problems.value.get(path) ?? "");
  return <p class="knob-error" id={id} hidden={useComputed(() => text.value === "")}>{text}</p>;
}

/** For a field's `aria-invalid`. */
export function useInvalid(inputs: RunInputs, path: string): ReadonlySignal<"true" | undefined> {
  return useComputed(() => (inputs.problems.value.has(path) ? "true" : undefined));
}

function NumberRow(props: RowProps) {
  const id = useMemo(() => idFor("knob"), []);
  const field = useRef<HTMLInputElement>(null);
  return <Frame {...props} id={id} field={field}><NumberField {...props} field={field} errorId={`${id}-error`} /></Frame>;
}

function PlainRow(props: RowProps) {
  const { knob, label, host } = props;
  const id = useMemo(() => idFor("knob"), []);
  const field = useRef<HTMLInputElement & HTMLSelectElement & HTMLOutputElement>(null);
  const said = { ref: field, "aria-label": label, "aria-describedby": `${id}-error`, "aria-invalid": useInvalid(host.inputs, knob.path) };
  const Field = knob.kind === "toggle" ? Toggle : knob.kind === "choice" && knob.choices ? Choice : ReadOnly;
  return <Frame {...props} id={id} field={field} plain><span class="knob-value"><Field knob={knob} host={host} said={said} /></span></Frame>;
}

interface FieldProps {
  readonly knob: Knob;
  readonly host: RowHost;
  // The attributes of whichever element the field is.
  readonly said: object;
}

/** What has parts, or is of a kind that is newer than this page: shown, not changed. */
function ReadOnly({ knob, host, said }: FieldProps) {
  const text = useComputed(() => formatValue(knob, host.inputs.value(knob.path)));
  return <output class="knob-read num" tabIndex={0} title="Change it in the scenario’s file" {...said}>{text}</output>;
}

function Toggle({ knob, host, said }: FieldProps) {
  const take = (on: boolean): void => {
    if (host.inputs.set(knob.path, on)) host.committed();
  };
  const checked = useComputed(() => host.inputs.value(knob.path) === true);
  return <input type="checkbox" class="switch" checked={checked} onChange={(event) => take(event.currentTarget.checked)} {...said} />;
}

function Choice({ knob, host, said }: FieldProps) {
  const written = [knob.value, knob.default].filter((value) => typeof value === "string" || typeof value === "number");
  const choices = [...new Set([...(knob.choices ?? []), ...written])];
  const take = (value: string): void => {
    const chosen = value === "" ? null : choices.find((choice) => String(choice) === value);
    if (chosen !== undefined && host.inputs.set(knob.path, chosen)) host.committed();
  };
  const value = useComputed(() => String(host.inputs.value(knob.path) ?? ""));
  return (
    <select class="choice" value={value} onKeyDown={(event) => void leaving(event, () => true, () => undefined)} onChange={(event) => take(event.currentTarget.value)} {...said}>
      {(knob.nullable || knob.value === null) && <option value="">{NOT_SET}</option>}
      {choices.map((choice) => <option value={String(choice)}>{String(choice)}</option>)}
    </select>
  );
}
