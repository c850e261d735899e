"""From which simulated time on it is known whether a goal is kept to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcore.analysis import judge
from simcore.analysis.verdict.verdict import Judged
from simcore.scenario import Scenario
from simcore.scenario.goals import Goal, Op, sought
from simcore.scenario.goals.sought import Sought, known_types

__all__ = ["settled_s"]

TURNED: dict[Op, Op] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
GROWS = {"max": (">", ">="), "total": (">", ">="), "min": ("<", "<=")}
"""A statistic that once is so stays so."""


def settled_s(judged: Judged, scenario: Scenario, result: Mapping[str, Any]) -> float | None:
    """None where only the end of the run decides.

    What cannot be undone is known when it happens: a goal that was broken, a maximum, minimum or
    total that has come to what is asked; else when the time is over that the goal is about.
    """
    if judged.status == "no data":
        return None
    goal = judged.goal
    found = sought(goal, known_types(scenario.components))
    known = [goal.measure.when.to_s, _happened_s(judged, found, scenario, result)]
    times = [t for t in known if t is not None]
    return min(times) if times else None


def _happened_s(
    judged: Judged, found: Sought, scenario: Scenario, result: Mapping[str, Any]
) -> float | None:
    first_s = judged.failed_at_s
    if judged.status == "passed" and found.op in GROWS.get(found.statistic, ()):
        first_s = _turned(judged.goal, scenario, result).failed_at_s
    if first_s is None:
        return None
    duration_s = float(result["manifest"]["scenario"]["duration"])
    return min(first_s + _width_s(found, result), duration_s)


def _turned(goal: Goal, scenario: Scenario, result: Mapping[str, Any]) -> Judged:
    """What would be wrong is wrong from the moment on at which the goal is kept to."""
    key = f"{goal.component}.{goal.key.removeprefix(f'{goal.component}.')}"
    bound = f"{TURNED[goal.bound.op]} {goal.bound.texts[0]}"
    one = scenario.model_copy(update={"expect": {key if goal.component else goal.key: bound}})
    return judge(one, result).goals[0]


def _width_s(found: Sought, result: Mapping[str, Any]) -> float:
    """How long what was recorded of a moment lasts, until it is known."""
    if found.target is None or found.in_bins or found.statistic == "total":
        return float(result["bin_s"])
    return float(result["distributions"]["span_s"])
