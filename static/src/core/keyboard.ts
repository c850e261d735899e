/** Single-key commands of the page. They rest while a text field has the focus. */
import { isTextField } from "./dom";
import { keepValue, recallKept } from "./kept";

export interface Binding {
  /** As `KeyboardEvent.key`, lower case for letters; "Ctrl+z" also takes the Mac's Command. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly run: (event: KeyboardEvent) => void;
  /** At all other times the key is somebody else's. */
  readonly when?: () => boolean;
}

/** How a key is written in the help. */
export function keyName(key: string): string {
  const names: Record<string, string> = {
    " ": "Space",
    ArrowLeft: "←",
    ArrowRight: "→",
    "Shift+ArrowLeft": "Shift ←",
    "Shift+ArrowRight": "Shift →",
    "Ctrl+k": "Ctrl K",
    "Ctrl+z": "Ctrl Z",
    "Ctrl+y": "Ctrl Y",
    "Ctrl+Shift+z": "Ctrl Shift Z",
    Escape: "Esc",
    PageDown: "PgDn",
    PageUp: "PgUp",
  };
  return names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

/** A dialog, or a menu that opens over the page: keys are theirs, Escape too. */
function somethingIsOver(): boolean {
  const opens = [...document.querySelectorAll<HTMLElement>("[popover]")];
  return document.querySelector("dialog[open]") !== null || opens.some((one) => "showPopover" in one && one.matches(":popover-open"));
}

function chord(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const control = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  // For signs such as "?" the shift key is only how they are typed.
  const shift = event.shiftKey && (key.length > 1 || control) ? "Shift+" : "";
  return control + shift + key;
}

/** Commands that mean nothing to a text field. */
const ALWAYS: ReadonlySet<string> = new Set(["Ctrl+k"]);

const ENABLED = "windtunnel.keys";

export class Keyboard {
  private readonly byChord = new Map<string, Binding[]>();
  enabled = recallKept(ENABLED) !== "off";

  /** Those of `region` only, where the page is more than that. What has its time comes before what always counts. */
  constructor(readonly bindings: readonly Binding[], region: Document | HTMLElement = document) {
    for (const binding of bindings) for (const key of binding.keys) this.byChord.set(key, [...(this.byChord.get(key) ?? []), binding]);
    region.addEventListener("keydown", (event) => this.handle(event as KeyboardEvent));
  }

  setEnabled(enabled: boolean): void {
    this.enabled = enabled;
    keepValue(ENABLED, enabled ? "on" : "off");
  }

  private handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey || somethingIsOver()) return;
    const name = chord(event);
    const bound = this.byChord.get(name) ?? [];
    const binding = bound.find(({ when }) => when?.()) ?? bound.find(({ when }) => !when);
    if (!binding || this.reserved(event, name)) return;
    event.preventDefault();
    binding.run(event);
  }

  private reserved(event: KeyboardEvent, name: string): boolean {
    if (isTextField(event.target)) return !ALWAYS.has(name);
    if (!name.startsWith("Ctrl+") && !this.enabled) return true;
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (!target) return false;
    if (name === " " || name === "Enter") return target.matches("button, a[href], summary, input, select");
    const travels = name.includes("Arrow") || name === "Home" || name === "End";
    return travels && target.closest("input, [role=slider], [role=grid], [role=listbox], [role=toolbar]") !== null;
  }
}
