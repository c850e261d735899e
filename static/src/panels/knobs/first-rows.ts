/** The first rows of a file that is to be a trace, for a person to see which column is which. */
import { inflate } from "../../core/inflate";

const BYTES = 262_144;
const MOST_ROWS = 5;
const MOST_COLUMNS = 12;
const DELIMITERS = [",", ";", "\t"];

export interface FirstRows {
  /** What the columns are called, or their numbers from 1 where there is no header. */
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** There are more columns than are shown. */
  readonly more: boolean;
}

export async function firstRows(file: Blob): Promise<FirstRows | null> {
  const text = await beginning(file).catch(() => "");
  return rowsOf(text);
}

/** Of a compressed file, too. */
async function beginning(file: Blob): Promise<string> {
  const head = new Uint8Array(await file.slice(0, BYTES).arrayBuffer());
  if (head[0] !== 0x1f || head[1] !== 0x8b) return new TextDecoder().decode(head);
  let text = "";
  // It is cut off: what comes before the cut is all that is wanted.
  await inflate(head, "gzip", (part) => (text += part).length >= BYTES).catch(() => undefined);
  return text;
}

export function rowsOf(text: string): FirstRows | null {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/).filter((line) => line.trim() !== "");
  if (lines.length === 0) return null;
  if (/^\s*[{[]/.test(lines[0]!)) return seriesOf(text);
  const count = (delimiter: string): number => lines[0]!.split(delimiter).length;
  const delimiter = DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best));
  const cells = lines.slice(0, MOST_ROWS + 1).map((line) => split(line, delimiter));
  const width = cells[0]!.length;
  const header = !cells[0]!.some((cell) => /^[+-]?[\d.]/.test(cell));
  const numbers = cells[0]!.map((_, i) => String(i + 1));
  const called = header ? cells[0]!.map((name, i) => (name !== "" && cells[0]!.indexOf(name) === cells[0]!.lastIndexOf(name) ? name : numbers[i]!)) : numbers;
  const rows = cells.slice(header ? 1 : 0).slice(0, MOST_ROWS);
  return { names: called.slice(0, MOST_COLUMNS), rows: rows.map((row) => row.slice(0, MOST_COLUMNS)), more: width > MOST_COLUMNS };
}

/** Of an answer of CloudWatch, as much of it as is there: what its series are called. */
function seriesOf(text: string): FirstRows | null {
  const ids = [...text.matchAll(/"Id"\s*:\s*"([^"\\]{1,255})"/g)].map((found) => found[1]!);
  const statistics = ["Sum", "SampleCount", "Average", "Maximum", "Minimum"].filter((name) => text.includes(`"${name}"`));
  const names = [...new Set(ids.length > 0 ? ids : statistics)];
  return names.length === 0 ? null : { names: names.slice(0, MOST_COLUMNS), rows: [], more: names.length > MOST_COLUMNS };
}

/** A cell may be quoted, with quotes in it doubled. */
function split(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!;
    if (quoted && character === '"' && line[i + 1] === '"') cell += line[++i];
    else if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += character;
  }
  return [...cells, cell.trim()];
}
