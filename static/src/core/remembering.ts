/**
 * Puts the view into the address a moment after it changed: browsers allow only so many changes a second.
 * Another zoom is a new entry in the history, so that Back walks zooms; what is zoomed in one go is one.
 */
import type { Address } from "./address";
import type { Range } from "./panel";

const REMEMBER_AFTER_MS = 250;

export class Remembering {
  private timer: number | undefined;
  /** The zoom that the address has. */
  private written: Range | null = null;

  constructor(private readonly address: Address, private readonly view: () => { readonly hash: string; readonly zoom: Range | null }) {}

  /** Something is not in the address yet. */
  get pending(): boolean {
    return this.timer !== undefined;
  }

  later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.now(), REMEMBER_AFTER_MS);
  }

  /** The address has it already: it came from there. */
  taken(zoom: Range | null): void {
    this.stop();
    this.written = zoom;
  }

  now(): void {
    this.stop();
    const { hash, zoom } = this.view();
    const zoomed = zoom?.t0 !== this.written?.t0 || zoom?.t1 !== this.written?.t1;
    this.written = zoom;
    if (zoomed) this.address.pushHash(hash);
    else this.address.replaceHash(hash);
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
