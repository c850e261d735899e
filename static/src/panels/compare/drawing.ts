/**
 * The curves of a row: each run by its dash and its letter, not by another hue. A is dashed and
 * neutral; the others are ink, one solid, the next dotted.
 */
import { peak, points, type Frame } from "../../charts/lines";
import { canvasFont, palette } from "../../charts/palette";
import { horizontal, strokeLine, vertical, type Stroke } from "../../charts/plot";
import { niceCeiling, project, timeTicks } from "../../charts/scales";
import type { RunStore, Series } from "../../core/panel";
import { main } from "./parting";
import type { Letter, Row } from "./sides";

const MONO = "ui-monospace, monospace";

const PAD = 6;
const TICK_PX = 84;
const LETTER_PX = 12;
const DASHES: Readonly<Record<Letter, number[]>> = { A: [5, 4], B: [], C: [1.5, 3], D: [9, 3, 1.5, 3] };

export interface Stage {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly end: number;
}

/** How a run's line is drawn. */
export function strokeOf(letter: Letter): Stroke {
  const { ink, ink2 } = palette();
  return { colour: letter === "A" ? ink2 : ink, width: letter === "B" ? 1.8 : 1.5, dash: DASHES[letter] };
}

export function drawGrid({ context, width, height, end }: Stage, parting: number | undefined): void {
  const { line, ink3 } = palette();
  const x = (t: number): number => Math.round(project(t, { min: 0, max: end }, width)) + 0.5;
  for (const t of timeTicks({ min: 0, max: end }, Math.floor(width / TICK_PX))) vertical(context, x(t), 0, height, { colour: line, width: 1 });
  horizontal(context, 0, width, height - 0.5, { colour: line, width: 1 });
  if (parting !== undefined) vertical(context, x(parting), 0, height, { colour: ink3, width: 1, dash: [2, 3] });
}

/** The lines of some of the runs, on the scale of all of them. */
export function drawRow(stage: Stage, row: Row, letters: readonly Letter[], stores: readonly RunStore[], shown: readonly number[]): void {
  const series = stores.map((store, i) => main(row.specs[i], store));
  const top = niceCeiling(Math.max(...series.map((one) => peak(one))));
  const { height } = stage;
  const y = (value: number): number => height - PAD - (Math.min(1.02, value / top) * (height - 2 * PAD));
  for (const i of shown) drawLine(stage, series[i]!, stores[i]!, letters[i]!, y);
  scale(stage, row.spec.format(top), PAD + 8);
}

/** By how much each of the others is above or below the first. */
export function drawDifferences(stage: Stage, row: Row, letters: readonly Letter[], stores: readonly RunStore[], changes: readonly Series[]): void {
  const { ink3 } = palette();
  const largest = niceCeiling(Math.max(...changes.map(largestOf)));
  const middle = stage.height / 2;
  const y = (value: number): number => middle - (value / largest) * (middle - PAD);
  horizontal(stage.context, 0, stage.width, Math.round(middle) + 0.5, { colour: ink3, width: 1 });
  for (const [i, change] of changes.entries()) drawLine(stage, change, stores[i + 1]!, letters[i + 1]!, y, changes.length === 1 ? middle : undefined);
  scale(stage, `+${row.spec.format(largest)}`, PAD + 8);
  scale(stage, `−${row.spec.format(largest)}`, stage.height - PAD);
}

function largestOf({ values }: Series): number {
  return values.reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, Math.abs(value))), 0);
}

function drawLine(stage: Stage, series: Series, store: RunStore, letter: Letter, y: (value: number) => number, areaTo?: number): void {
  const { context, width, height, end } = stage;
  const frame: Frame = { binS: store.binS, t0: 0, t1: end, width, y };
  strokeLine(context, points(series, frame), { ...strokeOf(letter), ...(areaTo === undefined ? {} : { areaTo }) });
  const last = lastValue(series);
  if (last === null) return;
  const x = Math.min(width - LETTER_PX, project(Math.min(end, (last.bin + 1) * store.binS), { min: 0, max: end }, width));
  // Letters of lines that end together stand beside one another.
  const offset = (letter.charCodeAt(0) - "A".charCodeAt(0)) * LETTER_PX;
  const { ink, ink2, page } = palette();
  context.font = canvasFont(600, 10, MONO);
  context.fillStyle = page;
  const [left, base] = [x - offset, Math.max(10, Math.min(height - 2, y(last.value) - 3))];
  context.fillRect(left - 1, base - 8, 8, 9);
  context.fillStyle = letter === "A" ? ink2 : ink;
  context.fillText(letter, left, base);
}

function lastValue({ values, length }: Series): { bin: number; value: number } | null {
  for (let bin = length - 1; bin >= 0; bin--) if (!Number.isNaN(values[bin]!)) return { bin, value: values[bin]! };
  return null;
}

function scale({ context }: Stage, text: string, y: number): void {
  context.font = canvasFont(400, 10, MONO);
  context.fillStyle = palette().ink3;
  context.fillText(text, 3, y);
}
