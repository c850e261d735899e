/** One story in the list of those that are followed: what became of it, how long it took, and whose it is. */
import { glyphElement } from "../../charts/glyphs";
import { h } from "../../core/dom";
import type { Waterfall } from "./phases";
import { FATES, fateWords, lastedOf, shortTime, storyName, type Story } from "./stories";

/** `whose`: the component, where others have stories of the same name; else empty. */
export function storyOption(story: Story, fall: Waterfall, id: string, whose: string): HTMLElement {
  const { glyph } = FATES.find(({ fate }) => fate === fall.fate)!;
  const tries = fall.attempts > 1 ? `, ${fall.attempts} tries` : "";
  const lasted = lastedOf(fall);
  return h("li", { role: "option", id, "data-key": story.key }, glyphElement(glyph),
    h("b", {}, storyName(story)), h("span", { class: "num" }, lasted > 0 ? shortTime(lasted) : ""), h("span", { class: "story-fate" }, `${fateWords(fall.fate)}${tries}${whose && `, ${whose}`}`));
}
