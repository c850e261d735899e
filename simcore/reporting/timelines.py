"""Which timelines a run has, and their lines: from what the types of its components offer.

The same as the laboratory shows (static/src/panels/timelines/rows.ts): for each place from the top
the row of the lowest rank that has something to show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from typing import Any

from simcore.component import Graph
from simcore.component.picture import Ends, Row
from simcore.component.picture import Line as Declared
from simcore.frozen import frozen
from simcore.recording.distribution import Distribution
from simcore.reporting.goal_lines import goal_lines
from simcore.reporting.report import Chart, Level, Line, Mark
from simcore.reporting.source import Source
from simcore.reporting.words import clock, figure
from simcore.units import format_duration_s

__all__ = ["Timeline", "chart", "timelines"]

WHOSE = "{whose}"
Values = tuple[float | None, ...]


@frozen
class Timeline:
    """A row with the components that it shows: as one, or one alone."""

    row: Row
    ids: tuple[str, ...]
    title: str
    spoken: str
    name: str


def timelines(source: Source) -> list[Timeline]:
    """From the top; of each place the first one."""
    offers = sorted(_offers(source), key=lambda one: (one.row.place, one.row.rank))
    by_place = groupby(offers, key=lambda one: one.row.place)
    return [next(together) for _, together in by_place]


def _offers(source: Source) -> Iterator[Timeline]:
    by_type: dict[str, list[str]] = {}
    for id, kind in source.types.items():
        by_type.setdefault(kind.name, []).append(id)
    for ids in by_type.values():
        for row in source.types[ids[0]].picture.rows:
            own = [id for id in ids if has_ends(source.graph, id, row.needs)]
            if own:
                yield _timeline(source, row, own)


def _timeline(source: Source, row: Row, own: Sequence[str]) -> Timeline:
    """All of them as one, or the first where they cannot be added."""
    if row.summed or len(own) == 1:
        return Timeline(row, tuple(own), row.title, row.spoken.replace(WHOSE, ""), row.id)
    whose = source.title_of(own[0])
    spoken = row.spoken.replace(WHOSE, f" of {whose}")
    return Timeline(row, (own[0],), f"{row.title}, {whose}", spoken, row.id)


def has_ends(graph: Graph, id: str, needs: Ends | None) -> bool:
    """Has the component such edges? Where nothing is asked for, it has."""
    if needs is None:
        return True
    into = {edge.kind for edge in graph.edges if edge.target == id}
    out = {edge.kind for edge in graph.edges if edge.source == id}
    some = into.intersection(needs.into) or out.intersection(needs.out)
    return bool(some) and not into.intersection(needs.never_into)


def chart(source: Source, timeline: Timeline, marks: Sequence[Mark] = ()) -> Chart:
    """The timeline of a run, drawn from its start to where it came to."""
    drawn = [_line(source, one, timeline.ids) for one in timeline.row.lines]
    main = drawn[timeline.row.main]
    lines = tuple(one for one in drawn if one is main or _is_there(one))
    seen = _seen(timeline, main)
    return Chart(
        timeline.name,
        timeline.title,
        source.title,
        seen,
        lines,
        timeline.row.format,
        source.end_s,
        levels=(*_levels(source, timeline), *_goals(source, timeline)),
        marks=tuple(marks),
        main=lines.index(main),
    )


def _is_there(line: Line) -> bool:
    return any(value is not None for value in line.values)


def _line(source: Source, declared: Declared, ids: Sequence[str]) -> Line:
    whose = [declared.whole] if declared.whole and len(ids) > 1 else list(ids)
    step_s, values = _values(source, whose, declared.metric)
    factor = declared.factor / (step_s if declared.per_second else 1.0)
    scaled = tuple(None if value is None else value * factor for value in values)
    return Line(
        declared.label, declared.tone, scaled, step_s, width=declared.width, area=declared.area
    )


def _values(source: Source, ids: Sequence[str], metric: str) -> tuple[float, Values]:
    """One component's, or the sum of several, with gaps only where all have one."""
    name, dot, percent = metric.rpartition(".p")
    if dot and percent.isdigit() and len(ids) == 1:
        spans = source.result["distributions"]["spans"].get(ids[0], {}).get(name)
        if spans is not None:
            return _percentiles(source, spans, Fraction(percent))
    series = [source.result["series"].get(id, {}).get(metric) for id in ids]
    there = [values for values in series if values is not None]
    if not there:
        return source.bin_s, (None,) * len(source.result["time_s"])
    return source.bin_s, tuple(_sum(together) for together in zip(*there, strict=True))


def _sum(values: tuple[Any, ...]) -> float | None:
    known = [value for value in values if value is not None]
    return float(sum(known)) if known else None


def _percentiles(source: Source, spans: Sequence[Any], percent: Fraction) -> tuple[float, Values]:
    """Of each span all that was measured in it: a bin often holds a few values only."""
    span_s = float(source.result["distributions"]["span_s"])
    by_span = {round(span["t_s"] / span_s): span for span in spans}
    n = -(-len(source.result["time_s"]) * source.bin_s // span_s)
    found = (by_span.get(k) for k in range(int(n)))
    return span_s, tuple(
        None if span is None else Distribution((span,)).percentile_ms(percent) for span in found
    )


def _levels(source: Source, timeline: Timeline) -> Iterator[Level]:
    """The limit of one component as it is configured; of several together, that of the quota."""
    row, (first, *others) = timeline.row, timeline.ids
    if not row.limited or source.manifest["interventions"]:
        return
    if others:
        if row.quota:
            value = source.profile.value(row.quota, source.scenario.region)
            yield Level(float(value), f"{row.quota_name} {value:,}")
        return
    limited = source.types[first].picture.limited
    value = getattr(source.scenario.components[first], limited.knob, None) if limited else None
    if isinstance(value, int | float) and limited is not None:
        yield Level(float(value), f"{limited.knob.partition('_')[0]} {value:,}")


def _goals(source: Source, timeline: Timeline) -> tuple[Level, ...]:
    """One component's; what several have together is nobody's goal."""
    if len(timeline.ids) > 1:
        return ()
    return tuple(goal_lines(source, timeline.ids, timeline.row.lines))


def _seen(timeline: Timeline, line: Line) -> str:
    """What can be seen, in a sentence: where it begins, its peak, where it ends."""
    known = [(n, value) for n, value in enumerate(line.values) if value is not None]
    name = timeline.spoken.rstrip(", ")
    if not known:
        return f"{name}: {timeline.row.empty or 'no values'}."
    at, highest = max(known, key=lambda pair: pair[1])
    format = timeline.row.format
    if not highest:
        return f"{name}: {figure(0.0, format)} throughout."
    of_many = ".p" in timeline.row.lines[timeline.row.main].metric
    span = f" (each of {format_duration_s(line.step_s)})" if of_many else ""
    peak = f"highest at {clock(at * line.step_s)} with {figure(highest, format)}{span}"
    return f"{name}: {peak}, at the end {figure(known[-1][1], format)}."


def as_was(line: Line) -> Line:
    """The same line, of the earlier run of a comparison."""
    return replace(line, label=f"was {line.label}".strip(), was=True, area=False)
