/** Which five timelines a scenario gets, from the types of its components. */
import { Line, type LineSpec } from "../../charts/lines";
import type { Tone } from "../../charts/palette";
import { count, dollars, milliseconds, rate } from "../../charts/words";
import { formatNumber } from "../../core/format";
import type { RunStore, View } from "../../core/panel";
import type { Topology, TopologyNode } from "../../core/types";
import { limitOf } from "./limits";

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
}

export interface Limit {
  readonly value: number;
  readonly words: string;
}

type Sorted = Readonly<Record<"clients" | "queues" | "functions" | "mappings", readonly TopologyNode[]>>;

export function rowsFor(topology: Topology): RowSpec[] {
  const sorted = sort(topology);
  const second = sorted.queues.length > 0 ? queueDepth(sorted) : requests(sorted);
  return [concurrency(sorted), second, throttles(sorted), latency(sorted), cost()];
}

function sort({ nodes, edges }: Topology): Sorted {
  const dead = new Set(edges.filter((e) => /redrive|dead/i.test(e.kind)).map((e) => e.to));
  const of = (type: string): TopologyNode[] => nodes.filter((n) => n.type === type && !dead.has(n.id));
  return {
    clients: of("client"), queues: of("queue"), functions: of("function"), mappings: of("event_source_mapping"),
  };
}

function line(label: string, nodes: readonly { id: string }[], metric: string, tone: Tone, more: Partial<RowLine & LineSpec> = {}): RowLine {
  const { width = 1.6, area = false, perSecond = false } = more;
  const sources = nodes.map((node) => ({ component: node.id, metric }));
  return { line: new Line({ label, sources, perSecond }), tone, width, area };
}

function concurrency({ functions }: Sorted): RowSpec {
  return {
    id: "concurrency", name: "Concurrency", spoken: "Concurrency", main: 0, format: formatNumber, word: "in use", kind: "level",
    lines: [
      line("in use", functions, "ConcurrentExecutions", "busy", { area: true }),
      line("init", functions, "Environments.init", "init"),
    ],
    limit: (view) => limitOf(functions.map((f) => f.id), view),
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

function requests({ clients }: Sorted): RowSpec {
  return {
    id: "requests", name: "Requests", spoken: "The rate of requests", main: 0, format: rate, word: "", kind: "rate",
    lines: [line("requests", clients, "Requests", "ink2", { area: true, perSecond: true })],
  };
}

function throttles({ functions }: Sorted): RowSpec {
  return {
    id: "throttles", name: "Throttles", spoken: "The rate of throttles", main: 0, format: rate, word: "", kind: "rate",
    lines: [line("throttles", functions, "Throttles", "thr", { area: true, perSecond: true })],
  };
}

function latency({ queues, mappings, clients, functions }: Sorted): RowSpec {
  const [spoken, node, metric] = queues[0] && mappings.length > 0
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

/** What the row's label says at a moment: its headline, and the other lines' values. */
export function readRow(row: RowSpec, store: RunStore, t: number, limit: Limit | null): { value: string; sub: string } {
  const values = row.lines.map(({ line: l }) => l.valueAt(store, t));
  const value = row.format(values[row.main]!);
  const others = row.lines
    .map(({ line: l }, i) => ({ label: l.spec.label, value: values[i]! }))
    .filter((other, i) => i !== row.main && other.value > 0)
    .map((other) => `${other.label} ${row.format(other.value)}`);
  const sub = [row.id === "latency" ? row.word : others.length ? "" : row.word, ...others];
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
