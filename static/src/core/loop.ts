/**
 * The page's one animation loop. It sleeps while nothing changed, while the page is hidden,
 * and between the two pictures a second that reduced motion allows.
 */
const REDUCED_MS = 500;
/** New data alone is shown ten times a second, whatever pace it comes at. */
const DATA_MS = 100;

export class Loop {
  private frame = 0;
  private timer: number | undefined;
  private dirty = false;
  private lastPaint = -Infinity;

  /** `paint` draws and says whether the picture moves on by itself. */
  constructor(
    private readonly paint: (nowMs: number) => boolean,
    private readonly reduced: () => boolean,
  ) {
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.dirty) this.schedule();
    });
  }

  invalidate(): void {
    this.dirty = true;
    this.schedule();
  }

  /** For data that came: at the latest after DATA_MS, at once when the page was still. */
  invalidateSoon(): void {
    if (this.dirty) return;
    this.dirty = true;
    this.rest(this.reduced() ? REDUCED_MS : DATA_MS);
  }

  private schedule(): void {
    if (this.frame || document.hidden) return;
    clearTimeout(this.timer);
    this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  private tick(now: number): void {
    this.frame = 0;
    this.dirty = false;
    this.lastPaint = now;
    const moving = this.paint(performance.now());
    if (!moving) return;
    this.dirty = true;
    if (this.reduced()) this.rest(REDUCED_MS);
    else this.schedule();
  }

  private rest(sinceLastMs: number): void {
    const wait = sinceLastMs - (performance.now() - this.lastPaint);
    if (wait <= 0) return this.schedule();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.schedule(), wait);
  }
}
