/**
 * A follower's lab: what the teacher sees, until somebody here touches time, zoom or selection. From
 * then on it is explored, or a fork is made, and there is a way back.
 */
import { effect } from "@preact/signals-core";
import { Link } from "../../core/classroom/link";
import type { Messages, Mode, Stage } from "../../core/classroom/messages";
import { forget, keep, keepFork, keptOf } from "../../core/classroom/seat";
import type { Lab } from "../../core/lab";
import type { Panel } from "../../core/panel";
import { ClassBar } from "./bar";
import { TeacherDot } from "./dot";
import { lead, Teachers } from "./led";
import { classQuery, lessonOf } from "./lesson";
import { FollowersRound } from "./round";
import { told } from "./standing";
import { visit } from "./visit";

const FROZEN = "The teacher has stopped the clock. You may look around.";
/** Two hundred followers do not ask for a page in the same moment. */
const SPREAD_MS = 1500;

export interface ClassOptions {
  readonly code: string;
  readonly lab: Lab;
  readonly header: HTMLElement;
  readonly main: HTMLElement;
  readonly transport: HTMLElement;
  readonly fork: (() => void) | null;
}

export class Follower {
  private readonly teachers = new Teachers();
  private readonly link: Link;
  private readonly bar: ClassBar;
  private readonly dot: TeacherDot;
  private readonly round: FollowersRound;
  private mode: Mode = "following";
  private stage: Stage | null = null;
  /** The run that is being gone to, or was gone to last. */
  private led: string | null;

  constructor(private readonly options: ClassOptions) {
    const { code, lab, header, main, transport, fork } = options;
    const kept = keptOf(code);
    this.led = lab.run.value;
    this.bar = new ClassBar(code, { back: () => this.back(), fork });
    this.dot = new TeacherDot(transport);
    this.link = new Link({ code, role: "follower", csrf: lab.data.csrf ?? "", ticket: kept.ticket ?? null, name: kept.name ?? null }, (kind, said) => this.hear(kind, said), () => this.linked());
    this.round = new FollowersRound(lab, main, (round, prediction) => this.link.ask("answer", { round, prediction }));
    header.after(this.bar.element);
    this.bar.measure();
    this.bar.showForks(kept.forks ?? []);
    lab.viewing.touched.on = () => this.leave("exploring");
    effect(() => this.moved(lab.run.value));
    this.show();
    this.link.open();
  }

  /** With each picture: where the teacher is. */
  update(view: Parameters<Panel["update"]>[0]): void {
    this.round.refresh();
    this.dot.show(this.mode === "following" ? null : this.teacherT, view.store.durationS);
  }

  private get teacherT(): number | null {
    const { view } = this.teachers;
    const { run, origin } = this.options.lab;
    const same = view !== null && (view.run === run.value || (this.mode === "fork" && view.run === origin.value?.parent));
    return same ? Math.min(this.teachers.t, this.options.lab.store.value.durationS) : null;
  }

  // --- what the class says ------------------------------------------------------------------

  private hear<K extends keyof Messages>(kind: K, message: Messages[K]): void {
    const heard = { [kind]: message } as Partial<Messages>;
    if (heard.welcome) this.welcomed(heard.welcome);
    if (heard.view) this.looked(heard.view);
    if (heard.stage) this.staged(heard.stage);
    if (heard.result) this.round.result(heard.result);
    this.show();
  }

  private welcomed(welcome: Messages["welcome"]): void {
    this.bar.timer.offsetMs = welcome.now_ms - Date.now();
    this.round.kept(welcome.answer);
    keep(this.options.code, { ticket: this.link.ticket });
    this.link.say("mode", { mode: this.mode });
  }

  private looked(view: Messages["view"]): void {
    this.teachers.hear(view);
    if (this.mode === "following") void this.follow();
  }

  private staged(stage: Stage): void {
    const before = this.stage;
    this.stage = stage;
    this.takeUp(stage.lesson);
    const { viewing } = this.options.lab;
    viewing.touched.held = stage.frozen ? FROZEN : null;
    if (stage.frozen && viewing.clock.playing) viewing.touched.lead(() => viewing.setPlaying(false));
    if (before?.frozen && !stage.frozen && this.mode === "following") void this.follow();
    this.bar.timer.show(stage.timer_ends_ms);
    this.round.show(stage.round);
  }

  /** The lesson's steps, as text beside the picture: another page of the same run. */
  private takeUp(lesson: string | null): void {
    const { lab, code } = this.options;
    if (lesson === null || lesson === lessonOf(lab) || this.mode !== "following") return;
    const run = this.teachers.view?.run ?? lab.run.value;
    if (run !== null) location.replace(`/lab/${run}${classQuery("class", code, lesson)}${location.hash}`);
  }

  private linked(): void {
    if (this.link.state === "over") {
      forget(this.options.code);
      this.stage = null;
      this.options.lab.viewing.touched.held = null;
      this.round.show(null);
      this.bar.timer.show(null);
    }
    this.show();
  }

  // --- following, leaving, coming back ------------------------------------------------------

  private async follow(): Promise<void> {
    const { lab } = this.options;
    const run = this.teachers.view?.run ?? null;
    if (run !== null && run !== this.led) {
      this.led = run;
      if (run !== lab.run.value && !(await this.go(run))) return;
    }
    if (this.mode === "following" && run === lab.run.value) lead(lab.viewing, this.teachers, this.stage?.frozen ?? false);
  }

  private async go(run: string): Promise<boolean> {
    const { lab, code } = this.options;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * (this.teachers.view?.age === undefined ? SPREAD_MS / 5 : 0)));
    try {
      return await visit(lab, run, classQuery("class", code, this.stage?.lesson ?? lessonOf(lab)));
    } catch (error) {
      this.led = null;
      lab.viewing.onSay((error as Error).message);
      return false;
    }
  }

  /** Another run is shown: the one that the teacher shows, or one of the follower's own. */
  private moved(run: string | null): void {
    if (run === null || run === this.led || run === this.teachers.view?.run) return;
    const { lab, code } = this.options;
    this.leave("fork");
    if (lab.yours.peek()) this.bar.showForks(keepFork(code, { run, title: lab.data.scenario.title, at: Math.round(lab.viewing.clock.at(performance.now())) }));
  }

  private leave(mode: "exploring" | "fork"): void {
    if (this.mode === mode || (this.mode === "fork" && mode === "exploring")) return;
    if (!this.teachers.view && mode === "exploring") return;
    this.turn(mode);
  }

  private back(): void {
    this.led = null;
    this.turn("following");
    void this.follow();
  }

  private turn(mode: Mode): void {
    this.mode = mode;
    this.link.say("mode", { mode });
    this.show();
    this.options.lab.viewing.onDirty();
  }

  private show(): void {
    const { state, why } = this.link;
    this.bar.show(told({
      link: state, why, mode: this.mode, shown: this.teachers.view !== null, taught: this.stage?.teacher ?? true,
      frozen: this.stage?.frozen ?? false, teacherT: this.teacherT,
    }));
  }
}
