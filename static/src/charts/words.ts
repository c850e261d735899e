/** Words for values of charts, beside `core/format`. The unit is always said. */
import { formatCompact, formatDuration, formatFixed, formatNumber } from "../core/format";

/** Exact below a million, which is what a person compares; shortened beyond. */
export function count(value: number): string {
  return Math.abs(value) >= 999_500 ? formatCompact(value) : formatNumber(value);
}

export function rate(perSecond: number): string {
  return `${count(perSecond)}/s`;
}

/** "this second": what a number that is no level is of. */
export function thisBin(binS: number): string {
  return `${NAMED.has(binS) ? "this" : "these"} ${bin(binS)}`;
}

const NAMED: ReadonlyMap<number, string> = new Map([[1, "second"], [60, "minute"], [3600, "hour"]]);

export function bin(binS: number): string {
  return NAMED.get(binS) ?? seconds(binS);
}

/** How many in a bin: "31/s", or "310 in 10 s". */
export function inBin(n: number, binS: number): string {
  return binS === 1 ? rate(n) : `${count(n)} in ${seconds(binS)}`;
}

/** Three digits and the best unit; input in milliseconds. */
export function milliseconds(value: number): string {
  return formatDuration(rounded(value) / 1000);
}

export function seconds(value: number): string {
  return formatDuration(rounded(value));
}

function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

export function dollars(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const digits = size === 0 || size >= 1 ? 2 : Math.min(9, 2 - Math.floor(Math.log10(size)));
  return `$${formatFixed(value, digits)}`;
}

/** A moment of the run in a sentence: 173 s, 14.5 min, 3.2 h, or finer where the step is. */
export function moment(time: number, step = 1): string {
  if (time >= 172_800) return `${formatNumber(time / 86_400, 1)} d`;
  if (time >= 7200) return `${formatNumber(time / 3600, 1)} h`;
  return `${formatFixed(time, step >= 1 ? 0 : Math.min(3, Math.ceil(-Math.log10(step))))} s`;
}

/** A label of the time axis, whose neighbours are `step` seconds away. */
export function tick(time: number, step: number): string {
  if (step >= 86_400) return `${formatNumber(time / 86_400)} d`;
  if (step >= 3600) return `${formatNumber(time / 3600)} h`;
  if (step >= 60 && time >= 600) return `${formatNumber(time / 60)} min`;
  return moment(time, step);
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${formatNumber(n)} ${n === 1 ? one : many}`;
}
