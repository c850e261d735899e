import { describe, expect, it } from "vitest";
import { capacityFor, layoutGrid, perSquare, slotAt, slotX, slotY } from "./layout";

describe("grid layout", () => {
  it("draws full glyphs while they fit", () => {
    const layout = layoutGrid(400, 808, 184);
    expect(layout).toMatchObject({ detail: "glyph", cell: 16, columns: 50, rows: 8 });
  });
  it("draws simple shapes for a thousand", () => {
    const layout = layoutGrid(1000, 808, 184);
    expect(layout.detail).toBe("simple");
    expect(layout.cell).toBeGreaterThanOrEqual(8);
    expect(layout.refusedY + layout.cell).toBeLessThanOrEqual(184);
  });
  it("draws strips when cells would be under 8 px, and always above 5,000", () => {
    expect(layoutGrid(4000, 808, 184).detail).toBe("strip");
    expect(layoutGrid(5001, 8000, 8000).detail).toBe("strip");
  });
  it("finds each slot where it was put", () => {
    const layout = layoutGrid(430, 700, 184);
    for (const slot of [0, 49, 50, 429]) {
      expect(slotAt(layout, slotX(layout, slot) + 3, slotY(layout, slot) + 3)).toBe(slot);
    }
    expect(slotAt(layout, 1, layout.lineY + 10)).toBe(-1);
    expect(slotAt(layout, 5000, 5)).toBe(-1);
  });
  it("keeps places up to the limit but not for a thousand where a dozen live", () => {
    expect(capacityFor(12, 1000)).toBe(50);
    expect(capacityFor(390, 400)).toBe(400);
    expect(capacityFor(0, 5)).toBe(5);
    expect(capacityFor(420, 400)).toBe(420);
    expect(capacityFor(7000, null)).toBe(7000);
  });
  it("lets a square of the strip stand for as many as needed", () => {
    expect(perSquare(90, 100)).toBe(1);
    expect(perSquare(9000, 100)).toBe(100);
  });
});
