/** The console of whoever teaches: who is here, what they look at, and what the class is to do. */
import { Link, type LinkState } from "../../../core/classroom/link";
import type { Messages, Stage } from "../../../core/classroom/messages";
import { h, setText } from "../../../core/dom";
import type { Lesson } from "../../../core/lessons";
import { Api } from "../../../core/api";
import { LessonNotes } from "./lesson";
import { createNotes } from "./notes";
import { button, section, toggle } from "./parts";
import { createRemote } from "./remote";
import { createRoster } from "./roster";
import { Rounds } from "./rounds";
import { createTimer } from "./timer";
import "./console.css";

export interface ConsoleData {
  readonly code: string;
  readonly address: string;
  readonly csrf: string;
  /** The lesson that the class was of when this page was made. */
  readonly named: string | null;
  readonly lesson: Lesson | null;
}

const STATES: Readonly<Record<LinkState, string>> = {
  connecting: "Connecting…",
  live: "Connected.",
  polling: "Sockets are blocked here: this page looks every two seconds.",
  reconnecting: "The connection is lost; it is tried again by itself. Followers keep what they have.",
  full: "",
  over: "This class is over. Names and answers are deleted.",
  refused: "",
};

export function createConsole(root: HTMLElement, status: HTMLElement, data: ConsoleData): void {
  let offsetMs = 0;
  const said = h("p", { class: "console-said", role: "status" });
  const ask = (type: string, fields: object = {}): Promise<void> =>
    link.ask(type, fields).then(() => setText(said, ""), (error: Error) => {
      setText(said, error.message);
      throw error;
    });
  const wish = (type: string, fields: object = {}): void => void ask(type, fields).catch(() => undefined);

  const roster = createRoster();
  const timer = createTimer((s) => wish("timer", { s }), () => Date.now() + offsetMs);
  const notes = createNotes((text) => ask("notes", { notes: text }));
  const stage = createRemote(data.code, data.lesson?.id ?? null, (what) => wish("go", { do: what }));
  const freeze = toggle("Freeze all", "Release", (on) => wish("freeze", { on }));
  const anonymise = toggle("Anonymise", "Show names", (on) => wish("anonymise", { on }));
  const end = endButton(() => wish("end"));
  const commands = section("Class", h("div", { class: "console-row" }, freeze.element, anonymise.element, end), said);
  const lesson = data.lesson ? new LessonNotes(data.lesson, (step) => wish("go", { do: "step", step })) : null;
  const rounds = new Rounds({ dialogs: document.body, api: new Api(data.csrf), ask: (question) => wish("ask", { question }), say: (type) => wish(type), stepsQuestion: () => lesson?.step?.predict ?? null });
  root.append(stage.element, rounds.element, commands, ...(lesson ? [lesson.element] : []), roster.element, timer.element, notes.element);

  let current: Stage | null = null;
  const hear = <K extends keyof Messages>(kind: K, message: Messages[K]): void => {
    const heard = { [kind]: message } as Partial<Messages>;
    if (heard.welcome) offsetMs = heard.welcome.now_ms - Date.now();
    if (heard.view) {
      stage.show(heard.view);
      lesson?.look(heard.view.h);
      rounds.look(heard.view);
    }
    if (heard.roster) {
      roster.show(heard.roster, current?.anonymous ?? false);
      rounds.hereAre(heard.roster.here);
    }
    if (heard.lead) {
      stage.heard(heard.lead.page !== null);
      lesson?.heard(heard.lead.page !== null);
    }
    if (heard.tally) rounds.take(heard.tally);
    if (heard.notes) notes.show(heard.notes.notes);
    if (!heard.stage) return;
    current = heard.stage;
    // The stage took a lesson up: this page is another one then.
    if (current.lesson !== null && current.lesson !== data.named) return location.reload();
    rounds.show(current.round);
    freeze.show(current.frozen);
    stage.freeze(current.frozen);
    anonymise.show(current.anonymous);
    timer.show(current.timer_ends_ms);
  };
  const link: Link = new Link({ code: data.code, role: "console", csrf: data.csrf }, hear, (state) => {
    setText(status, STATES[state] || link.why);
    status.dataset["state"] = state;
    root.inert = state === "refused";
    if (state === "over") close(root);
  });
  setText(status, STATES.connecting);
  link.open();
}

/** Nothing can be done with a class that is over: no button is left, nor the way in. */
function close(root: HTMLElement): void {
  for (const part of document.querySelectorAll(".console-qr, .console-join, .class-problem, dialog")) part.remove();
  root.replaceChildren(h("p", {}, h("a", { href: "/c/" }, "Your other classes"), ". A new one is begun in the lab: Present, then Class."));
}

/** Asks once more: what ends is gone. */
function endButton(end: () => void): HTMLElement {
  let sure = false;
  let timer: number | undefined;
  const element = button("End class", () => {
    clearTimeout(timer);
    if (sure) return end();
    sure = true;
    setText(element, "End it: names and answers are deleted");
    timer = window.setTimeout(() => {
      sure = false;
      setText(element, "End class");
    }, 6000);
  }, "btn-danger");
  return element;
}
