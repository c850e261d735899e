/** The knob that belongs to the run itself. */
import type { Knob } from "./types";

/** How long is simulated: an input like the knobs, though it belongs to no component. */
export function durationKnob(written: number, longest: number | null = null): Knob {
  return {
    path: "duration",
    component: "",
    group: "Load",
    label: "Simulated time",
    aws_name: null,
    kind: "duration",
    unit: "s",
    value: written,
    default: written,
    min: Math.min(60, written),
    max: Math.max(86_400, written),
    hard_min: 1,
    hard_max: longest,
    step: 1,
    scale: "log",
    nullable: false,
    choices: null,
    meaning: "how long a stretch of time the run covers",
    assumed: false,
    source: null,
    changed: false,
  };
}
