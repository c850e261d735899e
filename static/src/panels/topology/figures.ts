/** The numbers on a node: one headline, one line below, and what its inspector lists. */
import { count, plural, rate, seconds } from "../../charts/words";
import { formatNumber } from "../../core/format";
import type { RunStore } from "../../core/panel";
import type { Place } from "./layout";

export interface Figures {
  readonly headline: string;
  /** What the headline counts, where the node's name does not say it. */
  readonly unit?: string;
  readonly sub: string;
}

export function figures(place: Place, store: RunStore, t: number): Figures {
  const value = (metric: string): number => store.valueAt(place.id, metric, t);
  if (store.bins === 0) return { headline: "–", sub: "not run yet" };
  if (place.deadLetter) return { headline: count(deadLetters(place, store, t)), sub: "" };
  switch (place.type) {
    case "client": return client(place, store, t);
    case "queue": return queue(value);
    case "event_source_mapping": return mapping(value);
    case "stream": return stream(place, store, t, "IncomingRecords");
    case "table": return stream(place, store, t, "ItemsWritten");
    case "stream_event_source_mapping": return streamMapping(value);
    case "function": return lambda(place, store, t, value);
    case "topic": return taken(place, store, t, "NumberOfMessagesPublished", "published");
    case "bus": return taken(place, store, t, "EventsReceived", "received");
    case "bucket": return taken(place, store, t, "ObjectsReceived", "received");
    default: return { headline: "", sub: "" };
  }
}

/** A queue keeps them; of a topic it is known how many it was given. */
function deadLetters(place: Place, store: RunStore, t: number): number {
  if (place.type === "topic") return store.counters(place.id, t)["published"] ?? 0;
  return zero(store.valueAt(place.id, "ApproximateNumberOfMessagesVisible", t));
}

type Value = (metric: string) => number;

function zero(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}

function client(place: Place, store: RunStore, t: number): Figures {
  const now = zero(store.valueAt(place.id, "Requests", t)) / store.binS;
  const throttles = zero(store.valueAt(place.id, "Throttles", t)) / store.binS;
  const sent = store.counters(place.id, t)["requests"] ?? 0;
  const sub = throttles > 0 ? `${rate(throttles)} refused` : `${count(sent)} so far`;
  return { headline: rate(now), sub };
}

function queue(value: Value): Figures {
  const age = value("ApproximateAgeOfOldestMessage");
  const visible = zero(value("ApproximateNumberOfMessagesVisible"));
  const flight = zero(value("ApproximateNumberOfMessagesNotVisible"));
  const sub = visible > 0 && age >= 0 ? `oldest ${seconds(age)}` : `${count(flight)} in flight`;
  return { headline: count(visible), sub };
}

function mapping(value: Value): Figures {
  const [holding, atOnce, provisioned] = [zero(value("PollersHolding")), zero(value("Pollers")), value("ProvisionedPollers")];
  const held = holding > 0 ? `${count(holding)} holding a batch` : "";
  // In provisioned mode an event poller has several batches in work.
  if (provisioned >= 0) return { headline: count(provisioned), unit: "pollers", sub: held || `${count(atOnce)} at once` };
  return { headline: count(atOnce), sub: held || "pollers" };
}

/** What is written to it, and in how many shards that is kept. */
function stream(place: Place, store: RunStore, t: number, metric: string): Figures {
  const now = zero(store.valueAt(place.id, metric, t)) / store.binS;
  return { headline: rate(now), sub: plural(zero(store.valueAt(place.id, "OpenShards", t)), "shard") };
}

/** What waits in the stream, and what holds it up. */
function streamMapping(value: Value): Figures {
  const [failing, holding, age] = [zero(value("LanesFailing")), zero(value("LanesHolding")), zero(value("AgeOfOldestRecord"))];
  const busy = `${count(zero(value("LanesInvoking")))} of ${count(zero(value("Lanes")))} busy`;
  const [stuck, word] = failing > 0 ? [failing, "failing"] : [holding, "holding"];
  const sub = stuck > 0 ? `${count(stuck)} ${word}, ${seconds(age)}` : age > 0 ? `oldest ${seconds(age)}` : busy;
  return { headline: count(zero(value("RecordsWaiting"))), unit: "waiting", sub };
}

/** What comes now, and what came so far. */
function taken(place: Place, store: RunStore, t: number, metric: string, counter: string): Figures {
  const now = zero(store.valueAt(place.id, metric, t)) / store.binS;
  return { headline: rate(now), sub: `${count(store.counters(place.id, t)[counter] ?? 0)} so far` };
}

function lambda(place: Place, store: RunStore, t: number, value: Value): Figures {
  const live = ["init", "busy", "idle"].reduce((sum, s) => sum + zero(value(`Environments.${s}`)), 0);
  const used = zero(value("ConcurrentExecutions"));
  const limit = store.environmentsInfo(place.id, t)?.limit ?? null;
  const waiting = store.waitingAt(place.id, t)?.waiting ?? 0;
  const sub = waiting > 0 ? `${count(used)} in use · ${count(waiting)} waiting` : limit === null ? `${count(used)} in use` : `${count(used)} of ${count(limit)} in use`;
  return { headline: `${count(live)} ${live === 1 ? "env" : "envs"}`, sub };
}

/** A node's name as it is written on it. */
export function nameOf(place: Place): string {
  return place.type === "function" ? `λ ${place.title}` : place.title;
}

/** What a reader hears of a node: what is written on it, word for word, and what it is. */
export function spoken(place: Place, { headline, unit: counted, sub }: Figures): string {
  const kinds: Record<string, string> = {
    client: "client", queue: "queue", function: "function", event_source_mapping: "event source mapping",
    stream: "data stream", table: "DynamoDB table", stream_event_source_mapping: "event source mapping", topic: "SNS topic", bus: "EventBridge bus", bucket: "S3 bucket",
  };
  const kind = place.deadLetter ? "dead-letter queue" : kinds[place.type] ?? place.type;
  const unit = headline === "1" ? "message" : "messages";
  const written = place.deadLetter ? `${headline} ${unit}` : [[headline, counted].filter(Boolean).join(" "), sub].filter(Boolean).join(counted ? ", " : " ");
  const ending = place.title.toLowerCase() === kind ? "" : `, ${kind}`;
  return `${nameOf(place)} ${written}${ending}`;
}

export interface Row {
  readonly name: string;
  readonly value: string;
  /** A part of the row above. */
  readonly part?: boolean;
  /** Where its name leads. */
  readonly go?: () => void;
}

/** Totals so far and the values of this bin, by AWS's names. */
export function inspect(place: Place, store: RunStore, t: number): { now: Row[]; totals: Row[] } {
  const metrics = store.header?.metrics ?? {};
  const now = store.metrics(place.id).map((metric): Row => {
    const value = store.valueAt(place.id, metric, t);
    const unit = metrics[metric]?.unit ?? "";
    return { name: metric, value: withUnit(value, unit) };
  });
  const totals = Object.entries(store.counters(place.id, t)).map(([name, value]): Row => ({ name, value: formatNumber(value) }));
  return { now, totals };
}

function withUnit(value: number, unit: string): string {
  if (Number.isNaN(value)) return "–";
  const shortUnit: Record<string, string> = { Milliseconds: " ms", Seconds: " s", ms: " ms", s: " s", USD: " USD" };
  return formatNumber(value) + (shortUnit[unit] ?? "");
}
