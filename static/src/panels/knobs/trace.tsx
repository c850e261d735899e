/** A recorded trace in place of a client's arrivals: upload, what was found in it, remove. */
import { useComputed, useSignal, type ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Refused, type Api } from "../../core/api";
import { arrivalsPath, type RunInputs } from "../../core/inputs";
import { formatDuration, formatNumber } from "../../core/format";
import { Columns, columnsOf, DETECTED, inFields, type ColumnFields } from "./columns";

export interface TraceHost {
  readonly inputs: RunInputs;
  readonly api: Api;
  /** Clients are told apart by name: there are several. */
  readonly named?: boolean;
  committed(): void;
  /** Starts a run, though there is none to replace. */
  run(): void;
}

export interface TraceProps {
  readonly client: string;
  readonly title: string;
  readonly host: TraceHost;
  readonly filtered?: ReadonlySignal<boolean>;
  stands?(element: HTMLElement, focus: () => void): void;
}

export function TraceControl({ client, title, host, filtered, stands }: TraceProps) {
  const { inputs } = host;
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const alert = useRef<HTMLParagraphElement>(null);
  /** The name of a file that is being read. */
  const reading = useSignal<string | null>(null);
  /** The file that was given last, to be read again in another way. */
  const given = useSignal<File | null>(null);
  const columns = useSignal<ColumnFields>(DETECTED);
  const failed = useSignal<{ readonly message: string; readonly beside: unknown } | null>(null);
  const trace = useComputed(() => (inputs.current.value, inputs.trace(client)));
  // What went wrong with a file is told until the server has something to say.
  const error = useComputed(() => (failed.value?.beside === inputs.problems.value ? failed.value.message : inputs.problems.value.get(arrivalsPath(client)) ?? ""));

  const said = useComputed(() => {
    if (reading.value !== null) return `Reading ${reading.value} …`;
    const stays = replays(client, title, inputs);
    return failed.value && stays ? `As before, ${stays}.` : stays;
  });
  // It comes under a press that may have been at the foot of the panel.
  useEffect(() => {
    if (failed.value) alert.current?.scrollIntoView?.({ block: "nearest" });
  }, [failed.value]);

  async function take(field: HTMLInputElement): Promise<void> {
    const file = field.files?.[0];
    field.value = "";
    if (!file) return;
    columns.value = DETECTED;
    await read(file);
  }

  async function read(file: File): Promise<void> {
    given.value = file;
    failed.value = null;
    reading.value = file.name;
    const said = columnsOf(columns.value);
    try {
      const { id, total, detected, span_s } = await host.api.uploadTrace(file, said);
      if (inputs.setTrace(client, { id, name: file.name, total, detected, spanS: span_s ?? null, columns: said })) host.committed();
    } catch (problem) {
      failed.value = { message: `${file.name} was not taken: ${problem instanceof Refused ? inFields(problem.message) : String(problem)}`, beside: inputs.problems.peek() };
    } finally {
      reading.value = null;
    }
  }

  const remove = (): void => {
    failed.value = given.value = null;
    if (inputs.reset(arrivalsPath(client))) host.committed();
  };
  const whose = host.named ? `, ${title}` : "";
  return (
    <div class={useComputed(() => `trace${filtered?.value ? " filtered" : ""}`)} ref={(element) => void (element && stands?.(element, () => button.current?.focus()))}>
      <div class="trace-line">
        <button class="btn btn-small" type="button" ref={button} disabled={useComputed(() => reading.value !== null)}
          title={`Replace the arrivals of ${title} by recorded traffic: a CSV, a log, or data points of CloudWatch`} onClick={() => input.current?.click()}>
          {useComputed(() => (trace.value ? `Another trace${whose}…` : `Replay a trace${whose}…`))}
        </button>
        <button class="link-button" type="button" hidden={useComputed(() => trace.value === null)} onClick={remove}>remove</button>
        <input type="file" accept=".csv,.gz,.txt,.log,.json,.jtl,text/csv,application/json" class="visually-hidden" tabIndex={-1} aria-hidden="true" ref={input}
          onChange={(event) => void take(event.currentTarget)} />
      </div>
      <p class="knob-error" role="alert" ref={alert} hidden={useComputed(() => error.value === "")}>{error}</p>
      <p class="trace-said">{said}</p>
      {failed.value === null && <Fit client={client} host={host} />}
      {failed.value === null && <Found client={client} inputs={inputs} />}
      <Columns file={given} fields={columns} open={failed.value !== null} again={(file) => void read(file)} />
    </div>
  );
}

function replays(client: string, title: string, inputs: RunInputs): string {
  inputs.current.value;
  const trace = inputs.trace(client);
  const total = trace && Number.isFinite(trace.total) ? `: ${formatNumber(trace.total)} arrivals` : "";
  const scale = inputs.traceScale(client);
  const speed = scale < 1 ? `, ${formatNumber(1 / scale, 0)}× as fast` : "";
  return trace ? `${title} replays ${trace.name}${total}${speed}` : "";
}

/** What was made of the file. */
function Found({ client, inputs }: { client: string; inputs: RunInputs }) {
  inputs.current.value;
  const notes = inputs.trace(client)?.detected ?? [];
  return <ul class="trace-found" hidden={notes.length === 0}>{notes.map((note) => <li>{note}</li>)}</ul>;
}

/** A trace is seldom as long as the run: play it faster, or run longer. */
function Fit({ client, host }: { client: string; host: TraceHost }) {
  const { inputs } = host;
  inputs.current.value;
  const trace = inputs.trace(client);
  const run = Number(inputs.value("duration"));
  const spanS = trace?.spanS ?? 0;
  const covers = spanS * inputs.traceScale(client);
  // A run made elsewhere may have its length in words, "5 min": then nothing is offered.
  if (!trace || !(covers > run)) return <div class="trace-fit" hidden />;
  const times = formatNumber(spanS / run, spanS / run < 10 ? 1 : 0);
  const faster = (): void => {
    // Rounded down, so that the last arrival falls inside the run.
    if (inputs.setTrace(client, trace, Math.floor((run / spanS) * 1e6) / 1e6)) host.run();
  };
  const longer = (): void => {
    if (inputs.set("duration", Math.ceil(covers))) host.run();
  };
  return (
    <div class="trace-fit">
      <p>{`The trace covers ${span(covers)}; this run shows its first ${formatDuration(run)}.`}</p>
      <div class="trace-line">
        {times !== "1" && <button class="btn btn-small" type="button" onClick={faster}>{`Play ${times}× as fast`}</button>}
        <button class="btn btn-small" type="button" onClick={longer}>{`Run ${span(covers)}`}</button>
      </div>
    </div>
  );
}

/** Rounded up where it is long: a run of that length holds all of it. */
function span(seconds: number): string {
  return formatDuration(seconds >= 7200 ? Math.ceil(seconds / 60) * 60 : Math.ceil(seconds));
}
