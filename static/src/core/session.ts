/**
 * What a page shows: one run, or several. The first has the page's address; a run that was shown
 * before stays in the session, laid under the charts of the one that took its place.
 */
import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals-core";
import { OwnAddress, PageAddress, type Address } from "./address";
import { Lab } from "./lab";
import type { Store } from "./store";
import { Theme } from "./theme";
import type { LabData } from "./types";

/** What runs of a session share, and how one of them finds the run it is compared with. */
export interface Surroundings {
  readonly theme: Theme;
  readonly reducedMotion: ReadonlySignal<boolean>;
  readonly address: Address;
  /** The data of the run that lies under this one's charts; null when there is none. */
  readonly under: ReadonlySignal<Store | null>;
  /** Keeps what is shown now, before another run takes its place. */
  keep(lab: Lab): void;
}

export class Session {
  readonly theme = new Theme();
  readonly reducedMotion: Signal<boolean>;
  readonly runs: Signal<readonly Lab[]> = signal([]);
  private readonly pairs: Signal<ReadonlyMap<Lab, Lab>> = signal(new Map());

  constructor() {
    const reduced = matchMedia("(prefers-reduced-motion: reduce)");
    this.reducedMotion = signal(reduced.matches);
    reduced.addEventListener("change", () => (this.reducedMotion.value = reduced.matches));
  }

  /** Adds a run; the first one of a page has its address. */
  add(data: LabData): Lab {
    const address = this.runs.value.length === 0 ? new PageAddress() : new OwnAddress();
    const lab: Lab = new Lab(data, this.around(address, () => lab));
    this.runs.value = [...this.runs.value, lab];
    return lab;
  }

  private around(address: Address, lab: () => Lab): Surroundings {
    const under = computed(() => this.underOf(lab())?.store.value ?? null);
    return { theme: this.theme, reducedMotion: this.reducedMotion, address, under, keep: (kept) => this.keep(kept) };
  }

  /** The run under another's charts. */
  underOf(lab: Lab): Lab | null {
    return this.pairs.value.get(lab) ?? null;
  }

  /** Lays a run of the session under the charts of another; null takes it away. */
  lay(under: Lab | null, lab: Lab): void {
    const pairs = new Map(this.pairs.value);
    if (under) pairs.set(lab, under);
    else pairs.delete(lab);
    this.pairs.value = pairs;
  }

  remove(lab: Lab): void {
    lab.close();
    this.runs.value = this.runs.value.filter((other) => other !== lab);
    this.pairs.value = new Map([...this.pairs.value].filter(([above, under]) => above !== lab && under !== lab));
  }

  /** A whole run is the better ghost; half of one will do until there is one. */
  private keep(lab: Lab): void {
    const before = this.underOf(lab);
    const shown = lab.store.value;
    if (!shown.complete && !(shown.bins > 0 && before === null)) return;
    const kept: Lab = new Lab(lab.dataNow(), this.around(new OwnAddress(), () => kept), lab);
    this.runs.value = [...this.runs.value.filter((other) => other !== before), kept];
    this.lay(kept, lab);
  }
}
