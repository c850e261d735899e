"""A scenario tried with several seeds: how often each of its goals was kept to.

A goal is broken where it fails, or has no data, in more than the share of the seeds that the
scenario lets fail (`may_fail`, of none unless it says so).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf, isfinite
from statistics import median_low
from typing import Any

from simcore.analysis.verdict import Judged, Verdict
from simcore.frozen import frozen
from simcore.scenario import Scenario
from simcore.scenario.model import LARGEST_SEED

__all__ = ["FORMAT", "Attempt", "Trial", "Tried", "as_document", "seeds_of"]

FORMAT = "windtunnel.test/1"


@frozen
class Attempt:
    """What came of one seed: the verdict, and how long it took to compute."""

    seed: int
    verdict: Verdict
    wall_s: float


@frozen
class Tried:
    """One goal, by seed; the seeds are in the order in which they were tried."""

    seeds: tuple[int, ...]
    judged: tuple[Judged, ...]
    may_fail: float

    @property
    def first(self) -> Judged:
        """With the scenario's own seed."""
        return self.judged[0]

    @property
    def broken(self) -> tuple[tuple[int, Judged], ...]:
        """The seeds with which it was not kept to."""
        pairs = zip(self.seeds, self.judged, strict=True)
        return tuple((seed, one) for seed, one in pairs if one.status != "passed")

    @property
    def passed(self) -> bool:
        """Was it kept to with as many seeds as have to?"""
        return len(self.broken) <= self.may_fail * len(self.seeds) + 1e-9

    @property
    def values(self) -> list[float]:
        """What was seen, of the seeds that have data; infinity is never."""
        return [one.value for one in self.judged if one.value is not None]

    @property
    def middle(self) -> float | None:
        """The median: a value that was seen."""
        return median_low(self.values) if self.values else None

    def as_dict(self) -> dict[str, Any]:
        """The goal and its values, as plain data: null without one, "never" where it is that."""
        values = [_plain(one.value) for one in self.judged]
        goal, broken = self.first.goal, [seed for seed, _ in self.broken]
        return {
            "goal": goal.about,
            "title": goal.title,
            "unit": self.first.unit,
            "passed": self.passed,
            "broken": broken,
            "values": values,
        }


@frozen
class Trial:
    """A scenario and what came of its seeds."""

    scenario: Scenario
    file: str
    attempts: tuple[Attempt, ...]

    @property
    def seeds(self) -> tuple[int, ...]:
        """Those that were tried."""
        return tuple(attempt.seed for attempt in self.attempts)

    @property
    def wall_s(self) -> float:
        """Seconds of computing."""
        return sum(attempt.wall_s for attempt in self.attempts)

    @property
    def goals(self) -> tuple[Tried, ...]:
        """Goal by goal, in the scenario's order."""
        by_goal = zip(*(attempt.verdict.goals for attempt in self.attempts), strict=True)
        return tuple(Tried(self.seeds, judged, self.scenario.may_fail) for judged in by_goal)

    @property
    def passed(self) -> bool:
        """Were all of its goals kept to?"""
        return all(goal.passed for goal in self.goals)


def seeds_of(scenario: Scenario, n: int) -> list[int]:
    """The scenario's own and those that follow."""
    return [(scenario.seed + k) % (LARGEST_SEED + 1) for k in range(n)]


def as_document(trials: Sequence[Trial]) -> dict[str, Any]:
    """What was seen, as plain data; the same scenarios and seeds give the same."""
    found = [_told(trial) for trial in trials]
    passed = all(trial.passed for trial in trials)
    return {"format": FORMAT, "passed": passed, "scenarios": found}


def _told(trial: Trial) -> Mapping[str, Any]:
    scenario = trial.scenario
    return {
        "id": scenario.id,
        "title": scenario.title,
        "may_fail": scenario.may_fail,
        "seeds": list(trial.seeds),
        "goals": [goal.as_dict() for goal in trial.goals],
    }


NEVER = "never"


def _plain(value: float | None) -> float | str | None:
    return value if value is None or isfinite(value) else NEVER


def number_of(plain: Any) -> float | None:
    """The value that `as_dict` wrote; ValueError for what it would not."""
    if plain == NEVER:
        return inf
    if plain is None or (isinstance(plain, int | float) and not isinstance(plain, bool)):
        return plain
    raise ValueError(f"{plain!r:.40} is no value")
