/**
 * The dialog in which something is done during the run: first to what and what, then the fields that
 * it needs. What the server refuses is said beside them, and nothing has changed then.
 */
import { signal, useComputed, type Signal } from "@preact/signals";
import { render } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Refused } from "../../core/api";
import { h as element } from "../../core/dom";
import { formatClock } from "../../core/format";
import { idFor } from "../../core/ids";
import { sentence } from "../../core/problems";
import type { Lab } from "../../core/lab";
import { withSaid, without, type Plan } from "../../core/plan";
import { allowed, formatValue } from "../../core/quantity";
import type { Said } from "../../core/types";
import { AT, attributesOf, choicesOf, draftFrom, draftOf, fields, read, SET, unitOf, type Draft, type Field, type Stage } from "./form";
import "./interventions.css";

const NOTHING: ReadonlyMap<string, string> = new Map();
/** What is wrong with all of it. */
const WHOLE = "";

export interface Sheet {
  /** To any component: what can be done to each of them. */
  open(): void;
  /** To one of them. */
  act(component: string, action: string): void;
  /** One that is there already. */
  edit(place: number): void;
  /** Takes one away; its run is made without it. */
  remove(place: number): void;
}

export interface SheetOptions {
  readonly lab: Lab;
  readonly dialogs: HTMLElement;
  /** To turn a knob instead, from here on. */
  readonly onKnob: () => void;
}

export function createSheet(options: SheetOptions): Sheet {
  const desk = new Desk(options);
  const over = element("div");
  over.style.display = "contents";
  options.dialogs.append(over);
  render(<Dialog desk={desk} />, over);
  return desk;
}

/** Where the playhead stands, as fine as the clock shows it. */
export function momentOf({ viewing }: Lab): number {
  return Math.round(viewing.clock.at(performance.now()) * 100) / 100;
}

class Desk implements Sheet {
  readonly shown = signal(false);
  /** Null while it is chosen what is done. */
  readonly draft: Signal<Draft | null> = signal(null);
  readonly problems = signal(NOTHING);
  readonly sending = signal(false);
  /** Of the one that is changed. */
  readonly place: Signal<number | null> = signal(null);
  readonly stage: Stage;
  private at = 0;

  constructor(readonly options: SheetOptions) {
    const { lab } = options;
    this.stage = { knobs: lab.inputs.knobs, offers: lab.offers, durationS: lab.data.scenario.duration_s };
  }

  get lab(): Lab {
    return this.options.lab;
  }

  private get course(): Stage {
    const { run, store } = this.lab;
    const asked = Number(this.lab.inputs.value("duration"));
    const durationS = run.value === null && Number.isFinite(asked) ? asked : store.value.durationS;
    return { ...this.stage, durationS };
  }

  open(): void {
    this.show(null, null);
  }

  act(component: string, action: string): void {
    this.show(null, null);
    this.choose(component, action);
  }

  choose(component: string, action: string): void {
    const first = action === SET ? attributesOf(component, this.stage)[0] : undefined;
    this.draft.value = draftOf(component, action, this.at, this.stage, first?.path, first && this.lab.inputs.value(first.path));
  }

  edit(place: number): void {
    const said = this.lab.inputs.plan[place];
    if (said) this.show(draftFrom(said, this.stage), place);
  }

  private show(draft: Draft | null, place: number | null): void {
    if (this.lab.viewing.clock.playing) this.lab.viewing.setPlaying(false);
    this.at = momentOf(this.lab);
    this.draft.value = draft;
    this.place.value = place;
    this.problems.value = NOTHING;
    this.shown.value = true;
  }

  say(name: string, text: string): void {
    const draft = this.draft.value;
    if (!draft) return;
    this.draft.value = name === AT ? { ...draft, at: text } : { ...draft, texts: { ...draft.texts, [name]: text } };
  }

  /** Another attribute, with the value that it has. */
  setOf(path: string): void {
    const draft = this.draft.value;
    if (draft) this.draft.value = { ...draftOf(draft.component, SET, this.at, this.stage, path, this.lab.inputs.value(path)), at: draft.at };
  }

  get chosen(): readonly Field[] {
    return this.draft.value ? fields(this.draft.value, this.stage) : [];
  }

  async submit(): Promise<void> {
    const draft = this.draft.value;
    if (!draft || this.sending.value) return;
    const found = read(draft, this.course);
    if ("problems" in found) return void (this.problems.value = found.problems);
    this.problems.value = NOTHING;
    const place = this.place.value ?? this.lab.inputs.plan.length;
    await this.apply(withSaid(this.lab.inputs.plan, found.said, this.place.value), place, found.said);
  }

  remove(place: number): void {
    const gone = this.lab.inputs.plan[place];
    if (gone) void this.apply(without(this.lab.inputs.plan, place), place, null);
  }

  private async apply(plan: Plan, place: number, said: Said | null): Promise<void> {
    const { lab } = this;
    if (lab.run.value === null) {
      lab.inputs.setPlan(plan);
      this.shown.value = false;
      return;
    }
    this.sending.value = true;
    const refused = await lab.attempt(lab.inputs.withPlan(plan));
    this.sending.value = false;
    if (refused && said === null) lab.trouble.value = { kind: "refused", message: refused.message };
    else if (refused) this.problems.value = this.refusal(refused, place);
    else this.shown.value = false;
    if (!refused) lab.viewing.onSay(said ? `A fork at ${formatClock(said.at)}: the run before stays as it is.` : "It is not done any more, in a run of its own.");
  }

  /** Each check beside its field; what is about none, below them all. */
  private refusal(refused: Refused, place: number): ReadonlyMap<string, string> {
    const problems = new Map<string, string>();
    for (const check of refused.checks.filter(({ severity }) => severity === "error")) {
      const at = check.path.startsWith(`interventions.${place}.`) ? check.path.split(".").slice(2) : [];
      const field = [AT, ...this.chosen.map(({ name }) => name)].find((name) => at.includes(name));
      problems.set(field ?? WHOLE, [problems.get(field ?? WHOLE), sentence(check)].filter(Boolean).join(" "));
    }
    return problems.size > 0 ? problems : new Map([[WHOLE, refused.message]]);
  }
}

function Dialog({ desk }: { desk: Desk }) {
  const id = useMemo(() => idFor("act"), []);
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => desk.shown.subscribe((wanted) => {
    if (!wanted) dialog.current?.close();
    else if (!dialog.current?.open) dialog.current?.showModal();
  }), []);
  const draft = desk.draft.value;
  return (
    <dialog class="sheet act-sheet" aria-labelledby={id} ref={dialog} onClose={() => (desk.shown.value = false)}
      onClick={(event) => event.target === dialog.current && (desk.shown.value = false)}>
      {desk.shown.value && (draft ? <Form key={`${draft.component} ${draft.action}`} desk={desk} draft={draft} id={id} /> : <Choice desk={desk} id={id} />)}
    </dialog>
  );
}

/** Every component with what can be done to it. */
function Choice({ desk, id }: { desk: Desk; id: string }) {
  const { lab } = desk;
  const moment = formatClock(momentOf(lab));
  const nodes = lab.scene.nodes.filter(({ id: node }) => actionsOf(lab, node).length > 0);
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  return (
    <>
      <h2 id={id}>Fork at {moment}</h2>
      <p class="act-about">{lab.run.value === null ? "It becomes part of the run." : `The fork has everything before ${moment} from this run, which stays as it is; what follows is computed.`}</p>
      <p><button class="btn" type="button" ref={first} onClick={() => { desk.shown.value = false; desk.options.onKnob(); }}>Turn a knob from here on</button></p>
      <ul class="act-nodes">
        {nodes.map(({ id: node }) => (
          <li key={node}>
            <span class="act-node">{lab.scene.titleOf(node)}</span>
            <span class="act-actions" role="group" aria-label={lab.scene.titleOf(node)}>
              {actionsOf(lab, node).map(({ name, label }) => <button class="btn btn-small" type="button" key={name} onClick={() => desk.choose(node, name)}>{label}</button>)}
            </span>
          </li>
        ))}
      </ul>
      <div class="act-buttons"><button class="btn" type="button" onClick={() => (desk.shown.value = false)}>Cancel</button></div>
    </>
  );
}

export interface Offer {
  readonly name: string;
  readonly label: string;
}

/** What a menu of a component has: the actions of its type, and its attributes where they change. */
export function actionsOf(lab: Lab, component: string): Offer[] {
  const offered = lab.offers(component);
  if (!offered) return [];
  const stage: Stage = { knobs: lab.inputs.knobs, offers: lab.offers, durationS: 0 };
  const sets = offered.set && attributesOf(component, stage).length > 0;
  return [...offered.actions, ...(sets ? [{ name: SET, label: "Change an attribute" }] : [])];
}

function Form({ desk, draft, id }: { desk: Desk; draft: Draft; id: string }) {
  const { lab } = desk;
  const action = lab.offers(draft.component)?.actions.find(({ name }) => name === draft.action);
  const label = action?.label ?? "Change an attribute";
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>(".act-fields select, .act-fields input, .act-at input")?.focus(), []);
  useLayoutEffect(() => desk.problems.subscribe((problems) => {
    if (problems.size > 0) requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  }), []);
  const submit = (event: Event): void => {
    event.preventDefault();
    void desk.submit();
  };
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <h2 id={id}>{label}: {lab.scene.titleOf(draft.component)}</h2>
      <p class="act-about">{action?.meaning ?? "Its attributes have other values from then on, as AWS lets one change them."}</p>
      <div class="act-fields">
        {draft.action === SET && desk.place.value === null && <Attribute desk={desk} draft={draft} />}
        {desk.chosen.map((field) => <Row key={field.name} desk={desk} field={field} text={draft.texts[field.name] ?? ""} />)}
      </div>
      <div class="act-at"><At desk={desk} draft={draft} /></div>
      <p class="knob-error" role="alert" hidden={useComputed(() => !whole(desk))}>{useComputed(() => whole(desk))}</p>
      <div class="act-buttons">
        <button class="btn btn-primary" type="submit" disabled={desk.sending}>{lab.run.value === null ? "Add it" : desk.place.value === null ? "Fork" : "Fork with the change"}</button>
        <button class="btn" type="button" onClick={() => (desk.shown.value = false)}>Cancel</button>
      </div>
    </form>
  );
}

function whole(desk: Desk): string {
  return desk.problems.value.get(WHOLE) ?? desk.problems.value.get(SET) ?? "";
}

/** Which attribute: the ones that AWS lets one change. */
function Attribute({ desk, draft }: { desk: Desk; draft: Draft }) {
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

function Row({ desk, field, text }: { desk: Desk; field: Field; text: string }) {
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

function At({ desk, draft }: { desk: Desk; draft: Draft }) {
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
