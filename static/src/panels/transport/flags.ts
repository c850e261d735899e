/** Words and glyphs of the moments a run flags. */
import { glyphElement, type Glyph } from "../../charts/glyphs";
import { svg } from "../../core/dom";
import type { Scene } from "../../core/scene";
import type { Flag } from "../../core/types";

const FLAG_WORDS: Readonly<Record<string, string>> = {
  first_throttle: "First throttle",
  first_read_throttled: "First read refused",
  first_spillover: "First spillover",
  first_hidden: "First batch given up",
  first_retry: "First retry",
  first_dead_letter: "First dead letter",
  first_error: "First error",
  limit_reached: "Limit reached",
};

/** What happened, and to which component, as the topology calls it. Its type may have other words. */
export function flagWords({ kind, component }: Pick<Flag, "kind" | "component">, scene: Scene): { what: string; where: string } {
  const own = scene.node(component)?.picture.flags?.[kind];
  return { what: own ?? FLAG_WORDS[kind] ?? kind, where: scene.titleOf(component) };
}

const GLYPHS: Readonly<Record<string, Glyph>> = {
  first_throttle: "thr",
  first_read_throttled: "thr",
  first_spillover: "init",
  first_hidden: "retry",
  first_retry: "retry",
  first_dead_letter: "dlq",
  first_error: "err",
};

/** A limit is a line with a stop under it. */
function limitGlyph(size: number): SVGSVGElement {
  const path = svg("path", { d: "M1 4.5h12M7 13V7.5M4.5 10 7 7.5 9.5 10", class: "stroke-limit" });
  return svg("svg", { class: "glyph", width: size, height: size, viewBox: "0 0 14 14", "aria-hidden": "true" }, path);
}

export function flagGlyph(kind: string, size = 14): SVGSVGElement {
  const glyph = GLYPHS[kind];
  return glyph ? glyphElement(glyph, size) : limitGlyph(size);
}
