/** When what a spotlight is on is to be scrolled into sight. */

/** From its upper to its lower edge, in pixels of the screen. */
export interface Span {
  readonly top: number;
  readonly bottom: number;
}

/** What is known of it from the last time that it was drawn. */
export interface Sight {
  readonly words: string;
  /** How far it is from the top of all that is scrolled. */
  readonly at: number;
  readonly seen: boolean;
}

/**
 * Once for each thing: whoever scrolls away from it has a reason. Again where it was in sight and the
 * page moved it, as what is above it came later or has grown.
 */
export function sightOf(words: string, box: Span, view: Span, scrolled: number, before: Sight | null): { readonly bring: boolean; readonly now: Sight } {
  const at = box.top - view.top + scrolled;
  const seen = box.top >= view.top && box.bottom <= view.bottom;
  const moved = before !== null && before.seen && Math.abs(before.at - at) >= 1;
  const bring = before?.words !== words || (moved && !seen);
  return { bring, now: { words, at, seen: seen || bring } };
}
