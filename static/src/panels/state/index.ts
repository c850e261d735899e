/**
 * What the page says when a run is not simply running: a bar under the header for failures,
 * limits and a lost connection, and the invitation of an empty lab.
 */
import { effect, signal } from "@preact/signals-core";
import { clear, h, setText } from "../../core/dom";
import type { Lab } from "../../core/lab";
import { barFor, type Bar, type BarAction } from "./bars";

/** Where there is no server, `run` is null: then it is said and nothing is offered. */
export function createStateBars(element: HTMLElement, lab: Lab, run: (() => void) | null): void {
  const seconds = ticking(lab);
  let shown = "";
  effect(() => {
    // How a run ended that is to be predicted is not told before.
    const hidden = lab.veil.reached && lab.veil.from.value !== null;
    const bar = barFor({
      state: hidden ? "finished" : lab.state.value,
      run: lab.run.value,
      message: lab.message.value,
      trouble: lab.trouble.value,
      connection: lab.viewing.connection.value,
      lostS: seconds.value,
      computedS: (lab.frames.value, lab.store.value.computed),
      ahead: lab.queuePosition.value,
      sending: lab.sending.value,
      yours: lab.yours.value,
    });
    // Only the text may change under a person's hands: a button keeps its focus.
    const kind = bar ? bar.kind + bar.actions.join() : "";
    const text = element.querySelector(".bar-text");
    if (bar && kind === shown && text) setText(text, bar.text);
    else show(element, bar, lab, run);
    shown = kind;
  });
}

/** Whole seconds since the connection went; stands still while it stands. */
function ticking(lab: Lab): { readonly value: number } {
  const seconds = signal(0);
  let timer: number | undefined;
  effect(() => {
    const lostAt = lab.lostAt.value;
    clearInterval(timer);
    if (lostAt === null) return;
    const tick = (): void => void (seconds.value = Math.floor((performance.now() - lostAt) / 1000));
    tick();
    timer = window.setInterval(tick, 1000);
  });
  return seconds;
}

function show(element: HTMLElement, bar: Bar | null, lab: Lab, run: (() => void) | null): void {
  clear(element);
  element.hidden = bar === null;
  if (!bar) return;
  const buttons = run ? bar.actions.map((action) => actionButton(action, bar, lab, run)) : [];
  element.append(
    h(
      "div",
      { class: "bar", "data-tone": bar.tone, role: bar.tone === "bad" ? "alert" : "status" },
      h("span", { class: "bar-text" }, bar.text),
      ...(bar.run ? [h("span", { class: "bar-run num" }, `run ${bar.run}`)] : []),
      h("span", { class: "bar-actions" }, ...buttons),
    ),
  );
}

const LABELS: Readonly<Record<BarAction, string>> = {
  retry: "Retry",
  resume: "Continue",
  "run-again": "Run again",
  "run-yourself": "Run the scenario yourself",
  copy: "Copy details",
  reconnect: "Retry",
  reload: "Reload",
  cancel: "Cancel",
  dismiss: "Keep",
  forget: "OK",
};

function actionButton(action: BarAction, bar: Bar, lab: Lab, run: () => void): HTMLElement {
  const button = h("button", { class: "btn btn-small", type: "button" }, LABELS[action]);
  const acts: Readonly<Record<BarAction, () => void>> = {
    retry: () => void lab.retryRun(),
    resume: () => void lab.retryRun(),
    "run-again": run,
    "run-yourself": run,
    copy: () => void copy(button, bar, lab),
    reconnect: () => lab.reconnect(),
    reload: () => location.reload(),
    cancel: () => void lab.cancelRun(),
    forget: () => void (lab.trouble.value = null),
    dismiss: () => void (button.closest<HTMLElement>(".bar")?.remove()),
  };
  button.addEventListener("click", acts[action]);
  return button;
}

async function copy(button: HTMLElement, bar: Bar, lab: Lab): Promise<void> {
  const details = { run: bar.run, text: bar.text, at_s: lab.store.value.computed, scenario: lab.data.scenario.id, ...lab.inputs.current.value, page: location.href };
  try {
    await navigator.clipboard.writeText(JSON.stringify(details, null, 2));
    setText(button, "Copied");
  } catch {
    setText(button, "Copying is not allowed here");
  }
}
