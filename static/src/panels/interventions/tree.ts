/**
 * The tree of forks: every run of the family, what was changed from the one before, and what to do with
 * it: open it, compare some, make one the baseline.
 */
import { effect, signal, type Signal } from "@preact/signals-core";
import type { Baseline } from "../../core/baseline";
import { plural } from "../../charts/words";
import { h, setText } from "../../core/dom";
import { formatClock } from "../../core/format";
import { idFor } from "../../core/ids";
import type { Lab } from "../../core/lab";
import type { Family, FamilyMember } from "../../core/types";

/** So many runs a comparison takes. */
export const MOST_COMPARED = 4;

export interface Tree {
  readonly button: HTMLElement;
  open(): void;
}

export interface Branch {
  readonly run: FamilyMember;
  readonly forks: readonly Branch[];
}

/** The runs as a tree, those that were made first first. */
export function treeOf({ runs, root }: Family): Branch | null {
  const grown = (run: FamilyMember): Branch => ({ run, forks: runs.filter(({ parent }) => parent === run.id).map(grown) });
  const first = runs.find(({ id }) => id === root);
  return first ? grown(first) : null;
}

/** In the order of the family: what was before comes first. */
export function compareUrl(family: Family, chosen: ReadonlySet<string>): string {
  const ids = family.runs.map(({ id }) => id).filter((id) => chosen.has(id));
  return `/compare?${ids.slice(0, MOST_COMPARED).map((id, i) => `${"abcd"[i]}=${id}`).join("&")}`;
}

export function createTree(lab: Lab, base: Baseline, dialogs: HTMLElement): Tree {
  const family: Signal<Family | null> = signal(null);
  const sheet = new TreeSheet(lab, base, family);
  dialogs.append(sheet.element);
  const button = h("button", { class: "btn tree-button", type: "button", "aria-haspopup": "dialog", title: "The tree of forks (V)", "aria-keyshortcuts": "V" });
  button.addEventListener("click", () => sheet.open());
  effect(() => void (button.hidden = lab.run.value === null));
  effect(() => {
    const forks = (family.value?.runs.length ?? 1) - 1;
    setText(button, forks > 0 ? `Forks ${forks}` : "Forks");
  });
  // A run that is made of another one is in its family; how many there are is known with it.
  effect(() => {
    const id = lab.run.value;
    if (id !== null && lab.origin.value !== null) void lab.api.family(id).then((found) => (family.value = found), () => undefined);
  });
  return { button, open: () => sheet.open() };
}

class TreeSheet {
  readonly element: HTMLDialogElement;
  private readonly body = h("div", { class: "tree-body" });
  private readonly note = h("p", { class: "quiet", role: "status" });
  private readonly compare = h("button", { class: "btn btn-primary", type: "button" }, "Compare these");
  private readonly chosen: Signal<ReadonlySet<string>> = signal(new Set());
  /** What there is to say of the family: that it is not here, or not all of it. */
  private readonly said = signal("");

  constructor(private readonly lab: Lab, private readonly base: Baseline, private readonly family: Signal<Family | null>) {
    const id = idFor("tree-title");
    const close = h("button", { class: "btn", type: "button" }, "Close");
    close.addEventListener("click", () => this.element.close());
    this.element = h("dialog", { class: "sheet tree-sheet", "aria-labelledby": id },
      h("h2", { id }, "Forks"), h("p", { class: "act-about" }, "What was changed from run to run. Choose two to four to compare them."),
      this.body, this.note, h("div", { class: "act-buttons" }, this.compare, close));
    this.element.addEventListener("click", (event) => event.target === this.element && this.element.close());
    this.compare.addEventListener("click", () => this.family.value && location.assign(compareUrl(this.family.value, this.chosen.value)));
    effect(() => this.fill());
    effect(() => this.showCompare());
  }

  open(): void {
    if (this.element.open) return;
    this.chosen.value = new Set();
    this.element.showModal();
    void this.load();
  }

  private async load(): Promise<void> {
    const id = this.lab.run.value;
    if (id === null) return;
    this.said.value = "";
    const found = await this.lab.api.family(id).catch((error: Error) => error);
    if (found instanceof Error) return void (this.said.value = found.message);
    this.family.value = found;
    this.said.value = found.cut ? `Only ${plural(found.runs.length, "run")} are shown.` : "";
    (this.body.querySelector<HTMLElement>("a[aria-current]") ?? this.body.querySelector("a"))?.focus();
  }

  private fill(): void {
    const family = this.family.value;
    const [shown, base] = [this.lab.run.value, this.base.id];
    const tree = family && treeOf(family);
    const focused = (document.activeElement as HTMLElement | null)?.dataset["tree"];
    this.body.replaceChildren(...(tree ? [h("ul", { class: "tree", "aria-label": "Runs" }, this.branch(tree, shown, base))] : []));
    if (focused) this.body.querySelector<HTMLElement>(`[data-tree="${focused}"]`)?.focus();
  }

  private branch({ run, forks }: Branch, shown: string | null, base: string | null): HTMLElement {
    const isShown = run.id === shown;
    const label = run.label || (run.parent === null ? "as written" : "nothing changed");
    const link = h("a", { href: run.url, "data-tree": `open-${run.id}`, "aria-current": isShown ? "true" : null }, run.name || label);
    link.addEventListener("click", () => (link.href = run.url + location.hash));
    const choose = h("input", { type: "checkbox", "data-tree": `choose-${run.id}`, "aria-label": `Compare ${run.name || label}` });
    choose.checked = this.chosen.peek().has(run.id);
    choose.addEventListener("change", () => this.choose(run.id, choose.checked));
    const baseline = h("button", { class: "link-button", type: "button", "data-tree": `base-${run.id}`, "aria-pressed": String(run.id === base) }, run.id === base ? "Is the baseline" : "Make it the baseline");
    baseline.addEventListener("click", () => {
      this.base.choose(run.id);
    });
    const says = [run.name ? label : "", isShown ? "shown now" : "", stateOf(run, this.lab.store.value.frameS)].filter(Boolean).join(" · ");
    const row = h("div", { class: isShown ? "tree-run shown" : "tree-run" }, choose, link, h("span", { class: "quiet" }, says), baseline);
    return h("li", {}, row, ...(forks.length > 0 ? [h("ul", {}, ...forks.map((fork) => this.branch(fork, shown, base)))] : []));
  }

  private choose(id: string, chosen: boolean): void {
    const next = new Set(this.chosen.value);
    if (chosen) next.add(id);
    else next.delete(id);
    this.chosen.value = next;
  }

  private showCompare(): void {
    const { size } = this.chosen.value;
    const family = this.family.value;
    const ready = family !== null && size >= 2 && size <= MOST_COMPARED;
    this.compare.disabled = !ready;
    setText(this.note, [this.said.value, size > MOST_COMPARED ? "At most four are compared." : ""].filter(Boolean).join(" "));
  }
}

/** What it shares, and how it stands where it has not ended well. */
function stateOf({ shared, state, computed_s: computed }: FamilyMember, frameS: number): string {
  const parts = shared > 0 ? [`shares up to ${formatClock(shared * frameS)}`] : [];
  return [...parts, ...(state === "finished" ? [] : [`${state} at ${formatClock(computed)}`])].join(" · ");
}
