"""Does a result keep to the goals of its scenario? A pure function of what is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any, Literal

from simcore.analysis.verdict.recorded import NoData, Recorded
from simcore.analysis.verdict.seen import Seen, of_component
from simcore.analysis.verdict.whole import of_run
from simcore.analysis.verdict.words import quantity
from simcore.analysis.written import enough_digits
from simcore.component import Graph
from simcore.frozen import frozen
from simcore.scenario import Scenario
from simcore.scenario.goals import Goal, Sought, holds, sought
from simcore.scenario.goals.sought import known_types
from simcore.scenario.run import Result
from simcore.units import format_clock_s

__all__ = ["FORMAT", "Judged", "Status", "Verdict", "judge"]

FORMAT = "windtunnel.verdict/1"

Status = Literal["passed", "failed", "no data"]


@frozen
class Judged:
    """One goal: the value seen (None without one, infinity for never) and what that means.

    `failed_at_s` is when it was first on the wrong side, where that can be told; `note` says why
    there is no data, or how the value is approximate.
    """

    goal: Goal
    status: Status
    value: float | None
    unit: str
    failed_at_s: float | None = None
    note: str = ""
    numbers: tuple[float, ...] = ()
    """Those of the bound, in the unit."""

    @property
    def seen(self) -> str:
        """The value as a person reads it: never as what it was to be when it is not that."""
        return quantity(self.value, self.unit, enough_digits(self.value, *self.numbers))

    @property
    def words(self) -> str:
        """All of it in a line."""
        at = "" if self.failed_at_s is None else f", first at {format_clock_s(self.failed_at_s)}"
        note = f" ({self.note})" if self.note else ""
        seen = "no data" if self.status == "no data" else self.seen
        return f"{self.goal.title}: {seen}{at}{note}"

    def as_dict(self) -> dict[str, Any]:
        """The goal and what came of it, as plain data."""
        value = self.value if self.value is not None and isfinite(self.value) else None
        return {
            "path": self.goal.path,
            "title": self.goal.title,
            "component": self.goal.component,
            "status": self.status,
            "value": value,
            "unit": self.unit,
            "bound": str(self.goal.bound),
            "failed_at_s": self.failed_at_s,
            "note": self.note,
            "seen": self.seen,
            "words": self.words,
        }


@frozen
class Verdict:
    """All goals of a scenario against one result, in the scenario's order."""

    goals: tuple[Judged, ...]

    @property
    def passed(self) -> bool:
        """Were all of them kept to? A goal without data was not."""
        return all(one.status == "passed" for one in self.goals)

    def as_dict(self) -> dict[str, Any]:
        """The verdict as plain data, `windtunnel.verdict/1`; see docs/reference."""
        goals = [one.as_dict() for one in self.goals]
        return {"format": FORMAT, "passed": self.passed, "goals": goals}


def judge(scenario: Scenario, result: Result | Mapping[str, Any]) -> Verdict:
    """The goals of a scenario against a result: its own, or an earlier one.

    Raises `GoalError` for a goal that `check` complains about.
    """
    document = result.as_dict() if isinstance(result, Result) else result
    types, graph = known_types(scenario.components), Graph(scenario.components)
    recorded = Recorded(document)
    found = (sought(goal, types) for goal in scenario.goals)
    return Verdict(tuple(_judged(one, graph, recorded) for one in found))


def _judged(sought: Sought, graph: Graph, recorded: Recorded) -> Judged:
    try:
        seen = _seen(sought, graph, recorded)
    except NoData as reason:
        return Judged(
            sought.goal, "no data", None, sought.unit, note=str(reason), numbers=sought.numbers
        )
    kept = holds(sought.op, seen.value, sought.numbers)
    at_s = None if kept else seen.first_s
    status: Status = "passed" if kept else "failed"
    told = (seen.value, sought.unit, at_s, seen.note, sought.numbers)
    return Judged(sought.goal, status, *told)


def _seen(sought: Sought, graph: Graph, recorded: Recorded) -> Seen:
    if sought.target is None:
        return of_run(sought, graph, recorded)
    return of_component(sought, sought.target, recorded)
