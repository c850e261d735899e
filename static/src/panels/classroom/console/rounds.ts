/** Questions on the console: asked, counted as answers come, revealed. */
import { Api } from "../../../core/api";
import type { Question, Round, Tally, TeachersView } from "../../../core/classroom/messages";
import { h, setText } from "../../../core/dom";
import { formatTime } from "../../../core/format";
import { askable } from "../../../core/own-question";
import type { Predict } from "../../../core/predictions";
import { Scene } from "../../../core/scene";
import type { Header } from "../../../core/types";
import { QuestionForm } from "../../predict/form";
import { roomPicture, roomWords } from "../room";
import { button, section } from "./parts";
import { createPoll } from "./poll";

const AGAIN_MS = 1000;

export interface RoundsOptions {
  readonly dialogs: HTMLElement;
  readonly api: Api;
  ask(question: Question): void;
  say(type: "reveal" | "dismiss"): void;
  /** Of the lesson's step that the class is at. */
  stepsQuestion(): Predict | null;
}

export class Rounds {
  readonly element: HTMLElement;
  private readonly body = h("div", { class: "console-round" });
  private readonly room = h("div");
  private readonly count = h("p", { role: "status" });
  private readonly form: QuestionForm;
  private readonly ofStep: HTMLButtonElement;
  private readonly ofRun: readonly HTMLButtonElement[];
  private header: Header | null = null;
  private run: string | null = null;
  private t = 0;
  private round: Round | null = null;
  private tally: Tally | null = null;
  private here = 0;

  constructor(private readonly options: RoundsOptions) {
    this.form = new QuestionForm({
      offers: () => (this.header ? askable(new Scene(this.header), this.header) : []),
      durationS: () => this.header?.duration_s ?? 0, t: () => this.t, ask: ({ reveal_html: _, ...question }) => options.ask(question),
    });
    const poll = createPoll({ t: () => this.t, durationS: () => this.header?.duration_s ?? 0, ask: options.ask });
    options.dialogs.append(this.form.element, poll.element);
    this.ofStep = button("Ask this step’s question", () => this.askStep(), "btn-primary");
    this.ofRun = [button("Ask about the run", () => this.form.open()), button("Ask with options of your own", () => poll.open())];
    const asks = h("div", { class: "console-row" }, this.ofStep, ...this.ofRun);
    this.element = section("Question to the class", asks, this.body);
    this.knowing(null);
    this.show(null);
  }

  look({ run, t }: TeachersView): void {
    this.t = t;
    this.ofStep.hidden = this.options.stepsQuestion() === null;
    if (run === null || run === this.run) return;
    this.run = run;
    this.knowing(null);
    void this.know(run);
  }

  /** A run that was just asked for has no header yet, and tells none by itself: ask again until it has. */
  private async know(run: string): Promise<void> {
    const told = await this.options.api.run(run).catch(() => null) as unknown as { header: Header | null } | null;
    if (this.run !== run) return;
    if (told?.header) return this.knowing(told.header);
    setTimeout(() => this.run === run && void this.know(run), AGAIN_MS);
  }

  /** How long the run is and what may be asked of it are in its header: until it is known, nothing is asked of it. */
  private knowing(header: Header | null): void {
    this.header = header;
    for (const ask of this.ofRun) {
      ask.disabled = header === null;
      ask.title = header === null ? "Once the run that is shown has begun" : "";
    }
  }

  show(round: Round | null): void {
    this.round = round;
    if (round === null) {
      this.tally = null;
      return this.body.replaceChildren(h("p", { class: "quiet" }, "Nothing is asked now."));
    }
    const { question, revealed } = round;
    const { say } = this.options;
    const acts = revealed ? [button("Close it", () => say("dismiss"))] : [button("Reveal", () => say("reveal"), "btn-primary"), button("Take it back", () => say("dismiss"))];
    const when = `${formatTime(question.t0, 0)} to ${formatTime(question.t1, 0)}${revealed ? ", revealed" : ", hidden from all"}`;
    this.body.replaceChildren(h("p", { class: "console-question" }, question.question), h("p", { class: "quiet" }, when), this.count, this.room, h("div", { class: "console-row" }, ...acts));
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

  private fill(): void {
    const { round, tally } = this;
    if (round === null) return;
    const told = tally?.round === round.n ? tally : null;
    setText(this.count, `${told?.count ?? 0} of ${Math.max(this.here, told?.count ?? 0)} have answered.`);
    this.room.replaceChildren(...(told && told.count > 0 ? [roomPicture(round.question, told, null), h("p", { class: "room-words" }, roomWords(round.question, told))] : []));
  }

  private askStep(): void {
    const predict = this.options.stepsQuestion();
    if (!predict) return;
    const { reveal_html: _, ...question } = predict;
    this.options.ask(question);
  }
}
