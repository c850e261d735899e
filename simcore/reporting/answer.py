"""The question, and its answer in two sentences that are made from what happened."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.components import READINGS
from simcore.recording.told import figures
from simcore.reporting.goals import summed_up, verdict_of
from simcore.reporting.report import Paragraph, Section
from simcore.reporting.source import Source
from simcore.reporting.words import clock, dollars, listed, many, milliseconds
from simcore.units import format_duration_s

__all__ = ["answer", "section"]

MOST_FINDINGS = 3


def answer(source: Source) -> tuple[str, str]:
    """What came of the work, and what that means: goals, or the price."""
    return _what_happened(source), _what_it_means(source)


def section(source: Source) -> Section:
    """Both, below the question."""
    written = source.scenario.summary
    blocks = [Paragraph(" ".join(answer(source)))]
    if written and source.is_as_written:
        blocks.append(Paragraph(f"The scenario says: {written}"))
    return Section("answer", "Question and answer", tuple(blocks))


def _what_happened(source: Source) -> str:
    planned = format_duration_s(source.scenario.duration)
    if source.finished:
        begins = f"In {planned}"
    else:
        begins = f"The run was stopped after {clock(source.end_s)} of {planned}; until then"
    requests = source.result["counters"]
    came = sum(float(requests.get(id, {}).get("requests", 0)) for id in source.types)
    sent = f"{many(came, 'request')} came" if came else "nothing was sent by clients"
    found = list(_findings(source))[:MOST_FINDINGS]
    return f"{begins}, {sent}: {listed(found)}." if found else f"{begins}, {sent}."


def _findings(source: Source) -> Iterator[str]:
    """What went wrong, most of it first; where nothing did, the slowest of what was measured."""
    wrong = [(value, name, id) for id, name, value in _losses(source) if value]
    for value, name, id in sorted(wrong, key=lambda one: (-one[0], one[1], one[2])):
        yield f"{value:,.0f} {name} ({source.title_of(id)})"
    if not wrong:
        yield "nothing was lost, refused or failed"
    yield from _slowest(source)


def _losses(source: Source) -> Iterator[tuple[str, str, float]]:
    """Totals of which less is better."""
    for id, kind in source.types.items():
        for one, better in figures(READINGS[kind.name].summary(), source.result, id):
            if better == "less" and not one.unit and one.value:
                yield id, one.name, one.value


def _slowest(source: Source) -> Iterator[str]:
    """The largest p99 of what a client or a message waited."""
    found = [
        (one.value, one.name, id)
        for id, kind in source.types.items()
        for one, _ in figures(READINGS[kind.name].summary(), source.result, id)
        if one.unit == "ms" and one.name.endswith("p99") and one.value
    ]
    if found:
        value, name, id = max(found)
        yield f"{name} of {source.title_of(id)} was {milliseconds(value)}"


def _what_it_means(source: Source) -> str:
    verdict, cost = verdict_of(source), source.result["cost"]
    price = f"it cost {dollars(cost['usd'])}"
    per = cost["per_million"]
    whose = next((what for what in ("requests", "invocations") if per[what] is not None), "")
    if whose:
        price += f", {dollars(per[whose])} a million {whose}"
    if verdict is None:
        return f"{price[0].upper()}{price[1:]}."
    return f"{summed_up(verdict).rstrip('.')}; {price}."
