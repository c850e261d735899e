/** The rule at the playhead: whatever binds is said, with its source, and numbers that keep to it. */
import { describe, expect, it } from "vitest";
import { limiterAt, limiterNames, limiterSince, limiterSpans, roleOf } from "../../core/limiters";
import { read } from "../../charts/readings";
import { observedAt } from "../../core/instant";
import type { Reading } from "../../core/picture";
import { ruleOf, sentenceAt } from "../sentence/binding";
import { recorded } from "./runs";

describe.each(recorded())("$name", ({ store, header, moments }) => {
  it("says what binds where something has bound for a while, and cites who says so", () => {
    const steady = store.scene.nodes.flatMap(({ id }) => limiterSpans(store, id)
      .filter(({ name, from, to }) => roleOf(name) !== "waits" && to - from >= 5 * store.binS).map(({ to }) => to - store.binS / 2));
    const some = steady.filter((_, i) => i % Math.ceil(steady.length / 40) === 0);
    for (const t of [...some, ...moments]) {
      const said = sentenceAt({ store, t, insights: [] });
      if (steady.includes(t)) expect(said, `at ${t}`).not.toBeNull();
      if (!said) continue;
      expect(said.text, `at ${t}`).not.toMatch(/NaN|undefined|\{|\}| – /);
      expect(said.text, `at ${t}`).toMatch(/\.$/);
      expect(said.source!.words, `at ${t}`).toMatch(/20\d\d/);
    }
  });

  it("knows a rule for every word that occurs", () => {
    for (const { id, picture } of store.scene.nodes) {
      for (const { name } of limiterSpans(store, id)) {
        if (roleOf(name) === "waits" || picture.limited) continue;
        expect(ruleOf({ store }, id, name), `${id}: ${name}`).toBeDefined();
      }
      expect(limiterNames(store, id).every((name) => typeof name === "string")).toBe(true);
    }
  });

  it("never has grown further than it says that it may have", () => {
    const may = (reading: Reading): Reading | undefined => (reading.read === "grown" ? reading : undefined);
    for (let bin = 1; bin < store.bins; bin++) {
      const t = bin * store.binS;
      for (const { id } of store.scene.nodes) {
        const rule = ruleOf({ store }, id, limiterAt(store, id, t) ?? "");
        const grown = rule?.said[0]?.figures?.map(({ reading }) => may(reading)).find((one) => one);
        if (!grown) continue;
        const most = read(grown, { store, id, t: observedAt(store, t), since: limiterSince(store, id, t) });
        expect(store.valueAt(id, grown.of![0]!, t), `${header.scenario.id}, ${id} at ${t}`).toBeLessThanOrEqual(most);
      }
    }
  });
});
