/** The followed messages of a run: found in its frames, named, sorted by fate, told in words. */
import type { Glyph } from "../../charts/glyphs";
import { plural } from "../../charts/words";
import { formatNumber, formatTime } from "../../core/format";
import type { Execution, Executions } from "../../core/executions";
import type { MachineState } from "../../core/machine";
import type { RunStore } from "../../core/panel";
import type { StoryNoun } from "../../core/picture";
import type { Scene } from "../../core/scene";
import type { StoryRow } from "../../core/types";
import { executionFall, executionSentence, isExecution } from "./execution";
import { stepsOf } from "./from-history";
import { waterfall, type Fate, type PhaseKind, type Waterfall } from "./phases";
import { requestWaterfall } from "./requests";
import { shortTime } from "./time";

export { shortTime };

/** So many steps of a story are kept. */
const MOST_STEPS = 100;

/** The messages that one component follows are told by it alone: it and a number name them. */
export interface Story {
  readonly key: string;
  readonly id: number;
  readonly noun: StoryNoun;
  readonly component: string;
  readonly rows: readonly StoryRow[];
  /** Of an execution: those of its machine. */
  readonly states?: readonly MachineState[];
}

/** Stories of a growing list of steps, each step read once. */
export class StoryBook {
  private readonly byKey = new Map<string, Story & { rows: StoryRow[] }>();
  private source: readonly StoryRow[] | null = null;
  private seen = 0;
  /** How many there were of each history that was read. */
  private readonly events = new Map<string, number>();

  /** All that a run follows. */
  readRun(store: RunStore): void {
    this.read(store.stories, store.scene, (machine) => store.executions(machine));
  }

  /** `executions` gives those of a state machine that are followed. */
  read(rows: readonly StoryRow[], scene: Scene, executions: (machine: string) => Executions | null = () => null): void {
    if (rows !== this.source || rows.length < this.seen) {
      this.source = rows;
      this.seen = 0;
      this.byKey.clear();
      this.events.clear();
    }
    for (; this.seen < rows.length; this.seen++) this.add(rows[this.seen]!, scene);
    for (const { id } of scene.machines) for (const one of executions(id)?.all() ?? []) this.take(id, one, scene);
  }

  /** Its history has grown: its steps are read from it anew. */
  private take(machine: string, execution: Execution, scene: Scene): void {
    const key = `${machine}/${execution.number}`;
    if (this.events.get(key) === execution.events.length) return;
    this.events.set(key, execution.events.length);
    this.byKey.set(key, { key, id: execution.number, component: machine, noun: EXECUTION, rows: stepsOf(machine, execution), states: scene.machine(machine)?.states ?? [] });
  }

  private add(row: StoryRow, scene: Scene): void {
    const [, id, , component] = row;
    const key = `${component}/${id}`;
    const story = this.byKey.get(key);
    if (story) story.rows.push(row);
    else this.byKey.set(key, { key, id: Number(id), component, noun: scene.node(component)?.picture.story ?? MESSAGE, rows: [row] });
  }

  get(key: string | null): Story | undefined {
    return key === null ? undefined : this.byKey.get(key);
  }

  /** In order of their beginning. */
  all(): Story[] {
    return [...this.byKey.values()].sort((a, b) => a.rows[0]![0] - b.rows[0]![0] || a.id - b.id);
  }
}

/** "12 messages and 3 executions". */
export function followedWords(stories: readonly Story[]): string {
  const executions = stories.filter(({ rows }) => isExecution(rows)).length;
  const requests = stories.filter(({ noun }) => noun.parts).length;
  const messages = stories.length - executions - requests;
  const counted = [[messages, "message"], [requests, "request"], [executions, "execution"]] as const;
  const parts = counted.filter(([n]) => n > 0).map(([n, what]) => plural(n, what));
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)!}` : parts[0] ?? plural(0, "message");
}

export const MESSAGE: StoryNoun = { noun: "Message" };
/** By the number that it has in its machine. */
const EXECUTION: StoryNoun = { noun: "Execution", first: 0 };

/** What a message is called: its number in the order of sending, from 1 on; of a record, its place in its shard. */
export function storyName({ id, noun }: Pick<Story, "id" | "noun">): string {
  const { noun: name, block = 0, first = 1, lane, lane_block: perLane = 0, poison = 0 } = noun;
  const own = block > 0 ? id % block : id;
  if (!lane || perLane === 0) return `${name} ${formatNumber(own + first)}`;
  const number = own % perLane;
  const called = poison > 0 && number > poison ? `Poison ${number - poison}` : `${name} ${formatNumber(number + first)}`;
  return `${called} of ${lane} ${Math.floor(own / perLane)}`;
}

/** Names that stories of several components have: each numbers its own. */
export function sharedNames(stories: readonly Story[]): ReadonlySet<string> {
  const [owners, shared] = [new Map<string, string>(), new Set<string>()];
  for (const story of stories) {
    const name = storyName(story);
    if ((owners.get(name) ?? story.component) !== story.component) shared.add(name);
    owners.set(name, story.component);
  }
  return shared;
}

export const FATES: readonly { readonly fate: Fate; readonly words: string; readonly glyph: Glyph }[] = [
  { fate: "dead", words: "Dead letter", glyph: "dlq" },
  { fate: "dropped", words: "Given up", glyph: "err" },
  { fate: "expired", words: "Expired", glyph: "err" },
  { fate: "purged", words: "Purged", glyph: "free" },
  { fate: "failed", words: "Failed", glyph: "err" },
  { fate: "timed out", words: "Timed out", glyph: "err" },
  { fate: "aborted", words: "Aborted", glyph: "err" },
  { fate: "turned away", words: "Refused", glyph: "thr" },
  { fate: "under way", words: "Under way", glyph: "queued" },
  { fate: "deleted", words: "Deleted", glyph: "busy" },
  { fate: "processed", words: "Succeeded", glyph: "busy" },
  { fate: "answered", words: "Answered", glyph: "busy" },
  { fate: "filtered", words: "Filtered out", glyph: "idle" },
  { fate: "moved", words: "Moved back", glyph: "retry" },
];

export function fateWords(fate: Fate): string {
  return FATES.find((known) => known.fate === fate)!.words;
}

const MATCHING: Readonly<Record<string, RegExp>> = {
  dlq: /^(dead-lettered|dropped)$/, thr: /^(throttled|refused)$/, retry: /^(returned|waiting|abandoned|duplicated|moved|retry-waits)$/,
  err: /^(error|timeout|expired|dropped|delivery-failed|gave-up|attempt-failed)$/, init: /init$/, busy: /^(handler|invoked|received)$/, end: /^(deleted|success|ended)$/, free: /^purged$/,
};

/** The story that comes nearest to an event: the same kind of thing, at about the same time. */
export function nearest(stories: readonly Story[], t: number, kind = ""): Story | undefined {
  const wanted = MATCHING[kind];
  const distance = (story: Story, fits: (step: string) => boolean): number =>
    Math.min(Infinity, ...story.rows.filter((row) => fits(String(row[2]))).map((row) => Math.abs(row[0] - t)));
  const best = (fits: (step: string) => boolean): Story | undefined => {
    const ranked = stories.map((story) => ({ story, far: distance(story, fits) })).filter(({ far }) => far < Infinity);
    return ranked.sort((a, b) => a.far - b.far)[0]?.story;
  };
  return (wanted && best((step) => wanted.test(step))) ?? best(() => true);
}

const SPENT: readonly (readonly [string, readonly PhaseKind[]])[] = [
  ["in the queue", ["queue"]],
  ["with the poller", ["batch", "held"]],
  ["hidden", ["hidden"]],
  ["waiting for another attempt", ["retry"]],
  ["in init", ["init"]],
  ["in the handler", ["handler"]],
];

/** What a story comes to, in two sentences. */
export function storySentence(story: Story, fall: Waterfall, scene: Scene): string {
  const title = scene.titleOf(story.component);
  if (isExecution(story.rows)) return executionSentence(storyName(story), title, story.rows, fall);
  const verb = story.noun.parts ? "sent" : isSqs(story) ? "received" : "invoked";
  const tries = fall.attempts > 0 ? `${verb} ${times(fall.attempts)}` : `never ${verb}`;
  const refused = fall.refused > 0 ? `, refused ${times(fall.refused)}` : "";
  const lasted = lastedOf(fall);
  // Of some only the end is told: a queue's messages from before the run, records given up unread.
  if (lasted <= 0 && fall.fate !== "under way" && !story.noun.parts) return `${storyName(story)} of ${title}: ${ENDS[fall.fate]} at ${formatTime(fall.ends, 2)}, ${tries}${refused}. What went before is not told.`;
  const took = shortTime(lasted);
  const end = fall.fate === "under way" ? `still under way after ${took}` : `${ENDS[fall.fate]} after ${took}`;
  return `${storyName(story)} of ${title}: from ${formatTime(fall.begins, 2)}, ${tries}${refused}, ${end}.${spent(fall, story)}${goesOn(fall)}${kept(story)}`;
}

function kept({ rows }: Story): string {
  return rows.length >= MOST_STEPS ? " Its further steps are not kept." : "";
}

/** A request for its sender: what it led to may take longer. */
export function lastedOf(fall: Waterfall): number {
  return (fall.over ?? fall.ends) - fall.begins;
}

function goesOn({ over, ends }: Waterfall): string {
  return over === undefined || ends <= over ? "" : ` What it led to went on until ${formatTime(ends, 2)}.`;
}

const ENDS: Readonly<Record<Exclude<Fate, "under way">, string>> = {
  deleted: "deleted", processed: "done", dead: "in the dead-letter queue", dropped: "given up", expired: "expired", purged: "purged", filtered: "filtered out", moved: "moved back", failed: "failed", "timed out": "timed out", aborted: "aborted",
  answered: "answered", "turned away": "refused",
};

function isSqs(story: Story): boolean {
  return story.rows.some((row) => /^(received|moved)$/.test(String(row[2])));
}

function times(n: number): string {
  return n === 1 ? "once" : n === 2 ? "twice" : plural(n, "time");
}

const LED_TO: readonly (readonly [string, PhaseKind])[] = [["waiting for another attempt", "retry"], ["held back", "held"], ["in inits", "init"], ["in handlers", "handler"]];

/** Of a request: what it led to, side by side, which may add up to more than it lasted. */
function ledTo(fall: Waterfall): string {
  const parts = LED_TO.flatMap(([words, kind]) => {
    const sum = fall.phases.filter((phase) => phase.kind === kind).reduce((total, phase) => total + phase.ends - phase.begins, 0);
    return sum > 0 ? [`${shortTime(sum)} ${words}`] : [];
  });
  return parts.length > 0 ? ` It led to ${parts.join(", ")}.` : "";
}

function spent(fall: Waterfall, story: Story): string {
  if (story.noun.parts) return ledTo(fall);
  const parts = SPENT.flatMap(([words, kinds]) => {
    const sum = fall.phases.filter((phase) => kinds.includes(phase.kind)).reduce((total, phase) => total + phase.ends - phase.begins, 0);
    return sum > 0 ? [`${shortTime(sum)} ${kinds.includes("queue") ? story.noun.waited ?? words : words}`] : [];
  });
  return parts.length > 0 ? ` It spent ${parts.join(", ")}.` : "";
}

export function waterfallOf(story: Story, until: number, scene?: Scene): Waterfall {
  if (isExecution(story.rows)) return executionFall(story.rows, until, story.states);
  return story.noun.parts ? requestWaterfall(story.rows, until, (id) => scene?.titleOf(id) ?? id) : waterfall(story.rows, until, story.noun);
}
