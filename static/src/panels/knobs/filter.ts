/** The search field above the knobs: leaves only those that match; Enter goes to the likeliest. */
import { h, setText } from "../../core/dom";
import { formatNumber } from "../../core/format";
import { best, found, type Entry } from "./search";

export interface KnobFilter {
  readonly element: HTMLElement;
  clear(): void;
}

/** `entries` and `sections` are read at each change: they may not be complete yet. */
export function createFilter(entries: () => readonly Entry[], sections: () => readonly HTMLElement[], onPalette: () => void): KnobFilter {
  const field = h("input", {
    type: "search", id: "knob-search", class: "knob-search", placeholder: "Search knobs", autocomplete: "off", spellcheck: "false",
    "aria-label": "Search knobs by name, AWS name or meaning", "aria-describedby": "knob-search-count",
  });
  const count = h("span", { class: "knob-search-count num", id: "knob-search-count", role: "status" });
  const all = h("button", { class: "knob-palette", type: "button", title: "All knobs in a list (Ctrl K)", "aria-label": "Ctrl K: all knobs in a list", "aria-haspopup": "dialog" },
    h("kbd", { "aria-hidden": "true" }, "Ctrl K"));
  all.addEventListener("click", onPalette);

  function apply(): readonly Entry[] {
    const query = field.value.trim();
    const shown = new Set(found(entries(), query));
    for (const entry of entries()) entry.element.classList.toggle("filtered", !shown.has(entry));
    for (const section of sections()) {
      const rows = [...section.querySelectorAll<HTMLElement>(":scope > :not(h3)")];
      section.classList.toggle("filtered", rows.every((row) => row.classList.contains("filtered") || row.hidden));
    }
    const here = [...shown].filter((entry) => !entry.element.hidden);
    setText(count, query === "" ? "" : `${formatNumber(here.length)} of ${formatNumber(entries().length)}`);
    return here;
  }

  field.addEventListener("input", () => void apply());
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && field.value !== "") {
      field.value = "";
      apply();
    } else if (event.key === "Enter") best(apply(), field.value)?.focus();
    else if (event.key === "ArrowDown") apply()[0]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    element: h("div", { class: "knob-search-line", role: "search" }, field, count, all),
    clear(): void {
      if (field.value === "") return;
      field.value = "";
      apply();
    },
  };
}
