/** The lesson of a class: the lab has it from its address. */
import type { Lab } from "../../core/lab";

export function lessonOf({ data }: Lab): string | null {
  return data.lesson?.id ?? null;
}

/** What stands behind the path of a run's page in a class. */
export function classQuery(role: "class" | "teach", code: string, lesson: string | null): string {
  return `?${new URLSearchParams({ ...(lesson === null ? {} : { lesson }), [role]: code }).toString()}`;
}
