import { expect, it } from "vitest";
import { nearest } from "./nearest";

const TOPICS = ["cold start", "dead-letter queue", "Kinesis", "reserved concurrency", "SQS", "throttling", "provisioned concurrency", "FIFO"];

it("names what is spelled alike, the likest first", () => {
  expect(nearest("kinessis", TOPICS)[0]).toBe("Kinesis");
  expect(nearest("throtle", TOPICS)[0]).toBe("throttling");
  expect(nearest("concurency", TOPICS).slice(0, 2).sort()).toEqual(["provisioned concurrency", "reserved concurrency"]);
});

it("names some where nothing is alike", () => {
  expect(nearest("zzz", TOPICS, 3)).toEqual(["FIFO", "Kinesis", "SQS"]);
});
