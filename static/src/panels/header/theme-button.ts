/** Goes round system, light and dark. */
import { effect } from "@preact/signals-core";
import { h, setText } from "../../core/dom";
import type { Theme } from "../../core/theme";

const LABELS = { system: "System", light: "Light", dark: "Dark" };

export function themeButton(theme: Theme): HTMLButtonElement {
  const button = h("button", { class: "btn theme-button", type: "button", title: "Change between system, light and dark" });
  button.addEventListener("click", () => theme.next());
  const name = h("span");
  // Where there is little room the word is heard only.
  button.append(name, h("span", { class: "theme-word" }, " theme"));
  effect(() => setText(name, LABELS[theme.choice.value]));
  return button;
}
