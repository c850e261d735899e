/**
 * The knobs of the scenario's question, large; and all others, folded by component. A search opens
 * what it finds, and closes it again when it is over.
 */
import { computed, signal, useComputed, type ReadonlySignal, type Signal } from "@preact/signals";
import { createRef, type RefObject } from "preact";
import { useMemo } from "preact/hooks";
import { idFor } from "../../core/ids";
import type { Desk, Item } from "./desk";

interface Fold {
  readonly title: string;
  readonly items: readonly Item[];
  readonly open: Signal<boolean>;
  readonly rows: RefObject<HTMLDivElement | null>;
}

export function Folds({ desk }: { desk: Desk }) {
  const first = useMemo(() => desk.ofInterest, []);
  const folds = useMemo(() => foldsOf(desk, new Set(first.map(({ item }) => item)), first.length === 0), []);
  desk.unfold = (item) => folds.forEach((fold) => fold.items.includes(item) && unfold(fold));
  return (
    <>
      {first.length > 0 && <Interest desk={desk} first={first} />}
      {folds.map((fold) => <Folded key={fold.title} desk={desk} fold={fold} />)}
    </>
  );
}

/** At once: what is hidden takes no focus, and the next picture is later. */
function unfold(fold: Fold): void {
  fold.open.value = true;
  if (fold.rows.current) fold.rows.current.hidden = false;
}

/** Along the path of a request, as the components lie; what belongs to none comes at the end. */
function foldsOf(desk: Desk, but: ReadonlySet<Item>, open: boolean): Fold[] {
  const { scene } = desk.lab;
  const rest = desk.items.filter((item) => !but.has(item));
  const names = [...new Set(rest.map(({ fold }) => fold))];
  const place = (name: string): number => scene.node(name)?.order ?? Number.MAX_SAFE_INTEGER;
  const twins = (title: string): boolean => names.filter((name) => scene.titleOf(name) === title).length > 1;
  return names.sort((a, b) => place(a) - place(b)).map((name) => {
    const title = scene.titleOf(name);
    return { title: twins(title) ? `${title}, ${name}` : title, items: rest.filter(({ fold }) => fold === name), open: signal(open), rows: createRef<HTMLDivElement>() };
  });
}

/** Of each item whether the search leaves it out. */
function useLeftOut(desk: Desk, items: readonly Item[]): ReadonlySignal<boolean>[] {
  return useMemo(() => items.map(({ entry }) => computed(() => !desk.search.passes(entry))), []);
}

function Interest({ desk, first }: { desk: Desk; first: Desk["ofInterest"] }) {
  const left = useLeftOut(desk, first.map(({ item }) => item));
  const gone = first.map(({ item }, i) => useComputed(() => left[i]!.value || item.entry.hidden()));
  const rows = useMemo(() => first.map(({ item }, i) => item.draw(left[i]!)), []);
  const named = useComputed(() => `knob-interest${gone.every((one) => one.value) ? " filtered" : ""}`);
  return (
    <section class={named} aria-label="Knobs of this question">
      {rows.map((row, i) => (
        <div class="interest-knob">
          {row}
          {first[i]!.why && <p class="interest-why" hidden={gone[i]}>{first[i]!.why}</p>}
        </div>
      ))}
    </section>
  );
}

function Folded({ desk, fold }: { desk: Desk; fold: Fold }) {
  const id = useMemo(() => idFor("knob-fold"), []);
  const left = useLeftOut(desk, fold.items);
  const nothing = useComputed(() => fold.items.every(({ entry }, i) => left[i]!.value || entry.hidden()));
  const rows = useMemo(() => fold.items.map((item, i) => item.draw(left[i]!)), []);
  const open = useComputed(() => fold.open.value || desk.search.query.value.trim() !== "");
  const changed = useComputed(() => fold.items.filter((item) => item.changed()).length);
  return (
    <section class={useComputed(() => `knob-group${nothing.value ? " filtered" : ""}`)}>
      <h3>
        <button class="knob-fold" type="button" aria-expanded={useComputed(() => (open.value ? "true" : "false"))} aria-controls={id}
          onClick={() => (fold.open.value = !fold.open.value)}>
          <span class="knob-fold-title">{fold.title}</span>
          <span class="knob-fold-count num">{useComputed(() => (changed.value ? `${changed.value} changed of ${fold.items.length}` : String(fold.items.length)))}</span>
        </button>
      </h3>
      <div id={id} ref={fold.rows} hidden={useComputed(() => !open.value)}>{rows}</div>
    </section>
  );
}
