/** A recorded trace in place of a client's arrivals: upload, what was found in it, remove. */
import { effect } from "@preact/signals-core";
import { Refused, type Api } from "../../core/api";
import { arrivalsPath, type Board } from "../../core/board";
import { clear, h, setText } from "../../core/dom";
import { formatNumber } from "../../core/format";

export interface TraceHost {
  readonly board: Board;
  readonly api: Api;
  committed(): void;
}

export function createTraceControl(client: string, title: string, host: TraceHost): HTMLElement {
  const input = h("input", { type: "file", accept: ".csv,.gz,.txt,text/csv", class: "visually-hidden", tabindex: "-1", "aria-hidden": "true" });
  const button = h("button", { class: "btn btn-small", type: "button" });
  const remove = h("button", { class: "link-button", type: "button" }, "remove");
  const said = h("p", { class: "trace-said" });
  const found = h("ul", { class: "trace-found" });
  const error = h("p", { class: "knob-error", role: "alert", hidden: true });
  const element = h("div", { class: "trace" }, h("div", { class: "trace-line" }, button, remove, input), said, found, error);
  button.addEventListener("click", () => input.click());
  remove.addEventListener("click", () => {
    if (host.board.reset(arrivalsPath(client))) host.committed();
  });
  const fail = (message: string | null): void => {
    error.hidden = message === null;
    setText(error, message ?? "");
  };
  input.addEventListener("change", () => void take());

  async function take(): Promise<void> {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    fail(null);
    button.disabled = true;
    setText(said, `Reading ${file.name} …`);
    try {
      const { id, total, detected } = await host.api.uploadTrace(file);
      if (host.board.setTrace(client, { id, name: file.name, total, detected })) host.committed();
      else show();
    } catch (problem) {
      show();
      fail(problem instanceof Refused ? problem.message : String(problem));
    } finally {
      button.disabled = false;
    }
  }

  function show(): void {
    const trace = host.board.trace(client);
    remove.hidden = trace === null;
    setText(button, trace ? "Another trace…" : `Replay a trace (CSV)…`);
    button.title = `Replace the arrivals of ${title} by a recorded trace: times, or counts per interval`;
    const total = trace && Number.isFinite(trace.total) ? `: ${formatNumber(trace.total)} arrivals` : "";
    setText(said, trace ? `${title} replays ${trace.name}${total}` : "");
    clear(found);
    found.append(...(trace?.detected ?? []).map((note) => h("li", {}, note)));
    found.hidden = !trace?.detected.length;
  }

  effect(() => {
    host.board.inputs.value;
    show();
  });
  effect(() => fail(host.board.problems.value.get(arrivalsPath(client)) ?? null));
  return element;
}
