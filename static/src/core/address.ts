/** The page's address, which names a run and what of it is looked at. One run of a page owns it. */

export interface Address {
  readonly hash: string;
  /** The path of the run that is shown. */
  readonly path: string;
  /** Another view of the same run: no new entry in the history. */
  replaceHash(hash: string): void;
  /** A view to come back to from this one: a new entry. */
  pushHash(hash: string): void;
  /** Another run. */
  goTo(url: string): void;
}

/** The configuration that a link brought: it stays in the address until there is a run. */
export function configOf(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, "")).get("c");
}

/** A view with the configuration that it is of. */
export function withConfig(hash: string, config: string | null): string {
  if (config === null) return hash;
  return hash ? `${hash}&c=${config}` : `#c=${config}`;
}

/** The same view without its configuration. */
export function withoutConfig(hash: string): string {
  const kept = hash.replace(/^#/, "").split("&").filter((part) => part && !part.startsWith("c="));
  return kept.length > 0 ? `#${kept.join("&")}` : "";
}

/** What a page is for beside its run: a lesson, a class. */
const STAYS = ["lesson", "class", "teach"];

export function keptQuery(search: string): string {
  const kept = [...new URLSearchParams(search)].filter(([name]) => STAYS.includes(name));
  return kept.length > 0 ? `?${new URLSearchParams(kept).toString()}` : "";
}

export class PageAddress implements Address {
  path = location.pathname;

  get hash(): string {
    return location.hash;
  }

  replaceHash(view: string): void {
    const hash = withConfig(view, configOf(location.hash));
    if (hash !== location.hash) history.replaceState(null, "", location.pathname + location.search + hash);
  }

  pushHash(view: string): void {
    const hash = withConfig(view, configOf(location.hash));
    if (hash !== location.hash) history.pushState(null, "", location.pathname + location.search + hash);
  }

  goTo(url: string): void {
    history.pushState(null, "", url + keptQuery(location.search) + withoutConfig(location.hash));
    this.path = location.pathname;
  }
}

/** For runs that are laid beside or over another one. */
export class OwnAddress implements Address {
  path = "";

  constructor(public hash = "") {}

  replaceHash(hash: string): void {
    this.hash = hash;
  }

  pushHash(hash: string): void {
    this.hash = hash;
  }

  goTo(url: string): void {
    this.path = url;
  }
}
