/** Words for values of charts, beside `core/format`. The unit is always said. */
import { formatCompact, formatDuration, formatFixed, formatNumber, formatTime } from "../core/format";

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

/** A moment of the run: 2:53, or finer where the step is. */
export function moment(time: number, step = 1): string {
  return formatTime(time, step >= 1 ? 0 : Math.min(3, Math.ceil(-Math.log10(step))));
}

/** A label of the time axis, whose neighbours are `step` seconds away. */
export function tick(time: number, step: number): string {
  return step >= 86_400 ? `${formatNumber(time / 86_400)} d` : moment(time, step);
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${formatNumber(n)} ${n === 1 ? one : many}`;
}
