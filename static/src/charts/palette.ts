/** Colours of the page's tokens, read from CSS custom properties. None is defined here. */
import { SMALL } from "../core/stage";

const PROPERTIES = {
  init: "--init", busy: "--busy", idle: "--idle", thr: "--throttled", err: "--error",
  retry: "--retry", dlq: "--dlq", queued: "--queued", grid: "--grid", future: "--future",
  p50: "--p50", p95: "--p95", p99: "--p99",
  page: "--page", panel: "--panel", sunk: "--sunk", line: "--line", line2: "--line-2",
  ink: "--ink", ink2: "--ink-2", ink3: "--ink-3", focus: "--focus", sel: "--sel",
} as const;

export type Tone = keyof typeof PROPERTIES;
export type Palette = Readonly<Record<Tone, string>>;

export function readPalette(element: Element = document.documentElement): Palette {
  const style = getComputedStyle(element);
  const read = ([tone, name]: [string, string]) => [tone, style.getPropertyValue(name).trim()];
  return Object.fromEntries(Object.entries(PROPERTIES).map(read)) as Record<Tone, string>;
}

let current: Palette | null = null;
const listeners = new Set<() => void>();

/** The palette in force; the same object until the theme changes. */
export function palette(): Palette {
  current ??= readPalette();
  return current;
}

/** Calls back after the theme changed; returns the way to stop listening. */
export function onPaletteChange(listener: () => void): () => void {
  watch();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let watched = false;

function watch(): void {
  if (watched) return;
  watched = true;
  const root = document.documentElement;
  new MutationObserver(forget).observe(root, { attributes: true, attributeFilter: ["data-theme", "data-present", "class"] });
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    globalThis.matchMedia?.(query).addEventListener("change", forget);
  }
}

function forget(): void {
  current = null;
  least = patterns = null;
  for (const listener of listeners) listener();
}

let least: number | null = null;
let patterns: boolean | null = null;

/** The smallest type that is written anywhere on the page, in pixels; 0 where each part may choose. */
function leastType(): number {
  least ??= Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--least")) || 0;
  return least;
}



/** How much wider words are than at a desk, where small type is not as small. */
export function typeScale(): number {
  return typeof document === "undefined" ? 1 : Math.max(1, leastType() / SMALL);
}

/** Do hues alone not do? Then areas are hatched and lines are dotted. */
export function patterned(): boolean {
  patterns ??= getComputedStyle(document.documentElement).getPropertyValue("--patterns").trim() === "1";
  return patterns;
}

/** The font of text on a canvas: as large as it wants to be, and no smaller than the page allows. */
export function canvasFont(weight: number, px: number, family = uiFont()): string {
  watch();
  return `${weight} ${Math.max(px, leastType())}px ${family}`;
}

let font: string | null = null;

/** The page's type for text on a canvas. */
export function uiFont(): string {
  font ??= getComputedStyle(document.documentElement).getPropertyValue("--font-ui").trim() || "sans-serif";
  return font;
}
