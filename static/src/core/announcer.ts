/** One polite live region. At most one message in five seconds; the last one said wins. */
const QUIET_MS = 5000;

export class Announcer {
  private spokeAt = -Infinity;
  private waiting: string | null = null;
  private timer: number | undefined;

  constructor(private readonly region: HTMLElement) {}

  say(text: string): void {
    this.waiting = text;
    const wait = this.spokeAt + QUIET_MS - performance.now();
    clearTimeout(this.timer);
    if (wait <= 0) this.speak();
    else this.timer = window.setTimeout(() => this.speak(), wait);
  }

  private speak(): void {
    if (this.waiting === null) return;
    this.region.textContent = this.waiting;
    this.waiting = null;
    this.spokeAt = performance.now();
  }
}
