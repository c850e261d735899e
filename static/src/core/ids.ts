/** Ids for what must be named in the document: panels of several runs stand on one page. */
const given = new Map<string, number>();

/** An id that no other element has: the name itself for the first that asks. */
export function idFor(name: string): string {
  const n = (given.get(name) ?? 0) + 1;
  given.set(name, n);
  return n === 1 ? name : `${name}-${n}`;
}
