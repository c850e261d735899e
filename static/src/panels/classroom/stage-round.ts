/** A question to the class on the stage: the question, how many have answered, and after the reveal all of it. */
import { effect, untracked } from "@preact/signals-core";
import type { Question, Round, Tally } from "../../core/classroom/messages";
import { h, setText } from "../../core/dom";
import { formatTime } from "../../core/format";
import type { Lab } from "../../core/lab";
import { truthInWords } from "../../core/prediction-words";
import { button } from "./console/parts";
import { asPredict, roomOf, RoundPane } from "./round";

export class StageRound {
  private readonly pane: RoundPane;
  private round: Round | null = null;
  private tally: Tally | null = null;
  private here = 0;
  private readonly count = h("p", { class: "room-count", role: "status" });
  private readonly room = h("div");

  constructor(lab: Lab, main: HTMLElement, private readonly say: (type: "reveal" | "dismiss") => void) {
    this.pane = new RoundPane(lab, main);
    this.pane.element.classList.add("of-stage");
    effect(() => {
      lab.frames.value;
      lab.end.value;
      untracked(() => this.fill());
    });
  }

  show(round: Round | null): void {
    const before = this.round;
    this.round = round;
    this.pane.hide(round);
    if (round === null) return this.pane.show();
    if (before?.n !== round.n || before.revealed !== round.revealed) this.lay(round);
    this.fill();
  }

  take(tally: Tally): void {
    this.tally = tally;
    this.fill();
  }

  hereAre(count: number): void {
    this.here = count;
    this.fill();
  }

  private lay({ question, revealed }: Round): void {
    const acts = revealed ? [button("Close", () => this.say("dismiss"))] : [button("Reveal", () => this.say("reveal"), "btn-primary"), button("Take it back", () => this.say("dismiss"))];
    const until = `From ${formatTime(question.t0, 0)} to ${formatTime(question.t1, 0)}.`;
    this.pane.show(h("section", { class: "predict", "aria-label": "A question to the class" }, h("h3", { class: "predict-mark" }, "The class predicts"), h("p", { class: "predict-question" }, question.question), h("p", { class: "quiet" }, until), ...(revealed ? [] : offered(question)), this.count, h("div", { class: "predict-acts" }, ...acts)), this.room);
  }

  private fill(): void {
    const { round, tally } = this;
    if (round === null) return;
    const counted = tally?.round === round.n ? tally.count : 0;
    const truth = round.revealed ? this.pane.truth(round.question) : null;
    const came = truth ? ` ${truthInWords(asPredict(round.question), truth)}` : "";
    setText(this.count, `${counted} of ${Math.max(this.here, counted)} have answered.${came}`);
    this.room.replaceChildren(...(round.revealed && tally?.round === round.n ? [roomOf(round.question, tally, truth)] : []));
  }
}

/** What there is to choose from, for those without a device; once it is revealed, the room's answers say so. */
function offered({ options }: Question): HTMLElement[] {
  return options.length > 0 ? [h("ul", { class: "stage-options", "aria-label": "To choose from" }, ...options.map((option) => h("li", {}, option)))] : [];
}
