/** How a follower stands to the class, in words and in what can be done about it. */
import type { LinkState } from "../../core/classroom/link";
import type { Mode } from "../../core/classroom/messages";
import { formatTime } from "../../core/format";

export interface Standing {
  readonly link: LinkState;
  readonly why: string;
  readonly mode: Mode;
  /** The teacher has shown something. */
  readonly shown: boolean;
  /** The teacher is here. */
  readonly taught: boolean;
  readonly frozen: boolean;
  /** Where the teacher is, seconds; null where that is another run's. */
  readonly teacherT: number | null;
}

export interface Told {
  readonly tone: "calm" | "own" | "held" | "bad";
  readonly head: string;
  readonly words: string;
  readonly back: boolean;
}

const MODES: Readonly<Record<Mode, string>> = { following: "Following", exploring: "Exploring", fork: "My fork" };

export function told(standing: Standing): Told {
  const { link, why, mode, taught, frozen, shown } = standing;
  const back = mode !== "following" && link !== "over" && link !== "refused" && link !== "full";
  if (link === "over") return { tone: "held", head: "Class over", words: "The lab stays, and so do your forks.", back: false };
  if (link === "refused") return { tone: "bad", head: "Not in the class", words: why, back: false };
  if (link === "full") return { tone: "bad", head: "Class full", words: why, back: false };
  if (link === "connecting") return { tone: "calm", head: "Joining", words: "", back: false };
  if (link === "reconnecting") return { tone: "bad", head: "Connection lost", words: "It is tried again by itself. You keep what you have.", back };
  if (frozen) return { tone: "held", head: "Frozen", words: "The teacher has stopped the clock. You may look around.", back };
  if (!shown) return { tone: "calm", head: "Waiting", words: "The teacher has not shown anything yet.", back: false };
  if (!taught) return { tone: "held", head: "Teacher gone", words: "Look around meanwhile; the class goes on when the teacher is back.", back };
  return { tone: mode === "following" ? "calm" : "own", head: MODES[mode], words: wordsOf(standing), back };
}

function wordsOf({ mode, link, teacherT }: Standing): string {
  const slow = link === "polling" ? " Sockets are blocked on this network: the view comes every two seconds." : "";
  if (mode === "following") return `You see what the teacher sees.${slow}`;
  const where = teacherT === null ? "The teacher shows another run." : `The teacher is at ${formatTime(teacherT, 0)}.`;
  return `${where}${slow}`;
}
