/**
 * The dialog in which something is done during the run: first to what and what, then the fields that
 * it needs. What the server refuses is said beside them, and nothing has changed then.
 */
import { useComputed } from "@preact/signals";
import { render } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { h as element } from "../../core/dom";
import { formatClock } from "../../core/format";
import { idFor } from "../../core/ids";
import { Desk, type Sheet, type SheetOptions } from "./desk";
import { At, Attribute, Row } from "./fields";
import { SET, type Draft } from "./form";
import { actionsOf, momentOf } from "./offers";
import "./interventions.css";

export function createSheet(options: SheetOptions): Sheet {
  const desk = new Desk(options);
  const over = element("div");
  over.style.display = "contents";
  options.dialogs.append(over);
  render(<Dialog desk={desk} />, over);
  return desk;
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
      <p class="knob-error" role="alert" hidden={useComputed(() => !desk.whole)}>{useComputed(() => desk.whole)}</p>
      <div class="act-buttons">
        <button class="btn btn-primary" type="submit" disabled={desk.sending}>{lab.run.value === null ? "Add it" : desk.place.value === null ? "Fork" : "Fork with the change"}</button>
        <button class="btn" type="button" onClick={() => (desk.shown.value = false)}>Cancel</button>
      </div>
    </form>
  );
}
