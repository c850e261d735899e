/** How far somebody is in the lessons, kept in their browser: the steps they have seen, the tasks they have reached. */
import { keepValue, recallKept } from "./kept";

export interface Progress {
  readonly steps: readonly string[];
  readonly tasks: readonly string[];
}

const KEY = "windtunnel.lessons";
/** Of so many lessons and steps it is kept: what somebody wrote there may be anything. */
const MOST = 200;
const NONE: Progress = { steps: [], tasks: [] };

export function progressOf(lesson: string): Progress {
  return all()[lesson] ?? NONE;
}

export function sawStep(lesson: string, step: string): void {
  const { steps, tasks } = progressOf(lesson);
  if (!steps.includes(step)) keep(lesson, { steps: [...steps, step], tasks });
}

export function reachedTask(lesson: string, step: string): void {
  const { steps, tasks } = progressOf(lesson);
  if (!tasks.includes(step)) keep(lesson, { steps, tasks: [...tasks, step] });
}

/** Of one lesson, or of all. */
export function forgetProgress(lesson?: string): void {
  const { [lesson ?? ""]: _, ...others } = all();
  keepValue(KEY, lesson === undefined || Object.keys(others).length === 0 ? null : JSON.stringify(others));
}

/** "done, task reached", "3 of 7 steps"; empty where nothing was begun. */
export function progressWords({ steps, tasks }: Progress, of: number): string {
  const seen = Math.min(steps.length, of);
  const parts = seen >= of && of > 0 ? ["all steps seen"] : seen > 0 ? [`${seen} of ${of} steps seen`] : [];
  if (tasks.length > 0) parts.push(tasks.length > 1 ? `${tasks.length} tasks done` : "task done");
  return parts.join(", ");
}

function keep(lesson: string, progress: Progress): void {
  const others = Object.entries(all()).filter(([id]) => id !== lesson);
  keepValue(KEY, JSON.stringify(Object.fromEntries([[lesson, progress], ...others].slice(0, MOST))));
}

function all(): Record<string, Progress> {
  try {
    const told: unknown = JSON.parse(recallKept(KEY) ?? "{}");
    if (typeof told !== "object" || told === null || Array.isArray(told)) return {};
    return Object.fromEntries(Object.entries(told).map(([id, one]) => [id, read(one)]));
  } catch {
    return {};
  }
}

function read(told: unknown): Progress {
  const { steps, tasks } = (told ?? {}) as Record<string, unknown>;
  return { steps: names(steps), tasks: names(tasks) };
}

function names(told: unknown): string[] {
  return Array.isArray(told) ? told.filter((one): one is string => typeof one === "string").slice(0, MOST) : [];
}
