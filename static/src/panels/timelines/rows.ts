/** Which five timelines a scenario gets, from the types of its components, and which instead. */
import { Line, type LineSpec } from "../../charts/lines";
import type { Tone } from "../../charts/palette";
import { count, dollars, milliseconds, rate } from "../../charts/words";
import { formatNumber } from "../../core/format";
import type { RunStore, View } from "../../core/panel";
import type { Topology, TopologyNode } from "../../core/types";
import { limiterSentences, limitOf, prevailing } from "./limits";

export interface RowLine {
  readonly line: Line;
  readonly tone: Tone;
  readonly width: number;
  readonly area: boolean;
}

export interface RowSpec {
  readonly id: string;
  readonly name: string;
  /** The name in a sentence. */
  readonly spoken: string;
  readonly lines: readonly RowLine[];
  /** The line whose value is the headline. */
  readonly main: number;
  readonly format: (value: number) => string;
  /** Word after the headline when there is nothing better to say. */
  readonly word: string;
  /** A level: its change is read over an interval. A rate: its sum is. */
  readonly kind: "level" | "rate";
  readonly limit?: (view: View) => Limit | null;
  /** What belongs to the row beside its lines: more sentences, and columns of words. */
  readonly told?: (store: RunStore) => readonly string[];
  readonly words?: readonly WordColumn[];
}

export interface WordColumn {
  readonly name: string;
  /** The word for the bins from `first` to `last`. */
  readonly read: (store: RunStore, first: number, last: number) => string;
}

export interface Limit {
  readonly value: number;
  readonly words: string;
}

type Sorted = Readonly<Record<"clients" | "queues" | "functions" | "mappings" | "streamMappings" | "asynchronous", readonly TopologyNode[]>>;

export function rowsFor(topology: Topology): RowSpec[] {
  return choicesFor(topology).map((choices) => choices[0]!);
}

/** For each of the five places the rows that may stand there, the usual one first. */
export function choicesFor(topology: Topology): RowSpec[][] {
  const sorted = sort(topology);
  const events = sorted.asynchronous.length > 0 ? [eventAge(sorted), eventsDropped(sorted), eventsWaiting(sorted)] : [];
  const records = sorted.streamMappings.length > 0 ? [iteratorAge(sorted), recordsWaiting(sorted)] : [];
  const second = sorted.queues.length > 0 ? [...records, queueDepth(sorted), ...events] : [...records, ...events];
  if (sorted.clients.length > 0 || second.length === 0) second.push(requests(sorted));
  const latencies = events.length > 0 && sorted.mappings.length === 0 ? [eventLatency(sorted), latency(sorted)] : [latency(sorted)];
  return [[concurrency(sorted)], second, [throttles(sorted)], latencies, [cost()]];
}

const DESTINATION = /redrive|dead|on-success|on-failure/i;

/** Functions that are invoked with events: Lambda's internal queue stands before them. */
export function asynchronousFunctions({ nodes, edges }: Topology): readonly TopologyNode[] {
  const types = new Map(nodes.map((node) => [node.id, node.type]));
  const events = (kind: string): boolean => /invoke-async|notify|on-success|on-failure/.test(kind);
  const ids = new Set(edges.filter((e) => events(e.kind) && types.get(e.to) === "function").map((e) => e.to));
  for (const edge of edges) if (types.get(edge.from) === "function" && DESTINATION.test(edge.kind)) ids.add(edge.from);
  return nodes.filter((node) => ids.has(node.id));
}

/** Queues that only collect what failed, or what a topic or function passes on, come last. */
function sort(topology: Topology): Sorted {
  const { nodes, edges } = topology;
  const dead = new Set(edges.filter((e) => /redrive|dead/i.test(e.kind)).map((e) => e.to));
  const used = new Set(edges.filter((e) => e.kind === "receive" || e.kind === "send").flatMap((e) => [e.from, e.to]));
  const ends = new Set(edges.filter((e) => dead.has(e.to) || !used.has(e.to)).map((e) => e.to));
  const of = (type: string): TopologyNode[] => nodes.filter((n) => n.type === type);
  return {
    clients: of("client"), queues: of("queue").filter((n) => !ends.has(n.id)), functions: of("function"),
    mappings: of("event_source_mapping"), streamMappings: of("stream_event_source_mapping"), asynchronous: asynchronousFunctions(topology),
  };
}

function line(label: string, nodes: readonly { id: string }[], metric: string, tone: Tone, more: Partial<RowLine & LineSpec> = {}): RowLine {
  const { width = 1.6, area = false, perSecond = false, factor } = more;
  const sources = nodes.map((node) => ({ component: node.id, metric }));
  return { line: new Line({ label, sources, perSecond, ...(factor ? { factor } : {}) }), tone, width, area };
}

function concurrency({ functions }: Sorted): RowSpec {
  return {
    id: "concurrency", name: "Concurrency", spoken: "Concurrency", main: 0, format: formatNumber, word: "in use", kind: "level",
    lines: [
      line("in use", functions, "ConcurrentExecutions", "busy", { area: true }),
      line("init", functions, "Environments.init", "init"),
      line("provisioned", functions, "Provisioned.ready", "ink3", { width: 1.2 }),
    ],
    limit: (view) => limitOf(functions.map((f) => f.id), view),
    told: (store) => limiterSentences(functions, store),
    words: functions.map((f) => ({
      name: functions.length > 1 ? `Limited by: ${f.title || f.id}` : "Limited by",
      read: (store, first, last) => prevailing(store, f.id, first, last),
    })),
  };
}

function queueDepth({ queues }: Sorted): RowSpec {
  return {
    id: "queue", name: "Queue depth", spoken: "Queue depth", main: 0, format: count, word: "visible", kind: "level",
    lines: [
      line("visible", queues, "ApproximateNumberOfMessagesVisible", "ink2", { area: true }),
      line("in flight", queues, "ApproximateNumberOfMessagesNotVisible", "ink3", { width: 1.2 }),
    ],
  };
}

/**
 * Of the mapping named first: ages do not add up. It is told with each batch, so a shard that
 * stalls shows between its attempts in the oldest record alone.
 */
function iteratorAge({ streamMappings }: Sorted): RowSpec {
  const nodes = streamMappings.slice(0, 1);
  const whose = streamMappings.length > 1 ? ` of ${nodes[0]!.title}` : "";
  return {
    id: "iterator-age", name: "Iterator age", spoken: `Iterator age${whose}, oldest record,`, main: 0, format: milliseconds, word: "oldest", kind: "level",
    lines: [
      line("oldest", nodes, "AgeOfOldestRecord", "ink3", { area: true, width: 1.2, factor: 1000 }),
      line("p50", nodes, "IteratorAge.p50", "p50"),
      line("p99", nodes, "IteratorAge.p99", "p99", { width: 2 }),
    ],
  };
}

function recordsWaiting({ streamMappings }: Sorted): RowSpec {
  return {
    id: "records-waiting", name: "Records waiting", spoken: "Records that are not processed", main: 0, format: count, word: "waiting", kind: "level",
    lines: [line("waiting", streamMappings, "RecordsWaiting", "ink2", { area: true })],
  };
}

function requests({ clients }: Sorted): RowSpec {
  return {
    id: "requests", name: "Requests", spoken: "The rate of requests", main: 0, format: rate, word: "", kind: "rate",
    lines: [line("requests", clients, "Requests", "ink2", { area: true, perSecond: true })],
  };
}

function eventAge({ asynchronous }: Sorted): RowSpec {
  return {
    id: "event-age", name: "Event age", spoken: "The age of asynchronous events, p99,", main: 1, format: milliseconds, word: "p99", kind: "level",
    lines: [
      line("p50", asynchronous.slice(0, 1), "AsyncEventAge.p50", "p50"),
      line("p99", asynchronous.slice(0, 1), "AsyncEventAge.p99", "p99", { width: 2 }),
    ],
  };
}

function eventsDropped({ asynchronous }: Sorted): RowSpec {
  return {
    id: "events-dropped", name: "Events dropped", spoken: "The rate of asynchronous events dropped", main: 0, format: rate, word: "", kind: "rate",
    lines: [line("dropped", asynchronous, "AsyncEventsDropped", "err", { area: true, perSecond: true })],
  };
}

function eventsWaiting({ asynchronous }: Sorted): RowSpec {
  return {
    id: "events-waiting", name: "Events waiting", spoken: "Events that wait for their next attempt", main: 0, format: count, word: "waiting", kind: "level",
    lines: [
      line("waiting", asynchronous, "AsyncEventsWaiting", "retry", { area: true }),
      line("running", asynchronous, "AsyncEventsRunning", "busy", { width: 1.2 }),
    ],
  };
}

function eventLatency({ asynchronous }: Sorted): RowSpec {
  const nodes = asynchronous.slice(0, 1);
  return {
    id: "event-latency", name: "Event latency", spoken: "Event latency, p99,", main: 2, format: milliseconds, word: "p99", kind: "level",
    lines: [
      line("p50", nodes, "AsyncEventLatency.p50", "p50"),
      line("p95", nodes, "AsyncEventLatency.p95", "p95"),
      line("p99", nodes, "AsyncEventLatency.p99", "p99", { width: 2 }),
    ],
  };
}

function throttles({ functions }: Sorted): RowSpec {
  return {
    id: "throttles", name: "Throttles", spoken: "The rate of throttles", main: 0, format: rate, word: "", kind: "rate",
    lines: [line("throttles", functions, "Throttles", "thr", { area: true, perSecond: true })],
  };
}

function latency({ queues, mappings, streamMappings, clients, functions }: Sorted): RowSpec {
  const [spoken, node, metric] = streamMappings[0]
    ? ["Record latency", streamMappings[0], "RecordLatency"] as const
    : queues[0] && mappings.length > 0
    ? ["Message latency", queues[0], "MessageLatency"] as const
    : clients[0] ? ["Client latency", clients[0], "Latency"] as const : ["Duration", functions[0], "Duration"] as const;
  const nodes = node ? [node] : [];
  return {
    id: "latency", name: metric === "Duration" ? "Duration" : "Latency", spoken: `${spoken}, p99,`, main: 2, format: milliseconds, word: "p99", kind: "level",
    lines: [
      line("p50", nodes, `${metric}.p50`, "p50"),
      line("p95", nodes, `${metric}.p95`, "p95"),
      line("p99", nodes, `${metric}.p99`, "p99", { width: 2 }),
    ],
  };
}

function cost(): RowSpec {
  return {
    id: "cost", name: "Cost", spoken: "Cost so far", main: 0, format: dollars, word: "so far", kind: "level",
    lines: [line("cost", [{ id: "account" }], "EstimatedCharges", "ink2")],
  };
}

/** Which of several values the headline is, even where the others stand beside it. */
const ALWAYS_SAID = ["p99", "oldest"];

/** What the row's label says at a moment: its headline, and the other lines' values. */
export function readRow(row: RowSpec, store: RunStore, t: number, limit: Limit | null): { value: string; sub: string } {
  const values = row.lines.map(({ line: l }) => l.valueAt(store, t));
  const value = row.format(values[row.main]!);
  const others = row.lines
    .map(({ line: l }, i) => ({ label: l.spec.label, value: values[i]! }))
    .filter((other, i) => i !== row.main && other.value > 0)
    .map((other) => `${other.label} ${row.format(other.value)}`);
  const sub = [ALWAYS_SAID.includes(row.word) || others.length === 0 ? row.word : "", ...others];
  if (limit) sub.splice(0, 1, limit.words);
  return { value: Number.isNaN(values[row.main]!) ? "–" : value, sub: sub.filter(Boolean).join(" · ") };
}

/** The row between two moments: by how much a level changed, or how many a rate amounts to. */
export function readInterval(row: RowSpec, store: RunStore, a: number, b: number): { value: string; sub: string } {
  const [from, to] = a <= b ? [a, b] : [b, a];
  const main = row.lines[row.main]!.line;
  const span = Math.max(store.binS, to - from);
  if (row.kind === "rate") {
    const total = amount(main, store, from, to);
    return { value: `Σ ${count(Math.round(total))}`, sub: `mean ${row.format(total / span)}` };
  }
  const change = main.valueAt(store, to) - main.valueAt(store, from);
  if (Number.isNaN(change)) return { value: "Δ –", sub: "no value at one end" };
  const sign = change > 0 ? "+" : change < 0 ? "−" : "";
  const slope = Math.abs(change) / span;
  return { value: `Δ ${sign}${row.format(Math.abs(change))}`, sub: `${sign}${row.format(slope)}/s` };
}

function amount(main: Line, store: RunStore, from: number, to: number): number {
  const series = main.read(store);
  let total = 0;
  for (let bin = store.binIndex(from); bin >= 0 && bin <= store.binIndex(to) && bin < series.length; bin++) {
    total += (series.values[bin]! || 0) * store.binS;
  }
  return total;
}
