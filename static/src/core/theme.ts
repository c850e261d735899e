/** Light, dark, or as the system says; and the projector's, while something is presented. A cookie, so that the server writes the page right. */
import { signal, type Signal } from "@preact/signals-core";
import type { ThemeName } from "./panel";

export type ThemeChoice = "system" | "light" | "dark";
const CHOICES: readonly ThemeChoice[] = ["system", "light", "dark"];
const YEAR_S = 31_536_000;

export class Theme {
  readonly choice: Signal<ThemeChoice>;
  readonly name: Signal<ThemeName>;
  /** The projector's colours are on: they are chosen apart from the others, and hide them meanwhile. */
  readonly projected = signal(false);
  private readonly system = matchMedia("(prefers-color-scheme: dark)");

  /** `choice`, where it is not for a person to make. */
  constructor(choice: ThemeChoice = stored()) {
    this.choice = signal(choice);
    this.name = signal(this.resolve());
    this.apply();
    this.system.addEventListener("change", () => this.apply());
  }

  private resolve(): ThemeName {
    if (this.projected.value) return "projector";
    const choice = this.choice.value;
    if (choice !== "system") return choice;
    return this.system.matches ? "dark" : "light";
  }

  private apply(): void {
    const name = this.resolve();
    document.documentElement.dataset["theme"] = name;
    this.name.value = name;
  }

  project(on: boolean): void {
    this.projected.value = on;
    this.apply();
  }

  /** System, light, dark, and round again. */
  next(): ThemeChoice {
    const index = CHOICES.indexOf(this.choice.value) + 1;
    const choice = CHOICES[index % CHOICES.length] as ThemeChoice;
    this.choice.value = choice;
    const life = choice === "system" ? 0 : YEAR_S;
    keep(`theme=${choice}; path=/; max-age=${life}; samesite=lax`);
    this.apply();
    return choice;
  }
}

/** A page in a frame that others have closed off has no cookies: there it lasts as long as the page. */
function keep(cookie: string): void {
  try {
    document.cookie = cookie;
  } catch {
    // Nothing to be done about it.
  }
}

function stored(): ThemeChoice {
  try {
    const found = /(?:^|;\s*)theme=(light|dark)/.exec(document.cookie);
    return (found?.[1] as ThemeChoice | undefined) ?? "system";
  } catch {
    return "system";
  }
}
