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
  const taken = (file: string): boolean => lab.includes(`import "../${file}";`) && !file.endsWith("fonts.css");
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
