/** What the server says, as types: what a run tells, what HTTP answers, and the page's data. */
import type { RunInfo, TraceUploaded } from "./answers";
import type { Goal } from "./goals";
import type { Knob, KnobOfInterest, QuotaRow } from "./knob";
import type { Lesson } from "./lessons";
import type { Machines } from "./machine";
import type { BindingRules, ComponentTypes, EdgeKinds } from "./picture";
import type { Header, Intervention, Offered, Said, Topology } from "./told";

export * from "./answers";
export type { Knob, KnobGroup, KnobKind, KnobOfInterest, KnobValue, QuotaRow } from "./knob";
export * from "./told";

/** What the server says of inputs that came with a link (POST /api/lab). */
export interface Configured extends LabData {
  readonly inputs: { readonly overrides: Readonly<Record<string, unknown>>; readonly seed: number; readonly profile: string };
  /** The address of their run, where there is one. */
  readonly existing: string | null;
}

/** `{{ lab|json_script:"lab-data" }}` */
export interface LabData {
  readonly scenario: {
    readonly id: string;
    readonly title: string;
    readonly summary?: string;
    /** What to watch and what to try; paragraphs are apart by an empty line. */
    readonly description?: string;
    readonly topics?: readonly string[];
    readonly seed: number;
    readonly profile: string;
    readonly duration_s: number;
    /** The longest time that the server simulates. */
    readonly longest_s?: number;
    readonly document?: unknown;
  };
  readonly knobs: readonly Knob[];
  /** The few that the scenario's question is about, in its order. */
  readonly interest?: readonly KnobOfInterest[];
  /** Of the scenario, in its order. */
  readonly goals?: readonly Goal[];
  readonly topology: Topology;
  readonly types: ComponentTypes;
  readonly edge_kinds: EdgeKinds;
  /** What binds its components, in sentences. */
  readonly rules?: BindingRules;
  /** The graphs of its state machines by component. */
  readonly machines?: Machines;
  /** What is done during the run, or in the scenario as written where there is none yet. */
  readonly interventions?: readonly Intervention[];
  /** The same of the scenario as written, as it says it: what the lab changes. */
  readonly plan?: readonly Said[];
  /** By type of component. */
  readonly actions?: Readonly<Record<string, Offered>>;
  /** By component the actions of its type that cannot work as it is configured. */
  readonly impossible?: Readonly<Record<string, readonly string[]>>;
  readonly header: Header | null;
  readonly run: RunInfo | null;
  /** Those that the page begins with, where it has no run: the scenario's own, unless a link brought others. */
  readonly inputs?: Configured["inputs"];
  readonly profiles?: readonly (string | { readonly name: string; readonly title?: string })[];
  readonly csrf?: string;
  /** That the page was opened with. */
  readonly lesson?: Lesson;
  /** The profile's rows with the scenario's overrides, for the inspector. */
  readonly quotas?: readonly QuotaRow[];
  /** Uploads that the document or the overrides name, by id. */
  readonly traces?: Readonly<Record<string, Omit<TraceUploaded, "id">>>;
}
