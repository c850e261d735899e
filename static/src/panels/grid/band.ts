/**
 * One function's environments on a canvas: a cell a slot, the limit line, and beyond it
 * what was refused. Only cells that changed are drawn again.
 */
import { glyphShapes, Sprites, type Glyph } from "../../charts/glyphs";
import { Layer } from "../../charts/layer";
import { canvasFont, palette, patterned } from "../../charts/palette";
import { formatNumber } from "../../core/format";
import { countStates, KINDS } from "../../core/instant";
import { SLOT } from "../../core/panel";
import { layoutGrid, perSquare, slotX, slotY, type GridLayout } from "./layout";
import { GLYPH_OF, PROVISIONED, STATES } from "./states";

export interface BandState {
  readonly slots: Uint8Array;
  readonly capacity: number;
  readonly refused: number;
  /** What the dashed line says; null draws no line. */
  readonly caption: string | null;
  /** The line is the limit, not merely the end of the picture. */
  readonly isLimit: boolean;
  readonly selected: number;
  /** States to keep in full colour; null: all. */
  readonly emphasis: ReadonlySet<Glyph> | null;
  /** 0..1 of an initialising slot, -1 when unknown. */
  readonly progress: (slot: number) => number;
}

type StripRow = readonly [Glyph, string, number];

const FADED = 0.18;
const PROGRESS_STEPS = 8;
const NEVER = 255;
const STRIP_ROW = 28;
const STRIP_LABEL = 132;
const SQUARE = 6;
const GAP = "   ";

export class Band {
  readonly layer = new Layer("grid-canvas");
  layout: GridLayout = layoutGrid(50, 0, 0);
  /** Cells drawn by the last update, for tests and measurements. */
  touched = 0;
  private width = 0;
  private height = 0;
  private sprites: Sprites | null = null;
  private drawn = new Uint8Array(0);
  private below = "";
  private signature = "";

  resize(width: number, height: number): void {
    this.width = width;
    this.height = height;
    this.signature = "";
  }

  /** Draws everything anew at the next update. */
  forget(): void {
    this.signature = "";
  }

  update(state: BandState): void {
    this.touched = 0;
    if (this.width <= 0 || this.height <= 0) return;
    this.prepare(state);
    if (this.layout.detail === "strip") this.drawStrip(state);
    else {
      this.drawCells(state);
      this.drawBelow(state);
    }
  }

  private prepare(state: BandState): void {
    const emphasis = state.emphasis ? [...state.emphasis].join() : "";
    const signature = [this.width, this.height, state.capacity, emphasis].join("|");
    if (signature === this.signature) return;
    this.signature = signature;
    this.layout = layoutGrid(state.capacity, this.width, this.height);
    this.layer.resize(this.width, this.height);
    this.layer.clear();
    this.drawn = new Uint8Array(state.capacity).fill(NEVER);
    this.below = "";
    this.sprites = null;
    const { cell, detail } = this.layout;
    if (detail !== "strip" && this.layer.context) {
      this.sprites = new Sprites(cell - (cell >= 14 ? 2 : 1), this.layer.ratio, palette(), detail === "simple");
    }
  }

  /** State, init progress and selection in one number: the cell is drawn when it differs. */
  private code(state: BandState, slot: number): number {
    const kind = slot < state.slots.length ? state.slots[slot]! : SLOT.free;
    let step = 0;
    if (kind === SLOT.init && this.layout.detail === "glyph") {
      const progress = state.progress(slot);
      step = progress < 0 ? PROGRESS_STEPS + 1 : Math.round(Math.min(1, progress) * PROGRESS_STEPS);
    }
    return kind + step * KINDS + (slot === state.selected ? 100 : 0);
  }

  private drawCells(state: BandState): void {
    for (let slot = 0; slot < this.layout.capacity; slot++) {
      const code = this.code(state, slot);
      if (code === this.drawn[slot]) continue;
      this.drawn[slot] = code;
      this.touched++;
      if (this.layer.context && this.sprites) this.drawCell(this.layer.context, this.sprites, state, slot, code);
    }
  }

  private drawCell(
    context: CanvasRenderingContext2D, sprites: Sprites, state: BandState, slot: number, code: number,
  ): void {
    const [x, y] = [slotX(this.layout, slot), slotY(this.layout, slot)];
    const { cell } = this.layout;
    context.clearRect(x - 1, y - 1, cell, cell);
    const glyph = GLYPH_OF[code % 100 % KINDS]!;
    const step = Math.floor((code % 100) / KINDS);
    context.globalAlpha = alpha(glyph, state.emphasis);
    sprites.draw(context, glyph, x, y, step > PROGRESS_STEPS || glyph !== "init" ? -1 : step / PROGRESS_STEPS);
    context.globalAlpha = 1;
    if (code >= 100) this.ring(context, x, y);
  }

  private ring(context: CanvasRenderingContext2D, x: number, y: number): void {
    context.strokeStyle = palette().focus;
    context.lineWidth = 1.5;
    context.strokeRect(x - 0.25, y - 0.25, this.layout.cell - 1.5, this.layout.cell - 1.5);
  }

  private drawBelow(state: BandState): void {
    const below = `${state.caption}|${state.isLimit}|${state.refused}`;
    if (below === this.below) return;
    this.below = below;
    const { context } = this.layer;
    if (!context || !this.sprites) return;
    const { lineY, refusedY } = this.layout;
    context.clearRect(0, lineY - 2, this.width, this.height - lineY + 2);
    if (state.caption === null) return;
    const colours = palette();
    if (state.isLimit) dashedLine(context, this.width, lineY, colours.line2);
    context.fillStyle = colours.ink3;
    context.font = canvasFont(500, 11);
    // Narrowed where it is too long for the picture, rather than cut.
    context.fillText(state.caption, 2, lineY + 13, this.width - 4);
    this.drawRefused(context, this.sprites, state, refusedY);
  }

  private drawRefused(context: CanvasRenderingContext2D, sprites: Sprites, state: BandState, top: number): void {
    const { columns, cell, refusedRoom } = this.layout;
    const spare = state.refused > refusedRoom ? Math.ceil(56 / cell) : 0;
    const shown = Math.min(state.refused, refusedRoom - spare);
    context.globalAlpha = alpha("thr", state.emphasis);
    for (let i = 0; i < shown; i++) {
      sprites.draw(context, "thr", 2 + (i % columns) * cell, top + Math.floor(i / columns) * cell);
    }
    context.globalAlpha = 1;
    if (shown === state.refused) return;
    context.fillStyle = palette().thr;
    context.font = canvasFont(600, 11);
    const [x, y] = [2 + (shown % columns) * cell, top + Math.floor(shown / columns) * cell];
    context.fillText(`+${formatNumber(state.refused - shown)}`, x + 4, y + Math.min(cell, 16) - 4);
  }

  /** Too many to draw one by one: a row a state, sorted, with its number. */
  private drawStrip(state: BandState): void {
    const counts = [...countStates(state.slots)];
    const signature = `${counts}|${state.refused}|${state.caption}`;
    if (signature === this.below) return;
    this.below = signature;
    this.touched = counts.length;
    const { context } = this.layer;
    if (!context) return;
    this.layer.clear();
    const rows: StripRow[] = STATES.map((s) => [s.glyph, s.name, counts[s.state]!]);
    if (counts[PROVISIONED.state]! > 0) rows.push([PROVISIONED.glyph, PROVISIONED.name, counts[PROVISIONED.state]!]);
    rows.push(["thr", "Refused", state.refused]);
    if (this.height < rows.length * STRIP_ROW + 18) return this.compactStrip(context, rows, state);
    const room = Math.floor((this.width - STRIP_LABEL) / SQUARE) * 3;
    const each = perSquare(Math.max(...rows.map((row) => row[2])), room);
    rows.forEach((row, i) => this.stripRow(context, row, i * STRIP_ROW, each, state.emphasis));
    context.fillStyle = palette().ink3;
    context.font = canvasFont(500, 11);
    const note = `1 square = ${formatNumber(each)}${each === 1 ? " environment" : " environments"}`;
    context.fillText(state.caption ? `${note} · ${state.caption}` : note, 2, rows.length * STRIP_ROW + 14, this.width - 4);
  }

  /** Where the room is low: the numbers in one line, below them all squares, sorted by state. */
  private compactStrip(context: CanvasRenderingContext2D, rows: readonly StripRow[], { emphasis, caption }: BandState): void {
    const lines = Math.max(1, Math.floor((this.height - 22) / SQUARE));
    const room = Math.max(1, Math.floor(this.width / SQUARE) - rows.length) * lines;
    const each = perSquare(rows.reduce((sum, row) => sum + row[2], 0), room);
    context.font = canvasFont(500, 12);
    context.fillStyle = palette().ink2;
    const numbers = rows.filter(([, , count]) => count > 0).map(([, name, count]) => `${name} ${formatNumber(count)}`);
    const words = [...(caption ? [caption] : []), `1 square = ${formatNumber(each)}`, ...numbers];
    fillWhole(context, words, 2, 13, this.width - 4);
    let at = 0;
    for (const [glyph, , count] of rows) {
      context.globalAlpha = alpha(glyph, emphasis);
      const end = at + Math.ceil(count / each);
      for (; at < end; at++) square(context, glyph, 2 + Math.floor(at / lines) * SQUARE, 20 + (at % lines) * SQUARE);
      at = Math.ceil(at / lines) * lines;
    }
    context.globalAlpha = 1;
  }

  private stripRow(
    context: CanvasRenderingContext2D, [glyph, name, count]: StripRow, y: number, each: number,
    emphasis: ReadonlySet<Glyph> | null,
  ): void {
    const colours = palette();
    context.font = canvasFont(500, 12);
    context.fillStyle = colours.ink2;
    context.fillText(name, 2, y + 15);
    context.fillStyle = colours.ink;
    context.textAlign = "right";
    context.fillText(formatNumber(count), STRIP_LABEL - 12, y + 15);
    context.textAlign = "left";
    context.globalAlpha = alpha(glyph, emphasis);
    for (let i = 0; i * each < count; i++) square(context, glyph, STRIP_LABEL + Math.floor(i / 3) * SQUARE, y + 3 + (i % 3) * SQUARE);
    context.globalAlpha = 1;
  }
}

/** A square of the strip: hollow where the glyph is, with a dot where it has one. */
function square(context: CanvasRenderingContext2D, glyph: Glyph, x: number, y: number): void {
  context.fillStyle = palette()[glyphShapes(glyph, 14)[0]!.tone];
  context.fillRect(x, y, SQUARE - 1, SQUARE - 1);
  if (patterned()) cut(context, glyph, x, y);
  if (glyph !== "idle" && glyph !== "prov") return;
  context.clearRect(x + 1, y + 1, SQUARE - 3, SQUARE - 3);
  if (glyph === "prov") context.fillRect(x + 2, y + 2, SQUARE - 5, SQUARE - 5);
}

/** Where hues do not do: half of it is open while it begins, a bar goes through what is refused, a gap through what failed. */
function cut(context: CanvasRenderingContext2D, glyph: Glyph, x: number, y: number): void {
  const [inner, middle] = [SQUARE - 3, (SQUARE - 1) / 2];
  if (glyph === "init") context.clearRect(x + 1, y + 1, inner, inner / 2);
  if (glyph === "thr") context.clearRect(x + 1, y + middle - 0.75, inner, 1.5);
  if (glyph === "err") context.clearRect(x + middle - 0.75, y, 1.5, SQUARE - 1);
}

/** As many of the words as there is room for, the first ones first. */
function fillWhole(context: CanvasRenderingContext2D, words: readonly string[], x: number, y: number, room: number): void {
  let shown = words.length;
  while (shown > 1 && context.measureText(words.slice(0, shown).join(GAP)).width > room) shown--;
  context.fillText(words.slice(0, shown).join(GAP), x, y);
}

function alpha(glyph: Glyph, emphasis: ReadonlySet<Glyph> | null): number {
  if (glyph === "free") return 0.7;
  return emphasis === null || emphasis.has(glyph) ? 1 : FADED;
}

function dashedLine(context: CanvasRenderingContext2D, width: number, y: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(0, Math.round(y) + 0.5);
  context.lineTo(width, Math.round(y) + 0.5);
  context.stroke();
  context.setLineDash([]);
}
