/** The segments of a traced invocation as a waterfall: a table, a bar beside the words that say the same. */
import { h, setProperty } from "../../core/dom";
import type { Trace, TracePart } from "../../core/handed";
import { formatTime } from "../../core/format";
import { shortTime } from "./stories";

/** Short ones are seen all the same. */
const LEAST_SHARE = 0.004;
/** Seconds since 1970 at which a run begins: 1 Jan 2026. */
const EPOCH_S = 1_767_225_600;

export interface Row {
  /** 0 for a segment, 1 for its subsegments, 2 for theirs. */
  readonly depth: number;
  readonly name: string;
  /** Origin of a segment; nothing of a part. */
  readonly origin: string;
  readonly begins: number;
  /** Null while it is in progress. */
  readonly ends: number | null;
  readonly failed: boolean;
  readonly tone: string;
}

const SEGMENT_TONES: Readonly<Record<string, string>> = { "AWS::Lambda": "batch", "AWS::ApiGateway::Stage": "door" };
const TONES: Readonly<Record<string, string>> = { "Dwell Time": "queue", Init: "init", Initialization: "init", Restore: "init", Overhead: "batch", Invocation: "handler" };

/** Segments in order, each before its parts. */
export function rowsOf(trace: Trace): Row[] {
  return trace.segments.flatMap((segment) => [row(segment, 0, segment.origin ?? "", SEGMENT_TONES[segment.origin ?? ""] ?? "handler"), ...partsOf(segment, 1)]);
}

function partsOf({ subsegments }: TracePart, depth: number): Row[] {
  return (subsegments ?? []).flatMap((part) => [row(part, depth, "", TONES[part.name] ?? (part.namespace ? "door" : "batch")), ...partsOf(part, depth + 1)]);
}

function row({ name, start_time, end_time, fault, error }: TracePart, depth: number, origin: string, tone: string): Row {
  return { depth, name, origin, begins: start_time - EPOCH_S, ends: end_time === undefined ? null : end_time - EPOCH_S, failed: Boolean(fault || error), tone };
}

/** What is said of the whole: which trace, and which others it is linked to. */
export function traceWords(trace: Trace): string {
  if (trace.segments.length === 0) return trace.why;
  const links = trace.segments.flatMap(({ links: found }) => found ?? []).map((link) => link.trace_id);
  return `Trace ${trace.trace_id}.${links.length > 0 ? ` Linked to that of who sent the message, ${links.join(", ")}.` : ""} Below: the documents that X-Ray gets.`;
}

export function traceTable(trace: Trace): HTMLElement {
  const rows = rowsOf(trace);
  const begins = Math.min(...rows.map((one) => one.begins));
  const ends = Math.max(...rows.map((one) => one.ends ?? one.begins));
  const head = (words: string, name = ""): HTMLElement => h("th", { scope: "col", class: name }, words);
  const scale = h("th", { scope: "col", class: "story-scale" }, h("div", {}, h("span", { class: "sr-only" }, "Drawn, from"), h("span", { class: "num" }, formatTime(begins, 2)),
    h("span", { class: "sr-only" }, "to"), h("span", { class: "num" }, formatTime(ends, 2))));
  return h("table", { class: "story-table trace-table" }, h("caption", { class: "sr-only" }, "Segments of the trace, each with its parts"),
    h("thead", {}, h("tr", {}, head("Segment"), head("At"), head("Lasts"), scale)), h("tbody", {}, ...rows.map((one) => rowElement(one, begins, ends))));
}

function rowElement(one: Row, begins: number, ends: number): HTMLElement {
  const lasts = one.ends === null ? "in progress" : shortTime(one.ends - one.begins);
  const words = `${one.name}${one.failed ? ", fault" : ""}`;
  const name = h("th", { scope: "row", class: one.depth ? `trace-part${one.depth > 1 ? " trace-deeper" : ""}` : null }, words, one.origin ? h("span", { class: "trace-origin" }, ` ${one.origin}`) : "");
  return h("tr", { class: one.depth ? null : "first" }, name, h("td", { class: "num" }, formatTime(one.begins, 2)), h("td", { class: "num" }, lasts), h("td", { class: "story-track" }, bar(one, begins, ends)));
}

function bar(one: Row, begins: number, ends: number): HTMLElement {
  const span = Math.max(ends - begins, 1e-9);
  const until = one.ends ?? ends;
  const element = h("span", { class: `story-bar ${one.failed ? "failed" : one.tone}${one.ends === null ? " open" : ""}`, "aria-hidden": "true" });
  setProperty(element, "--from", Math.min((one.begins - begins) / span, 1 - LEAST_SHARE).toFixed(5));
  setProperty(element, "--size", Math.min(Math.max(LEAST_SHARE, (until - one.begins) / span), 1).toFixed(5));
  return element;
}
