/** Runs that were computed for these tests, as the server would send them (tests/scenario/test_recorded.py). */
import { readdirSync, readFileSync } from "node:fs";
import { SPEEDS, type Actions, type PanelContext, type View } from "../../core/panel";
import { Store } from "../../core/store";
import { randomOf } from "../../core/testing/stored-run";
import type { FramePayload, Header } from "../../core/types";

const FOLDER = process.env["WINDTUNNEL_RECORDED"]!;
const SEEKS = 16;

export interface Recorded {
  readonly name: string;
  readonly header: Header;
  readonly frames: readonly FramePayload[];
  readonly store: Store;
  /** Moments at random, some of them where a bin begins, and the end. */
  readonly moments: readonly number[];
}

export function recorded(): Recorded[] {
  return readdirSync(FOLDER).sort().map((file) => read(file.replace(".jsonl", ""), readFileSync(`${FOLDER}/${file}`, "utf-8")));
}

function read(name: string, text: string): Recorded {
  const [header, ...frames] = text.trimEnd().split("\n").map((line) => JSON.parse(line) as unknown) as [Header, ...FramePayload[]];
  const store = new Store(header, header.duration_s);
  store.setHeader(header);
  for (const frame of frames) store.add(frame);
  store.complete = true;
  const random = randomOf([...name].reduce((sum, letter) => 31 * sum + letter.charCodeAt(0), 7));
  const seeks = Array.from({ length: SEEKS }, (_, i) => {
    const t = random() * header.duration_s;
    return i % 4 === 0 ? Math.floor(t) : t;
  });
  return { name, header, frames, store, moments: [...seeks, header.duration_s] };
}

export function contextOf({ store, header }: Recorded): PanelContext {
  const actions = { invalidate: () => undefined, select: () => undefined } as unknown as Actions;
  return { actions, scene: store.scene, durationS: header.duration_s };
}

export function viewAt({ store, header }: Recorded, t: number): View {
  return {
    store, baseline: null, baselineSays: "", t, hover: null, pin: null, range: { t0: 0, t1: header.duration_s }, computed: store.computed,
    playing: false, speed: SPEEDS[3]!, selection: { component: "", slot: null }, theme: "light", reducedMotion: true, connection: "closed", echo: null,
  };
}

/** The numbers in a text, in their order. */
export function numbers(text: string): number[] {
  return [...text.matchAll(/\d[\d,]*(?:\.\d+)?/g)].map(([number]) => Number(number.replaceAll(",", "")));
}
