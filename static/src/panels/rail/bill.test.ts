import { describe, expect, it } from "vitest";
import { billRows, type Cost } from "./bill";

const LISTED: Cost = {
  usd: 0.001, per_million: { invocations: 2, requests: 2.5 },
  month: { list_usd: 12, usd: 12, free_tier: false, free_tier_usd: 0 },
};

describe("bill", () => {
  it("says what a million requests and a month cost", () => {
    expect(billRows(LISTED)).toEqual([["A million requests", "$2.50"], ["30 days at this rate", "$12.00"]]);
  });

  it("takes the free tier off the month", () => {
    const month = { list_usd: 12, usd: 5, free_tier: true, free_tier_usd: 7 };
    expect(billRows({ ...LISTED, month }).slice(1)).toEqual([["30 days at this rate", "$12.00"], ["Free tier", "−$7.00"], ["30 days to pay", "$5.00"]]);
  });

  it("gives no amount where nothing is priced", () => {
    expect(billRows({ ...LISTED, usd: 0, month: { ...LISTED.month, list_usd: 0, usd: 0 } })).toEqual([]);
  });

  it("counts invocations where no client sends requests", () => {
    expect(billRows({ ...LISTED, per_million: { invocations: 2, requests: null } })[0]).toEqual(["A million invocations", "$2.00"]);
    expect(billRows({ ...LISTED, per_million: { invocations: null, requests: null } })).toHaveLength(1);
  });
});
