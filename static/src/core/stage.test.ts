/** On the stage no type is below 20 pixels: whatever is smaller at the desk says that it gives way. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { enlargement, LEAST } from "./stage";

const SOURCES = fileURLToPath(new URL("..", import.meta.url));
/** Styles of panels, and of those that all share what the lab takes: the teacher's console is a page of its own. */
const ON_STAGE = /^(panels(?!\/classroom\/console)|charts)\//;
const SIZE = /font(?:-size)?:[^;{}]*?\b(\d+(?:\.\d+)?)px/g;

it("has no small type that does not grow with the stage", () => {
  const lab = readFileSync(`${SOURCES}pages/lab.ts`, "utf-8");
  const taken = (file: string): boolean => lab.includes(`/${file}";`) && !file.endsWith("fonts.css");
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf-8" }).filter((file) => file.endsWith(".css") && (ON_STAGE.test(file) || taken(file)));
  const small = files.flatMap((file) => [...readFileSync(SOURCES + file, "utf-8").matchAll(SIZE)]
    .filter(([said, px]) => Number(px) < LEAST && !said.includes("max(")).map(([said]) => `${file}: ${said}`));
  expect(files.length).toBeGreaterThan(10);
  expect(small).toEqual([]);
});

it("is 20 pixels of the screen or more, on any that is not held in a hand", () => {
  for (const width of [1024, 1280, 1920, 2560, 3840]) expect(LEAST * enlargement(width, 1)).toBeGreaterThanOrEqual(20);
  expect(enlargement(3840, 1)).toBeCloseTo(2 * enlargement(1920, 1), 2);
  expect(enlargement(1920, 1.5)).toBeCloseTo(1.5 * enlargement(1920, 1), 2);
  expect(enlargement(390, 1)).toBe(1);
});

const SURFACES = ["page", "panel", "sunk", "sel", "future", "bar-red", "bar-amber"];
const TEXTS = ["ink", "ink-2", "ink-3", "focus", "init-text", "busy-text", "idle-text", "throttled-text", "error-text", "retry-text", "dlq-text"];
const MARKS = ["line-2", "init", "busy", "idle", "throttled", "error", "retry", "dlq", "queued", "p50", "p95", "p99"];

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

it("is read on a projector: every text at 7:1 or more on every surface, every mark at 4.5:1", () => {
  const block = /\[data-theme="projector"\] \{([^}]*)\}/.exec(readFileSync(`${SOURCES}styles/tokens.css`, "utf-8"))![1]!;
  const tokens = new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name!, hex!]));
  const low = (names: readonly string[], least: number): string[] => names.flatMap((name) => SURFACES.map((surface) => [name, surface] as const))
    .filter(([name, surface]) => !(contrast(tokens.get(name)!, tokens.get(surface)!) >= least)).map((pair) => pair.join(" on "));
  expect(low(TEXTS, 7)).toEqual([]);
  expect(low(MARKS, 4.5)).toEqual([]);
});
