/** The search field above the knobs: leaves only those that match; Enter goes to the likeliest. */
import { useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { formatNumber } from "../../core/format";
import { idFor } from "../../core/ids";
import { best, type KnobSearch } from "./search";

export function Filter({ search, onPalette }: { search: KnobSearch; onPalette: () => void }) {
  const id = useMemo(() => idFor("knob-search"), []);
  const { query } = search;
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && query.value !== "") search.clear();
    else if (event.key === "Enter") best(search.here, query.value)?.focus();
    else if (event.key === "ArrowDown") search.here[0]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="knob-search-line" role="search">
      <input type="search" id={id} class="knob-search" placeholder="Search knobs" autocomplete="off" spellcheck={false} value={query}
        aria-label="Search knobs by name, AWS name or meaning" aria-describedby={`${id}-count`}
        onInput={(event) => (query.value = event.currentTarget.value)} onKeyDown={key} />
      <span class="knob-search-count num" id={`${id}-count`} role="status">
        {useComputed(() => (query.value.trim() === "" ? "" : `${formatNumber(search.here.length)} of ${formatNumber(search.entries.length)}`))}
      </span>
      <button class="knob-palette" type="button" title="All knobs in a list (Ctrl K)" aria-label="Ctrl K: all knobs in a list" aria-haspopup="dialog" onClick={onPalette}>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
    </div>
  );
}
