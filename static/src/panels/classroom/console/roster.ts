/** Who is here: how many, how they look on, and the names of those who gave one. */
import type { Roster } from "../../../core/classroom/messages";
import { h, setText } from "../../../core/dom";
import { section } from "./parts";

export function rosterWords({ here, modes, polling }: Roster): string {
  if (here === 0) return "Nobody is here yet.";
  const of = [
    [modes.following, "following"],
    [modes.exploring, "exploring"],
    [modes.fork, "in a fork of their own"],
  ] as const;
  const parts = of.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return `${here} here: ${parts.join(", ")}${polling > 0 ? ` (${polling} without a socket)` : ""}.`;
}

export function createRoster(): { readonly element: HTMLElement; show(roster: Roster, anonymous: boolean): void } {
  const words = h("p", { role: "status" }, "Nobody is here yet.");
  const names = h("ul", { class: "console-names" });
  return {
    element: section("Followers", words, names),
    show(roster, anonymous): void {
      setText(words, rosterWords(roster));
      const shown = roster.names.map((name) => h("li", {}, name));
      names.replaceChildren(...(anonymous ? [h("li", { class: "quiet" }, "Names are hidden.")] : shown));
    },
  };
}
