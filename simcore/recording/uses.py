"""Fact by fact, what a recorder does with it: derived from a reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from simcore import facts
from simcore.errors import EngineBug
from simcore.recording.board import Board
from simcore.recording.fold.base import Fold
from simcore.recording.fold.values import SumByFold, TallyFold, Target, Targets
from simcore.recording.made import ByValue, Fact, Last, Made, OfFact, Total
from simcore.recording.reading import Flagged, Handed, Held, Listed, Reading

__all__ = ["Uses", "uses"]

MakeFold = Callable[[Board], Fold]


def _limit(row: facts.Row) -> str:
    return facts.LIMITS[row[1]]


def _limit_reached(row: facts.Row) -> tuple[str, str]:
    return f"{facts.LIMITS[row[1]]} reached", ""


ANYBODY = Reading(
    events=(Listed(facts.LimitReached, "thr", 2, _limit_reached),),
    flags=(Flagged(facts.LimitReached, "limit_reached", _limit, each="limit"),),
    silent=(facts.StoryStep, facts.RequestStep),
)
"""What components of any type may state."""


@dataclass
class Uses:
    """What is done with one kind of fact of one type of component."""

    observed: bool = False
    folds: list[MakeFold] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    handed: list[Handed] = field(default_factory=list)
    flagged: list[Flagged] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)


def uses(reading: Reading) -> dict[Fact, Uses]:
    """Every fact that components with this reading may state, and what is done with it."""
    found: dict[Fact, Uses] = {}

    def of(fact: Fact) -> Uses:
        return found.setdefault(fact, Uses())

    reading = ANYBODY + reading
    for fact, make in _folds(reading):
        of(fact).folds.append(make)
    for listed in reading.events:
        of(listed.fact).listed.append(listed)
    for handed in reading.handed:
        of(handed.fact).handed.append(handed)
    for flagged in reading.flags:
        of(flagged.fact).flagged.append(flagged)
    for held in reading.held:
        of(held.fact).held.append(held)
    for fact in reading.silent:
        of(fact)
    for fact in _observed(reading):
        of(fact).observed = True
    return found


def _values(reading: Reading) -> Iterator[tuple[Made, str | None, str | None]]:
    """What is made, with the metric and the counter that get it."""
    for metric in reading.metrics:
        for made in metric.parts:
            yield made, metric.name, metric.counter
    for counter in reading.counters:
        for made in counter.parts:
            yield made, None, counter.name


def _folds(reading: Reading) -> Iterator[tuple[Fact, MakeFold]]:
    """One for each value; what goes by the value of the same column is folded in one pass."""
    together: dict[tuple[Fact, str, str], list[tuple[int, Target]]] = {}
    for made, metric, counter in _values(reading):
        if isinstance(made, ByValue):
            asked = together.setdefault((made.fact, made.by, made.of), [])
            asked += made.targets(metric, counter)
        elif isinstance(made, OfFact):
            yield made.fact, partial(made.fold, metric=metric, counter=counter)
        elif isinstance(made, Total) and metric is not None:
            raise EngineBug(f"{metric} is a total of counters: only a counter can be")
    for (fact, by, of), asked in together.items():
        targets = _by_value(asked)
        if of:
            yield fact, partial(SumByFold, fact, of=of, by=by, targets=targets)
        else:
            yield fact, partial(TallyFold, fact, by=by, targets=targets)


def _by_value(asked: list[tuple[int, Target]]) -> Targets:
    last = max(value for value, _ in asked)
    return tuple(tuple(target for value, target in asked if value == n) for n in range(last + 1))


def _observed(reading: Reading) -> set[Fact]:
    made = {made.fact for made, _, _ in _values(reading) if isinstance(made, Last)}
    return made | set(reading.observed)
