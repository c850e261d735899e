import { describe, expect, it } from "vitest";
import type { StoryRow } from "../../core/types";
import { sceneOf } from "../../core/testing/scene";
import { ordinal, waterfall } from "./phases";
import { nearest, shortTime, StoryBook, storyName, storySentence } from "./stories";

const SCENE = sceneOf({
  nodes: [
    { id: "jobs", type: "queue", title: "Jobs" }, { id: "thumbs", type: "function", title: "Thumbs" },
    { id: "pollers", type: "stream_event_source_mapping", title: "Pollers" },
  ],
  edges: [],
});
const nounOf = (owner: string) => SCENE.node(owner)!.picture.story!;

type Step = readonly [number, string, number?, number?];
const rows = (id: number, steps: readonly Step[], component = "jobs"): StoryRow[] => steps.map(([t, name, a = 0, b = 0]) => [t, id, name, component, a, b]);
const told = (steps: readonly Step[], until = 1000, owner = "jobs"): string[] =>
  waterfall(rows(54, steps), until, nounOf(owner)).phases.map((p) => `${p.attempt} ${p.words} ${p.begins}${p.ends > p.begins ? `-${p.ends}` : ""}${p.failed ? " failed" : ""}${p.open ? " open" : ""}`);

/** Sent at 10, refused and let go twice with a visibility timeout of 15 s, then too often received. */
const DEAD: readonly Step[] = [
  [10, "sent"], [10.5, "received", 1, 25.5], [10.5, "throttled"], [11, "abandoned"], [25.5, "returned", 1],
  [26, "received", 2, 41], [26, "throttled"], [26, "abandoned"], [41, "returned", 2], [41, "dead-lettered", 2],
];

describe("a message of a queue", () => {
  it("is refused, hidden and dead: each phase ends where the next begins", () => {
    expect(told(DEAD)).toEqual([
      "1 Waits in the queue 10-10.5", "1 Received, 1st time 10.5", "1 Refused: throttled 10.5", "1 Held by the poller 10.5-11",
      "1 Given up by the poller 11", "1 Hidden 11-25.5", "1 Returned: visible again 25.5",
      "2 Waits in the queue 25.5-26", "2 Received, 2nd time 26", "2 Refused: throttled 26", "2 Given up by the poller 26", "2 Hidden 26-41",
      "2 Returned: visible again 41", "2 To the dead-letter queue 41",
    ]);
    const fall = waterfall(rows(54, DEAD), 600, nounOf("jobs"));
    expect(fall).toMatchObject({ fate: "dead", begins: 10, ends: 41, attempts: 2, refused: 2 });
    const lasting = fall.phases.reduce((sum, phase) => sum + phase.ends - phase.begins, 0);
    expect(lasting).toBeCloseTo(31, 9);
  });
  it("does not count the wait before it is dead as another try", () => {
    const steps: Step[] = [...DEAD.slice(0, -1), [41.5, "dead-lettered", 2]];
    expect(told(steps).slice(-2)).toEqual(["2 Waits in the queue 41-41.5", "2 To the dead-letter queue 41.5"]);
  });
  it("is initialised for, handled and deleted", () => {
    expect(told([[0, "sent"], [0, "received", 1, 30], [0.5, "init", 3, 0.4], [0.9, "handler", 3, 1.1], [2, "deleted"]])).toEqual([
      "1 Received, 1st time 0", "1 In the poller's batch 0-0.5", "1 Init 0.5-0.9", "1 Handler 0.9-2", "1 Deleted 2",
    ]);
  });
  it("stays hidden when its handler did not have it deleted", () => {
    const steps: Step[] = [[0, "sent"], [0, "received", 1, 30], [0, "handler", 3, 2], [30, "returned", 1], [30, "received", 2, 60], [30, "handler", 3, 2], [32, "deleted"]];
    expect(told(steps)).toEqual([
      "1 Received, 1st time 0", "1 Handler 0-2 failed", "1 Not deleted: hidden 2-30", "1 Returned: visible again 30",
      "2 Received, 2nd time 30", "2 Handler 30-32", "2 Deleted 32",
    ]);
    const fifo: Step[] = [...steps.slice(0, 3), [2, "error"], ...steps.slice(3)];
    expect(told(fifo)).toContain("1 Failed: error 2");
    expect(told(fifo).filter((line) => line.includes("hidden"))).toEqual(["1 Not deleted: hidden 2-30"]);
  });
  it("is purged while its handler works on it, which goes on", () => {
    const steps: Step[] = [[0, "sent"], [0, "received", 1, 30], [0, "handler", 3, 5], [2, "purged", 1]];
    expect(told(steps)).toEqual(["1 Received, 1st time 0", "1 Handler 0-5", "1 Purged: PurgeQueue deleted it 2"]);
    expect(waterfall(rows(54, steps), 600, nounOf("jobs"))).toMatchObject({ fate: "purged" });
  });
  it("is under way while it has no end", () => {
    expect(told([[5, "sent"]], 9)).toEqual(["1 Waits in the queue 5-9 open"]);
    expect(told([[5, "sent"], [5, "received", 1, 30], [5, "handler", 0, 60]], 20)).toEqual(["1 Received, 1st time 5", "1 Handler 5-20 open"]);
    expect(waterfall(rows(1, [[5, "sent"]]), 9, nounOf("jobs")).fate).toBe("under way");
  });
  it("can come a second time after it was deleted", () => {
    const fall = waterfall(rows(1, [[0, "sent"], [0, "received", 1, 30], [0, "handler", 0, 1], [1, "deleted"], [30, "duplicated"]]), 40, nounOf("jobs"));
    expect(fall.fate).toBe("under way");
    expect(fall.phases.at(-1)).toMatchObject({ words: "Waits in the queue", begins: 30, ends: 40, open: true });
  });
});

describe("an asynchronous event", () => {
  it("waits between its attempts, and knows how long init was", () => {
    const steps: Step[] = [[0, "accepted", 1], [0, "invoked", 1, 0], [0, "logged", 1, 1], [1.5, "error", 1, 1], [1.5, "waiting", 2, 61.5], [61.5, "invoked", 2, 61.5], [62, "success", 2, 0.5], [62, "delivered", 0, 0]];
    expect(told(steps, 600, "thumbs")).toEqual([
      "1 Init 0-0.5", "1 Handler 0.5-1.5 failed", "1 Failed: error 1.5", "2 Waits for its next attempt 1.5-61.5",
      "2 Handler 61.5-62", "2 Succeeded 62", "2 Sent to the on-success destination 62",
    ]);
  });
  it("can be delivered twice at once", () => {
    const steps: Step[] = [[0, "accepted", 1], [0, "invoked", 1, 0], [0, "duplicated"], [0.25, "invoked", 1, 0.25], [1, "success", 1, 1], [1.25, "success", 1, 1]];
    expect(told(steps, 600, "thumbs").filter((line) => line.includes("Handler"))).toEqual(["1 Handler 0-1", "1 Handler 0.25-1.25"]);
  });
});

describe("a record of a stream", () => {
  const STORY = 1000e9 + 3e6 + 7;
  it("fails in its shard until it is given up", () => {
    const steps: Step[] = [[0, "sent"], [1, "invoked", 1, 1], [1, "handler", 0, 0.5], [1.5, "error", 1], [2.5, "invoked", 2, 2.5], [2.5, "handler", 0, 0.5], [3, "error", 2], [4, "dropped", 3, 0], [4, "delivered", 1, 0]];
    expect(told(steps, 600, "pollers")).toEqual([
      "1 Waits in its shard 0-1", "1 Handler 1-1.5 failed", "1 Failed: error 1.5", "2 Waits for its next attempt 1.5-2.5",
      "2 Handler 2.5-3 failed", "2 Failed: error 3", "2 Waits for its next attempt 3-4", "2 Given up: retries used up 4", "2 Sent to the on-failure destination: where it is, not the record 4",
    ]);
    expect(storyName({ id: STORY, noun: nounOf("pollers") })).toBe("Record 7 of shard 3");
    const bucket = told([...steps.slice(0, -1), [4, "delivered", 1, 1]], 600, "pollers");
    expect(bucket.at(-1)).toBe("2 Sent to the on-failure destination, with the record 4");
  });
  it("begins when it was written, though it was refused before that was told", () => {
    const steps: Step[] = [[5, "throttled"], [9, "throttled"], [4, "sent"], [12, "invoked", 1, 8], [12, "handler", 0, 0.5], [12.5, "success"]];
    expect(told(steps, 600, "pollers").slice(0, 3)).toEqual(["1 Waits in its shard 4-5", "1 Refused: throttled 5", "1 Held by the poller 5-9"]);
    expect(waterfall(rows(STORY, steps), 600, nounOf("pollers"))).toMatchObject({ begins: 4, ends: 12.5, refused: 2 });
  });
});

describe("stories", () => {
    it("are gathered by component and number while steps come", () => {
    const book = new StoryBook();
    const steps = rows(54, DEAD.slice(0, 3));
    book.read(steps, SCENE);
    steps.push(...rows(54, [[12, "sent"]], "other"), ...rows(54, DEAD.slice(3)));
    book.read(steps, SCENE);
    expect(book.all().map((story) => [story.key, story.rows.length])).toEqual([["jobs/54", 10], ["other/54", 1]]);
    book.read(rows(1, [[0, "sent"]]), SCENE);
    expect(book.all().map((story) => story.key)).toEqual(["jobs/1"]);
  });
  it("are told in words, with what the time went into", () => {
    const book = new StoryBook();
    book.read(rows(54, DEAD), SCENE);
    const story = book.get("jobs/54")!;
    expect(storySentence(story, waterfall(story.rows, 600, nounOf("jobs")), SCENE)).toBe(
      "Message 55 of Jobs: from 0:10.00, received twice, refused twice, in the dead-letter queue after 31 s. It spent 1 s in the queue, 500 ms with the poller, 29.5 s hidden.",
    );
  });
  it("are found from an event: the same kind of thing first, then the time", () => {
    const book = new StoryBook();
    book.read([...rows(54, DEAD), ...rows(60, [[39, "sent"], [40, "received", 1, 55], [40, "handler", 0, 1], [41, "deleted"]])], SCENE);
    expect(nearest(book.all(), 40, "dlq")?.id).toBe(54);
    expect(nearest(book.all(), 40, "busy")?.id).toBe(60);
    expect(nearest(book.all(), 40)?.id).toBe(60);
    expect(nearest([], 40, "dlq")).toBeUndefined();
  });
  it("say that a record was given up untouched", () => {
    const book = new StoryBook();
    book.read(rows(1000e9 + 4, [[803, "dropped", 1, 1]], "pollers"), SCENE);
    const [story] = book.all();
    expect(storySentence(story!, waterfall(story!.rows, 900, nounOf("pollers")), SCENE)).toBe("Record 4 of shard 0 of Pollers: given up at 13:23.00, never invoked. What went before is not told.");
  });
  it("say that a dead letter was moved back, not that it is under way", () => {
    const fall = waterfall(rows(55, [[60, "moved"]]), 900, nounOf("jobs"));
    expect(fall).toMatchObject({ fate: "moved", begins: 60, ends: 60 });
    const book = new StoryBook();
    book.read(rows(55, [[60, "moved"]]), SCENE);
    expect(storySentence(book.all()[0]!, fall, SCENE)).toBe("Message 56 of Jobs: moved back at 1:00.00, never received. What went before is not told.");
    expect(nearest(book.all(), 60, "retry")?.id).toBe(55);
  });
  it("have numbers of their own for events", () => {
    expect(storyName({ id: 0, noun: nounOf("jobs") })).toBe("Message 1");
    expect([180, 1_000_000_180].map((id) => storyName({ id, noun: nounOf("thumbs") }))).toEqual(["Event 181", "Event 181"]);
    expect(storyName({ id: 1000e9 + 2e6 + 500_001, noun: nounOf("pollers") })).toBe("Poison 1 of shard 2");
    expect([1, 2, 3, 4, 11, 12, 13, 21, 112].map(ordinal)).toEqual(["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"]);
    expect([0.0004, 0.523, 12.345, 132.6].map(shortTime)).toEqual(["0 s", "523 ms", "12.3 s", "133 s"]);
  });
});
