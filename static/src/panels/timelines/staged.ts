/** On the stage other rows stand than at the desk, as many and as tall as there is room for, until somebody chooses. */
import { effect } from "@preact/signals-core";
import { measure } from "../../charts/measure";
import type { PanelContext } from "../../core/panel";
import { Arrangement, HEIGHT, HIGHEST, STAGED } from "./arrangement";
import type { RowSpec } from "./rows";

const MOST = 4;
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
  const staged = new Arrangement(scenario, choices, STAGED, MOST);
  let height = 0;
  const fit = (): void => {
    if (!stage.on.value || height <= 0) return;
    const room = height - BESIDE - pane.shown().between;
    const most = Math.max(1, Math.min(MOST, Math.floor(room / HEIGHT)));
    if (most !== staged.most) {
      staged.most = most;
      pane.use(staged);
    }
    const fits = Math.max(HEIGHT, Math.min(HIGHEST, Math.floor(room / Math.max(1, pane.shown().rows))));
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
