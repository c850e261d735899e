import { expect, it } from "vitest";
import { numberAddress, ruleAddress } from "./anchor";

it("names places as the server does", () => {
  expect(numberAddress("esm.sqs.ramp_per_min")).toBe("/model/numbers#esmsqsramp_per_min");
  expect(ruleAddress("The life of an environment: what it takes")).toBe("/model#the-life-of-an-environment-what-it-takes");
  expect(ruleAddress("At-least-once: now & then")).toBe("/model#at-least-once-now--then");
});
