/**
 * Ctrl+K: every knob in one list, group by group along the path of a request. Typing narrows
 * it, arrow keys move, Enter goes to the knob, Escape closes.
 */
import { batch, computed, signal, useComputed, type ReadonlySignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { plural } from "../../charts/words";
import { idFor } from "../../core/ids";
import { best, found, type Entry } from "./search";

const PAGE = 8;

/** What the list shows, and which of it is meant. */
export class PaletteChoice {
  readonly open = signal(false);
  readonly query = signal("");
  readonly active = signal(-1);
  readonly shown: ReadonlySignal<readonly Entry[]>;

  constructor(private readonly entries: readonly Entry[], private readonly chosen: (entry: Entry) => void) {
    this.shown = computed(() => (this.open.value ? found(this.entries, this.query.value).filter((entry) => !entry.hidden()) : []));
  }

  show(): void {
    if (this.open.value) return;
    this.open.value = true;
    this.ask("");
  }

  ask(query: string): void {
    batch(() => {
      this.query.value = query;
      const likely = query.trim() === "" ? this.shown.value[0] : best(this.shown.value, query);
      this.active.value = likely ? this.shown.value.indexOf(likely) : -1;
    });
  }

  take(entry: Entry | undefined): void {
    if (!entry) return;
    this.open.value = false;
    this.chosen(entry);
  }

  private move(by: number): void {
    const last = this.shown.value.length - 1;
    if (last >= 0) this.active.value = Math.max(0, Math.min(last, this.active.value + by));
  }

  /** True when the key was one of the list's. */
  key(key: string): boolean {
    const last = this.shown.value.length - 1;
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => (this.active.value === last ? this.move(-Infinity) : this.move(1)),
      ArrowUp: () => (this.active.value === 0 ? this.move(Infinity) : this.move(-1)),
      PageDown: () => this.move(PAGE),
      PageUp: () => this.move(-PAGE),
      Enter: () => this.take(this.shown.value[this.active.value]),
    };
    keys[key]?.();
    return key in keys;
  }
}

export function Palette({ choice }: { choice: PaletteChoice }) {
  const id = useMemo(() => idFor("palette"), []);
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const { open, shown, active, query } = choice;
  useLayoutEffect(() => open.subscribe((wanted) => {
    if (!wanted) dialog.current?.close();
    else if (!dialog.current?.open) {
      dialog.current?.showModal();
      field.current?.focus();
    }
  }), []);
  const key = (event: KeyboardEvent): void => {
    const again = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if (again) field.current?.select();
    else if (!choice.key(event.key)) return;
    event.preventDefault();
  };
  return (
    <dialog class="sheet palette" aria-label="Find a knob" ref={dialog} onKeyDown={key} onClose={() => (open.value = false)}
      onClick={(event) => event.target === dialog.current && (open.value = false)}>
      <input type="text" class="palette-field" role="combobox" aria-expanded="true" aria-controls={`${id}-list`} aria-autocomplete="list"
        aria-label="Find a knob by name, AWS name or meaning" placeholder="Find a knob: name, AWS name, meaning" autocomplete="off" spellcheck={false}
        aria-activedescendant={useComputed(() => (active.value < 0 ? undefined : `${id}-option-${active.value}`))}
        ref={field} value={query} onInput={(event) => choice.ask(event.currentTarget.value)} />
      <div class="palette-list" id={`${id}-list`} role={useComputed(() => (shown.value.length > 0 ? "listbox" : "group"))} aria-label="Knobs">
        <Groups choice={choice} id={id} />
      </div>
      <p class="palette-hint"><kbd>Enter</kbd> goes to the knob · <kbd>Esc</kbd> closes this list, and then <kbd>X</kbd> stops a run that is computed</p>
      <p class="palette-count" role="status">
        {useComputed(() => (shown.value.length > 0 || !open.value ? plural(shown.value.length, "knob") : `No knob matches “${query.value.trim().slice(0, 40)}”.`))}
      </p>
    </dialog>
  );
}

function Groups({ choice, id }: { choice: PaletteChoice; id: string }) {
  const shown = choice.shown.value;
  const groups = [...new Set(shown.map((entry) => entry.group))];
  return (
    <>
      {groups.map((group, k) => (
        <div role="group" aria-labelledby={`${id}-group-${k}`} key={group}>
          <div class="palette-group" id={`${id}-group-${k}`} role="presentation">{group}</div>
          {shown.map((entry, i) => entry.group === group && <Option key={entry.path} choice={choice} entry={entry} i={i} id={`${id}-option-${i}`} />)}
        </div>
      ))}
    </>
  );
}

function Option({ choice, entry, i, id }: { choice: PaletteChoice; entry: Entry; i: number; id: string }) {
  const row = useRef<HTMLDivElement>(null);
  const selected = choice.active.value === i;
  useLayoutEffect(() => {
    if (selected) row.current?.scrollIntoView?.({ block: "nearest" });
  }, [selected]);
  return (
    <div class="palette-option" role="option" id={id} aria-selected={selected} ref={row} onClick={() => choice.take(entry)} onPointerMove={() => (choice.active.value = i)}>
      <span class="palette-name"><b>{entry.label}</b>{entry.awsName && entry.awsName !== entry.label && <code>{entry.awsName}</code>}</span>
      <span class="palette-value num">{entry.value()}</span>
      <span class="palette-meaning">{entry.meaning}</span>
    </div>
  );
}
