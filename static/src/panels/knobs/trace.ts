/** A recorded trace in place of a client's arrivals: upload, what was found in it, remove. */
import { effect } from "@preact/signals-core";
import { Refused, type Api } from "../../core/api";
import { arrivalsPath, type Board, type TraceChoice } from "../../core/board";
import { clear, h, setText } from "../../core/dom";
import { formatDuration, formatNumber } from "../../core/format";

export interface TraceHost {
  readonly board: Board;
  readonly api: Api;
  /** Clients are told apart by name: there are several. */
  readonly named?: boolean;
  committed(): void;
}

export function createTraceControl(client: string, title: string, host: TraceHost): HTMLElement {
  const input = h("input", { type: "file", accept: ".csv,.gz,.txt,text/csv", class: "visually-hidden", tabindex: "-1", "aria-hidden": "true" });
  const button = h("button", { class: "btn btn-small", type: "button" });
  const remove = h("button", { class: "link-button", type: "button" }, "remove");
  const said = h("p", { class: "trace-said" });
  const found = h("ul", { class: "trace-found" });
  const error = h("p", { class: "knob-error", role: "alert", hidden: true });
  const fit = createFit(client, host);
  const element = h("div", { class: "trace" }, h("div", { class: "trace-line" }, button, remove, input), said, fit.element, found, error);
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
      const { id, total, detected, span_s } = await host.api.uploadTrace(file);
      const trace = { id, name: file.name, total, detected, spanS: span_s ?? null };
      if (host.board.setTrace(client, trace)) host.committed();
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
    const whose = host.named ? `, ${title}` : "";
    setText(button, trace ? `Another trace${whose}…` : `Replay a trace${whose || " (CSV)"}…`);
    button.title = `Replace the arrivals of ${title} by a recorded trace: times, or counts per interval`;
    const total = trace && Number.isFinite(trace.total) ? `: ${formatNumber(trace.total)} arrivals` : "";
    const scale = host.board.traceScale(client);
    const speed = scale < 1 ? `, ${formatNumber(1 / scale, 0)}× as fast` : "";
    setText(said, trace ? `${title} replays ${trace.name}${total}${speed}` : "");
    fit.show(trace);
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

/** A trace is seldom as long as the run: play it faster, or run longer. */
function createFit(client: string, host: TraceHost): { element: HTMLElement; show(trace: TraceChoice | null): void } {
  const words = h("p");
  const faster = h("button", { class: "btn btn-small", type: "button" });
  const longer = h("button", { class: "btn btn-small", type: "button" });
  const element = h("div", { class: "trace-fit", hidden: true }, words, h("div", { class: "trace-line" }, faster, longer));
  const run = (): number => Number(host.board.value("duration"));
  let shown: TraceChoice | null = null;
  faster.addEventListener("click", () => {
    if (!shown?.spanS) return;
    // Rounded down, so that the last arrival falls inside the run.
    const scale = Math.floor((run() / shown.spanS) * 1e6) / 1e6;
    if (host.board.setTrace(client, shown, scale)) host.committed();
  });
  longer.addEventListener("click", () => {
    if (shown?.spanS && host.board.set("duration", Math.ceil(shown.spanS * host.board.traceScale(client)))) host.committed();
  });
  return {
    element,
    show(trace: TraceChoice | null): void {
      shown = trace;
      const covers = (trace?.spanS ?? 0) * host.board.traceScale(client);
      // A run made elsewhere may have its length in words, "5 min": then nothing is offered.
      element.hidden = !(covers > run());
      if (element.hidden || !trace?.spanS) return;
      setText(words, `The trace covers ${span(covers)}; this run shows its first ${formatDuration(run())}.`);
      setText(faster, `Play ${formatNumber(trace.spanS / run(), 0)}× as fast`);
      setText(longer, `Run ${span(covers)}`);
    },
  };
}

function span(seconds: number): string {
  if (seconds >= 172_800) return `${formatNumber(seconds / 86_400, 1)} days`;
  if (seconds >= 7200) return `${formatNumber(seconds / 3600, 1)} hours`;
  return formatDuration(Math.ceil(seconds));
}
