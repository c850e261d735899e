/** The view in the address: `#t=184.2&z=120,260&sel=worker.101&exec=saga.17.42&base=8F3K2ABCDE&cmp=1&spot=node.worker&step=first`. */
import type { Followed, Range, Selection } from "./panel";
import { readSpot, writeSpot, type Spot } from "./spot";

export interface FragmentState {
  readonly t: number | null;
  readonly range: Range | null;
  readonly selection: Selection | null;
  /** The execution that is gone through, and the event of its history. */
  readonly execution: Followed | null;
  /** The run to compare with, or "none"; null is the scenario as it was written. */
  readonly base: string | null;
  /** The layout in which it is compared with that run; null where it is not. */
  readonly comparing: number | null;
  /** What the spotlight is on. */
  readonly spot: Spot | null;
  /** The step of the lesson that somebody is at. */
  readonly step: string | null;
}

export function readFragment(hash: string): FragmentState {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  return {
    t: finite(parameters.get("t")),
    range: readRange(parameters.get("z")),
    selection: readSelection(parameters.get("sel")),
    execution: readExecution(parameters.get("exec")),
    base: /^([A-Z2-7]{10}|none)$/.exec(parameters.get("base") ?? "")?.[0] ?? null,
    comparing: /^[0-2]$/.test(parameters.get("cmp") ?? "") ? Number(parameters.get("cmp")) : null,
    spot: readSpot(parameters.get("spot")),
    step: /^[a-z0-9-]{1,80}$/.exec(parameters.get("step") ?? "")?.[0] ?? null,
  };
}

function finite(text: string | null): number | null {
  if (text === null || text === "") return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
}

function readRange(text: string | null): Range | null {
  const [t0, t1] = (text ?? "").split(",").map(finite);
  if (t0 === undefined || t0 === null || t1 === undefined || t1 === null || t1 <= t0) return null;
  return { t0, t1 };
}

function readSelection(text: string | null): Selection | null {
  const match = /^([\w-]+)(?:\.(\d+))?$/.exec(text ?? "");
  if (!match?.[1]) return null;
  return { component: match[1], slot: match[2] ? Number(match[2]) : null };
}

function readExecution(text: string | null): Followed | null {
  const [, component, execution, event] = /^([\w-]+)\.(\d{1,9})(?:\.(\d{1,9}))?$/.exec(text ?? "") ?? [];
  return component && execution ? { component, execution: Number(execution), event: event ? Number(event) : null } : null;
}

const short = (value: number): string => String(Math.round(value * 100) / 100);

export function writeFragment(state: FragmentState): string {
  const parts: string[] = [];
  if (state.t !== null && state.t > 0) parts.push(`t=${short(state.t)}`);
  if (state.range) parts.push(`z=${short(state.range.t0)},${short(state.range.t1)}`);
  if (state.selection) {
    const { component, slot } = state.selection;
    parts.push(`sel=${component}${slot === null ? "" : `.${slot}`}`);
  }
  if (state.execution) {
    const { component, execution, event } = state.execution;
    parts.push(`exec=${component}.${execution}${event === null ? "" : `.${event}`}`);
  }
  if (state.base) parts.push(`base=${state.base}`);
  if (state.comparing !== null) parts.push(`cmp=${state.comparing}`);
  if (state.spot) parts.push(`spot=${writeSpot(state.spot)}`);
  if (state.step) parts.push(`step=${state.step}`);
  return parts.length ? `#${parts.join("&")}` : "";
}
