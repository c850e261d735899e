/** Words and glyphs of the moments a run flags. */
import { glyphElement, type Glyph } from "../../charts/glyphs";
import { svg } from "../../core/dom";
import type { Flag, Topology } from "../../core/types";

const FLAG_WORDS: Readonly<Record<string, string>> = {
  first_throttle: "First throttle",
  first_retry: "First retry",
  first_dead_letter: "First dead letter",
  first_error: "First error",
  limit_reached: "Limit reached",
};

/** A stream has no dead letters: its mapping gives records up. */
const GIVEN_UP = "First record given up";

/** What happened, and to which component, as the topology calls it. */
export function flagWords({ kind, component }: Pick<Flag, "kind" | "component">, { nodes }: Topology): { what: string; where: string } {
  const node = nodes.find(({ id }) => id === component);
  const lost = kind === "first_dead_letter" && node?.type === "stream_event_source_mapping";
  return { what: lost ? GIVEN_UP : FLAG_WORDS[kind] ?? kind, where: node?.title || component };
}

const GLYPHS: Readonly<Record<string, Glyph>> = {
  first_throttle: "thr",
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
