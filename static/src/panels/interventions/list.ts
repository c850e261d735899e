/** What is done during the run, in order of time: to go there, to change it, to take it away. */
import { effect } from "@preact/signals-core";
import type { Baseline } from "../../core/baseline";
import { h, setText } from "../../core/dom";
import { formatClock } from "../../core/format";
import { idFor } from "../../core/ids";
import { problemOfPlan } from "../../core/problems";
import type { Lab } from "../../core/lab";
import { canonical, inOrder, planOfRun, wordsOf } from "../../core/plan";
import type { Said } from "../../core/types";
import type { Sheet } from "./desk";

export function createDone(lab: Lab, baseline: Baseline, sheet: Sheet): HTMLElement {
  const list = h("ul", { class: "done-list" });
  const none = h("p", { class: "quiet" }, "Nothing yet. Press F, or open the menu of a component.");
  const id = idFor("done-title");
  const add = h("button", { class: "link-button", type: "button", "aria-haspopup": "dialog" }, "Add");
  add.addEventListener("click", () => sheet.open());
  const head = h("div", { class: "done-head" }, h("h2", { id }, "Done during the run"), add);
  const origin = h("p", { class: "done-origin" });
  const element = h("section", { class: "rail-section done-section", "aria-labelledby": id }, head, list, none, origin);
  // The server's words, once it has told them: a run shares most of what is done with the next one.
  const known = new Map<string, string>();
  effect(() => {
    const { plan, problems } = lab.inputs;
    const told = lab.doneNow;
    const words = wordsOf(plan, sameRun(lab) ? told : undefined, lab.offers).map((plain, i) => known.get(canonical(plan[i])) ?? plain);
    if (told && sameRun(lab)) plan.forEach((said, i) => known.set(canonical(said), words[i]!));
    const at = focusedAt(list);
    list.replaceChildren(...inOrder(plan).map(({ said, place }) => entry(lab, sheet, said, place, words[place]!, problems.value.get(problemOfPlan(place)))));
    none.hidden = plan.length > 0;
    if (at) refocus(list, at, add);
  });
  effect(() => showOrigin(origin, lab, baseline));
  return element;
}

/** The plan is that of the run that is shown. */
function sameRun(lab: Lab): boolean {
  lab.run.value;
  return canonical(lab.inputs.plan) === canonical(planOfRun(lab.sentInputs.overrides, lab.inputs.course.plan));
}

/** Which button of which entry has the focus. */
function focusedAt(list: HTMLElement): { readonly n: number; readonly what: string } | null {
  const focused = document.activeElement as HTMLElement | null;
  if (!focused || !list.contains(focused)) return null;
  const item = focused.closest("li");
  return { n: item ? [...list.children].indexOf(item) : 0, what: focused.dataset["what"] ?? "" };
}

/** The same button of the entry that is there now; of the last one where there are fewer. */
function refocus(list: HTMLElement, { n, what }: { n: number; what: string }, otherwise: HTMLElement): void {
  const item = list.children[Math.min(n, list.children.length - 1)];
  (item?.querySelector<HTMLElement>(`[data-what="${what}"]`) ?? otherwise).focus();
}

function entry(lab: Lab, sheet: Sheet, said: Said, place: number, words: string, problem: string | undefined): HTMLElement {
  const lasts = typeof said["for"] === "number" ? `${formatClock(said.at)} to ${formatClock(said.at + said["for"])}` : formatClock(said.at);
  const button = (what: string, text: string, label: string, run: () => void): HTMLElement => {
    const made = h("button", { class: "link-button", type: "button", "data-what": what, "aria-label": label }, text);
    made.addEventListener("click", run);
    return made;
  };
  const time = button("time", lasts, `${lasts}: go there`, () => {
    if (lab.viewing.clock.playing) lab.viewing.setPlaying(false);
    lab.viewing.seek(said.at);
  });
  time.classList.add("num");
  const change = button("change", "Change", `Change ${words}`, () => sheet.edit(place));
  const remove = button("remove", "Remove", `Remove ${words}`, () => sheet.remove(place));
  const item = h("li", {}, h("span", { class: "done-words" }, words), time, h("span", { class: "done-tools" }, change, remove));
  item.addEventListener("keydown", (event) => {
    if (event.key !== "Delete" && event.key !== "Backspace") return;
    event.preventDefault();
    event.stopPropagation();
    sheet.remove(place);
  });
  if (problem) item.append(h("p", { class: "knob-error" }, problem));
  return item;
}

/** Of which run it has the beginning. */
function showOrigin(origin: HTMLElement, lab: Lab, baseline: Baseline): void {
  const from = lab.origin.value;
  lab.frames.value;
  const shares = from !== null && from.shared > 0;
  origin.hidden = !shares;
  if (!shares) return;
  const until = formatClock(Math.min(from.shared * lab.store.value.frameS, lab.store.value.durationS));
  const text = `Up to ${until} it is the run `;
  if (origin.firstChild?.textContent === text && origin.querySelector("a")?.textContent === from.parent) return;
  const link = h("a", { href: `/lab/${from.parent}` }, from.parent);
  link.addEventListener("click", () => (link.href = `/lab/${from.parent}${location.hash}`));
  const base = h("button", { class: "link-button", type: "button" }, "Compare with it");
  base.addEventListener("click", () => {
    baseline.choose(from.parent);
    lab.viewing.onSay("That run is the baseline now.");
  });
  origin.replaceChildren(text, link, ". ", base);
  setText(link, from.parent);
}
