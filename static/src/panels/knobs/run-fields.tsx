/** Seed and profile: what else a run is made of. Changing one starts a run. */
import { useComputed, type ReadonlySignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { idFor } from "../../core/ids";
import type { Lab } from "../../core/lab";
import type { LabData } from "../../core/types";
import { leaving } from "./leaving";
import { Problem, useInvalid } from "./row";

const HIGHEST_SEED = Number.MAX_SAFE_INTEGER;

export interface FieldProps {
  readonly lab: Lab;
  readonly filtered: ReadonlySignal<boolean>;
  committed(asked?: boolean): void;
  /** Where it stands, and how it gets the focus. */
  stands(element: HTMLElement, focus: () => void): void;
}

export function SeedField({ lab, filtered, committed, stands }: FieldProps) {
  const { inputs } = lab;
  const id = useMemo(() => idFor("seed"), []);
  const field = useRef<HTMLInputElement>(null);
  const seed = useComputed(() => String(inputs.current.value.seed));
  const take = (typed: string, asked = false): boolean => {
    const text = typed.replace(/[,\s]/g, "");
    if (!/^\d+$/.test(text) || Number(text) > HIGHEST_SEED) {
      inputs.setProblem("seed", "A seed is a whole number from 0 up, such as 4711.");
      return false;
    }
    inputs.clearProblem("seed");
    if (inputs.setSeed(Number(text))) committed(asked);
    return true;
  };
  const key = (event: KeyboardEvent & { readonly currentTarget: HTMLInputElement }): void => {
    const { currentTarget: input } = event;
    leaving(event, () => take(input.value, true), () => {
      input.value = seed.value;
      inputs.clearProblem("seed");
    });
  };
  const another = (): void => {
    inputs.clearProblem("seed");
    if (inputs.setSeed(1 + Math.floor(Math.random() * 99_999))) committed();
  };
  return (
    <div class={useComputed(() => `field${filtered.value ? " filtered" : ""}`)} data-path="seed" ref={(element) => void (element && stands(element, () => field.current?.focus()))}>
      <label for={id}>Seed</label>
      <span class="field-value">
        <button class="link-button" type="button" title="The same inputs with other random draws" onClick={another}>another</button>
        <input id={id} class="num plain-field" type="text" inputMode="numeric" autocomplete="off" aria-describedby={`${id}-error`} aria-invalid={useInvalid(inputs, "seed")}
          ref={field} value={seed} onChange={(event) => take(event.currentTarget.value)} onKeyDown={key} />
      </span>
      <Problem id={`${id}-error`} inputs={inputs} path="seed" />
    </div>
  );
}

function profileNames(data: LabData): string[] {
  const names = (data.profiles ?? []).map((profile) => (typeof profile === "string" ? profile : profile.name));
  return names.includes(data.scenario.profile) ? names : [data.scenario.profile, ...names];
}

export function ProfileField({ lab, filtered, committed, stands }: FieldProps) {
  const { inputs, data } = lab;
  const id = useMemo(() => idFor("profile"), []);
  const field = useRef<HTMLSelectElement>(null);
  const take = (name: string): void => {
    if (inputs.setProfile(name)) committed();
  };
  return (
    <div class={useComputed(() => `field${filtered.value ? " filtered" : ""}`)} data-path="profile" ref={(element) => void (element && stands(element, () => field.current?.focus()))}>
      <label for={id}>AWS profile</label>
      <select id={id} class="plain-field" aria-describedby={`${id}-error`} ref={field} value={useComputed(() => inputs.current.value.profile)}
        onKeyDown={(event) => void leaving(event, () => true, () => undefined)} onChange={(event) => take(event.currentTarget.value)}>
        {profileNames(data).map((name) => <option value={name}>{name}</option>)}
      </select>
      <Problem id={`${id}-error`} inputs={inputs} path="profile" />
    </div>
  );
}
