/** The claims of a step: they tick when the playhead has passed the time from which they are known. */
import { h, setAttribute, setText } from "../../core/dom";
import { formatTime } from "../../core/format";
import { MARKS } from "../../core/goals";
import { isKnown, type Claim, type ClaimTold } from "../../core/lessons";
import type { View } from "../../core/panel";
import type { StepContext } from "./step";

const WORDS = { passed: "so it is", failed: "it is not so", "no data": "there is no data" } as const;

interface Row {
  readonly element: HTMLElement;
  readonly mark: HTMLElement;
  readonly seen: HTMLElement;
}

export class Claims {
  readonly element: HTMLElement;
  private readonly rows: readonly Row[];
  private readonly list: HTMLElement;
  private readonly says = h("p", { class: "quiet" });
  private t = 0;

  constructor(private readonly claims: readonly Claim[], private readonly context: StepContext) {
    this.rows = claims.map(({ words }) => {
      const [mark, seen] = [h("span", { class: "claim-mark" }), h("span", { class: "claim-seen" })];
      return { element: h("li", { class: "claim" }, mark, h("span", { class: "claim-words" }, words), seen), mark, seen };
    });
    this.list = h("ul", { class: "claims" }, ...this.rows.map(({ element }) => element));
    this.element = h("section", { class: "lesson-claims", hidden: claims.length === 0 }, h("h4", {}, "Claims"), this.list, this.says);
  }

  /** While the question of the step is open they would tell its answer. */
  refresh(open: boolean): void {
    this.list.hidden = open;
    const { walk, lab } = this.context;
    const waits = walk.ownTold.value === null && walk.own.value && lab.run.value !== null;
    const words = open ? "What is claimed is told after the answer." : waits ? "They are held against the run when it is over." : walk.own.value ? "" : `Of the lesson's run ${walk.lesson.run}.`;
    setText(this.says, words);
    this.says.hidden = words === "";
    this.tick();
  }

  update({ t }: View): void {
    if (t === this.t) return;
    this.t = t;
    this.tick();
  }

  private tick(): void {
    const { walk, lab } = this.context;
    const told = walk.ownTold.value;
    const known = told !== null && typeof told !== "string" ? told.claims : [];
    this.rows.forEach((row, i) => {
      const one = known.find(({ id }) => id === this.claims[i]!.id) ?? null;
      const settled = one !== null && isKnown(one, walk.own.value ? this.t : null, lab.data.scenario.duration_s) && lab.veil.from.value === null;
      this.show(row, one, settled);
    });
  }

  private show({ element, mark, seen }: Row, one: ClaimTold | null, settled: boolean): void {
    const status = one && settled ? one.status : "open";
    setAttribute(element, "data-status", status);
    setText(mark, status === "open" ? "○" : MARKS[status]);
    setAttribute(mark, "aria-label", status === "open" ? "not known yet" : WORDS[status]);
    setAttribute(mark, "role", "img");
    const when = one && !settled ? (one.settled_s === null ? "known at the end" : `known from ${formatTime(one.settled_s, 0)} on`) : "";
    setText(seen, one && settled ? one.seen : when);
  }
}
