"""What a value is made of: a kind of fact, and how its rows give a number.

``Count(f)``                     how many rows there are
``Sum(f, of)``                   the sum of a column of whole numbers
``Less(f, of)``                  the same, taken off
``Positive(f, of)``              in how many rows a column is above zero
``Where(f, of, values)``         in how many rows a column has one of the values
``SumWhere(f, of, by, values)``  the sum of ``of`` over the rows in which ``by`` has one of them
``Each(f, by, words)``           a counter for each value of a column, see below
``Last(f, of)``                  what a column said last
``Age(f, of)``                   how long before the last row the time in one of its columns was
``Durations(f, of, since)``      mean and percentiles of a column, or of what lies between two
``Own(f, fold)``                 a fold that only one component has
``Derived(*facts)``              worked out elsewhere: by a view, by the bill
``Total(*counters)``             the sum of other counters

Facts of which there are many are folded as columns: see `simcore.recording.fold`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from simcore.frozen import frozen
from simcore.recording.board import Board
from simcore.recording.fold.base import Fold
from simcore.recording.fold.counts import CountFold, LessFold, PositiveFold, SumFold
from simcore.recording.fold.levels import AgeFold, LastFold
from simcore.recording.fold.samples import BIN_PERCENTS, Samples
from simcore.recording.fold.values import Target

__all__ = [
    "Age",
    "ByValue",
    "Count",
    "Derived",
    "Durations",
    "Each",
    "Fact",
    "Last",
    "Less",
    "Made",
    "OfFact",
    "Own",
    "Positive",
    "Sum",
    "SumWhere",
    "Total",
    "Where",
]

Fact = type[Any]
"""One of `simcore.facts`, or of a component's own."""


class Made:
    """What all of them say: the unit and the statistic of a metric, unless it says so itself."""

    unit = "Count"
    statistic = "Sum"

    def made_of(self) -> tuple[str, ...]:
        """The names of the facts."""
        return ()

    def shown(self) -> list[tuple[str, str]]:
        """[(what is added to the metric's name, statistic)]: one series each."""
        return [("", self.statistic)]


@frozen
class OfFact(Made):
    """Made of the rows of one fact."""

    fact: Fact

    def made_of(self) -> tuple[str, ...]:
        """The name of the fact."""
        return (self.fact.__name__,)

    def fold(self, board: Board, metric: str | None, counter: str | None) -> Fold:
        """What takes in the rows."""
        raise NotImplementedError


@frozen
class Count(OfFact):
    """How many rows there are."""

    def fold(self, board: Board, metric: str | None, counter: str | None) -> Fold:
        """What takes in the rows."""
        return CountFold(self.fact, board, metric, counter)


@frozen
class Sum(OfFact):
    """The sum of a column of whole numbers."""

    of: str

    def fold(self, board: Board, metric: str | None, counter: str | None) -> Fold:
        """What takes in the rows."""
        return SumFold(self.fact, board, metric, counter, self.of)


@frozen
class Less(Sum):
    """The sum of a column of whole numbers, taken off what the other parts come to."""

    def fold(self, board: Board, metric: str | None, counter: str | None) -> Fold:
        """What takes in the rows."""
        return LessFold(self.fact, board, metric, counter, self.of)


@frozen
class Positive(Sum):
    """In how many rows a column is above zero."""

    def fold(self, board: Board, metric: str | None, counter: str | None) -> Fold:
        """What takes in the rows."""
        return PositiveFold(self.fact, board, metric, counter, self.of)


@frozen
class Last(OfFact):
    """What a column of an observation said last: a level."""

    of: str
    statistic = "Last"

    def fold(self, board: Board, metric: str | None, counter: str | None) -> Fold:
        """What takes in the rows."""
        return LastFold(self.fact, board, metric, counter, self.of)


@frozen
class Age(Last):
    """Seconds from a time in an observation to the observation; 0 when that time is negative."""

    unit = "Seconds"

    def fold(self, board: Board, metric: str | None, counter: str | None) -> Fold:
        """What takes in the rows."""
        return AgeFold(self.fact, board, metric, counter, self.of)


@frozen
class Durations(OfFact):
    """Milliseconds: seconds in a column, or between ``since`` and it.

    ``positive`` leaves out what is not above zero, ``without`` the rows in which a column has a
    value, ``only`` those in which it has none of some, ``begun`` those in which ``since`` is
    negative: a time that never was. The metric itself is the ``mean``; with ``percentiles`` there
    are NAME.p50 and so on.
    """

    of: str
    since: str | None = None
    without: tuple[str, int] | None = None
    only: tuple[str, tuple[int, ...]] | None = None
    positive: bool = False
    mean: bool = True
    percentiles: bool = True
    begun: bool = False
    unit = "Milliseconds"
    statistic = "Average"

    def shown(self) -> list[tuple[str, str]]:
        """The mean and the percentiles of a bin."""
        percents = BIN_PERCENTS if self.percentiles else ()
        mean = [("", self.statistic)] if self.mean else []
        return [*mean, *((f".p{percent}", f"p{percent}") for percent in percents)]

    def fold(self, board: Board, metric: str | None, counter: str | None) -> Fold:
        """What takes in the rows; durations have no counter."""
        assert metric is not None
        assert counter is None
        return Samples(
            self.fact, board, metric, self.of, self.since, without=self.without, only=self.only,
            positive=self.positive, mean=self.mean, percentiles=self.percentiles, begun=self.begun,
        )  # fmt: skip


@frozen
class Own(OfFact):
    """A fold of the component's own: ``made(fact, board, metric, counter)`` gives it."""

    made: Callable[[Fact, Board, str | None, str | None], Fold]

    def fold(self, board: Board, metric: str | None, counter: str | None) -> Fold:
        """What takes in the rows."""
        return self.made(self.fact, board, metric, counter)


class ByValue(Made):
    """Made by the value of a column; all that ask for the same are folded in one pass.

    ``of`` is the column that is added up; without it rows are counted.
    """

    fact: Fact
    by: str
    of: str

    def made_of(self) -> tuple[str, ...]:
        """The name of the fact."""
        return (self.fact.__name__,)

    def targets(self, metric: str | None, counter: str | None) -> Iterator[tuple[int, Target]]:
        """(value, what a row with that value counts for)"""
        raise NotImplementedError


@frozen
class Where(ByValue):
    """In how many rows a column has one of the values."""

    fact: Fact
    by: str
    values: tuple[int, ...]
    of = ""

    def targets(self, metric: str | None, counter: str | None) -> Iterator[tuple[int, Target]]:
        """The same for each of the values."""
        return ((value, (metric, counter)) for value in self.values)


@frozen
class SumWhere(ByValue):
    """The sum of a column over the rows in which another one has one of the values."""

    fact: Fact
    of: str
    by: str
    values: tuple[int, ...]

    def targets(self, metric: str | None, counter: str | None) -> Iterator[tuple[int, Target]]:
        """The same for each of the values."""
        return ((value, (metric, counter)) for value in self.values)


@frozen
class Each(ByValue):
    """A counter for each value: ``<...>`` in its name becomes the value's word.

    A value without a word counts for nothing.
    """

    fact: Fact
    by: str
    words: tuple[str, ...]
    of: str = ""

    def targets(self, metric: str | None, counter: str | None) -> Iterator[tuple[int, Target]]:
        """One for each word."""
        assert metric is None
        assert counter is not None
        names = self.names(counter)
        return ((value, (None, name)) for value, name in enumerate(names) if name)

    def names(self, counter: str) -> list[str]:
        """The names of the counters, by value; empty where there is none."""
        before, _, rest = counter.partition("<")
        after = rest.partition(">")[2]
        return [f"{before}{word}{after}" if word else "" for word in self.words]


class Derived(Made):
    """Worked out elsewhere, of these facts: named, since they may be another owner's.

    Without any: made of what all the others of its name are.
    """

    def __init__(self, *facts: Fact | str) -> None:
        self._facts = tuple(fact if isinstance(fact, str) else fact.__name__ for fact in facts)

    def made_of(self) -> tuple[str, ...]:
        """The names of the facts."""
        return self._facts


class Total(Made):
    """The sum of other counters of the component, whenever it is asked for."""

    def __init__(self, *counters: str) -> None:
        self.counters = counters
