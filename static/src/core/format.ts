/** Numbers as people read them: grouped, tabular, with a unit, and never more digits than known. */

const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const NO_VALUE = "–";

export function formatNumber(value: number | null | undefined, digits?: number): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_VALUE;
  const places = digits ?? decimals(value);
  if (places === 0) return GROUPED.format(value);
  return value.toLocaleString("en-US", { minimumFractionDigits: 0, maximumFractionDigits: places });
}

/** Three significant digits for small numbers, none after the point for large ones. */
function decimals(value: number): number {
  const size = Math.abs(value);
  if (size === 0 || Number.isInteger(value) || size >= 100) return 0;
  if (size >= 10) return 1;
  if (size >= 1) return 2;
  return Math.min(8, 2 - Math.floor(Math.log10(size)));
}

const COMPACT: readonly (readonly [number, string])[] = [
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
];

/** For axis labels: 12k, 1.5M. */
export function formatCompact(value: number): string {
  for (const [size, suffix] of COMPACT) {
    if (Math.abs(value) >= size) return formatNumber(value / size, 1) + suffix;
  }
  return formatNumber(value);
}

/** A moment of a run, with so many figures of a second: "3:04.20", "1:02:03.00". Moments have this
 *  form wherever they stand; how long something takes is told in its own best unit. */
export function formatTime(seconds: number, digits = 2): string {
  if (!Number.isFinite(seconds)) return NO_VALUE;
  const scale = 10 ** digits;
  const parts = Math.round(seconds * scale);
  const [whole, rest] = [Math.floor(parts / scale), parts % scale];
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const clock = hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  return digits > 0 ? `${clock}.${String(rest).padStart(digits, "0")}` : clock;
}

export function formatFixed(value: number, digits: number): string {
  return value.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** A length of time in its own best unit, in two parts: ["1.20", "s"]. */
export function durationParts(seconds: number): [string, string] {
  const size = Math.abs(seconds);
  if (size === 0) return ["0", "s"];
  if (size < 1) return [formatNumber(round(seconds * 1000)), "ms"];
  if (size > 86400 && seconds % 86400 === 0) return [formatNumber(seconds / 86400), "d"];
  if (size >= 3600 && seconds % 3600 === 0) return [formatNumber(seconds / 3600), "h"];
  if (size >= 300 && seconds % 60 === 0) return [formatNumber(seconds / 60), "min"];
  return [formatNumber(round(seconds)), "s"];
}

export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return NO_VALUE;
  return durationParts(seconds).join(" ");
}

function round(value: number): number {
  return Number(value.toPrecision(12));
}

export function formatPercent(fraction: number): string {
  return Number.isFinite(fraction) ? `${formatNumber(round(fraction * 100))} %` : NO_VALUE;
}

/** A moment as a clock shows it: "3:00", "1:02:03", "0:50.5"; as the server writes it. */
export function formatClock(seconds: number): string {
  const whole = Math.round(seconds * 1000) / 1000;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = Number((whole % 60).toFixed(3));
  const tail = (rest < 10 ? "0" : "") + String(rest);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}
