/** Whether this stage leads the class: of several that a teacher has open, the one touched last. */
import type { Go, Lead, TeachersView } from "../../core/classroom/messages";

/** A stage that does not lead says where it looks for so long after a touch: then it leads, or another was touched later. */
const CLAIMS_MS = 2000;
const ONCE_A_MS = 500;
const TOUCHES = ["pointerdown", "keydown", "wheel"] as const;

const now = (): number => performance.now();

export class Leading {
  /** To open it is to touch it. */
  private touchedMs = now();
  private claimedMs = -Infinity;
  private leader: string | null = null;

  constructor(private readonly page: string, private readonly claim: () => void) {
    for (const kind of TOUCHES) addEventListener(kind, () => this.touch(), { capture: true, passive: true });
  }

  get leads(): boolean {
    return this.leader === null || this.leader === this.page;
  }

  /** Whether it says where it looks. */
  get tells(): boolean {
    return this.leads || now() - this.touchedMs < CLAIMS_MS;
  }

  hear({ page }: Lead): void {
    const before = this.leads;
    this.leader = page;
    if (this.leads && !before) this.claim();
  }

  /** Whether it is this stage that the console means. */
  obeys({ page }: Go): boolean {
    if (page !== null && page !== this.page) return false;
    this.touch();
    return true;
  }

  /** What is told, with whose it is and when it was touched. */
  named(view: TeachersView): object {
    return { ...view, page: this.page, ago: Math.round(now() - this.touchedMs) / 1000 };
  }

  private touch(): void {
    this.touchedMs = now();
    if (this.leads || this.touchedMs - this.claimedMs < ONCE_A_MS) return;
    this.claimedMs = this.touchedMs;
    this.claim();
  }
}
