/** The numbers of one function at a moment, as its inspector lists them. */
import { count, dollars, moment, plural } from "../../charts/words";
import { formatNumber, formatPercent } from "../../core/format";
import { limiterAt, secondsBound } from "../../core/limiters";
import type { RunStore } from "../../core/panel";
import type { Row } from "./figures";

const THROTTLES = "throttles.";

export function functionRows(store: RunStore, fn: string, t: number): Row[] {
  if (store.bins === 0) return [];
  const value = (metric: string): number => store.valueAt(fn, metric, t);
  const so = store.counters(fn, t);
  return [
    ...concurrencyRows(store, fn, t, value),
    { name: "Environments", value: environments(value) },
    ...provisionedRows(value, so),
    { name: "Cold starts so far", value: share(so["cold_starts"], so["invocations"]) },
    { name: "Errors so far", value: share(so["errors"], so["invocations"]) + (so["timeouts"] ? `, ${count(so["timeouts"])} timed out` : "") },
    { name: "Throttles so far", value: formatNumber(so["throttles"] ?? 0) },
    ...reasons(so),
    ...waitingRows(store, fn, t),
    ...costRows(store, fn, t, so),
  ];
}

type Value = (metric: string) => number;
type Counters = Readonly<Record<string, number>>;

function concurrencyRows(store: RunStore, fn: string, t: number, value: Value): Row[] {
  const info = store.environmentsInfo(fn, t);
  const used = formatNumber(value("ConcurrentExecutions"));
  const bound = secondsBound(store, fn, Math.min(t, store.computed)).map(([name, s]): Row => ({ name, value: moment(s), part: true }));
  return [
    { name: "Concurrency", value: info?.limit == null ? used : `${used} of ${formatNumber(info.limit)}` },
    { name: "Limited now by", value: limiterAt(store, fn, t) ?? "nothing" },
    ...(bound.length > 0 ? [{ name: "Limited so far", value: "" }, ...bound] : []),
  ];
}

function environments(value: Value): string {
  const parts = ["init", "busy", "idle"].map((state) => [state, value(`Environments.${state}`)] as const);
  return parts.map(([state, n]) => `${formatNumber(n)} ${state}`).join(" · ");
}

function provisionedRows(value: Value, so: Counters): Row[] {
  const requested = value("Provisioned.requested");
  if (Number.isNaN(requested)) return [];
  const state = `${formatNumber(value("Provisioned.ready"))} of ${formatNumber(requested)} ready · ${formatNumber(value("Provisioned.busy"))} busy`;
  return [
    { name: "Provisioned", value: state },
    { name: "Spilled over so far", value: share(so["spilled_over"], so["invocations"]) },
  ];
}

function share(part: number | undefined, whole: number | undefined): string {
  const n = part ?? 0;
  return n > 0 && whole ? `${formatNumber(n)} (${formatPercent(Number((n / whole).toPrecision(2)))})` : formatNumber(n);
}

/** By AWS's name of the reason, as the exception gives it. */
function reasons(so: Counters): Row[] {
  return Object.entries(so)
    .filter(([name, n]) => name.startsWith(THROTTLES) && n > 0)
    .map(([name, n]) => ({ name: name.slice(THROTTLES.length), value: formatNumber(n), part: true }));
}

function waitingRows(store: RunStore, fn: string, t: number): Row[] {
  const told = store.waitingAt(fn, t);
  if (!told) return [];
  const next = told.next[0] ? `, next in ${moment(told.next[0][0] - t, 0.1)}` : "";
  return [{ name: "Events waiting", value: plural(told.waiting, "retry", "retries") + next }];
}

/** What the function has cost, and its part of the whole bill. */
function costRows(store: RunStore, fn: string, t: number, so: Counters): Row[] {
  const [own, all] = [store.valueAt(fn, "EstimatedCharges", t), store.valueAt("account", "EstimatedCharges", t)];
  if (!Number.isNaN(own)) return [{ name: "Cost so far", value: dollars(own) + (all > 0 ? ` (${formatPercent(Number((own / all).toPrecision(2)))} of all)` : "") }];
  const billed = (counters: Counters): number => (counters["billed_duration_ms"] ?? 0) + (counters["billed_init_ms"] ?? 0);
  const total = store.components().reduce((sum, id) => sum + billed(store.counters(id, t)), 0);
  return total > 0 ? [{ name: "Share of billed time", value: formatPercent(Number((billed(so) / total).toPrecision(2))) }] : [];
}
