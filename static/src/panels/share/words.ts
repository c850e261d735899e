/** What a shared moment shows, in words. */
import { moment } from "../../charts/words";
import type { Baseline } from "../../core/baseline";
import type { Lab } from "../../core/lab";

export function momentWords(lab: Lab, base: Baseline): string {
  const { viewing, store } = lab;
  const { binS, durationS } = store.value;
  const t = viewing.clock.at(performance.now());
  const zoom = viewing.zoom.value;
  const selection = viewing.selection.value;
  const slot = selection?.slot ?? null;
  const parts = [
    t >= durationS ? "The run at its end" : `The run at ${moment(t, binS)}`,
    zoom && `${moment(zoom.t0, binS)} to ${moment(zoom.t1, binS)} in sight`,
    selection && `${lab.scene.titleOf(selection.component)}${slot === null ? "" : `, environment ${slot}`} selected`,
    base.id !== null && base.id !== lab.run.value && `compared with ${base.words}`,
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

/** Whether the inputs name something that was uploaded. */
export function tracesOf(overrides: Readonly<Record<string, unknown>>): boolean {
  return JSON.stringify(overrides).includes('"upload"');
}
