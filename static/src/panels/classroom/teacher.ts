/** The stage: the teacher's lab, which says where it looks, and does what the console asks. */
import { Link, type LinkState } from "../../core/classroom/link";
import type { Go, Messages } from "../../core/classroom/messages";
import { h, setText } from "../../core/dom";
import type { Lab } from "../../core/lab";
import { askable } from "../../core/own-question";
import { QuestionForm } from "../predict/form";
import { ClassCode } from "./code";
import { rosterWords } from "./console/roster";
import { button, toggle } from "./console/parts";
import { lessonOf } from "./lesson";
import { Leading } from "./leading";
import { Sender } from "./sender";
import { ClassTimer } from "./class-timer";
import { StageRound } from "./stage-round";

export interface TeacherOptions {
  readonly code: string;
  readonly lab: Lab;
  readonly header: HTMLElement;
  readonly main: HTMLElement;
  readonly dialogs: HTMLElement;
  /** One flag or step on, or back. */
  readonly walk: (direction: 1 | -1) => void;
}

const STATES: Readonly<Record<LinkState, string>> = {
  connecting: "Connecting…", live: "", polling: "Sockets are blocked here: followers see you with a delay.",
  reconnecting: "The connection is lost; it is tried again by itself.", full: "", over: "The class is over.", refused: "",
};

const ELSEWHERE = "Another window of yours leads: touch this one to lead from here.";

/** The stage's own clock stands with those of all. */
const FROZEN = "All is frozen, this stage too. Release lets it play.";

export class Teacher {
  private readonly link: Link;
  private readonly sender: Sender;
  private readonly leading: Leading;
  private readonly round: StageRound;
  private readonly words = h("span", { class: "class-words", role: "status" });
  private readonly freeze = toggle("Freeze all", "Release", (on) => this.ask("freeze", { on }));
  private readonly form: QuestionForm;
  readonly code: ClassCode;
  private readonly timer = new ClassTimer();
  private roster = "";
  private readonly acts = h("span", { class: "class-acts", hidden: true });
  private readonly head = h("span", {}, "Class");
  private readonly chip = button("", () => this.code.open(), "num class-chip");
  /** For whoever does not teach it. */
  private readonly join: HTMLElement;

  constructor(private readonly options: TeacherOptions) {
    const { code, lab, header, main, dialogs } = options;
    this.code = new ClassCode(code, dialogs);
    this.link = new Link({ code, role: "stage", csrf: lab.data.csrf ?? "" }, (kind, said) => this.hear(kind, said), (state) => this.linked(state));
    this.sender = new Sender(lab, (view) => {
      if (this.leading.tells) this.link.say("view", this.leading.named(view));
    });
    this.leading = new Leading(this.link.page, () => this.sender.anew());
    this.round = new StageRound(lab, main, (type) => this.ask(type));
    this.form = new QuestionForm({
      offers: () => askable(lab.scene, lab.veil.store.value.header), durationS: () => lab.store.value.durationS,
      t: () => lab.viewing.clock.at(performance.now()), ask: ({ reveal_html: _, ...question }) => this.ask("ask", { question }),
    });
    dialogs.append(this.form.element);
    this.join = h("a", { class: "btn btn-primary", href: `/c/${code}`, hidden: true }, "Join the class");
    header.after(this.bar());
    this.show();
    this.link.open();
  }

  private bar(): HTMLElement {
    const { code } = this.options;
    this.chip.textContent = code;
    this.chip.title = "The code of the class, large, and as a QR code";
    const console = h("a", { class: "btn", href: `/c/${code}/teach`, target: `windtunnel-${code}`, title: "Notes, timer, who is here: in a window of your own" }, "Console");
    const ask = button("Ask the class", () => this.form.open());
    this.acts.append(ask, this.freeze.element, console);
    return h("section", { class: "class-bar", "aria-label": `The stage of class ${code}` }, this.head, this.chip, this.words, this.timer.element, h("span", { class: "spring" }), this.acts, this.join);
  }

  private ask(type: string, fields: object = {}): void {
    this.link.ask(type, fields).catch((error: Error) => {
      setText(this.words, error.message);
      this.options.lab.viewing.onSay(error.message);
    });
  }

  private hear<K extends keyof Messages>(kind: K, message: Messages[K]): void {
    const heard = { [kind]: message } as Partial<Messages>;
    if (heard.welcome) {
      this.timer.offsetMs = heard.welcome.now_ms - Date.now();
      this.begin();
    }
    if (heard.stage) {
      this.hold(heard.stage.frozen);
      this.timer.show(heard.stage.timer_ends_ms);
      this.round.show(heard.stage.round);
    }
    if (heard.tally) this.round.take(heard.tally);
    if (heard.roster) {
      this.roster = rosterWords(heard.roster);
      this.round.hereAre(heard.roster.here);
    }
    if (heard.lead) this.leading.hear(heard.lead);
    if (heard.go && this.leading.obeys(heard.go)) this.go(heard.go);
    this.show();
  }

  /** What followers are told has stopped stops here, too: Release moves nobody. */
  private hold(frozen: boolean): void {
    const { viewing } = this.options.lab;
    this.freeze.show(frozen);
    viewing.touched.held = frozen ? FROZEN : null;
    if (frozen && viewing.clock.playing) viewing.setPlaying(false);
  }

  private begin(): void {
    const lesson = lessonOf(this.options.lab);
    if (lesson !== null) this.ask("lesson", { lesson });
    this.sender.anew();
    this.sender.start();
  }

  private go({ do: what, step }: Go): void {
    const { viewing } = this.options.lab;
    if (what === "step") viewing.setLessonStep(step);
    else if (what === "play" || what === "pause") viewing.setPlaying(what === "play");
    else if (what === "back" || what === "on") this.options.walk(what === "on" ? 1 : -1);
  }

  private linked(state: LinkState): void {
    if (state === "over" || state === "refused") {
      this.sender.stop();
      this.round.show(null);
      this.hold(false);
    }
    this.show();
  }

  private show(): void {
    const { state, why } = this.link;
    // Before the class knows this browser, nothing is claimed and nothing can be pressed.
    const known = state === "live" || state === "polling" || (!this.acts.hidden && state === "reconnecting");
    this.acts.hidden = this.chip.hidden = !known;
    this.join.hidden = state !== "refused";
    // Said while it is presented, too.
    this.words.parentElement?.toggleAttribute("data-lost", state === "reconnecting");
    setText(this.head, state === "refused" ? `You do not teach class ${this.options.code}.` : known ? "You teach" : `Class ${this.options.code}`);
    setText(this.words, state === "live" ? (this.leading.leads ? this.roster : ELSEWHERE) : STATES[state] || why);
  }
}
