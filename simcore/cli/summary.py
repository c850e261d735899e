"""A result in a dozen lines."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from simcore.components import IMPLIED, READINGS
from simcore.recording.told import say
from simcore.scenario.flag_words import flag_words
from simcore.units import format_clock_s, format_duration_s

__all__ = ["summary"]

MOST_FLAGS = 8
MOST_INSIGHTS = 8
WIDTH = 100
INDENT = 22


def summary(data: dict[str, Any]) -> Iterator[str]:
    """The lines for a person: what ran, what happened, when it first did."""
    manifest = data["manifest"]
    yield manifest["scenario"]["title"]
    yield f"  {_duration(data)}, profile {manifest['profile']}, seed {manifest['seed']}"
    for path, value in sorted(manifest["overrides"].items()):
        yield f"  {path} = {value}"
    yield ""
    yield from _components(data)
    yield from _flags(data["flags"], dict(_types(data)))
    yield from _insights(data.get("insights", []))
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
    said = {id: ", ".join(_said(data, id, kind)) or "nothing happened" for id, kind in _types(data)}
    width = max(len(id) for id in said) + 2
    for title, text in [*said.items(), ("cost", _cost(data["cost"]))]:
        lines = wrap(text, WIDTH - width - 2, break_on_hyphens=False)
        yield f"  {title:<{width}}{lines[0]}"
        yield from (f"  {'':<{width}}{line}" for line in lines[1:])
    yield ""


def _types(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The components and what they are; those that no scenario names come last."""
    for id, component in data["manifest"]["scenario"]["components"].items():
        yield id, component["type"]
    yield from zip(IMPLIED, IMPLIED, strict=True)


def _said(data: dict[str, Any], id: str, kind: str) -> Iterator[str]:
    return say(READINGS[kind].summary(), data, id)


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


def _flags(flags: list[dict[str, Any]], types: dict[str, str]) -> Iterator[str]:
    for flag in flags[:MOST_FLAGS]:
        words = flag_words(flag["kind"], types.get(flag["component"], ""))
        detail = f": {flag['detail']}" if flag["detail"] else ""
        yield f"  {flag['t_s']:>9,.1f} s  {words}, {flag['component']}{detail}"
    if len(flags) > MOST_FLAGS:
        yield f"  and {len(flags) - MOST_FLAGS} more flags"
    if flags:
        yield ""


def _insights(insights: list[dict[str, Any]]) -> Iterator[str]:
    """Why, by time: what, in numbers, and what to try."""
    for insight in insights[:MOST_INSIGHTS]:
        estimate = "" if insight["derived"] else " (estimate)"
        first, *lines = wrap(f"{insight['what']}{estimate}", WIDTH - INDENT)
        yield f"  {_when(insight):<{INDENT - 4}}  {first}"
        lines += wrap(insight["why"], WIDTH - INDENT)
        if insight["try"]:
            lines += wrap(_attempt(insight["try"]), WIDTH - INDENT, break_on_hyphens=False)
        yield from (f"{'':{INDENT}}{line}" for line in lines)
    if len(insights) > MOST_INSIGHTS:
        yield f"  and {len(insights) - MOST_INSIGHTS} more insights"
    if insights:
        yield ""


def _when(insight: dict[str, Any]) -> str:
    """ "1:32.5 to 5:15", or a moment."""
    t, until = round(insight["t"], 1), insight["until"]
    end = "" if until is None else f" to {format_clock_s(round(until, 1))}"
    return f"{format_clock_s(t)}{end}"


def _attempt(attempt: dict[str, Any]) -> str:
    """As the command line takes it."""
    path = attempt["path"].removeprefix("components.")
    return f"try --set {path}={attempt['value']}: {attempt['words']}"
