/** Numbers in the unit of what they measure, as people read and write them. */
import { formatDuration, formatNumber, formatPercent } from "./format";
import { readValue, type Read } from "./quantity";
import type { Knob } from "./types";

/** CloudWatch's names, those of goals, and how units are written elsewhere. */
const KINDS: Readonly<Record<string, "count" | "ms" | "s" | "share" | "percent" | "usd" | "bytes">> = {
  "": "count", count: "count", none: "count", ms: "ms", milliseconds: "ms", s: "s", seconds: "s", share: "share",
  "%": "percent", percent: "percent", usd: "usd", $: "usd", bytes: "bytes",
};

const kindOf = (unit: string): string => KINDS[unit.toLowerCase()] ?? "word";

/** Three digits, all of them from a hundred on: two numbers that are written alike are alike. */
const three = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

export function inUnit(value: number, unit: string): string {
  if (!Number.isFinite(value)) return "–";
  const kind = kindOf(unit);
  if (kind === "ms") return formatDuration(three(value) / 1000);
  if (kind === "s") return formatDuration(three(value));
  if (kind === "share") return formatPercent(three(value * 100) / 100);
  if (kind === "percent") return `${formatNumber(three(value))} %`;
  if (kind === "usd") return `$${formatNumber(Number(value.toPrecision(3)))}`;
  const number = formatNumber(three(value));
  if (kind === "bytes") return `${number} bytes`;
  return unit.startsWith("/") ? number + unit : [number, kind === "count" ? "" : unit].filter(Boolean).join(" ");
}

/** Whole numbers: messages, environments. */
export function isCounted(unit: string): boolean {
  const kind = kindOf(unit);
  return !unit.endsWith("/s") && (kind === "count" || kind === "word" || kind === "bytes");
}

/** The unit of rates of what is counted so. */
export function perSecond(unit: string): string {
  const kind = kindOf(unit);
  return kind === "count" ? "/s" : unit.endsWith("/s") ? unit : `${unit}/s`;
}

/** What somebody typed, in the unit: "2.3 s" and "2300 ms" are one. */
export function readInUnit(text: string, unit: string): Read {
  const kind = kindOf(unit);
  const knob = { kind: "number", path: "", label: "It", unit: null, nullable: false, min: null, max: null, hard_min: null, hard_max: null, step: null, scale: "linear" } as unknown as Knob;
  if (kind === "ms" || kind === "s") return scaled(readValue({ ...knob, kind: "duration" }, text, kind), kind === "ms" ? 1000 : 1);
  if (kind === "share" || kind === "percent") return scaled(readValue({ ...knob, kind: "percent" }, text, "%"), kind === "percent" ? 100 : 1);
  const bare = kind === "word" || kind === "count" || kind === "bytes" || kind === "usd" ? text.replace(/^\s*\$/, "").replace(new RegExp(`\\s*${escaped(unit)}\\s*$`, "i"), "") : text;
  return readValue(knob, bare, "");
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

function scaled(read: Read, factor: number): Read {
  return read.ok && typeof read.value === "number" ? { ok: true, value: Number((read.value * factor).toPrecision(12)) } : read;
}
