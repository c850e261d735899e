"""The question, and its answer in two sentences that are made from what happened."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Insight
from simcore.components import READINGS
from simcore.recording.told import Tally, figures
from simcore.reporting.goals import summed_up, verdict_of
from simcore.reporting.report import Paragraph, Section
from simcore.reporting.source import Source
from simcore.reporting.words import clock, dollars, listed, many, milliseconds
from simcore.units import format_duration_s

__all__ = ["answer", "section"]

MOST_FINDINGS = 3
NOT_PRICED = "not priced"


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
    found = list(_findings(source))[:MOST_FINDINGS]
    return f"{begins}, {_what_came(source)}: {listed(found)}."


def _what_came(source: Source) -> str:
    """From clients, and what was there before them."""
    counters = source.result["counters"]
    came = sum(float(counters.get(id, {}).get("requests", 0)) for id in source.types)
    there = sum(one.brings_messages() for one in source.scenario.components.values())
    said = [f"{many(came, 'request')} came"] if came or not there else []
    if there:
        said.append(f"{many(there, 'message')} {'was' if there == 1 else 'were'} there before")
    return listed(said)


def _findings(source: Source) -> Iterator[str]:
    """What went wrong, most of it first; where nothing did, that; and what took longest."""
    wrong = _losses(source)
    for name, (value, id) in sorted(wrong.items(), key=lambda one: (-one[1][0], one[0])):
        yield f"{value:,.0f} {name} ({source.title_of(id)})"
    if not wrong:
        yield "nothing was lost, refused or failed"
    yield from _slowest(source)


def _losses(source: Source) -> dict[str, tuple[float, str]]:
    """Totals of which less is better, each once, of the component with most of it: what a function
    refuses is refused to its caller, too."""
    found: dict[str, tuple[float, str]] = {}
    for id, kind in sorted(source.types.items(), key=lambda one: -one[1].order):
        for tells in READINGS[kind.name].summary():
            if not isinstance(tells, Tally) or tells.better != "less":
                continue
            (name, _, value) = next(tells.figures(source.result, id))
            if value and value > found.get(name, (0.0, ""))[0]:
                found[name] = value, id
    return found


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
    """Why, as far as that is known; whether that is as it should be; at what price."""
    verdict = verdict_of(source)
    said = [_why(source), "" if verdict is None else summed_up(verdict).rstrip(".")]
    first, *others = [*(part for part in said if part), _price(source)]
    lower = [f"{part[0].lower()}{part[1:]}" for part in others]
    return f"{'; '.join([first[0].upper() + first[1:], *lower])}."


def _why(source: Source) -> str:
    """What went on longest of all that is known to have made it so; what it cost comes after."""
    lasting = [(*_rank(source, one), n) for n, one in enumerate(source.insights)]
    if not lasting:
        return ""
    one = source.insights[min(lasting)[-1]]
    named = one.what.removeprefix(f"{one.component} ")
    whose = f"{source.title_of(one.component)} " if named != one.what else ""
    return f"{whose}{named}".rstrip(".")


def _rank(source: Source, one: Insight) -> tuple[bool, float, float]:
    bill = {(item["component"], item["item"]) for item in source.result["cost"]["items"]}
    of_the_bill = any((seen.component, seen.metric) in bill for seen in one.evidence)
    return of_the_bill, one.t - (one.until or one.t), one.t


def _price(source: Source) -> str:
    cost = source.result["cost"]
    unpriced = [note for note in cost["notes"] if note.startswith(NOT_PRICED)]
    if unpriced:
        return f"what it cost is not known in full ({listed(unpriced)})"
    per = cost["per_million"]
    whose = next((what for what in ("requests", "invocations") if per[what] is not None), "")
    price = f"it cost {dollars(cost['usd'])}"
    return f"{price}, {dollars(per[whose])} a million {whose}" if whose else price
