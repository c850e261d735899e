import { describe, expect, it } from "vitest";
import { inUnit } from "./in-unit";
import { gapInWords, truthInWords } from "./prediction-words";
import { heightAt, MOST_POINTS, readPrediction, truthOf, type Point, type Predict, type Truth } from "./predictions";
import { Store } from "./store";
import { randomOf, type Random } from "./testing/stored-run";
import type { Header } from "./types";

const ASKED: Predict = { id: "q", kind: "draw", question: "?", component: "jobs", metric: "Visible", unit: "waiting", t0: 60, t1: 300, options: [], reveal_html: "" };
const drawn = (points: Point[], series: Point[], unit = "waiting", until: number | null = null): string =>
  gapInWords({ ...ASKED, unit }, { kind: "draw", points }, { kind: "draw", series, until });
const every = (height: (t: number) => number, step = 5): Point[] => Array.from({ length: 240 / step + 1 }, (_, i) => [60 + i * step, height(60 + i * step)]);
const ramp = (from: number, top: number) => (t: number) => (t < from ? 0 : Math.min(top, ((t - from) * top) / 60));

describe("a drawn line beside what came", () => {
  it("says how high it came and when it turned", () => {
    const words = drawn([[60, 0], [230, 0], [290, 200], [300, 200]], every(ramp(190, 2310)));
    expect(words).toBe("You expected at most 200 waiting; it came to 2,310 waiting at 4:10. The turn came 40 s earlier, at 3:20 and not at 4:00.");
  });
  it("says what stays, falls, or turns the other way", () => {
    expect(drawn([[60, 10], [300, 10]], every(() => 10))).toBe("As you drew it: about 10 waiting all the time.");
    expect(drawn([[60, 10], [300, 10]], every(() => 100))).toBe("You expected about 10 waiting all the time; it was about 100 waiting all the time.");
    expect(drawn([[60, 100], [300, 100]], every((t) => 100 - (t - 60) / 4))).toBe("You expected about 100 waiting all the time; it fell to 40 waiting at 5:00. It fell from 1:25 on. At the end you expected 100 waiting; it was 40 waiting.");
    expect(drawn([[60, 50], [300, 100]], every((t) => 50 - (t - 60) / 8))).toContain("You expected it to rise at first; it fell.");
  });
  it("takes what comes by chance for no turn", () => {
    const random = randomOf(3);
    const noise = every(() => 10 + 6 * (random() - 0.5), 1);
    const words = drawn([[60, 10], [300, 10]], noise, "/s");
    expect(words).toMatch(/On average it was \S+|On average you expected/);
    expect(words).toMatch(/Means of 7 s are compared\.$/);
    expect(words).not.toMatch(/turn|rose|fell/);
  });
  it("says how far the run is known, and that nothing was recorded", () => {
    expect(drawn([[60, 0]], every(() => 0), "", 200)).toBe("As you drew it: about 0 all the time. The run is known up to 3:20 only.");
    expect(drawn([[60, 0]], every(() => NaN))).toBe("Nothing was recorded of it in that time.");
  });
});

it("says a number and a choice beside what came", () => {
  const number = (unit: string, expected: number, was: number): string => gapInWords({ ...ASKED, kind: "number", unit }, { kind: "number", value: expected }, { kind: "number", value: was });
  expect(number("messages", 200, 2310)).toBe("You expected 200 messages; it is 2,310 messages, 2,110 messages more (12 times as much).");
  expect(number("ms", 2000, 1000)).toBe("You expected 2 s; it is 1 s, 1 s less (1/2 of it).");
  expect(number("", 0, 7)).toBe("You expected 0; it is 7, 7 more.");
  expect(number("share", 0.05, 0.0499999)).toBe("You expected 5 %: so it is.");
  const choice = (option: number): string => gapInWords({ ...ASKED, kind: "choice", options: ["more", "less"] }, { kind: "choice", option }, { kind: "choice", option: 1 });
  expect([choice(0), choice(1)]).toEqual(["You expected “more”; it is “less”.", "You expected “less”: so it is."]);
  expect(truthInWords({ ...ASKED, unit: "" }, { kind: "draw", series: every(ramp(190, 40)), until: null })).toBe("It comes to 40 at 4:10, and is 40 at the end.");
});

/** Any line: steps, ramps, swings, gaps, of any size. */
function anyLine(random: Random): Point[] {
  const size = 10 ** Math.floor(random() * 7 - 2);
  const points = 1 + Math.floor(random() * (MOST_POINTS - 1));
  const kind = Math.floor(random() * 4);
  return Array.from({ length: points }, (_, i): Point => {
    const share = points > 1 ? i / (points - 1) : 0;
    const value = [random(), share, Math.round(random()), share < 0.5 ? 0 : 1][kind]!;
    return [60 + 240 * share, size * value * (random() < 0.3 ? 1 : 0.9)];
  });
}

const UNITS = ["", "waiting", "ms", "s", "/s", "share", "USD"];
const COUNT = String.raw`(.+?)`;

describe("whatever is drawn and whatever came", () => {
  const random = randomOf(20_261_130);
  const cases = Array.from({ length: 500 }, () => {
    const unit = UNITS[Math.floor(random() * UNITS.length)]!;
    const series = anyLine(random).map(([t, value]): Point => [t, random() < 0.05 ? NaN : value]);
    return { unit, points: random() < 0.15 ? series.filter(([, value]) => !Number.isNaN(value)) : anyLine(random), series };
  }).filter(({ points }) => points.length > 0);

  it("says of the same line that it is the same", () => {
    for (const { unit, series } of cases) {
      const known = series.filter(([, value]) => !Number.isNaN(value));
      if (known.length > 0) expect(drawn(known, series, unit)).toMatch(/^As you drew it: /);
    }
  });
  it("never says two numbers that are written alike to differ, nor a comparison that its numbers contradict", () => {
    for (const { unit, points, series } of cases) {
      const words = drawn(points, series, unit);
      expect(words, JSON.stringify({ unit, points, series })).not.toMatch(/NaN|undefined|Infinity|–/);
      for (const said of [new RegExp(`expected (?:at most |at least |about )${COUNT}(?: all the time)?; it (?:came to|was at most|was at least|was about|fell to) ${COUNT} (?:at \\d|all)`), new RegExp(`At the end you expected ${COUNT}; it was ${COUNT}\\.(?: |$)`), /(?:was, at|at) ([\d:]+) and not at ([\d:]+)/]) {
        const found = said.exec(words);
        if (found) expect(found[1], words).not.toBe(found[2]);
      }
      const turn = /The turn came (.+?) (earlier|later), at ([\d:]+) and not at ([\d:]+)\./.exec(words);
      if (turn) expect(seconds(turn[3]!) < seconds(turn[4]!) ? "earlier" : "later", words).toBe(turn[2]);
    }
  });
  it("says heights that are in the data", () => {
    for (const { unit, points, series } of cases.filter((one) => one.unit !== "/s")) {
      const known = series.filter(([, value]) => !Number.isNaN(value));
      const found = /^You expected at (most|least) (.+?); it (came to|was at most|was at least|was about|fell to) (.+?) (at [\d:]+|all the time)\./.exec(drawn(points, series, unit));
      if (!found || known.length === 0) continue;
      const pick = found[1] === "most" ? Math.max : Math.min;
      expect(found[2]).toBe(inUnit(pick(...known.map(([t]) => heightAt(points, t))), unit));
      expect(found[4]).toBe(inUnit(pick(...known.map(([, value]) => value)), unit));
      const more = pick(...known.map(([, value]) => value)) > pick(...known.map(([t]) => heightAt(points, t)));
      if (found[3] !== "was about") expect(more, found[0]).toBe(found[3] === "came to" || found[3] === "was at least");
    }
  });
  it("says a number that is more to be more", () => {
    for (let i = 0; i < 1000; i++) {
      const unit = UNITS[i % UNITS.length]!;
      const [a, b] = [0, 1].map(() => (random() < 0.1 ? 0 : random() * 10 ** Math.floor(random() * 8 - 3))) as [number, number];
      const words = gapInWords({ ...ASKED, kind: "number", unit }, { kind: "number", value: a }, { kind: "number", value: b });
      if (inUnit(a, unit) === inUnit(b, unit)) expect(words).toMatch(/so it is\.$/);
      else expect(words, `${a} ${b} ${unit}`).toContain(b > a ? " more" : " less");
    }
  });
});

const seconds = (clock: string): number => clock.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);

describe("what a run answers", () => {
  const header = { duration_s: 10, bin_s: 1, frame_s: 1, topology: { nodes: [], edges: [] }, metrics: { Visible: { unit: "Count", label: "", statistic: "Last" }, Errors: { unit: "Count", label: "", statistic: "Sum" } } } as unknown as Header;
  const run = (seconds: number, complete = true): Store => {
    const store = new Store();
    store.setHeader(header);
    for (let n = 0; n < seconds; n++) store.add({ v: 1, n, t0: n, t1: n + 1, series: { jobs: { Visible: [n], Errors: [2] } }, counters: {} });
    store.complete = complete;
    return store;
  };
  const own: Predict = { ...ASKED, kind: "number", t0: 4, t1: 8, asked: { number: "most" } };

  it("is read from the run, once it is there", () => {
    expect(truthOf(own, run(5, false))).toBeNull();
    expect(truthOf(own, run(10))).toEqual({ kind: "number", value: 7 });
    expect(truthOf({ ...own, metric: "Errors", asked: { number: "total" } }, run(10))).toEqual({ kind: "number", value: 8 });
    expect(truthOf({ ...own, kind: "choice", options: ["up", "same", "down"], asked: { choice: "direction" } }, run(10))).toEqual({ kind: "choice", option: 0 });
    expect(truthOf({ ...own, kind: "choice", options: ["a", "b"], asked: undefined as never }, run(10), { option: 1 })).toEqual({ kind: "choice", option: 1 });
    expect(truthOf({ ...own, asked: undefined as never }, run(10), { value: null })).toBeNull();
  });
  it("is of as much as there is of a run that was cut off", () => {
    const truth = truthOf({ ...ASKED, t0: 4, t1: 8 }, run(6)) as Truth & { kind: "draw" };
    expect([truth.series, truth.until]).toEqual([[[4, 3], [5, 4], [6, 5]], 6]);
    expect(truthOf(own, run(6))).toBeNull();
    expect(truthOf({ ...ASKED, t0: 7, t1: 8 }, run(6))).toBeNull();
  });
});

it("takes no answer that is none", () => {
  const line = (points: unknown): unknown => readPrediction(ASKED, { kind: "draw", points });
  expect(line([[60, 1], [300, 2]])).toEqual({ kind: "draw", points: [[60, 1], [300, 2]] });
  for (const bad of [null, [], [[59, 1]], [[80, 1], [70, 2]], [[60, NaN]], [["60", 1]], Array.from({ length: 65 }, () => [60, 1]), [60, 1]]) expect(line(bad)).toBeNull();
  expect(readPrediction({ ...ASKED, kind: "choice", options: ["a"] }, { kind: "choice", option: 1 })).toBeNull();
  expect(readPrediction({ ...ASKED, kind: "number" }, { kind: "choice", option: 0 })).toBeNull();
});
