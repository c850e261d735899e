/** For tests: machines that nobody would write, of all kinds of states, with others within. */
import type { Machine, MachineNext, MachineState } from "../machine";
import { randomOf } from "./stored-run";

/** States one after another, of which each leads to the last where it fails. */
export function chain(n: number): Machine {
  const nextOf = (i: number): MachineNext[] => [
    ...(i < n - 1 ? [{ to: i + 1, kind: "next" as const, label: "" }] : []),
    ...(i < n - 2 ? [{ to: n - 1, kind: "catch" as const, label: "States.ALL" }] : []),
  ];
  const states = Array.from({ length: n }, (_, i): MachineState => ({ number: i, name: `S${i}`, type: "Task", path: `States.S${i}`, parent: -1, start: i === 0, next: nextOf(i) }));
  return { workflow: "STANDARD", states };
}

export function randomMachine(seed: number): Machine {
  const r = randomOf(seed);
  const states: MachineState[] = [];
  const pick = (n: number): number => Math.floor(r() * n);
  const level = (parent: number, depth: number): void => {
    const own: number[] = [];
    const n = 1 + pick(6);
    for (let i = 0; i < n; i++) {
      const number = states.length;
      const inner = depth < 4 && r() < 0.25;
      const type = inner ? (r() < 0.5 ? "Parallel" : "Map") : ["Task", "Choice", "Wait", "Pass", "Succeed", "Fail"][pick(6)]!;
      states.push({ number, name: `S${number}`, type, path: "", parent, start: i === 0, next: [] });
      own.push(number);
      if (inner) for (let b = 0; b < (type === "Map" ? 1 : 1 + pick(3)); b++) {
        const first = states.length;
        level(number, depth + 1);
        (states[number]!.next as MachineNext[]).push({ to: first, kind: type === "Map" ? "item" : "branch", label: "" });
      }
    }
    for (const number of own) {
      const { type } = states[number]!;
      const next = states[number]!.next as MachineNext[];
      if (type === "Succeed" || type === "Fail") continue;
      const any = (): number => own[pick(own.length)]!;
      if (type === "Choice") for (let i = 0; i < 1 + pick(3); i++) next.push({ to: any(), kind: "choice", label: "x".repeat(pick(40)) });
      else if (r() < 0.8) next.push({ to: any(), kind: "next", label: "" });
      if (r() < 0.3) next.push({ to: any(), kind: "catch", label: "States.ALL" });
    }
  };
  level(-1, 0);
  return { workflow: "STANDARD", states };
}
