/** One clock: what the panels say at a moment is what was recorded for it, and they say the same. */
import { describe, expect, it } from "vitest";
import { limitAt, isManaged, observedAt } from "../../core/instant";
import { createGrid } from "../grid/index";
import { figures } from "../topology/figures";
import { layoutOf } from "../topology/layout";
import { listedRows } from "../topology/listed";
import { laneFigures } from "../topology/lane-figures";
import { choicesFor, readRow } from "../timelines/rows";
import { contextOf, numbers, recorded, viewAt, type Recorded } from "./runs";

/** By function: init, busy, idle (also after an error), as the grid's twin has them. */
function gridSays(run: Recorded, t: number, grid: ReturnType<typeof createGrid>): Map<string, number[]> {
  grid.update(viewAt(run, t));
  const heads = [...grid.element.querySelectorAll("thead th")].map((cell) => cell.textContent ?? "");
  const rows = [...grid.element.querySelectorAll("tbody tr")];
  const functions = run.store.scene.keeping("environments");
  return new Map(rows.map((row, i) => {
    const cells = [...row.querySelectorAll("td")].map((cell) => numbers(cell.textContent ?? "")[0] ?? 0);
    const of = (...names: string[]): number => names.reduce((sum, name) => sum + (cells[heads.indexOf(name) - 1] ?? 0), 0);
    return [functions[i]!.id, [of("Init"), of("Busy"), of("Idle", "Error", "Provisioned")]];
  }));
}

/** What was observed last by t, from the frames as they came. */
function observed({ frames, header }: Recorded, component: string, metric: string, t: number): number | null {
  const frame = frames.findLast((one) => one.t0 + header.bin_s <= t + 1e-9);
  const values = frame?.series[component]?.[metric];
  const bin = frame ? Math.min(values?.length ?? 0, Math.floor((t - frame.t0) / header.bin_s + 1e-9)) - 1 : -1;
  return values?.[bin] ?? null;
}

describe.each(recorded())("$name", (run) => {
  const { store, header, moments } = run;
  const nodes = layoutOf(store.scene, 1000).places;
  const functions = store.scene.keeping("environments");
  const rows = choicesFor(store.scene).flat();

  it("says of environments the same in the grid, the topology, the inspector and the timelines", () => {
    const grid = createGrid(contextOf(run));
    for (const t of moments) {
      const said = gridSays(run, observedAt(store, t), grid);
      for (const { id } of functions) {
        const [init, busy, idle] = said.get(id)! as [number, number, number];
        const node = nodes.find((place) => place.id === id)!;
        const { headline, sub } = figures(node, store, t);
        expect(numbers(headline)[0], `${id} at ${t}`).toBe(init + busy + idle);
        const listed = new Map(listedRows(store, node, t).map(({ name, value }) => [name, value]));
        expect(numbers(listed.get("Environments")!), `${id} at ${t}`).toEqual([init, busy, idle]);
        const line = rows[0]!.id === "concurrency" && functions.length === 1 ? readRow(rows[0]!, store, observedAt(store, t), null).sub : "";
        if (/ init \d/.test(line)) expect(numbers(/init ([\d,]+)/.exec(line)![1]!)[0], `${id} at ${t}`).toBe(init);
        if (isManaged(store, id)) continue;
        expect(numbers(sub)[0], `${id} at ${t}: ${sub}`).toBe(init + busy);
        expect(numbers(listed.get("In use")!)[0], `${id} at ${t}`).toBe(init + busy);
      }
    }
    grid.dispose();
  });

  it("says on all nodes what was observed at one moment, that of the levels", () => {
    const said = (t: number): unknown[] => nodes.map((place) => [place.id, figures(place, store, t), listedRows(store, place, t)]);
    for (const t of moments) expect(said(t), `at ${t}`).toEqual(said(observedAt(store, t)));
  });

  it("has every level as it was observed last", () => {
    for (const t of moments) {
      for (const component of store.components()) {
        for (const metric of store.metrics(component)) {
          if (header.metrics[metric]?.statistic !== "Last" || metric.startsWith("Environments.")) continue;
          const now = store.valueAt(component, metric, t);
          expect(Number.isNaN(now) ? null : now, `${component}.${metric} at ${t}`).toBe(observed(run, component, metric, t));
        }
      }
    }
  });

  it("says of lanes what the node of their mapping says, and nothing that is still to come", () => {
    for (const t of moments) {
      for (const { id } of store.scene.keeping("lanes")) {
        const found = store.lanesAt(id, t);
        if (!found) continue;
        expect(found.at).toBeLessThanOrEqual(t + 1e-6);
        const lanes = laneFigures(found.told, t - found.at);
        const waiting = lanes.reduce((sum, lane) => sum + lane.waiting, found.told.more?.waiting ?? 0);
        if (store.metrics(id).includes("RecordsWaiting")) expect(waiting, `${id} at ${t}`).toBe(store.valueAt(id, "RecordsWaiting", found.at));
      }
    }
  });

  it("lists each refusal once, and counts them all", () => {
    for (const { id } of functions) {
      const throttles = store.counters(id, header.duration_s)["throttles"] ?? 0;
      expect(store.eventCounts?.get(id)?.get("thr") ?? 0, id).toBe(throttles);
    }
    const mappings = store.scene.nodes.filter(({ type }) => type.endsWith("event_source_mapping"));
    for (const { id } of mappings) expect(store.events.filter((row) => row[2] === id && row[3].includes("refused")), id).toEqual([]);
  });

  it("lets nothing be more than its limit", () => {
    for (const row of rows.filter(({ limit }) => limit)) {
      for (let t = header.bin_s / 2; t < header.duration_s; t += header.bin_s) {
        const limit = row.limit!.at(viewAt(run, t), Math.min(header.duration_s, t + header.frame_s));
        const used = numbers(readRow(row, store, t, null).value)[0] ?? 0;
        if (limit) expect(used, `${row.name} at ${t}: ${limit.words}`).toBeLessThanOrEqual(limit.value);
      }
    }
    for (const t of moments) {
      for (const { id } of functions) {
        const limit = limitAt(store, id, t)?.limit ?? Infinity;
        if (!isManaged(store, id)) expect(numbers(figures(nodes.find((place) => place.id === id)!, store, t).sub)[0], `${id} at ${t}`).toBeLessThanOrEqual(limit);
      }
    }
  });
});
