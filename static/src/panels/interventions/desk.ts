/** What is filled in to have something done during the run, sent, and refused field by field. */
import { signal, type Signal } from "@preact/signals";
import type { Refused } from "../../core/api";
import { formatClock } from "../../core/format";
import type { Lab } from "../../core/lab";
import { withSaid, without, type Plan } from "../../core/plan";
import { sentence } from "../../core/problems";
import type { Said } from "../../core/types";
import { AT, attributesOf, draftFrom, draftOf, fields, read, SET, type Draft, type Field, type Stage } from "./form";
import { momentOf } from "./offers";

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

export class Desk implements Sheet {
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

  /** What is wrong with none of the fields. */
  get whole(): string {
    return this.problems.value.get(WHOLE) ?? this.problems.value.get(SET) ?? "";
  }
}
