/**
 * Ctrl+K: every knob in one list, group by group along the path of a request. Typing narrows
 * it, arrow keys move, Enter goes to the knob, Escape closes.
 */
import { clear, h, setAttribute, setText } from "../../core/dom";
import { plural } from "../../charts/words";
import { best, found, type Entry } from "./search";

export interface Palette {
  readonly element: HTMLDialogElement;
  open(): void;
}

const PAGE = 8;

export function createPalette(entries: () => readonly Entry[], chosen: (entry: Entry) => void): Palette {
  const field = h("input", {
    type: "text", class: "palette-field", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list",
    "aria-label": "Find a knob by name, AWS name or meaning", placeholder: "Find a knob: name, AWS name, meaning", autocomplete: "off", spellcheck: "false",
  });
  const list = h("div", { class: "palette-list", id: "palette-list", role: "listbox", "aria-label": "Knobs" });
  const count = h("p", { class: "palette-count", role: "status" });
  const element = h("dialog", { class: "sheet palette", "aria-label": "Find a knob" }, field, list, count);
  let shown: Entry[] = [];
  let options: HTMLElement[] = [];
  let active = -1;

  function fill(): void {
    shown = found(entries(), field.value).filter((entry) => !entry.element.hidden);
    options = shown.map((entry, i) => option(entry, i));
    clear(list);
    const groups = [...new Set(shown.map((entry) => entry.group))];
    for (const [k, group] of groups.entries()) {
      const title = h("div", { class: "palette-group", id: `palette-group-${k}`, role: "presentation" }, group);
      const own = options.filter((_, i) => shown[i]!.group === group);
      list.append(h("div", { role: "group", "aria-labelledby": `palette-group-${k}` }, title, ...own));
    }
    setAttribute(list, "role", shown.length > 0 ? "listbox" : "group");
    setText(count, shown.length > 0 ? plural(shown.length, "knob") : `No knob matches “${field.value.trim().slice(0, 40)}”.`);
    const likely = field.value.trim() === "" ? shown[0] ?? null : best(shown, field.value);
    activate(likely ? shown.indexOf(likely) : -1);
  }

  function option(entry: Entry, i: number): HTMLElement {
    const names = h("span", { class: "palette-name" }, h("b", {}, entry.label), entry.awsName && entry.awsName !== entry.label ? h("code", {}, entry.awsName) : null);
    const row = h("div", { class: "palette-option", role: "option", id: `palette-option-${i}`, "aria-selected": "false" },
      names, h("span", { class: "palette-value num" }, entry.value()), h("span", { class: "palette-meaning" }, entry.meaning));
    row.addEventListener("click", () => take(entry));
    row.addEventListener("pointermove", () => activate(i));
    return row;
  }

  function activate(i: number): void {
    if (active !== i && options[active]) options[active]!.setAttribute("aria-selected", "false");
    active = i;
    const row = options[i];
    setAttribute(field, "aria-activedescendant", row ? row.id : null);
    if (!row) return;
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView?.({ block: "nearest" });
  }

  function take(entry: Entry): void {
    element.close();
    chosen(entry);
  }

  function move(by: number): void {
    if (shown.length > 0) activate(Math.max(0, Math.min(shown.length - 1, active + by)));
  }

  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => (active === shown.length - 1 ? activate(0) : move(1)),
    ArrowUp: () => (active === 0 ? activate(shown.length - 1) : move(-1)),
    PageDown: () => move(PAGE),
    PageUp: () => move(-PAGE),
    Enter: () => {
      const entry = shown[active];
      if (entry) take(entry);
    },
  };
  field.addEventListener("input", fill);
  element.addEventListener("keydown", (event) => {
    const again = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    const key = keys[event.key];
    if (!key && !again) return;
    event.preventDefault();
    if (again) field.select();
    else key?.();
  });
  element.addEventListener("click", (event) => {
    if (event.target === element) element.close();
  });
  return {
    element,
    open(): void {
      if (element.open) return;
      field.value = "";
      element.showModal();
      fill();
      field.focus();
    },
  };
}
