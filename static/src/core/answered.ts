/** What somebody answered, kept in their browser by run and question. */
import { keepValue, recallKept } from "./kept";
import { readPrediction, type Predict, type Prediction } from "./predictions";

/** `prediction` is null where the answer was looked at without one. */
export interface Kept {
  readonly prediction: Prediction | null;
  readonly revealed: boolean;
  /** Why it went otherwise, in their words. */
  readonly why: string;
  /** What they think since they know. */
  readonly later: Prediction | null;
}

export const UNASKED: Kept = { prediction: null, revealed: false, why: "", later: null };
export const MOST_WORDS = 500;

const KEY = "windtunnel.predictions";
/** Of so many questions the answers are kept: those of long ago go first. */
const MOST = 200;

type All = readonly (readonly [key: string, kept: unknown])[];

function all(): All {
  try {
    const told: unknown = JSON.parse(recallKept(KEY) ?? "[]");
    return Array.isArray(told) ? (told as unknown[]).filter((one): one is All[number] => Array.isArray(one) && typeof one[0] === "string") : [];
  } catch {
    return [];
  }
}

const keyOf = (run: string, question: Predict): string => `${run}/${question.id}`;

export function recallAnswer(run: string, question: Predict): Kept {
  const told = all().find(([key]) => key === keyOf(run, question))?.[1] as Partial<Kept> | null | undefined;
  if (!told || typeof told !== "object") return UNASKED;
  const why = typeof told.why === "string" ? told.why.slice(0, MOST_WORDS) : "";
  return { prediction: readPrediction(question, told.prediction), revealed: told.revealed === true, why, later: readPrediction(question, told.later) };
}

/** Null forgets it. */
export function keepAnswer(run: string, question: Predict, kept: Kept | null): void {
  const others = all().filter(([key]) => key !== keyOf(run, question));
  keepValue(KEY, JSON.stringify([...(kept ? [[keyOf(run, question), kept]] : []), ...others].slice(0, MOST)));
}
