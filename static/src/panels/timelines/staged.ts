/** On the stage other rows stand than at the desk, fewer, and as tall as there is room for. */
import { effect } from "@preact/signals-core";
import { measure } from "../../charts/measure";
import type { PanelContext } from "../../core/panel";
import { Arrangement, HEIGHT, HIGHEST, STAGED } from "./arrangement";
import type { RowSpec } from "./rows";

const FEW = 3;
/** Of the pane, beside the rows: its heading, the flags above them, the axis below, and what lies between. */
const BESIDE = 72;

interface Pane {
  readonly element: HTMLElement;
  /** How many rows there are now, and how many pixels lie between them. */
  shown(): { readonly rows: number; readonly between: number };
  use(arrangement: Arrangement): void;
}

/** Changes to the rows of the stage and back; gives the way to stop. */
export function stageRows({ stage, scenario = "" }: PanelContext, choices: readonly (readonly RowSpec[])[], desk: Arrangement, pane: Pane): () => void {
  if (!stage) return () => undefined;
  const staged = new Arrangement(scenario, choices, STAGED, FEW);
  let height = 0;
  const fit = (): void => {
    if (!stage.on.value || height <= 0) return;
    const { rows, between } = pane.shown();
    const fits = Math.max(HEIGHT, Math.min(HIGHEST, Math.floor((height - BESIDE - between) / Math.max(1, rows))));
    if (fits === staged.usualHeight) return;
    staged.usualHeight = fits;
    pane.use(staged);
  };
  const stops = [
    effect(() => {
      pane.use(stage.on.value ? staged : desk);
      fit();
    }),
    measure(pane.element, (_, now) => {
      height = now;
      fit();
    }),
  ];
  return () => stops.forEach((stop) => stop());
}
