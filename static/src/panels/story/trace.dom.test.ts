import { expect, it } from "vitest";
import type { Trace } from "../../core/handed";
import { rowsOf, traceTable, traceWords } from "./trace";

const S = 1_767_225_600;
const TRACE: Trace = {
  trace_id: "1-a-b", header: "Root=1-a-b", tracing: "Active", sampled: true, why: "",
  segments: [
    { id: "1", name: "worker", origin: "AWS::Lambda", start_time: S + 10, end_time: S + 10, links: [{ trace_id: "1-c-d" }], subsegments: [{ id: "2", name: "Dwell Time", start_time: S + 10, end_time: S + 11 }, { id: "3", name: "Attempt #1", start_time: S + 11, end_time: S + 13, fault: true }] },
    { id: "4", name: "<b>worker</b>", origin: "AWS::Lambda::Function", start_time: S + 11, fault: true, subsegments: [{ id: "5", name: "Init", start_time: S + 11, end_time: S + 12 }] },
  ],
};

it("has a row for each segment, and one for each of its parts", () => {
  expect(rowsOf(TRACE).map(({ depth, name, begins, ends, failed, tone }) => [depth, name, begins, ends, failed, tone])).toEqual([
    [0, "worker", 10, 10, false, "batch"], [1, "Dwell Time", 10, 11, false, "queue"], [1, "Attempt #1", 11, 13, true, "batch"],
    [0, "<b>worker</b>", 11, null, true, "handler"], [1, "Init", 11, 12, false, "init"],
  ]);
});

it("says in words what the bars show, whatever a function is called", () => {
  const table = traceTable(TRACE);
  const said = [...table.querySelectorAll("tbody tr")].map((row) => [...row.children].slice(0, 3).map((cell) => cell.textContent).join(" | "));
  expect(said[2]).toBe("Attempt #1, fault | 0:11.00 | 2 s");
  expect(said[3]).toBe("<b>worker</b>, fault AWS::Lambda::Function | 0:11.00 | in progress");
  expect(table.querySelector("b")).toBeNull();
  const bars = [...table.querySelectorAll<HTMLElement>(".story-bar")].map((bar) => [bar.style.getPropertyValue("--from"), bar.style.getPropertyValue("--size")]);
  expect(bars[2]).toEqual(["0.33333", "0.66667"]);
});

it("tells which trace it is and what it is linked to, or why there is none", () => {
  expect(traceWords(TRACE)).toContain("Trace 1-a-b. Linked to that of who sent the message, 1-c-d.");
  expect(traceWords({ ...TRACE, segments: [], why: "Tracing is PassThrough." })).toBe("Tracing is PassThrough.");
});

it("has what a front door asked for, and what a handler called, below them", () => {
  const stage = { id: "1", name: "api/prod", origin: "AWS::ApiGateway::Stage", start_time: S, end_time: S + 29, fault: true, subsegments: [{ id: "2", name: "Lambda", namespace: "aws", start_time: S, end_time: S + 29, fault: true }] };
  const handler = { id: "4", name: "Invocation", start_time: S, end_time: S + 35, subsegments: [{ id: "5", name: "prices", namespace: "remote", start_time: S + 30, end_time: S + 31 }] };
  const told: Trace = { ...TRACE, segments: [stage, { id: "3", name: "work", origin: "AWS::Lambda::Function", start_time: S, end_time: S + 35, subsegments: [handler] }] };
  expect(rowsOf(told).map(({ depth, name, ends, tone }) => [depth, name, ends, tone])).toEqual([
    [0, "api/prod", 29, "door"], [1, "Lambda", 29, "door"], [0, "work", 35, "handler"], [1, "Invocation", 35, "handler"], [2, "prices", 31, "door"],
  ]);
  expect([...traceTable(told).querySelectorAll("tbody th")].map((cell) => cell.className)).toEqual(["", "trace-part", "", "trace-part", "trace-part trace-deeper"]);
});
