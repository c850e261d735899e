"""Key moments: the first times that something worth looking at happened, with what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from simcore.components import TYPES
from simcore.reporting.report import Chart, Mark, Moment
from simcore.reporting.source import Source
from simcore.reporting.words import clock, figure
from simcore.scenario import as_header, interventions_of
from simcore.scenario.flag_words import flag_words

__all__ = ["MOST_MOMENTS", "all_moments", "marks_of", "moments_of", "values_at"]

MOST_MOMENTS = 16
"""Of a report: insights before what was done, and that before first times."""


def all_moments(source: Source) -> list[Moment]:
    """Why it went as it did, what was done to it, what happened first when."""
    return [*_insights(source), *_done(source), *_flags(source)]


def moments_of(source: Source, charts: Sequence[Chart]) -> tuple[Moment, ...]:
    """Those that a report has, in order of time."""
    found = all_moments(source)[:MOST_MOMENTS]
    in_order = sorted(found, key=lambda one: (one.t_s, one.title))
    return tuple(replace(one, values=tuple(values_at(one.t_s, charts))) for one in in_order)


def _insights(source: Source) -> Iterator[Moment]:
    for one in source.insights:
        until = "" if one.until is None else f" to {clock(one.until)}"
        page = [one.rule.url, one.rule.date and f"({one.rule.date})"]
        yield Moment(
            t_s=one.t,
            at=f"{clock(one.t)}{until}",
            title=one.what if one.derived else f"{one.what} (estimate)",
            component=one.component,
            why=one.why,
            rule=one.rule.text,
            source=" ".join(part for part in page if part),
            attempt=one.attempt.words if one.attempt is not None else "",
        )


def _flags(source: Source) -> Iterator[Moment]:
    """First times, but for those that an insight tells of at the same moment."""
    told = [(one.component, one.t) for one in source.insights]
    for flag in source.result["flags"]:
        near = (abs(t - flag["t_s"]) <= source.bin_s for id, t in told if id == flag["component"])
        if not any(near):
            yield _of_flag(source, flag)


def _of_flag(source: Source, flag: Mapping[str, Any]) -> Moment:
    id = flag["component"]
    kind = source.types[id].name if id in source.types else ""
    words = flag_words(flag["kind"], kind)
    title = f"{words[0].upper()}{words[1:]}, {source.title_of(id)}"
    noun = TYPES[kind].noun if kind in TYPES else "component"
    why = f"{flag['detail']} ({noun} {id})" if flag["detail"] else f"{noun} {id}"
    return Moment(flag["t_s"], clock(flag["t_s"]), title, id, why=why)


def _done(source: Source) -> Iterator[Moment]:
    """What was done to it on the way."""
    for said in as_header(interventions_of(source.manifest["interventions"])):
        title = f"Changed: {said['label']}"
        yield Moment(said["at"], clock(said["at"]), title, said["component"], why=said["words"])


def values_at(t_s: float, charts: Sequence[Chart]) -> Iterator[tuple[str, str]]:
    """What the main line of each timeline says then."""
    for chart in charts:
        line = chart.lines[chart.main]
        n = min(int(t_s / line.step_s), len(line.values) - 1)
        if n >= 0 and line.values[n] is not None:
            yield chart.title, figure(line.values[n], chart.format)


def marks_of(source: Source) -> tuple[Mark, ...]:
    """Where charts are marked."""
    return tuple(Mark(one.t_s, one.title) for one in moments_of(source, ()))
