/** Which of several names are like a word that fits none: by the pairs of letters they share. */

const MOST = 6;
/** As much like it as the likest, at least so far. */
const ENOUGH = 0.4;

export function nearest(word: string, names: readonly string[], most = MOST): string[] {
  const asked = pairs(word);
  const ranked = names.map((name) => ({ name, like: likeness(asked, pairs(name)) })).sort((a, b) => b.like - a.like || (a.name < b.name ? -1 : 1));
  const least = Math.max(0.1, ENOUGH * (ranked[0]?.like ?? 0));
  const like = ranked.filter((one) => one.like >= least);
  return (like.length > 0 ? like : ranked).slice(0, most).map(({ name }) => name);
}

function pairs(text: string): ReadonlySet<string> {
  const letters = text.toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, i) => letters.slice(i, i + 2)).filter((pair) => !pair.includes(" ")));
}

/** Dice's coefficient. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return shared === 0 ? 0 : (2 * shared) / (a.size + b.size);
}
