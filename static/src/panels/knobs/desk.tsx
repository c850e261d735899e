/** The knobs with what they are called, where they stand, and what is left of them by a search. */
import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { arrivalsPath } from "../../core/inputs";
import type { Lab } from "../../core/lab";
import { formatValue } from "../../core/quantity";
import type { Knob, KnobValue } from "../../core/types";
import { labelOf } from "./labels";
import { PaletteChoice } from "./palette";
import { KnobRow, type RowHost } from "./row";
import { ProfileField, SeedField } from "./run-fields";
import { entryText, knobText, KnobSearch, type Entry } from "./search";
import { TraceControl, type TraceHost } from "./trace";

const GROUPS: readonly string[] = ["Load", "Function", "Concurrency", "Event source", "Queue", "Failure", "Cost"];

/** What the knobs of no component are folded under. */
const ACCOUNT = "Account and cost";
const RUN = "Run";

interface Place {
  readonly element: HTMLElement;
  readonly focus: () => void;
}

export interface Item {
  readonly entry: Entry;
  /** The path that its problems are told for, where that is another. */
  readonly concerns?: string;
  /** What it is folded under: its component, or a title. */
  readonly fold: string;
  /** It differs from the scenario as it was written. */
  changed(): boolean;
  readonly draw: (filtered: ReadonlySignal<boolean>) => ComponentChildren;
}

type Stands = (element: HTMLElement, focus: () => void) => void;
type About = Pick<Entry, "label" | "group" | "meaning"> & Partial<Entry>;

export class Desk implements RowHost, TraceHost {
  readonly items: readonly Item[];
  readonly search: KnobSearch;
  readonly palette: PaletteChoice;
  readonly named: boolean;
  /** Set by what folds: brings a knob to where it can be seen. */
  unfold: (item: Item) => void = () => undefined;
  /** Set by the panel: brings the knobs in, where they have no place in the page. */
  bringIn: () => void = () => undefined;
  /** Set by the panel: starts a run, or goes to what stands in its way. */
  run: () => void = () => undefined;
  private readonly places = new Map<string, Place>();

  constructor(readonly lab: Lab) {
    const clients = lab.scene.nodes.filter((node) => node.picture.replays);
    this.named = clients.length > 1;
    const knobs = [...lab.data.knobs].sort(alongThePath(lab));
    const duration = { ...(this.inputs.knob("duration") as Knob), group: "Run" };
    const items = [...knobs.map((knob) => this.knob(knob)), ...clients.map(({ id, title }) => this.trace(id, title || id)), this.knob(duration, RUN), this.seed(), this.profile()];
    const groups = [...new Set([...GROUPS, ...items.map(({ entry }) => entry.group)])];
    this.items = groups.flatMap((group) => items.filter(({ entry }) => entry.group === group));
    this.search = new KnobSearch(this.items.map(({ entry }) => entry));
    this.palette = new PaletteChoice(this.search.entries, (entry) => {
      this.search.clear();
      entry.focus();
    });
  }

  get inputs() {
    return this.lab.inputs;
  }

  get api() {
    return this.lab.api;
  }

  committed = (asked = false): void => {
    if (this.lab.run.value === null) return asked ? this.run() : undefined;
    if (this.inputs.ready) void this.lab.start();
  };

  echo(path: string, value: KnobValue | undefined): void {
    const { preview, viewing } = this.lab;
    viewing.setEcho(typeof value === "number" ? { [path]: value } : null);
    const knob = this.inputs.knob(path);
    if (value === undefined || !knob) return preview.release();
    const was = this.inputs.value(path);
    if (value === was || this.inputs.whyNot(path) !== "") return preview.clear();
    const words = `${this.items.find(({ entry }) => entry.path === path)?.entry.label ?? knob.label} ${formatValue(knob, was)} → ${formatValue(knob, value)}`;
    preview.want({ inputs: this.inputs.proposed(path, value), words });
  }

  dropped(): void {
    this.lab.preview.clear();
  }

  stands(path: string, element: HTMLElement, focus: () => void): void {
    this.places.set(path, { element, focus });
  }

  /** What the scenario's question is about, with why, in its order. */
  get ofInterest(): readonly { readonly item: Item; readonly why: string }[] {
    const named = (this.lab.data.interest ?? []).flatMap(({ path, why }) => {
      const item = this.items.find(({ entry }) => entry.path === path);
      return item ? [{ item, why }] : [];
    });
    return named.flatMap((one) => {
      // Whoever is asked about a trace may have one of their own.
      const [client, of] = one.item.entry.path.split(".arrivals.trace.");
      const trace = of && this.items.find(({ concerns }) => concerns === `${client}.arrivals`);
      return trace ? [one, { item: trace, why: "" }] : [one];
    });
  }

  private goTo(path: string): void {
    const item = this.items.find(({ entry }) => entry.path === path);
    this.bringIn();
    if (item) this.unfold(item);
    const place = this.places.get(path);
    if (place) bringBack(place.element);
    place?.element.scrollIntoView?.({ block: "center" });
    place?.focus();
  }

  /** The first field that stands in the way of a run, if there is one. */
  goToProblem(): void {
    const problems = this.inputs.problems.value;
    const at = this.items.find(({ entry, concerns }) => problems.has(concerns ?? entry.path));
    if (!at) return;
    this.bringIn();
    if (!this.search.passes(at.entry)) this.search.clear();
    this.unfold(at);
    const element = this.places.get(at.entry.path)?.element;
    if (element) bringBack(element);
    const field = element?.querySelector<HTMLElement>("input:not([type=range], [type=file]), select");
    (field ?? element?.querySelector("button"))?.focus();
    element?.scrollIntoView?.({ block: "nearest" });
  }

  private entry(path: string, about: About): Entry {
    const text = entryText([about.label, about.meaning, about.group]);
    return { awsName: "", text, value: () => "", hidden: () => false, ...about, path, focus: () => this.goTo(path) };
  }

  private standsAs(path: string): Stands {
    return (element, focus) => this.stands(path, element, focus);
  }

  private knob(knob: Knob, fold = knob.component || ACCOUNT): Item {
    const said = this.lab.data.interest?.find(({ path }) => path === knob.path)?.label;
    const usual = labelOf(knob, this.lab.data.knobs, this.lab.data.topology);
    const label = said || usual;
    const entry = this.entry(knob.path, {
      label, group: knob.group, awsName: knob.aws_name ?? "", meaning: knob.meaning, text: knobText(knob, said ? `${said} ${usual}` : usual),
      value: () => formatValue(knob, this.inputs.value(knob.path)), hidden: () => this.inputs.replaced(knob.path),
    });
    return {
      entry, fold, changed: () => this.inputs.isChanged(knob.path),
      draw: (filtered) => <KnobRow knob={knob} label={label} host={this} filtered={filtered} />,
    };
  }

  private trace(id: string, title: string): Item {
    const path = `${id}.trace`;
    const [label, meaning] = [`Replay a trace, ${title}`, "replaces the arrivals by recorded ones"];
    const entry = this.entry(path, { label, meaning, group: "Load", text: entryText([label, meaning, "csv upload load"]) });
    return {
      entry, concerns: arrivalsPath(id), fold: id, changed: () => this.inputs.isChanged(arrivalsPath(id)),
      draw: (filtered) => <TraceControl client={id} title={title} host={this} filtered={filtered} stands={this.standsAs(path)} />,
    };
  }

  private seed(): Item {
    const meaning = "decides every random draw of the run";
    const entry = this.entry("seed", { label: "Seed", meaning, group: "Run", value: () => String(this.inputs.current.value.seed) });
    return {
      entry, fold: RUN, changed: () => this.inputs.current.value.seed !== this.lab.authored.seed,
      draw: (filtered) => <SeedField lab={this.lab} filtered={filtered} committed={this.committed} stands={this.standsAs("seed")} />,
    };
  }

  private profile(): Item {
    const meaning = "whose quotas and rules hold: which year of AWS";
    const entry = this.entry("profile", { label: "AWS profile", meaning, group: "Run", value: () => this.inputs.current.value.profile });
    return {
      entry, fold: RUN, changed: () => this.inputs.current.value.profile !== this.lab.authored.profile,
      draw: (filtered) => <ProfileField lab={this.lab} filtered={filtered} committed={this.committed} stands={this.standsAs("profile")} />,
    };
  }
}

/** At once, when a search that left it out has just been given up: what is hidden takes no focus, and the next picture is later. */
function bringBack(row: HTMLElement): void {
  for (const left of [row, row.closest(".knob-group, .knob-interest")]) left?.classList.remove("filtered");
}

/** Sources before what they feed; in one component as the server lists them. */
function alongThePath({ scene }: Lab): (a: Knob, b: Knob) => number {
  const place = ({ component }: Knob): number => scene.node(component)?.order ?? Number.MAX_SAFE_INTEGER;
  return (a, b) => place(a) - place(b);
}
