"""The number that a prediction is about: a measure in the syntax of goals, understood and read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcore.analysis import judge
from simcore.analysis.verdict.verdict import Judged
from simcore.components import READINGS
from simcore.frozen import frozen
from simcore.recording.catalogue import as_header
from simcore.scenario import Scenario
from simcore.scenario.goals import GoalError, Sought, goals_of, sought
from simcore.scenario.goals.sought import known_types
from simcore.scenario.run import Result

__all__ = ["ANY", "Series", "meant", "seen", "series_of"]

ANY = "!= 0"
"""A bound that every unit takes: where only the value is asked for."""

Bound = str | int | float


@frozen
class Series:
    """A series of a component, as results have it, in its own unit."""

    component: str
    metric: str
    unit: str


def meant(measure: str, bound: Bound, scenario: Scenario) -> Sought:
    """What is looked for; raises `GoalError`."""
    (goal,) = goals_of({measure: bound})
    return sought(goal, known_types(scenario.components))


def series_of(measure: str, scenario: Scenario) -> Series:
    """The series that a curve is drawn of; raises `GoalError`."""
    found = meant(measure, ANY, scenario)
    target, asked = found.target, found.goal.measure
    plain = asked.when.whole and asked.per is None and (not asked.statistic or asked.percent)
    if target is None or not target.series or not plain:
        hint = "name a metric alone, such as worker.concurrency or orders.visible"
        raise GoalError(f"{measure} is no curve over time", hint)
    unit = as_header(READINGS)[target.series]["unit"]
    return Series(found.goal.component, target.series, unit)


def seen(
    measure: str, bound: Bound, scenario: Scenario, result: Result | Mapping[str, Any]
) -> Judged:
    """The number in a result, and whether it keeps to the bound."""
    one = scenario.model_copy(update={"expect": {measure: bound}})
    return judge(one, result).goals[0]
