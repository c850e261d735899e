/**
 * What a page shows: one run, or several. The first has the page's address, and a baseline: the run
 * that lies under its charts.
 */
import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals-core";
import { OwnAddress, PageAddress, type Address } from "./address";
import { Baseline } from "./baseline";
import { readFragment } from "./fragment";
import { Lab } from "./lab";
import { overSocket, type SourceOf } from "./source";
import type { Store } from "./store";
import { Theme } from "./theme";
import type { LabData, RunInfo } from "./types";

/** What runs of a session share, and how one of them finds the run it is compared with. */
export interface Surroundings {
  readonly theme: Theme;
  readonly reducedMotion: ReadonlySignal<boolean>;
  readonly address: Address;
  readonly sourceOf: SourceOf;
  /** The data of the run that lies under this one's charts; null when there is none. */
  readonly under: ReadonlySignal<Store | null>;
  /** Which that is, and what differs. */
  readonly underSays: ReadonlySignal<string>;
  /** Which run was chosen for it; null is the scenario as it was written. */
  readonly base: Signal<string | null>;
  /** Keeps what is shown now, if it is the baseline, before another run takes its place. */
  keep(lab: Lab): void;
}

export class Session {
  readonly reducedMotion: Signal<boolean>;
  readonly runs: Signal<readonly Lab[]> = signal([]);
  private readonly pairs: Signal<ReadonlyMap<Lab, Lab>> = signal(new Map());
  private readonly bases: Signal<ReadonlyMap<Lab, Baseline>> = signal(new Map());

  constructor(private readonly sourceOf: SourceOf = overSocket, readonly theme = new Theme()) {
    const reduced = matchMedia("(prefers-reduced-motion: reduce)");
    this.reducedMotion = signal(reduced.matches);
    reduced.addEventListener("change", () => (this.reducedMotion.value = reduced.matches));
  }

  /** Adds a run; the first one of a page has its address. */
  add(data: LabData, address: Address = this.runs.value.length === 0 ? new PageAddress() : new OwnAddress()): Lab {
    const lab: Lab = new Lab(data, this.around(address, () => lab));
    this.runs.value = [...this.runs.value, lab];
    return lab;
  }

  /** Gives a run a baseline, which stays while other runs take its place. */
  compareFrom(lab: Lab): Baseline {
    lab.base.value = readFragment(lab.address.hash).base;
    const load = (run: RunInfo): Lab => {
      const under = this.add({ ...lab.data, header: null, run });
      this.tell(under, lab);
      under.receive();
      return under;
    };
    const base = new Baseline(lab, lab.base, {
      load,
      lay: (under) => this.layOnly(under, lab),
      find: (id) => this.runs.value.find((other) => other !== lab && other.run.value === id) ?? null,
    });
    this.bases.value = new Map(this.bases.value).set(lab, base);
    return base;
  }

  /** What comes in of a run that lies under another is seen in the pictures of that one. */
  private tell(under: Lab, lab: Lab): void {
    under.viewing.onDirty = () => lab.viewing.onDirty();
    under.viewing.onData = () => lab.viewing.onData();
  }

  private around(address: Address, lab: () => Lab, base: Signal<string | null> = signal(null)): Surroundings {
    const under = computed(() => this.underOf(lab())?.store.value ?? null);
    const underSays = computed(() => this.bases.value.get(lab())?.words ?? "");
    return { theme: this.theme, reducedMotion: this.reducedMotion, address, sourceOf: this.sourceOf, under, underSays, base, keep: (kept) => this.keep(kept) };
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

  /** The same, and lets the one go that lay there before: its data is large. */
  private layOnly(under: Lab | null, lab: Lab): void {
    const before = this.underOf(lab);
    this.lay(under, lab);
    if (before && before !== under && under) this.remove(before);
  }

  remove(lab: Lab): void {
    lab.close();
    this.runs.value = this.runs.value.filter((other) => other !== lab);
    this.pairs.value = new Map([...this.pairs.value].filter(([above, under]) => above !== lab && under !== lab));
  }

  /** What goes away and is the baseline stays, with what it has received. */
  private keep(lab: Lab): void {
    const base = this.bases.value.get(lab);
    const id = lab.run.value;
    if (!base?.wants(id)) return;
    const had = this.runs.value.find((other) => other !== lab && other.run.value === id);
    if (had && had.store.value.last >= lab.veil.store.value.last) return;
    // It had ended early when it was kept, and has gone on since.
    if (had) this.remove(had);
    const kept: Lab = new Lab(lab.dataNow(), this.around(new OwnAddress(), () => kept), lab);
    this.runs.value = [...this.runs.value, kept];
    this.tell(kept, lab);
    kept.receive();
  }
}
