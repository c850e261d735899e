"""A result in a dozen lines."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from simcore.units import format_duration_s

__all__ = ["summary"]

MOST_FLAGS = 8
WIDTH = 100

TELLING = (
    "requests", "responses", "published", "notified", "filtered_out", "failed", "redriven",
    "async_received", "async_duplicated", "async_refused", "async_succeeded", "async_dropped",
    "async_waiting", "sent", "received", "deleted", "returned", "dead_lettered", "expired",
    "visible", "in_flight", "batches_invoked", "batches_failed", "batches_throttled",
    "batches_abandoned", "invocations", "cold_starts", "errors", "timeouts", "throttles",
)  # fmt: skip
"""Counters worth a line, in the order of a request's path; the result has all of them."""

HIGHEST = {
    "ConcurrentExecutions": "concurrency",
    "Pollers": "pollers",
    "AsyncEventsWaiting": "events waiting",
}
TIMES = {
    "Latency": "latency",
    "MessageLatency": "latency",
    "AsyncEventLatency": "event latency",
    "Duration": "duration",
}


def summary(data: dict[str, Any]) -> Iterator[str]:
    """The lines for a person: what ran, what happened, when it first did."""
    manifest = data["manifest"]
    yield manifest["scenario"]["title"]
    yield f"  {_duration(data)}, profile {manifest['profile']}, seed {manifest['seed']}"
    for path, value in sorted(manifest["overrides"].items()):
        yield f"  {path} = {value}"
    yield ""
    yield from _components(data)
    yield from _flags(data["flags"])
    yield f"  computed in {data['wall']['wall_s']:.2f} s, fingerprint {_fingerprint(manifest)}"


def _fingerprint(manifest: dict[str, Any]) -> str:
    return str(manifest["fingerprint"])[:16]


def _duration(data: dict[str, Any]) -> str:
    planned = format_duration_s(data["manifest"]["scenario"]["duration"])
    if data["status"] == "finished":
        return f"{planned} simulated"
    reached = data["time_s"][-1] + data["bin_s"] if data["time_s"] else 0.0
    limit = data["wall"].get("limit") or "a limit"
    return f"stopped at {limit}, after {format_duration_s(reached)} of {planned}"


def _components(data: dict[str, Any]) -> Iterator[str]:
    """A paragraph a component."""
    ids = [*data["manifest"]["scenario"]["components"], "account"]
    width = max(len(id) for id in ids) + 2
    said = {id: ", ".join(_said(data, id)) or "nothing happened" for id in ids}
    for title, text in [*said.items(), ("cost", _cost(data["cost"]))]:
        lines = wrap(text, WIDTH - width - 2, break_on_hyphens=False)
        yield f"  {title:<{width}}{lines[0]}"
        yield from (f"  {'':<{width}}{line}" for line in lines[1:])
    yield ""


def _said(data: dict[str, Any], id: str) -> Iterator[str]:
    totals = data["counters"].get(id, {})
    for name in TELLING:
        if totals.get(name):
            yield f"{name.replace('_', ' ')} {totals[name]:,.0f}"
    series = data["series"].get(id, {})
    for metric, name in HIGHEST.items():
        values = [value for value in series.get(metric, ()) if value is not None]
        if values and max(values):
            yield f"{name} up to {max(values):,.0f}"
    for metric, name in TIMES.items():
        measured = data["percentiles"].get(id, {}).get(metric)
        if measured and measured["count"]:
            yield f"{name} p50 {_ms(measured['p50'])}, p99 {_ms(measured['p99'])}"


def _cost(cost: dict[str, Any]) -> str:
    """So far, a million, a month; and at which prices."""
    said = [f"{cost['usd']:,.4f} USD"]
    for what, usd in sorted(cost["per_million"].items()):
        if usd is not None:
            said.append(f"{usd:,.2f} USD a million {what}")
    month = cost["month"]
    free = f", free tier of {month['free_tier_usd']:,.2f} USD taken off"
    rate = f"{month['usd']:,.2f} USD a month of {month['days']} days at this rate"
    said.append(rate + (free if month["free_tier"] else ""))
    return f"{', '.join(said)} ({'; '.join(cost['notes'])})"


def _ms(value: float) -> str:
    return f"{value:,.0f} ms" if value < 10_000 else f"{value / 1000:,.1f} s"


def _flags(flags: list[dict[str, Any]]) -> Iterator[str]:
    for flag in flags[:MOST_FLAGS]:
        kind = str(flag["kind"]).replace("_", " ")
        detail = f": {flag['detail']}" if flag["detail"] else ""
        yield f"  {flag['t_s']:>9,.1f} s  {kind}, {flag['component']}{detail}"
    if len(flags) > MOST_FLAGS:
        yield f"  and {len(flags) - MOST_FLAGS} more flags"
    if flags:
        yield ""
