/** Which execution is gone through: a list by how they ended, and the three that tell most. */
import { h, setText } from "../../core/dom";
import type { Execution, ExecutionStatus } from "../../core/executions";
import { formatNumber, formatTime } from "../../core/format";
import { shortTime } from "../story/stories";

const WORDS: Readonly<Record<ExecutionStatus, string>> = {
  FAILED: "Failed", TIMED_OUT: "Timed out", ABORTED: "Aborted", SUCCEEDED: "Succeeded", RUNNING: "Running",
};
const BAD: ReadonlySet<ExecutionStatus> = new Set(["FAILED", "TIMED_OUT", "ABORTED"]);

export function statusWords(status: ExecutionStatus): string {
  return WORDS[status];
}

/** Where the playhead is, and how far the data goes. */
interface Moment {
  readonly t: number;
  readonly until: number;
}

/** The one that tells most of its kind, where the playhead is; undefined where there is none. */
export const TELLING: readonly { readonly words: string; readonly find: (all: readonly Execution[], moment: Moment) => Execution | undefined }[] = [
  { words: "A failed one", find: (all, { t }) => nearest(all.filter(({ status }) => BAD.has(status)), t) },
  { words: "A succeeded one", find: (all, { t }) => nearest(all.filter(({ status }) => status === "SUCCEEDED"), t) },
  // One that still runs has taken so long already.
  { words: "The longest", find: (all, { until }) => [...all].sort((a, b) => b.lasted(until) - a.lasted(until))[0] },
];

/** One that is under way at t, or was or will be least far from it. */
function nearest(all: readonly Execution[], t: number): Execution | undefined {
  const far = ({ began, ended }: Execution): number => Math.max(0, began - t, t - (ended ?? Infinity));
  return [...all].sort((a, b) => far(a) - far(b))[0];
}

export class ExecutionChoice {
  private readonly select = h("select", { "aria-label": "Execution" });
  private readonly buttons: readonly HTMLButtonElement[];
  readonly element: HTMLElement;
  private all: readonly Execution[] = [];
  private moment: Moment = { t: 0, until: 0 };
  private key = "";

  constructor(chosen: (execution: number) => void) {
    this.buttons = TELLING.map(({ words, find }) => {
      const button = h("button", { type: "button", class: "btn btn-small" }, words);
      button.addEventListener("click", () => {
        const found = find(this.all, this.moment);
        if (found) chosen(found.number);
      });
      return button;
    });
    this.select.addEventListener("change", () => chosen(Number(this.select.value)));
    this.element = h("div", { class: "execution-choice" }, this.select, ...this.buttons);
  }

  focus(): void {
    this.select.focus();
  }

  fill(all: readonly Execution[], shown: number | null, moment: Moment): void {
    Object.assign(this, { all, moment });
    const key = all.map(({ number, status }) => `${number}${status}`).join();
    if (key !== this.key) this.build();
    this.key = key;
    if (shown !== null && this.select.value !== String(shown)) this.select.value = String(shown);
    TELLING.forEach(({ words, find }, i) => {
      const found = find(all, moment);
      this.buttons[i]!.disabled = found === undefined;
      setText(this.buttons[i]!, found?.status === "RUNNING" ? `${words}, still running` : words);
    });
  }

  private build(): void {
    const groups = Object.entries(WORDS).flatMap(([status, words]) => {
      const own = this.all.filter((one) => one.status === status);
      return own.length > 0 ? [h("optgroup", { label: `${words}: ${formatNumber(own.length)}` }, ...own.map((one) => this.option(one)))] : [];
    });
    this.select.replaceChildren(...groups);
  }

  private option(execution: Execution): HTMLElement {
    const { number, began, ended, status } = execution;
    const lasted = ended === null ? "" : `, ${shortTime(execution.lasted(this.moment.until))}`;
    const option = h("option", { value: String(number) });
    setText(option, `Execution ${formatNumber(number)}: ${WORDS[status].toLowerCase()}, from ${formatTime(began)}${lasted}`);
    return option;
  }
}
