/** The gallery and the plain pages: readable without this, searchable with it. */
import "./common/site";
import { Api } from "../core/api";
import { h, setText } from "../core/dom";
import { takeOver } from "../panels/runs/index";
import { nearest } from "./nearest";

const tools = document.querySelector<HTMLFormElement>("form[data-gallery-tools]");
if (tools) filterAsAsked(tools);

const recent = document.querySelector<HTMLElement>("[data-recent]");
if (recent) takeOver(recent, new Api(recent.dataset["csrf"] ?? ""));

interface Card {
  readonly element: HTMLElement;
  readonly text: string;
  /** Scenarios are counted; lessons are only shown or not. */
  readonly scenario: boolean;
}

/** The server answers the same form; here nobody has to press Show. What it has left out of the page
 *  is asked of it again. */
function filterAsAsked(form: HTMLFormElement): void {
  if (location.search) return;
  const cards = [...document.querySelectorAll<HTMLElement>("[data-card]")].map(readCard);
  const search = form.querySelector<HTMLInputElement>("[name=q]")!;
  const count = form.querySelector<HTMLElement>("[data-gallery-count]")!;
  const none = document.querySelector<HTMLElement>("[data-gallery-none]")!;
  const sections = [...document.querySelectorAll<HTMLElement>(".gallery-section")].filter((section) => section.querySelector("[data-card]"));
  const ask = (topic: string): void => {
    form.reset();
    search.value = topic;
    filter();
    search.focus();
  };
  const filter = (): void => {
    const wanted = new FormData(form);
    const scenarios = cards.filter(({ scenario }) => scenario).length;
    const shown = cards.filter((card) => show(card, wanted) && card.scenario).length;
    setText(count, shown < scenarios ? `${shown} of ${scenarios}` : "");
    for (const section of sections) section.hidden = !section.querySelector("[data-card]:not([hidden])");
    document.querySelector<HTMLElement>(".strip-legend")?.toggleAttribute("hidden", shown === 0);
    none.hidden = shown > 0;
    none.replaceChildren(...(shown > 0 ? [] : nothing(search.value, topics(cards), ask)));
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    filter();
  });
  form.querySelector<HTMLElement>("[data-gallery-apply]")!.hidden = true;
  // The browser may have kept what was asked for before it went back.
  filter();
}

function readCard(element: HTMLElement): Card {
  return { element, text: `${element.textContent ?? ""} ${element.dataset["words"] ?? ""}`.toLowerCase(), scenario: element.matches(".card") };
}

function show({ element, text, scenario }: Card, wanted: FormData): boolean {
  const asked = (name: string): string => String(wanted.get(name) ?? "");
  const { topic = "", level = "", minutes = "0", lesson } = element.dataset;
  const fits =
    asked("q").toLowerCase().split(/\s+/).filter(Boolean).every((word) => text.includes(word)) &&
    (!asked("topic") || asked("topic") === topic) &&
    (!asked("level") || asked("level") === level) &&
    (!asked("minutes") || Number(minutes) <= Number(asked("minutes"))) &&
    (!asked("lesson") || lesson !== undefined || !scenario);
  element.hidden = !fits;
  return fits;
}

/** No card fits: what is there that is near, each at one press. */
function nothing(query: string, all: readonly string[], ask: (topic: string) => void): (Node | string)[] {
  const buttons = nearest(query, all).map((topic) => {
    const button = h("button", { class: "btn btn-small", type: "button" }, topic);
    button.addEventListener("click", () => ask(topic));
    return button;
  });
  return [h("p", {}, query.trim() ? `No scenario is about “${query.trim().slice(0, 60)}”. There is something about:` : "No scenario is like that. There is something about:"), ...buttons, " ", everything(ask)];
}

function everything(ask: (topic: string) => void): HTMLElement {
  const button = h("button", { class: "link-button", type: "button" }, "show all scenarios");
  button.addEventListener("click", () => ask(""));
  return button;
}

function topics(cards: readonly Card[]): string[] {
  const found = cards.flatMap((card) => [...card.element.querySelectorAll(".topic")].map((topic) => topic.textContent ?? ""));
  return [...new Set(found)].sort();
}
