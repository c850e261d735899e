import { describe, expect, it } from "vitest";
import { formatNumber } from "../core/format";
import { sentence } from "./sentence";
import { moment } from "./words";

const say = (values: number[], name = "Queue depth"): string =>
  sentence({ name, values, length: values.length, binS: 1, format: formatNumber, moment });

const at = (n: number, value: (t: number) => number): number[] => Array.from({ length: n }, (_, t) => value(t));

describe("sentence", () => {
  it("tells a rise that holds", () => {
    const values = at(600, (t) => (t < 173 ? 0 : t < 337 ? ((t - 173) / 163) * 9312 : 9312));
    expect(say(values)).toMatch(/^Queue depth rises from 0 to 9,312 between 2:5[0-6] and 5:3\d, then holds\.$/);
  });
  it("tells a rise and a fall", () => {
    const values = at(200, (t) => (t <= 100 ? t * 10 : (200 - t) * 10));
    expect(say(values)).toMatch(/^Queue depth rises from 0 to 1,000 between 0:0\d and \d:\d\d, then falls to 10 between 1:4\d and 3:1\d\.$/);
  });
  it("tells swings and since when", () => {
    const values = at(200, (t) => (t < 80 ? 0 : 30 + 20 * Math.sin(t)));
    expect(say(values, "Throttles")).toMatch(/^Throttles is 0 until 1:\d\d, then swings between \d.* and \d+/);
  });
  it("says that nothing happened", () => {
    expect(say(at(50, () => 0), "Throttles")).toBe("Throttles stays at 0.");
    expect(say(at(50, (t) => 400 + (t % 2)), "Concurrency")).toMatch(/stays at about 40[01]/);
  });
  it("leaves gaps out and admits to no data", () => {
    expect(say([NaN, NaN], "Latency")).toBe("Latency: no data yet.");
    expect(say([NaN, 5, NaN, 5], "Latency")).toBe("Latency stays at about 5.");
  });
});
