/** Where an environment's slot is drawn, and in how much detail. */

export type Detail = "glyph" | "simple" | "strip";

/** Largest cells by capacity: a few environments may be seen well, hundreds as a field. */
const LARGEST: readonly (readonly [number, number])[] = [[50, 28], [150, 20], [Infinity, 16]];
const GLYPH_CELL = 12;
const SMALLEST_CELL = 8;
const MOST_CELLS = 5000;
const CAPTION = 18;
const MARGIN = 2;

/** Capacities drawn: the picture holds still while a run grows, but for these few steps. */
const CAPACITIES = [50, 100, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 4000, 5000];

export interface GridLayout {
  readonly detail: Detail;
  /** Side of a cell in pixels, gap included. */
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
  /** Slots that have a place. */
  readonly capacity: number;
  /** y of the limit line, below the last row of slots. */
  readonly lineY: number;
  /** y of the first row of refused requests. */
  readonly refusedY: number;
  /** Refused requests that can be drawn. */
  readonly refusedRoom: number;
}

/** Slots to keep a place for: up to the limit, but no more than the run could soon use. */
export function capacityFor(mostUsed: number, limit: number | null): number {
  const step = CAPACITIES.find((c) => c >= mostUsed) ?? mostUsed;
  return limit === null ? step : Math.max(mostUsed, Math.min(limit, step));
}

export function layoutGrid(capacity: number, width: number, height: number): GridLayout {
  const cell = capacity > MOST_CELLS ? 0 : largestCell(capacity, width, height);
  if (cell < SMALLEST_CELL) return strip(capacity, height);
  const columns = columnsFor(capacity, width, cell, height);
  const rows = Math.ceil(capacity / columns);
  const lineY = MARGIN + rows * cell + 3;
  const refusedY = lineY + CAPTION;
  const refusedRows = Math.max(1, Math.floor((height - refusedY) / cell));
  const detail = cell >= GLYPH_CELL ? "glyph" : "simple";
  return { detail, cell, columns, rows, capacity, lineY, refusedY, refusedRoom: columns * refusedRows };
}

function largestCell(capacity: number, width: number, height: number): number {
  const largest = LARGEST.find(([most]) => capacity <= most)![1];
  for (let cell = largest; cell >= SMALLEST_CELL; cell--) {
    if (fits(capacity, Math.floor((width - MARGIN) / cell), cell, height)) return cell;
  }
  return 0;
}

function fits(capacity: number, columns: number, cell: number, height: number): boolean {
  const rows = Math.ceil(capacity / Math.max(1, columns));
  return MARGIN + (rows + 1) * cell + CAPTION + 3 <= height;
}

/** Whole tens where there is room for them: rows can then be counted. */
function columnsFor(capacity: number, width: number, cell: number, height: number): number {
  const most = Math.max(1, Math.floor((width - MARGIN) / cell));
  const tens = most - (most % 10);
  return tens >= 20 && fits(capacity, tens, cell, height) ? tens : most;
}

function strip(capacity: number, height: number): GridLayout {
  return {
    detail: "strip", cell: 0, columns: 0, rows: 0, capacity, lineY: height, refusedY: height, refusedRoom: 0,
  };
}

export function slotX(layout: GridLayout, slot: number): number {
  return MARGIN + (slot % layout.columns) * layout.cell;
}

export function slotY(layout: GridLayout, slot: number): number {
  return MARGIN + Math.floor(slot / layout.columns) * layout.cell;
}

/** The slot at a pixel, or -1. */
export function slotAt(layout: GridLayout, x: number, y: number): number {
  if (layout.detail === "strip") return -1;
  const column = Math.floor((x - MARGIN) / layout.cell);
  const row = Math.floor((y - MARGIN) / layout.cell);
  if (column < 0 || column >= layout.columns || row < 0 || row >= layout.rows) return -1;
  const slot = row * layout.columns + column;
  return slot < layout.capacity ? slot : -1;
}

/** How many environments one square of the strip stands for, so that all rows fit. */
export function perSquare(most: number, room: number): number {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
  return steps.find((step) => most / step <= room) ?? Math.ceil(most / Math.max(1, room));
}
