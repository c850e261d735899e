"""A result in a dozen lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simcore.units import format_duration_s

__all__ = ["summary"]

MOST_FLAGS = 8


def summary(data: dict[str, Any]) -> Iterator[str]:
    """The lines for a person: what ran, what happened, when it first did."""
    manifest = data["manifest"]
    scenario = manifest["scenario"]
    yield scenario["title"]
    yield f"  {_duration(data)}, profile {manifest['profile']}, seed {manifest['seed']}"
    for path, value in sorted(manifest.get("overrides", {}).items()):
        yield f"  {path} = {value}"
    yield from _counters(data["counters"])
    yield from _flags(data["flags"])
    yield f"  {_computed(data)}fingerprint {str(manifest['fingerprint'])[:16]}"


def _duration(data: dict[str, Any]) -> str:
    planned = format_duration_s(data["manifest"]["scenario"]["duration"])
    if data["status"] == "finished":
        return f"{planned} simulated"
    reached = data["time_s"][-1] + data["bin_s"] if data["time_s"] else 0.0
    return f"stopped at a limit after {format_duration_s(reached)} of {planned}"


def _counters(counters: dict[str, dict[str, float]]) -> Iterator[str]:
    width = max((len(name) for name in counters), default=0)
    for component, totals in counters.items():
        parts = [f"{name} {_number(total)}" for name, total in totals.items() if total]
        yield f"  {component:<{width}}  {', '.join(parts) or 'nothing happened'}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"


def _flags(flags: list[dict[str, Any]]) -> Iterator[str]:
    for flag in flags[:MOST_FLAGS]:
        kind = str(flag["kind"]).replace("_", " ")
        detail = f": {flag['detail']}" if flag.get("detail") else ""
        yield f"  {flag['t_s']:>9,.1f} s  {kind}, {flag['component']}{detail}"
    if len(flags) > MOST_FLAGS:
        yield f"  and {len(flags) - MOST_FLAGS} more flags"


def _computed(data: dict[str, Any]) -> str:
    seconds = data.get("wall", {}).get("computed_s")
    return f"computed in {seconds:.2f} s, " if isinstance(seconds, int | float) else ""
