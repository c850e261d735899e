/** What is on the stage while a run is presented: kept by the browser, the parts for each scenario. */
import { computed, effect, signal, type ReadonlySignal, type Signal } from "@preact/signals-core";
import { keepValue, recallKept } from "./kept";

export const STAGE_PARTS = ["sentence", "topology", "lanes", "machine", "environments", "timelines"] as const;
export type StagePart = (typeof STAGE_PARTS)[number];

const HIDDEN = "windtunnel.stage-without.";
const COLOURS = "windtunnel.stage-colours";
const SIZE = "windtunnel.stage-size";

/** Of the type, beside what is read from the back of a room of usual size. */
export const SIZES: readonly number[] = [0.8, 0.9, 1, 1.15, 1.3, 1.5];
/** The smallest type of the stage, in pixels of the screen and in those of the page. */
const READABLE = 20;
export const LEAST = 13;
/** At the desk. */
export const SMALL = 11;
const WIDTH_OF_THAT = 1920;
const PHONE = 768;

/** How much larger than itself the page is shown, so that no type is below 20 pixels: more on a
 *  screen with more of them, and not at all on one that is held in a hand. */
export function enlargement(width: number, size: number): number {
  if (width <= PHONE) return 1;
  return Math.ceil(((READABLE * 1000) / LEAST) * Math.max(1, width / WIDTH_OF_THAT) * size) / 1000;
}

export class Stage {
  /** Something is presented. */
  readonly on = signal(false);
  /** Parts that are not on the stage. */
  readonly without: ReadonlySignal<ReadonlySet<StagePart>>;
  private readonly chosen: Signal<ReadonlySet<StagePart> | null>;
  /** There is not room for all of them: until somebody chooses, the environments stay away. */
  readonly crowded = signal(false);
  /** The projector's colours, or those of the page. */
  readonly projector = signal(recallKept(COLOURS) !== "page");
  readonly size = signal(recallSize());

  /** `parts` are those that the scenario has. */
  constructor(private readonly scenario: string, readonly parts: readonly StagePart[] = STAGE_PARTS) {
    this.chosen = signal(recallParts(HIDDEN + scenario));
    this.without = computed(() => this.chosen.value ?? new Set<StagePart>(this.crowded.value ? ["environments"] : []));
    effect(() => keepValue(COLOURS, this.projector.value ? null : "page"));
    effect(() => keepValue(SIZE, this.size.value === 1 ? null : String(this.size.value)));
  }

  shows(part: StagePart): boolean {
    return this.parts.includes(part) && !this.without.value.has(part);
  }

  /** Off the stage, or back on it; one part stays. */
  toggle(part: StagePart): void {
    const without = new Set(this.without.value);
    if (!without.delete(part)) without.add(part);
    if (this.parts.every((other) => other === "sentence" || other === "lanes" || without.has(other))) return;
    this.chosen.value = without;
    keepValue(HIDDEN + this.scenario, [...without].join(","));
  }

  /** How much larger the page is shown in a window of this size. */
  fit(width: number): number {
    this.crowded.value = false;
    return this.on.peek() ? enlargement(width, this.size.peek()) : 1;
  }

  /** Told when not all that is on the stage has room. */
  crowd(): void {
    if (this.chosen.peek() === null) this.crowded.value = true;
  }

  /** Larger or smaller type. */
  resize(by: 1 | -1): void {
    const at = SIZES.indexOf(this.size.value);
    this.size.value = SIZES[Math.max(0, Math.min(SIZES.length - 1, at + by))]!;
  }
}

/** What others wrote there counts for nothing. */
function recallParts(key: string): ReadonlySet<StagePart> | null {
  const said = recallKept(key)?.split(",");
  return said ? new Set(STAGE_PARTS.filter((part) => said.includes(part))) : null;
}

function recallSize(): number {
  const said = Number(recallKept(SIZE));
  return SIZES.includes(said) ? said : 1;
}
