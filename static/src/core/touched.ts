/** Who moves the view of a run: somebody here, or, in a class, whom they follow. */

export class Touched {
  /** Set by a class: somebody here moved the playhead, the zoom, the step or what is selected. */
  on: () => void = () => undefined;
  /** Why the playhead may not run, in words; null where it may. */
  held: string | null = null;
  /** While the view is somebody else's. */
  led = false;

  here(): void {
    if (!this.led) this.on();
  }

  /** What is done in it is done by whom one follows. */
  lead(move: () => void): void {
    const before = this.led;
    this.led = true;
    try {
      move();
    } finally {
      this.led = before;
    }
  }
}
