/** A knob's value as text and back, and as a place on its slider. Base units inside. */
import { durationParts, formatNumber } from "./format";
import type { Knob, KnobValue } from "./types";

type Factors = Readonly<Record<string, number>>;

export const TIME: Factors = { ms: 0.001, s: 1, min: 60, h: 3600, d: 86400 };
const RATE: Factors = { "/ms": 1000, "/s": 1, "/min": 1 / 60, "/h": 1 / 3600, "/d": 1 / 86400 };
const SHARE: Factors = { "%": 0.01 };
const MEGABYTES: Factors = { kb: 1 / 1024, mb: 1, gb: 1024 };
const BYTES: Factors = { bytes: 1, kb: 1024, mb: 1024 * 1024, gb: 1024 ** 3 };

/** How else units are written, as the server reads them too. */
const ALSO: Readonly<Record<string, string>> = {
  millisecond: "ms", milliseconds: "ms", sec: "s", second: "s", seconds: "s", minute: "min", minutes: "min",
  hour: "h", hours: "h", day: "d", days: "d", b: "bytes", byte: "bytes", kib: "kb", mib: "mb", gib: "gb", percent: "%",
};

function usual(unit: string): string {
  const [, per = "", name = ""] = /^(\/?)(.*)$/.exec(unit) ?? [];
  return `${per}${ALSO[name] ?? name}`;
}

export type Read =
  | { readonly ok: true; readonly value: KnobValue }
  | { readonly ok: false; readonly message: string };

const no = (message: string): Read => ({ ok: false, message });

function factors(knob: Knob): Factors {
  if (knob.kind === "duration") return TIME;
  if (knob.kind === "rate") return RATE;
  if (knob.kind === "percent") return SHARE;
  const unit = knob.unit?.toLowerCase() ?? "";
  if (unit === "mb") return MEGABYTES;
  if (unit === "bytes" || unit === "b") return BYTES;
  return unit ? { [unit]: 1 } : {};
}

/** What stands for no choice. */
export const NOT_SET = "not set";

/** Number and unit apart, so that a row can show them in two weights. */
export function valueParts(knob: Knob, value: KnobValue): [string, string] {
  if (value === null || value === undefined) return [knob.kind === "choice" ? NOT_SET : "off", ""];
  if (typeof value === "boolean") return [value ? "on" : "off", ""];
  if (typeof value === "string") return [value, ""];
  if (typeof value === "object") return [compound(value), ""];
  if (knob.kind === "duration") return durationParts(value);
  if (knob.kind === "rate") return [formatNumber(value), knob.unit && knob.unit !== "1/s" ? knob.unit : "/s"];
  if (knob.kind === "percent") return [formatNumber(Number((value * 100).toPrecision(12))), "%"];
  return [formatNumber(value), knob.unit ?? ""];
}

/** Lists and what else has parts, to be read only: `orders, invoices` or `at 60, requested 10`. */
function compound(value: object): string {
  const one = (part: unknown): string =>
    part !== null && typeof part === "object" ? `(${compound(part)})` : typeof part === "number" ? formatNumber(part) : String(part);
  const parts = Array.isArray(value) ? value.map(one) : Object.entries(value).map(([name, part]) => `${name} ${one(part)}`);
  return parts.join(", ") || "none";
}

export function formatValue(knob: Knob, value: KnobValue): string {
  return valueParts(knob, value).filter(Boolean).join(" ");
}

/** Reads what a person typed. A bare number is in the unit the row shows. */
export function readValue(knob: Knob, text: string, shownUnit: string): Read {
  const typed = text.trim().toLowerCase();
  if (typed === "off" || typed === "none" || (typed === "" && knob.nullable)) {
    return knob.nullable ? { ok: true, value: null } : no(`${knob.label} cannot be off. ${allowed(knob)}`);
  }
  const match = /^([+-]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(.*)$/.exec(typed);
  if (!match) return no(`“${text.trim().slice(0, 40)}” is not a number. ${allowed(knob)}`);
  const units = factors(knob);
  const unit = usual((match[2] || shownUnit).toLowerCase().replace(/^msgs?(?=\/)/, ""));
  const factor = unit === "" ? 1 : units[unit];
  if (factor === undefined && match[2]) {
    const known = Object.keys(units).join(", ");
    return no(`Unknown unit “${match[2]}”. ${known ? `Use ${known}.` : "Give a number alone."}`);
  }
  return checkRange(knob, clean(Number(match[1]?.replace(/,/g, "")) * (factor ?? 1)));
}

export function checkRange(knob: Knob, value: number): Read {
  if (!Number.isFinite(value)) return no(`That is not a number. ${allowed(knob)}`);
  const whole = knob.kind === "integer";
  if (whole && !Number.isInteger(value)) return no(`${knob.label} is a whole number. ${allowed(knob)}`);
  const [low, high] = bounds(knob);
  if (low !== null && value < low) return no(`${formatValue(knob, value)} is too small. ${allowed(knob)}`);
  if (high !== null && value > high) return no(`${formatValue(knob, value)} is too large. ${allowed(knob)}`);
  return { ok: true, value };
}

/** What may be typed; the slider may show less. */
export function bounds(knob: Knob): [number | null, number | null] {
  return [knob.hard_min ?? knob.min, knob.hard_max ?? knob.max];
}

/** "Allowed: 1 s to 15 min, or off." */
export function allowed(knob: Knob): string {
  const [min, max] = bounds(knob);
  const off = knob.nullable ? ", or off" : "";
  if (min !== null && max !== null) return `Allowed: ${formatValue(knob, min)} to ${formatValue(knob, max)}${off}.`;
  if (min !== null) return `Allowed: ${formatValue(knob, min)} or more${off}.`;
  if (max !== null) return `Allowed: up to ${formatValue(knob, max)}${off}.`;
  return "";
}

/** Takes away what binary fractions add: 0.1 + 0.2 is 0.3 here. */
export function clean(value: number): number {
  return Number(value.toPrecision(12));
}
