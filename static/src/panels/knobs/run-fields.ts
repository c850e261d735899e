/** Seed and profile: what else a run is made of. Changing one starts a run. */
import { effect } from "@preact/signals-core";
import { h, setAttribute, setText } from "../../core/dom";
import type { Lab } from "../../core/lab";
import type { LabData } from "../../core/types";

const HIGHEST_SEED = Number.MAX_SAFE_INTEGER;

export function createSeedField(lab: Lab, committed: () => void): HTMLElement {
  const field = h("input", { id: "seed", class: "num plain-field", type: "text", inputmode: "numeric", autocomplete: "off", "aria-describedby": "seed-error" });
  const error = h("p", { class: "knob-error", id: "seed-error", hidden: true });
  const next = h("button", { class: "link-button", type: "button", title: "The same inputs with other random draws" }, "another");
  const take = (): void => {
    const text = field.value.replace(/[,\s]/g, "");
    const seed = Number(text);
    if (!/^\d+$/.test(text) || seed > HIGHEST_SEED) {
      lab.board.setProblem("seed", "A seed is a whole number from 0 up, such as 4711.");
      return;
    }
    lab.board.clearProblem("seed");
    if (lab.board.setSeed(seed)) committed();
  };
  field.addEventListener("change", take);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") take();
    if (event.key !== "Escape") return;
    field.value = String(lab.board.inputs.value.seed);
    lab.board.clearProblem("seed");
  });
  next.addEventListener("click", () => {
    lab.board.clearProblem("seed");
    if (lab.board.setSeed(1 + Math.floor(Math.random() * 99_999))) committed();
  });
  effect(() => void (field.value = String(lab.board.inputs.value.seed)));
  effect(() => {
    const message = lab.board.problems.value.get("seed");
    error.hidden = message === undefined;
    setText(error, message ?? "");
    setAttribute(field, "aria-invalid", message === undefined ? null : "true");
  });
  return h("div", { class: "field", "data-path": "seed" }, h("label", { for: "seed" }, "Seed"), h("span", { class: "field-value" }, next, field), error);
}

function profileNames(data: LabData): string[] {
  const names = (data.profiles ?? []).map((profile) => (typeof profile === "string" ? profile : profile.name));
  return names.includes(data.scenario.profile) ? names : [data.scenario.profile, ...names];
}

export function createProfileField(lab: Lab, committed: () => void): HTMLElement {
  const field = h("select", { id: "profile", class: "plain-field", "aria-describedby": "profile-error" });
  field.append(...profileNames(lab.data).map((name) => h("option", {}, name)));
  const error = h("p", { class: "knob-error", id: "profile-error", hidden: true });
  field.addEventListener("change", () => {
    if (lab.board.setProfile(field.value)) committed();
  });
  effect(() => void (field.value = lab.board.inputs.value.profile));
  effect(() => {
    const message = lab.board.problems.value.get("profile");
    error.hidden = message === undefined;
    setText(error, message ?? "");
  });
  return h("div", { class: "field", "data-path": "profile" }, h("label", { for: "profile" }, "AWS profile"), field, error);
}
