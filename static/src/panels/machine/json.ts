/** JSON that a run tells as text, made readable. It may be cut, and anything may stand in it. */

/** What stands at the end of what was cut. */
const CUT = "…";

export interface Readable {
  readonly text: string;
  readonly cut: boolean;
}

export function pretty(json: string): Readable {
  const value = parsed(json);
  if (value === undefined) return { text: json, cut: json.endsWith(CUT) };
  return { text: typeof value === "string" ? value : JSON.stringify(value, null, 2), cut: false };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

export interface Field extends Readable {
  readonly name: string;
}

/** The details of an event, field by field; input and output are JSON in a string of its own, as AWS has them. */
export function fieldsOf(details: string): Field[] {
  if (!details) return [];
  const value = unwrapped(parsed(details));
  if (value === null) return [{ name: "details", ...pretty(details) }];
  return Object.entries(value).map(([name, field]) => ({ name, ...(typeof field === "string" ? pretty(field) : { text: JSON.stringify(field, null, 2), cut: false }) }));
}

/** The object itself, or what is in its only field where AWS names that after the event. */
function unwrapped(value: unknown): Readonly<Record<string, unknown>> | null {
  if (!isObject(value)) return null;
  const [only, ...more] = Object.entries(value);
  return only && more.length === 0 && only[0].endsWith("EventDetails") && isObject(only[1]) ? only[1] : value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
