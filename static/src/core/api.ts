/** The server's HTTP interface: runs and traces. */
import type { LessonTold } from "./lessons";
import type { Comparison } from "./comparison";
import type { Handed } from "./handed";
import type { Verdict } from "./goals";
import type { Family, KnownRun, ApiError, Check, Configured, RunCreated, RunRequest, SeenRun, TraceColumns, TraceUploaded } from "./types";

/** The server said no, in words. `checks` name the fields. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly checks: readonly Check[] = [],
    readonly status = 0,
  ) {
    super(message);
    this.name = "Refused";
  }
}

interface Refusal {
  readonly checks?: readonly Check[];
  readonly error?: ApiError | string;
  readonly detail?: string;
}

export function describe(error: ApiError | string): string {
  if (typeof error === "string") return error;
  const where = error.where ? ` (${error.where})` : "";
  const allowed = error.allowed ? ` Allowed: ${error.allowed}.` : "";
  return `${error.what}${where}.${allowed}${error.hint ? ` ${error.hint}` : ""}`.replace(/\.\./g, ".");
}

async function refusal(response: Response): Promise<Refused> {
  const body = (await response.json().catch(() => ({}))) as Refusal;
  const checks = body.checks ?? [];
  const first = checks.find((check) => check.severity === "error");
  const said = body.error ? describe(body.error) : (first?.message ?? body.detail);
  return new Refused(said ?? `The server answered ${response.status}.`, checks, response.status);
}

export class Api {
  constructor(private readonly csrf: string) {}

  private async send<T>(method: string, url: string, body?: BodyInit, type?: string): Promise<T> {
    const headers: Record<string, string> = { "X-CSRFToken": this.csrf, Accept: "application/json" };
    if (type) headers["Content-Type"] = type;
    const init: RequestInit = { method, headers, credentials: "same-origin" };
    if (body !== undefined) init.body = body;
    const response = await fetch(url, init).catch(() => {
      throw new Refused("The server cannot be reached. Nothing was lost: try again.");
    });
    if (!response.ok) throw await refusal(response);
    return (response.status === 204 ? {} : await response.json()) as T;
  }

  /** The runs that this browser has looked at, the latest first. */
  async seen(): Promise<readonly SeenRun[]> {
    return (await this.send<{ runs: readonly SeenRun[] }>("GET", "/api/runs")).runs;
  }

  /** Names a run, pins it or lets it go; for those whose run it is. */
  changeRun(id: string, change: { readonly name?: string; readonly pinned?: boolean }): Promise<{ readonly name: string; readonly pinned: boolean }> {
    return this.send("PATCH", `/api/runs/${encodeURIComponent(id)}`, JSON.stringify(change), "application/json");
  }

  /** `message` where it stays all the same, because others asked for it too. */
  deleteRun(id: string): Promise<{ readonly message?: string }> {
    return this.send("DELETE", `/api/runs/${encodeURIComponent(id)}`);
  }

  createRun(request: RunRequest): Promise<RunCreated> {
    return this.send("POST", "/api/runs", JSON.stringify(request), "application/json");
  }

  /** What the lab needs to know of inputs; nothing is stored. */
  configured(request: RunRequest): Promise<Configured> {
    return this.send("POST", "/api/lab", JSON.stringify(request), "application/json");
  }

  /** A run's state and inputs. */
  run(id: string): Promise<KnownRun> {
    return this.send("GET", `/api/runs/${encodeURIComponent(id)}`);
  }

  /** The runs around a run: what it was made of, and what was made of it. */
  family(id: string): Promise<Family> {
    return this.send("GET", `/api/runs/${encodeURIComponent(id)}/family`);
  }

  /** What differs between two runs that have results. */
  compare(a: string, b: string): Promise<Comparison> {
    return this.send("GET", `/api/compare?a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}`);
  }

  /** A result against the goals of its scenario. */
  verdict(id: string): Promise<Verdict> {
    return this.send("GET", `/api/runs/${encodeURIComponent(id)}/verdict`);
  }

  /** What a run says of a lesson about its scenario. */
  lesson(id: string, lesson: string): Promise<LessonTold> {
    return this.send("GET", `/api/runs/${encodeURIComponent(id)}/lesson?lesson=${encodeURIComponent(lesson)}`);
  }

  /** What the function of a followed message got, and what surrounds that: of the attempt at a place. */
  handed(id: string, component: string, number: number | null, at: number): Promise<Handed> {
    const of = number === null ? "" : `&id=${number}`;
    return this.send("GET", `/api/runs/${encodeURIComponent(id)}/event?component=${encodeURIComponent(component)}${of}&at=${at}`);
  }

  retryRun(id: string): Promise<RunCreated> {
    return this.send("POST", `/api/runs/${encodeURIComponent(id)}/retry`);
  }

  /** `message` where it goes on all the same, because others asked for it too. */
  cancelRun(id: string): Promise<{ readonly message?: string }> {
    return this.send("POST", `/api/runs/${encodeURIComponent(id)}/cancel`);
  }

  /** A class of a run, which this browser teaches. */
  makeClass(of: { readonly run: string | null; readonly lesson: string | null }): Promise<{ readonly code: string }> {
    return this.send("POST", "/api/classes", JSON.stringify(of), "application/json");
  }

  uploadTrace(file: File, columns: TraceColumns = {}): Promise<TraceUploaded> {
    const form = new FormData();
    form.append("file", file);
    for (const [name, value] of Object.entries(columns)) form.append(name, String(value));
    return this.send("POST", "/api/traces", form);
  }

  /** Whether the server answers at all. */
  async alive(): Promise<boolean> {
    const response = await fetch("/healthz", { signal: AbortSignal.timeout(4000), cache: "no-store" });
    return response.ok;
  }
}

export function resultUrl(run: string): string {
  return `/api/runs/${encodeURIComponent(run)}/result.json`;
}

export function socketUrl(run: string, place: Location = location): string {
  return `${socketBase(place)}/ws/runs/${encodeURIComponent(run)}`;
}

export function previewUrl(place: Location = location): string {
  return `${socketBase(place)}/ws/previews`;
}

function socketBase({ protocol, host }: Location): string {
  return `${protocol === "https:" ? "wss:" : "ws:"}//${host}`;
}
