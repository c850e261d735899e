"""Where a goal can be drawn over timelines: a level of a metric, or a moment of the run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from simcore.recording.charges import METRIC
from simcore.scenario.goals.complaint import GoalError
from simcore.scenario.goals.said import Goal
from simcore.scenario.goals.sought import DRAINED, Sought, known_types, sought

__all__ = ["drawn_goals"]

SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}
BETWEEN = ("≥", "≤")
ACCOUNT = "account"


def drawn_goals(goals: Iterable[Goal], components: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Of a scenario with these components, and of each the bounds that can be drawn:
    `{path, title, component, metric?, lines?, from_s?, to_s?, at?, moment_s?}` each.

    `lines` are the bounds of a level, `{value, words}` each, in the unit of the component's series
    `metric` (of durations: of their percentiles), from `from_s` to `to_s` or `at` a moment; what is
    not there is the run's own. A total, a share or what it costs in the end is no level.
    """
    types = known_types(components)
    return [_drawn(goal, types) for goal in goals]


def _drawn(goal: Goal, types: Mapping[str, str]) -> dict[str, Any]:
    said = {"path": goal.path, "title": goal.title, "component": goal.component}
    try:
        found = sought(goal, types)
    except GoalError:  # `check` says why
        return said
    if found.name == DRAINED and found.target is None:
        return {**said, "moment_s": found.numbers[-1]}
    return {**said, **_level(found)}


def _level(found: Sought) -> dict[str, Any]:
    target = found.target
    if target is None:
        whose = {"component": ACCOUNT, "metric": METRIC, "lines": _lines(found, "", 1.0)}
        return whose if found.name == "cost" else {}
    metric = target.durations or target.series
    if found.per is not None or found.statistic == "total" or not metric:
        return {}
    when = found.when
    stretch = {"from_s": when.from_s, "to_s": when.to_s, "at": when.at or None}
    there = {name: value for name, value in stretch.items() if value is not None}
    statistic = "" if when.at else found.statistic
    return {"metric": metric, "lines": _lines(found, statistic, target.scale), **there}


def _lines(found: Sought, statistic: str, scale: float) -> list[dict[str, Any]]:
    """A bound between two numbers is two lines."""
    signs = BETWEEN if found.op == "between" else (SIGNS[found.op],)
    pairs = zip(signs, found.numbers, found.goal.bound.texts, strict=True)
    return [
        {"value": number / scale, "words": f"{statistic} {sign} {text}".strip()}
        for sign, number, text in pairs
    ]
