"""The bounds of goals, as levels across the timelines that show what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simcore.analysis.verdict.words import quantity
from simcore.component.picture import Line
from simcore.reporting.report import Level
from simcore.reporting.source import Source
from simcore.scenario.goals import Sought, sought
from simcore.scenario.goals.sought import known_types

__all__ = ["goal_lines"]


def goal_lines(source: Source, ids: Sequence[str], lines: Sequence[Line]) -> Iterator[Level]:
    """Of goals for one of these components, about what one of the lines shows."""
    types = known_types(source.scenario.components)
    for goal in source.scenario.goals:
        found = sought(goal, types)
        line = next((one for one in lines if goal.component in ids and _shows(one, found)), None)
        if line is not None:
            yield from _levels(found, line, source.end_s)


def _levels(found: Sought, line: Line, end_s: float) -> Iterator[Level]:
    """A level a number of the bound, where the goal holds: at a moment, or between two."""
    assert found.target is not None
    when = found.when
    to_s = end_s if when.at and when.to_s is None else when.to_s
    from_s = to_s if when.at else when.from_s
    for op, number in zip(_ops(found), found.numbers, strict=True):
        value = number / found.target.scale * line.factor
        words = f"goal {_of_all(found)}{op} {quantity(number, found.unit)}"
        yield Level(value, words, "goal", from_s, to_s)


def _of_all(found: Sought) -> str:
    """Of a number that all values come to together: the line bounds that, not each of them."""
    if found.statistic in ("", "max", "min", "last"):
        return ""
    return f"{found.statistic} of {'the whole run' if found.when.whole else 'that time'} "


def _ops(found: Sought) -> tuple[str, ...]:
    return (">=", "<=") if len(found.numbers) == 2 else (found.op,)


def _shows(line: Line, found: Sought) -> bool:
    """A total or a share is no height in a chart."""
    target = found.target
    if target is None or found.per or found.statistic == "total" or line.per_second:
        return False
    if target.durations and not found.in_bins:
        return line.metric == f"{target.durations}.{found.statistic}"
    return line.metric == target.series
