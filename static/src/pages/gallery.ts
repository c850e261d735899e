/** The gallery and the plain pages: readable without this, searchable with it. */
import "../core/icon";
import "../styles/fonts.css";
import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/pages.css";
import { Api } from "../core/api";
import { h, setText } from "../core/dom";
import { themeButton } from "../panels/header/theme-button";
import { takeOver } from "../panels/runs/index";
import { Theme } from "../core/theme";
import { nearest } from "./nearest";

const theme = new Theme();
document.querySelector("[data-site-tools]")?.append(themeButton(theme));

const tools = document.querySelector<HTMLElement>("[data-gallery-tools]");
if (tools) buildTools(tools);

const recent = document.querySelector<HTMLElement>("[data-recent]");
if (recent) takeOver(recent, new Api(recent.dataset["csrf"] ?? ""));

interface Card {
  readonly element: HTMLElement;
  readonly text: string;
  readonly topics: string;
}

function buildTools(place: HTMLElement): void {
  const cards = [...document.querySelectorAll<HTMLElement>("[data-card]")].map(readCard);
  const search = h("input", { type: "search", id: "search", class: "search", placeholder: "throttle, DLQ, cold start …", autocomplete: "off" });
  const count = h("span", { class: "quiet", role: "status" });
  const none = document.querySelector<HTMLElement>("[data-gallery-none]");
  const sections = [...document.querySelectorAll<HTMLElement>(".gallery-section")].filter((section) => section.querySelector("[data-card]"));
  const ask = (topic: string): void => {
    search.value = topic;
    filter();
    search.focus();
  };
  const filter = (): void => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = cards.filter((card) => show(card, words)).length;
    setText(count, words.length ? `${shown} of ${cards.length}` : "");
    for (const section of sections) section.hidden = !section.querySelector("[data-card]:not([hidden])");
    document.querySelector<HTMLElement>(".strip-legend")?.toggleAttribute("hidden", shown === 0);
    if (!none) return;
    none.hidden = shown > 0;
    none.replaceChildren(...(shown > 0 ? [] : nothing(search.value, topics(cards), ask)));
  };
  search.addEventListener("input", filter);
  place.append(h("label", { for: "search" }, "Search"), search, count);
  place.hidden = false;
}

function readCard(element: HTMLElement): Card {
  const topics = element.dataset["topics"] ?? "";
  return { element, topics, text: `${element.textContent ?? ""} ${topics}`.toLowerCase() };
}

function show(card: Card, words: readonly string[]): boolean {
  const fits = words.every((word) => card.text.includes(word));
  card.element.hidden = !fits;
  return fits;
}

/** No card fits: what is there that is near, each at one press. */
function nothing(query: string, all: readonly string[], ask: (topic: string) => void): (Node | string)[] {
  const buttons = nearest(query, all).map((topic) => {
    const button = h("button", { class: "btn btn-small", type: "button" }, topic);
    button.addEventListener("click", () => ask(topic));
    return button;
  });
  return [h("p", {}, `No scenario is about “${query.trim().slice(0, 60)}”. There is something about:`), ...buttons, " ", everything(ask)];
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
