/** What the room predicts, as a picture and in words: lines as a density, numbers as bars, choices as bars. */
import { h, svg } from "../../core/dom";
import { inUnit } from "../../core/in-unit";
import type { Question, Tally } from "../../core/classroom/messages";
import type { Truth } from "../../core/predictions";
import "./classroom.css";

const WIDTH = 480;
const HEIGHT = 160;

/** One sentence: the twin of the picture. */
export function roomWords(question: Question, tally: Tally): string {
  const { count, median, low, high, options, middle, top } = tally;
  if (count === 0) return "Nobody has answered yet.";
  const who = count === 1 ? "One answer" : `${count} answers`;
  const as = (value: number): string => inUnit(value, question.unit);
  if (options) return `${who}: ${question.options.map((option, i) => `${options[i] ?? 0} “${option}”`).join(", ")}.`;
  if (middle) return `${who}: the middle line goes from ${as(middle[0] ?? 0)} to ${as(middle.at(-1) ?? 0)}; the highest reaches ${as(top ?? 0)}.`;
  if (low === high) return count === 1 ? `One answer: ${as(low ?? 0)}.` : `${who}, all of them ${as(low ?? 0)}.`;
  return `${who} from ${as(low ?? 0)} to ${as(high ?? 0)}, half of them up to ${as(median ?? 0)}.`;
}

export function roomPicture(question: Question, tally: Tally, truth: Truth | null): HTMLElement {
  if (tally.options) return choices(question, tally.options, truth);
  const picture = svg("svg", { class: "room-picture", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true", preserveAspectRatio: "none" });
  if (tally.density) density(picture, question, tally, truth);
  else bars(picture, tally, truth);
  const ends = tally.density ? [] : [h("div", { class: "room-ends num" }, ...rangeOf(tally, truth).map((end) => h("span", {}, inUnit(end, question.unit))))];
  return h("div", { class: "room" }, picture, ...ends);
}

function choices(question: Question, counts: readonly number[], truth: Truth | null): HTMLElement {
  const all = Math.max(1, ...counts);
  return h("ul", { class: "room room-choices" }, ...question.options.map((option, i) => {
    const meter = h("span", { class: "room-bar", "aria-hidden": "true" });
    meter.style.setProperty("--share", `${((counts[i] ?? 0) / all) * 100}%`);
    const right = truth?.kind === "choice" && truth.option === i;
    return h("li", { class: right ? "right" : "" }, h("span", {}, option, ...(right ? [" ", h("b", {}, "(so it came)")] : [])), meter, h("span", { class: "num" }, String(counts[i] ?? 0)));
  }));
}

/** Of all answers, and of what came. */
function rangeOf({ low = 0, high = 0 }: Tally, truth: Truth | null): readonly [number, number] {
  const value = truth?.kind === "number" ? truth.value : low;
  return [Math.min(low, value), Math.max(high, value)];
}

function bars(picture: SVGElement, tally: Tally, truth: Truth | null): void {
  const { bars: counts = [], low = 0, high = 0 } = tally;
  const value = truth?.kind === "number" ? truth.value : null;
  const [from, to] = rangeOf(tally, truth);
  const span = to - from || 1;
  const size = (high - low) / counts.length || span / 12;
  const most = Math.max(1, ...counts);
  counts.forEach((count, i) => {
    const x = ((low + i * size - from) / span) * WIDTH;
    const tall = (count / most) * (HEIGHT - 8);
    picture.append(svg("rect", { class: "room-column", x: Math.min(x, WIDTH - 4), y: HEIGHT - tall, width: Math.max(4, (size / span) * WIDTH - 2), height: tall }));
  });
  if (value === null) return;
  const x = ((value - from) / span) * (WIDTH - 4) + 2;
  picture.append(svg("line", { class: "room-truth", x1: x, x2: x, y1: 0, y2: HEIGHT }));
}

function density(picture: SVGElement, question: Question, { density: rows = [], top = 0, middle = [], count }: Tally, truth: Truth | null): void {
  const series = truth?.kind === "draw" ? truth.series.filter(([, value]) => Number.isFinite(value)) : [];
  const highest = Math.max(top, ...series.map(([, value]) => value)) || 1;
  const tall = ((top / highest) * HEIGHT) / (rows.length || 1);
  rows.forEach((row, v) => row.forEach((lines, column) => {
    if (lines === 0) return;
    const wide = WIDTH / row.length;
    picture.append(svg("rect", { class: "room-cell", x: column * wide, y: HEIGHT - (v + 1) * tall, width: wide + 0.5, height: tall + 0.5, "fill-opacity": (0.15 + 0.85 * (lines / count)).toFixed(3) }));
  }));
  const y = (value: number): number => HEIGHT - (value / highest) * HEIGHT;
  const line = (points: readonly (readonly [number, number])[]): string => points.map(([x, value], i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y(value).toFixed(1)}`).join("");
  picture.append(svg("path", { class: "room-middle", d: line(middle.map((value, i) => [(i / Math.max(1, middle.length - 1)) * WIDTH, value] as const)) }));
  const span = question.t1 - question.t0 || 1;
  if (series.length > 0) picture.append(svg("path", { class: "room-truth", d: line(series.map(([t, value]) => [((t - question.t0) / span) * WIDTH, value] as const)) }));
}

/** Which line is which, for a picture that has lines. */
export function roomLegend(tally: Tally, truth: Truth | null): HTMLElement | null {
  if (tally.options || tally.count === 0) return null;
  const parts = [...(tally.density ? [h("span", { class: "key-cell" }, "all lines"), h("span", { class: "key-middle" }, "their middle")] : [h("span", { class: "key-cell" }, "answers")]), ...(truth ? [h("span", { class: "key-truth" }, "what came")] : [])];
  return h("p", { class: "room-legend" }, ...parts);
}
