"""Goals: each must be about a number that a run will have, in a unit that fits it."""

from __future__ import annotations

from collections.abc import Iterator

from simcore import units
from simcore.component import error, warning
from simcore.errors import Check
from simcore.scenario.goals import Goal, GoalError, sought
from simcore.scenario.goals.sought import known_types
from simcore.scenario.model import Scenario

__all__ = ["goal_checks"]


def goal_checks(scenario: Scenario) -> Iterator[Check]:
    """Every finding about what is expected of a run."""
    types = known_types(scenario.components)
    for goal in scenario.goals:
        try:
            sought(goal, types)
        except GoalError as complaint:
            yield error(complaint.id, goal.path, complaint.message, complaint.hint)
        else:
            yield from _too_late(goal, scenario.duration)


def _too_late(goal: Goal, duration_s: float) -> Iterator[Check]:
    when = goal.measure.when
    if max(when.from_s or 0.0, when.to_s or 0.0) > duration_s or when.from_s == duration_s:
        message = f"the run is over at {units.format_duration_s(duration_s)}: nothing to see then"
        yield warning("goal.too-late", goal.path, message, "let it be earlier")
