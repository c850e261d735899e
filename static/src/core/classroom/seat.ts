/** What a browser keeps of a class: its seat, its name, and the forks that were made in it. */

export interface OwnFork {
  readonly run: string;
  readonly title: string;
  readonly at: number;
}

interface Kept {
  readonly ticket?: string | null;
  readonly name?: string | null;
  readonly forks?: readonly OwnFork[];
}

const MOST_FORKS = 20;
const keyOf = (code: string): string => `windtunnel.class.${code}`;

export function keptOf(code: string): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(code)) ?? "{}");
    return typeof kept === "object" && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

export function keep(code: string, changes: Kept): void {
  try {
    localStorage.setItem(keyOf(code), JSON.stringify({ ...keptOf(code), ...changes }));
  } catch {
    // A browser that keeps nothing: the page has all of it until it is closed.
  }
}

/** The forks stay after the class; the latest first. */
export function keepFork(code: string, fork: OwnFork): readonly OwnFork[] {
  const others = (keptOf(code).forks ?? []).filter(({ run }) => run !== fork.run);
  const forks = [fork, ...others].slice(0, MOST_FORKS);
  keep(code, { forks });
  return forks;
}

/** Seat and name end with the class. */
export function forget(code: string): void {
  keep(code, { ticket: null, name: null });
}
