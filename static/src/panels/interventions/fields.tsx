/** The fields of the dialog, each with what may be said in it and what is wrong with it. */
import { useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { idFor } from "../../core/ids";
import { allowed, formatValue } from "../../core/quantity";
import type { Desk } from "./desk";
import { AT, attributesOf, choicesOf, unitOf, type Draft, type Field } from "./form";

/** Which attribute: the ones that AWS lets one change. */
export function Attribute({ desk, draft }: { desk: Desk; draft: Draft }) {
  const id = useMemo(() => idFor("act-attribute"), []);
  const all = attributesOf(draft.component, desk.stage);
  return (
    <div class="act-row">
      <label for={id}>Attribute</label>
      <select id={id} class="plain-field" value={Object.keys(draft.texts)[0]} onChange={(event) => desk.setOf(event.currentTarget.value)}>
        {all.map((knob) => <option value={knob.path}>{knob.label}</option>)}
      </select>
    </div>
  );
}

export function Row({ desk, field, text }: { desk: Desk; field: Field; text: string }) {
  const id = useMemo(() => idFor("act-field"), []);
  const { knob, name, label, meaning, required } = field;
  const choices = choicesOf(knob);
  const invalid = useComputed(() => (desk.problems.value.has(name) ? "true" : undefined));
  const said = { id, "aria-invalid": invalid, "aria-describedby": `${id}-about ${id}-error` };
  const standing = typeof knob.default === "number" ? ` Without it, ${formatValue(knob, knob.default)}.` : "";
  return (
    <div class="act-row">
      <label for={id}>{label}{!required && <span class="quiet"> optional</span>}</label>
      {choices
        ? <select class="plain-field" value={text} onChange={(event) => desk.say(name, event.currentTarget.value)} {...said}>{choices.map((choice) => <option value={choice}>{choice}</option>)}</select>
        : <span class="act-value"><input class="plain-field num" type="text" autocomplete="off" spellcheck={false} required={required} value={text}
            onInput={(event) => desk.say(name, event.currentTarget.value)} {...said} /><span class="quiet num">{unitOf(knob)}</span></span>}
      <p class="act-meaning" id={`${id}-about`}>{[capital(meaning), choices ? "" : ` ${allowed(knob)}`, name in (desk.draft.value?.texts ?? {}) && required ? "" : standing].join("")}</p>
      <p class="knob-error" id={`${id}-error`} hidden={useComputed(() => !desk.problems.value.has(name))}>{useComputed(() => desk.problems.value.get(name) ?? "")}</p>
    </div>
  );
}

export function At({ desk, draft }: { desk: Desk; draft: Draft }) {
  const id = useMemo(() => idFor("act-at"), []);
  const invalid = useComputed(() => (desk.problems.value.has(AT) ? "true" : undefined));
  return (
    <div class="act-row">
      <label for={id}>At</label>
      <input id={id} class="plain-field num" type="text" autocomplete="off" spellcheck={false} value={draft.at} aria-invalid={invalid} aria-describedby={`${id}-error ${id}-about`}
        onInput={(event) => desk.say(AT, event.currentTarget.value)} />
      <p class="act-meaning" id={`${id}-about`}>Where the playhead stands, or another time: 3:00, 90 s.</p>
      <p class="knob-error" id={`${id}-error`} hidden={useComputed(() => !desk.problems.value.has(AT))}>{useComputed(() => desk.problems.value.get(AT) ?? "")}</p>
    </div>
  );
}

function capital(meaning: string): string {
  const text = meaning.replaceAll("`", "");
  return text ? `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}` : "";
}
