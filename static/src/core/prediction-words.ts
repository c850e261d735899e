/**
 * A prediction beside what came, in words. Each number is as it is written elsewhere, and nothing is
 * called more, less, earlier or later whose numbers are written alike.
 */
import { furthest, meansOf, shapeOf, type Shape } from "./curve";
import { formatDuration, formatNumber, formatTime } from "./format";
import { inUnit } from "./in-unit";
import { heightAt, type Point, type Predict, type Prediction, type Truth } from "./predictions";

/** Nowhere further apart than this share of the higher one: drawn by hand that is the same. */
const SAME = 0.03;
/** A difference of the ends that is worth saying, as a share of the higher curve. */
const WORTH = 0.05;
/** What is counted comes by chance: means of some bins are compared, not single bins. */
const OF_RATES = /\/s$/;

export function gapInWords(question: Predict, prediction: Prediction, truth: Truth): string {
  if (prediction.kind === "draw" && truth.kind === "draw") return ofLines(question, prediction.points, truth);
  if (prediction.kind === "number" && truth.kind === "number") return ofNumbers(question.unit, prediction.value, truth.value);
  if (prediction.kind === "choice" && truth.kind === "choice") return ofChoices(question.options, prediction.option, truth.option);
  return "What was answered is no answer to what was asked.";
}

/** What came, alone: where nobody has answered. */
export function truthInWords(question: Predict, truth: Truth): string {
  if (truth.kind === "number") return `It is ${inUnit(truth.value, question.unit)}.`;
  if (truth.kind === "choice") return `It is: ${quoted(question.options[truth.option])}.`;
  const shape = shapeOf(truth.series);
  if (!shape) return NOTHING;
  const said = (value: number): string => inUnit(value, question.unit);
  if (shape.flat) return `It stays at about ${said(shape.last)}.${cut(truth.until)}`;
  const { t, value } = shape.turn?.up === false ? shape.bottom : shape.top;
  return `It comes to ${said(value)} at ${moment(t)}, and is ${said(shape.last)} at the end.${cut(truth.until)}`;
}

const NOTHING = "Nothing was recorded of it in that time.";
const quoted = (words = ""): string => `“${words}”`;
const moment = (t: number): string => formatTime(t, 0);
const cut = (until: number | null): string => (until === null ? "" : ` The run is known up to ${moment(until)} only.`);

function ofChoices(options: readonly string[], expected: number, was: number): string {
  return expected === was ? `You expected ${quoted(options[expected])}: so it is.` : `You expected ${quoted(options[expected])}; it is ${quoted(options[was])}.`;
}

function ofNumbers(unit: string, expected: number, was: number): string {
  const [a, b] = [inUnit(expected, unit), inUnit(was, unit)];
  if (a === b) return `You expected ${a}: so it is.`;
  const apart = inUnit(Math.abs(was - expected), unit);
  const factor = expected > 0 && was > 0 ? Math.max(was / expected, expected / was) : 0;
  const times = was > expected ? ` (${ratio(factor)} times as much)` : ` (1/${ratio(factor)} of it)`;
  return `You expected ${a}; it is ${b}, ${apart} ${was > expected ? "more" : "less"}${factor >= 2 ? times : ""}.`;
}

const ratio = (factor: number): string => formatNumber(Number(factor.toPrecision(2)));

interface Beside {
  readonly unit: string;
  readonly expected: Shape;
  readonly was: Shape;
  /** The higher one's height above zero: what is small beside it is small. */
  readonly scale: number;
}

function ofLines({ unit }: Predict, points: readonly Point[], truth: Truth & { kind: "draw" }): string {
  const known = truth.series.filter(([, value]) => !Number.isNaN(value));
  const rates = OF_RATES.test(unit);
  const came = rates ? meansOf(known) : known;
  const drawn = came.map(([t]): Point => [t, heightAt(points, t)]);
  const [expected, was] = [shapeOf(drawn), shapeOf(came)];
  if (!expected || !was) return NOTHING;
  const scale = Math.max(...[expected, was].flatMap(({ top, bottom }) => [Math.abs(top.value), Math.abs(bottom.value)]));
  const { t, gap } = furthest(drawn, came);
  if (gap <= SAME * scale) return `As you drew it: ${summary(was, unit)}.${cut(truth.until)}`;
  const beside = { unit, expected, was, scale };
  const means = rates ? onAverage(unit, drawn, came) + over(known.length, came) : "";
  const said = [height(beside), turned(beside), ended(beside), means].filter(Boolean);
  const apart = `You were furthest off at ${moment(t)}: ${inUnit(heightAt(points, t), unit)} expected, ${inUnit(came.find(([at]) => at === t)![1], unit)} there.`;
  return (said.length > 0 ? said.join(" ") : apart) + cut(truth.until);
}

function summary({ flat, last, turn, top, bottom }: Shape, unit: string): string {
  if (flat) return `about ${inUnit(last, unit)} all the time`;
  return turn?.up === false ? `at least ${inUnit(bottom.value, unit)}, at ${moment(bottom.t)}` : `at most ${inUnit(top.value, unit)}, at ${moment(top.t)}`;
}

/** The highest of both, or of what falls the lowest. */
function height({ unit, expected, was }: Beside): string {
  const falls = was.turn?.up === false && expected.turn?.up !== true;
  const [a, b] = falls ? [expected.bottom, was.bottom] : [expected.top, was.top];
  const [said, came] = [inUnit(a.value, unit), inUnit(b.value, unit)];
  const bound = falls ? "at least" : "at most";
  const when = (shape: Shape, t: number): string => (shape.flat ? "all the time" : `at ${moment(t)}`);
  if (said === came) return sameHeight(bound, said, expected.flat || was.flat, moment(a.t), moment(b.t));
  const more = b.value > a.value;
  const verb = was.flat ? "was about" : falls ? (more ? "was at least" : "fell to") : more ? "came to" : "was at most";
  const guess = expected.flat ? `about ${said} all the time` : `${bound} ${said}`;
  return `You expected ${guess}; it ${verb} ${came} ${when(was, b.t)}.`;
}

function sameHeight(bound: string, said: string, flat: boolean, expected: string, was: string): string {
  if (flat || expected === was) return `You expected ${bound} ${said}: so it was.`;
  return `You expected ${bound} ${said}: so it was, at ${was} and not at ${expected}.`;
}

/** When they leave where they began, and which way. */
function turned({ expected, was, scale }: Beside): string {
  const [a, b] = [expected.turn, was.turn];
  const way = (up: boolean): string => (up ? "rise" : "fall");
  const rose = (up: boolean): string => (up ? "rose" : "fell");
  if (!b && was.restless) return a ? `You expected it to ${way(a.up)} from ${moment(a.t)} on; it went up and down.` : "";
  if (!a && !b) return "";
  if (!a) return `It ${rose(b!.up)} from ${moment(b!.t)} on.`;
  if (!b) return `You expected it to ${way(a.up)} from ${moment(a.t)} on; it stayed about as it was.`;
  // What began elsewhere turns from elsewhere.
  if (a.up !== b.up) return Math.abs(expected.first - was.first) > WORTH * scale ? "" : `You expected it to ${way(a.up)} at first; it ${rose(b.up)}.`;
  const [seconds, later] = [Math.abs(Math.round(a.t) - Math.round(b.t)), Math.round(b.t) > Math.round(a.t)];
  if (seconds === 0 || moment(a.t) === moment(b.t)) return "";
  return `The turn came ${spelled(seconds)} ${later ? "later" : "earlier"}, at ${moment(b.t)} and not at ${moment(a.t)}.`;
}

/** "3 min 59 s": both ends are told to the second. */
function spelled(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return [minutes > 0 ? `${formatNumber(minutes)} min` : "", rest > 0 ? `${rest} s` : ""].filter(Boolean).join(" ");
}

function ended({ unit, expected, was, scale }: Beside): string {
  const [a, b] = [inUnit(expected.last, unit), inUnit(was.last, unit)];
  if (a === b || Math.abs(expected.last - was.last) <= WORTH * scale) return "";
  // Where both end at their highest that is said.
  const told = inUnit(expected.top.value, unit) === a && inUnit(was.top.value, unit) === b;
  return told ? "" : `At the end you expected ${a}; it was ${b}.`;
}

function over(bins: number, came: readonly Point[]): string {
  return came.length > 1 && came.length < bins ? ` Means of ${formatDuration(Math.round(came[1]![0] - came[0]![0]))} are compared.` : "";
}

function onAverage(unit: string, drawn: readonly Point[], came: readonly Point[]): string {
  const mean = (points: readonly Point[]): string => inUnit(points.reduce((sum, [, value]) => sum + value, 0) / points.length, unit);
  const [a, b] = [mean(drawn), mean(came)];
  return a === b ? `On average it was ${b}, as you expected.` : `On average you expected ${a}; it was ${b}.`;
}
