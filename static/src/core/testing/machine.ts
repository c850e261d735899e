/** For tests: the saga of an order as a run tells of it, with retries, a caught error and what fails. */
import { Store } from "../store";
import type { HistoryRow, Machine, MachineNext, MachineState, NextKind, StatesPayload } from "../machine";
import type { FramePayload, Header, Topology } from "../types";
import { described } from "./scene";

function next(to: number, kind: NextKind = "next", label = ""): MachineNext {
  return { to, kind, label };
}

function state(number: number, name: string, type: string, ways: readonly MachineNext[], more: Partial<MachineState> = {}): MachineState {
  return { number, name, type, path: `States.${name}`, parent: -1, next: ways, asl: JSON.stringify({ Type: type }), ...more };
}

/** Reserve -> Charge (caught: Undo) -> Enough? -> Fan(Mail | Ship) or Wait -> Charge again; Done, Failed. */
export const SAGA: Machine = {
  workflow: "STANDARD",
  states: [
    state(0, "Reserve", "Task", [next(1)], { start: true, target: "worker", about: "Lambda invoke" }),
    state(1, "Charge", "Task", [next(2), next(8, "catch", "Payment.Declined")], { target: "worker", asl: '{"Type":"Task","Retry":[{"ErrorEquals":["States.ALL"]}]}' }),
    state(2, "Enough?", "Choice", [next(3, "choice", "$.paid is true"), next(7, "default")]),
    state(3, "Fan", "Parallel", [next(6)].concat([next(4, "branch", "branch 1"), next(5, "branch", "branch 2")])),
    state(4, "Mail", "Task", [], { parent: 3, start: true, path: "States.Fan.Branches[0].States.Mail" }),
    state(5, "Ship", "Task", [], { parent: 3, start: true, path: "States.Fan.Branches[1].States.Ship" }),
    state(6, "Done", "Succeed", []),
    state(7, "Later", "Wait", [next(1)], { about: "30 s" }),
    state(8, "Undo", "Pass", [next(9)]),
    state(9, "<b>Failed</b>", "Fail", []),
  ],
};

type Row = Partial<Record<keyof StatesPayload, number>>;

export function columns(rows: readonly Row[]): StatesPayload {
  const names = ["bin", "state", "entered", "running", "succeeded", "failed", "retried", "caught", "throttled"] as const;
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? 0)])) as unknown as StatesPayload;
}

export const TOPOLOGY: Topology = {
  nodes: [{ id: "shop", type: "client", title: "Shop" }, { id: "saga", type: "toy_machine", title: "Saga" }, { id: "worker", type: "function", title: "Worker" }],
  edges: [{ from: "shop", to: "saga", kind: "send" }, { from: "saga", to: "worker", kind: "invoke" }],
};

/** Two frames of one second each: four executions start; one is charged again, one declined. */
export const FRAMES: readonly { readonly states: StatesPayload; readonly histories: readonly HistoryRow[] }[] = [
  {
    states: columns([
      { bin: 0, state: 0, entered: 4, running: 1, succeeded: 3 },
      { bin: 0, state: 1, entered: 3, running: 3, failed: 1, retried: 1, throttled: 2 },
    ]),
    histories: [
      [1, 1, 0, 0.1, "ExecutionStarted", -1, '{"input":"{\\"order\\": 7}","roleArn":"arn:aws:iam::000000000000:role/saga"}'],
      [1, 2, 0, 0.1, "TaskStateEntered", 0, '{"name":"Reserve","input":"{\\"order\\": 7}"}'],
      [1, 3, 2, 0.4, "TaskStateExited", 0, '{"name":"Reserve","output":"{\\"ok\\": true}"}'],
      [1, 4, 3, 0.4, "TaskStateEntered", 1, '{"name":"Charge","input":"{\\"ok\\": true}"}'],
      [2, 1, 0, 0.2, "ExecutionStarted", -1, ""],
      [2, 2, 0, 0.2, "TaskStateEntered", 0, ""],
    ],
  },
  {
    states: columns([
      { bin: 1, state: 0, running: 0, succeeded: 1 },
      { bin: 1, state: 1, entered: 1, running: 0, succeeded: 3, failed: 1, caught: 1 },
      { bin: 1, state: 2, entered: 3, succeeded: 3 },
      { bin: 1, state: 3, entered: 2, running: 1, succeeded: 1 },
      { bin: 1, state: 4, entered: 2, running: 0, succeeded: 2 },
      { bin: 1, state: 5, entered: 2, running: 1, succeeded: 1 },
      { bin: 1, state: 6, entered: 1, succeeded: 1 },
      { bin: 1, state: 7, entered: 1, running: 1 },
      { bin: 1, state: 8, entered: 1, succeeded: 1 },
      { bin: 1, state: 9, entered: 1, failed: 1 },
    ]),
    histories: [
      [1, 5, 4, 1.2, "LambdaFunctionFailed", 1, '{"error":"Payment.Declined","cause":"<img src=x onerror=alert(1)>"}'],
      [1, 6, 5, 1.2, "TaskStateExited", 1, '{"name":"Charge"}'],
      [1, 7, 6, 1.2, "PassStateEntered", 8, '{"name":"Undo","input":"{\\"Error\\": \\"Payment.Declined\\"}"}'],
      [1, 8, 7, 1.2, "PassStateExited", 8, '{"name":"Undo","output":"{\\"long\\": \\"aaaa…'],
      [1, 9, 8, 1.2, "FailStateEntered", 9, '{"name":"<b>Failed</b>"}'],
      [1, 10, 9, 1.2, "ExecutionFailed", -1, '{"error":"Declined"}'],
      [2, 3, 2, 1.1, "TaskStateExited", 0, ""],
      [2, 4, 3, 1.1, "TaskStateEntered", 1, ""],
      [2, 5, 4, 1.6, "TaskStateExited", 1, ""],
    ],
  },
];

export const SAGA_HEADER = {
  type: "header", protocol: 1, run: "RUN", scenario: { id: "s", title: "S" }, seed: 1, profile: "aws-2026", state: "finished",
  duration_s: 2, bin_s: 1, frame_s: 1, frames: 2, metrics: {}, ...described(TOPOLOGY), machines: { saga: SAGA },
} as unknown as Header;

export function sagaFrame(n: number): FramePayload {
  const { states, histories } = FRAMES[n]!;
  return { v: 1, n, t0: n, t1: n + 1, series: {}, counters: {}, states: { saga: states }, histories: { saga: histories } };
}

export function sagaStore(): Store {
  const store = new Store({ ...described(TOPOLOGY), machines: { saga: SAGA } }, 2);
  store.setHeader(SAGA_HEADER);
  for (const n of FRAMES.keys()) store.add(sagaFrame(n));
  store.complete = true;
  return store;
}
