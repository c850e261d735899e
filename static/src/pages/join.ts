/** Joining a class: a name if one likes, then the lab, or the waiting room until there is a run. */
import "./common/site";
import "../styles/class.css";
import { Link, type LinkState } from "../core/classroom/link";
import { forget, keep, keptOf } from "../core/classroom/seat";

const TOGETHER_MS = 50;
const WAITING = "You are in. The teacher has not opened a run yet: this page goes there by itself.";
const SAYS: Readonly<Record<LinkState, string>> = {
  connecting: "Joining…",
  live: WAITING,
  polling: `${WAITING} Sockets are blocked on this network, so it looks every two seconds.`,
  reconnecting: "The connection is lost. It is tried again by itself.",
  full: "",
  over: "This class is over.",
  refused: "",
};

function start(form: HTMLFormElement, code: string): void {
  const name = form.elements.namedItem("name") as HTMLInputElement;
  const kept = keptOf(code);
  name.value = kept.name ?? "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(code, { name: name.value.trim() });
    form.hidden = true;
    join(form, code);
  });
  if (kept.ticket) form.requestSubmit(); // a reload of the waiting room
}

function join(form: HTMLFormElement, code: string): void {
  const waiting = document.getElementById("waiting") as HTMLElement;
  const kept = keptOf(code);
  const say = (words: string): void => {
    waiting.hidden = false;
    waiting.textContent = words;
  };
  let [run, lesson]: (string | null)[] = [null, null];
  const go = (): void => {
    link.close();
    location.href = `/lab/${run}?${lesson ? `lesson=${encodeURIComponent(lesson)}&` : ""}class=${code}`;
  };
  const csrf = form.dataset["csrf"] ?? "";
  const link = new Link({ code, role: "follower", csrf, ticket: kept.ticket ?? null, name: kept.name ?? "" }, (kind, said) => {
    if (kind === "welcome") keep(code, { ticket: link.ticket });
    if (kind === "view") run = (said as { run: string | null }).run;
    if (kind === "stage") lesson = (said as { lesson: string | null }).lesson;
    // The parts come together; the lesson after the view.
    if (run !== null) setTimeout(() => go(), TOGETHER_MS);
  }, (state) => {
    say(SAYS[state] || link.why);
    if (state === "over") forget(code);
    form.hidden = state !== "refused";
  });
  say(SAYS.connecting);
  link.open();
}

const form = document.getElementById("join") as HTMLFormElement | null;
const data = document.getElementById("class-data")?.textContent;
if (form && data) start(form, (JSON.parse(data) as { code: string }).code);
