/**
 * How component types and kinds of edges look: what a run's header declares of them
 * (simcore/component/picture.py, where each field is explained). What is as by default is left out.
 */

export type Glyph = "busy" | "queued" | "thr" | "retry" | "err" | "dlq";
export type Format = "count" | "number" | "rate" | "seconds" | "milliseconds" | "moment" | "dollars" | "percent" | "plural";
export type LineTone = "busy" | "init" | "queued" | "thr" | "retry" | "err" | "dlq" | "ink2" | "ink3" | "p50" | "p95" | "p99";

/** A number of one component at one moment. */
export interface Reading {
  readonly read: "value" | "per_second" | "counter" | "part" | "ratio" | "grown" | "constant";
  readonly of?: readonly string[];
  /** Another component than the node's own. */
  readonly whose?: string;
  readonly parts?: readonly Reading[];
  /** Of a constant. */
  readonly amount?: number;
}

/** The reading is above 0; with `told`, a frame says anything of it. */
export interface When {
  readonly reading: Reading;
  readonly told?: boolean;
}

export interface Figure {
  readonly reading: Reading;
  readonly format?: Format;
  readonly one?: string;
  readonly many?: string;
}

/** Each `{}` of the text is the next figure. Of several words the first that holds is said. */
export interface Words {
  readonly text: string;
  readonly figures?: readonly Figure[];
  readonly when?: readonly When[];
  readonly unit?: string;
}

/** A row of the inspector. */
export interface Listed {
  readonly name: string;
  readonly words?: readonly Words[];
  readonly each?: string;
  readonly limiter?: boolean;
}

/** What travels along a route; without a metric, what passes along it. */
export interface Flow {
  readonly glyph: Glyph;
  readonly metric?: string;
  readonly of?: "from" | "to";
  readonly otherwise?: string;
  readonly back?: boolean;
  readonly lane?: number;
  readonly once?: boolean;
  readonly sole?: boolean;
}

export interface EdgeKind {
  readonly words?: string;
  readonly flows?: readonly Flow[];
  readonly carries?: { readonly name: string; readonly short: string; readonly rank: number };
  readonly dead_letters?: boolean;
  readonly quiet?: boolean;
}

/** Components at which an edge of these kinds comes in or leaves, and none of `never_into`. */
export interface Ends {
  readonly into?: readonly string[];
  readonly out?: readonly string[];
  readonly never_into?: readonly string[];
  readonly traits?: readonly string[];
}

export interface RowLine {
  readonly label: string;
  readonly metric: string;
  readonly tone: LineTone;
  readonly width?: number;
  readonly area?: boolean;
  readonly per_second?: boolean;
  readonly factor?: number;
  /** Of several components: whose own metric is the maximum of their sum. */
  readonly whole?: string;
}

/** A timeline that a type offers. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly spoken: string;
  readonly place: number;
  readonly rank: number;
  readonly lines: readonly RowLine[];
  readonly main?: number;
  readonly format?: Format;
  readonly word?: string;
  /** What is said where nothing is told. */
  readonly empty?: string;
  readonly kind?: "level" | "rate";
  readonly summed?: boolean;
  readonly needs?: Ends;
  readonly others_too?: boolean;
  readonly limited?: boolean;
  /** The row of the quota profile that is the limit of several together, and its name in a word. */
  readonly quota?: string;
  readonly quota_name?: string;
  /** Which way is; nothing where either may be right. */
  readonly better?: Better;
}

export type Better = "" | "more" | "less";

/** Why a component did not do more: a metric whose values are words, and what it limits. */
export interface Limited {
  readonly metric: string;
  readonly level: string;
  readonly knob?: string;
}

/** Which rule bounds a component: a metric whose values are words, and more of some. */
export interface Bound {
  readonly metric: string;
  readonly rules?: readonly Rule[];
}

/** In numbers what a word stands for: `{}` is a row of the profile or a field. */
export interface Rule {
  readonly word: string;
  readonly text: string;
  readonly quota?: string;
  readonly field?: string;
}

/** What a word that binds a component says in a run, with its source: the run's own numbers are in it. */
export interface BindingRule {
  readonly word: string;
  /** From when on; of several for a word the last that has come holds. */
  readonly from_s?: number;
  readonly said: readonly Words[];
  /** In few words, for the inspector. */
  readonly brief?: Words;
  /** The citation, AWS's page where there is one, and of when its text is. */
  readonly source: string;
  readonly url: string;
  readonly date: string;
  readonly assumed?: boolean;
  /** A number of the scenario's own in the place of AWS's. */
  readonly own?: boolean;
}

export type BindingRules = Readonly<Record<string, readonly BindingRule[]>>;

export interface FramePart {
  readonly key: string;
  readonly needs?: Ends;
}

/** How a followed message is called and told. */
export interface StoryNoun {
  readonly noun: string;
  readonly block?: number;
  readonly first?: number;
  readonly lane?: string;
  readonly lane_block?: number;
  readonly poison?: number;
  readonly waits?: string;
  readonly waited?: string;
  /** Of a request: others tell of it, too. */
  readonly parts?: boolean;
  readonly overlapping?: boolean;
  readonly dropped?: readonly string[];
  readonly contents?: readonly string[];
}

export interface Picture {
  readonly mark?: string;
  readonly wide?: boolean;
  readonly headline?: readonly Words[];
  readonly sub?: readonly Words[];
  readonly inspector?: readonly Listed[];
  readonly rules?: string;
  readonly dead_letters?: Reading;
  readonly counts?: Readonly<Partial<Record<Glyph, readonly string[]>>>;
  readonly takes?: string;
  readonly sends?: string;
  readonly leaving?: Readonly<Record<string, readonly Flow[]>>;
  readonly coming?: Readonly<Record<string, readonly Flow[]>>;
  readonly rows?: readonly Row[];
  readonly limited?: Limited;
  readonly bound?: Bound;
  readonly parts?: readonly FramePart[];
  readonly story?: StoryNoun;
  readonly flags?: Readonly<Record<string, string>>;
  readonly replays?: boolean;
}

export interface ComponentType {
  readonly title: string;
  /** What a screen reader says that it is. */
  readonly noun: string;
  /** Along the path of a request. */
  readonly order: number;
  readonly picture: Picture;
  /** The frames tell of it, and no node stands for it: its id is the type's name. */
  readonly apart?: boolean;
}

export type ComponentTypes = Readonly<Record<string, ComponentType>>;
export type EdgeKinds = Readonly<Record<string, EdgeKind>>;
