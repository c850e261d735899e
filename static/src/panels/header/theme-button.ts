/** Goes round system, light and dark. */
import { effect } from "@preact/signals-core";
import { h, setText } from "../../core/dom";
import type { Theme } from "../../core/theme";

const LABELS = { system: "System theme", light: "Light theme", dark: "Dark theme" };

export function themeButton(theme: Theme): HTMLButtonElement {
  const button = h("button", { class: "btn theme-button", type: "button", title: "Change between system, light and dark" });
  button.addEventListener("click", () => theme.next());
  effect(() => setText(button, LABELS[theme.choice.value]));
  return button;
}
