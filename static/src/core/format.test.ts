import { expect, it } from "vitest";
import { formatCompact, formatDuration, formatNumber, formatPercent, formatTime } from "./format";

it("gives as many digits as matter", () => {
  expect([0, 9312, 1234.5, 12.345, 1.2, 0.4118, 0.00012].map((value) => formatNumber(value))).toEqual(["0", "9,312", "1,235", "12.3", "1.2", "0.412", "0.00012"]);
  expect(formatNumber(NaN)).toBe("–");
  expect(formatNumber(null)).toBe("–");
});

it("always says the unit", () => {
  expect([0, 59.999, 184.2, 3723.456, 86_400].map((t) => formatTime(t))).toEqual(["0:00.00", "1:00.00", "3:04.20", "1:02:03.46", "24:00:00.00"]);
  expect([formatTime(480, 0), formatTime(59.96, 1), formatTime(NaN)]).toEqual(["8:00", "1:00.0", "–"]);
  expect([0, 0.9, 1.2, 30, 600, 345_600].map(formatDuration)).toEqual(["0 s", "900 ms", "1.2 s", "30 s", "10 min", "4 d"]);
  expect(formatPercent(0.015)).toBe("1.5 %");
  expect(formatCompact(12_345)).toBe("12.3k");
});
