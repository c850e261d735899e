import { describe, expect, it } from "vitest";
import { configOf, withConfig, withoutConfig } from "./address";
import { BadLink, configLink, LONGEST_LINK, readConfig } from "./config-link";

const REQUEST = {
  scenario: "reserved-five", seed: 7, profile: "aws-2022",
  overrides: { "components.worker.reserved_concurrency": 12, interventions: [{ at: 60, action: "pause", component: "orders", for: 30 }], "components.a.title": "„Täglich“ & <b>" },
};

describe("a link that holds all inputs", () => {
  it("comes to the same inputs, whoever opens it", async () => {
    const link = new URL(await configLink(REQUEST, "http://lab.example"));
    expect(link.pathname + link.search).toBe("/lab/new?scenario=reserved-five");
    expect(link.hash).toMatch(/^#c=[\w-]+$/);
    expect(await readConfig(configOf(link.hash)!)).toEqual(REQUEST);
  });
  it("says how long it is where it would be cut", async () => {
    const document = { noise: Array.from({ length: 4000 }, (_, n) => Math.sin(n).toString(36)).join("") };
    await expect(configLink({ document, overrides: {}, seed: 1, profile: "aws-2026" }, "")).rejects.toThrow(/make a link of [\d,]+ characters.*8,000/);
  });
  it.each(["", "%%%", "AAAA", "q1b", "bm90IGRlZmxhdGVk", "x".repeat(LONGEST_LINK + 1)])("is refused in words where it is none: %s", async (text) => {
    await expect(readConfig(text)).rejects.toThrow(BadLink);
  });
  it("does not unfold without bound", async () => {
    const bomb = await configLink({ scenario: "a", overrides: { text: " ".repeat(3_000_000) }, seed: 1, profile: "p" }, "");
    await expect(readConfig(configOf(new URL(bomb, "http://lab").hash)!)).rejects.toThrow(BadLink);
  });
});

it("stays in the address while the view changes, and goes with the first run", () => {
  expect(withConfig("#t=5&z=1,2", "abc")).toBe("#t=5&z=1,2&c=abc");
  expect(withConfig("", "abc")).toBe("#c=abc");
  expect(withConfig("#t=5", null)).toBe("#t=5");
  expect(withoutConfig("#c=abc&t=5&z=1,2")).toBe("#t=5&z=1,2");
  expect(withoutConfig("#c=abc")).toBe("");
});
