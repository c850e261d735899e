"""Readings: how the facts of a type of component become what people see, declared once.

::

    ENDED = facts.InvocationEnded

    FUNCTION = Reading(
        metrics=(
            Metric("Errors", Where(ENDED, "outcome", (ERROR, TIMEOUT)), "Errors",
                   "Invocations that ended in an error or a timeout.", counter="errors"),
            Metric("Duration", Durations(ENDED, "duration_s"), "Duration", "Time in the handler."),
        ),
        counters=(Counter("successes", Where(ENDED, "outcome", (SUCCESS,))),),
        events=(Listed(ENDED, "err", 3, _end, only="outcome"),),
        flags=(Flagged(ENDED, "first_error", _outcome, only="outcome"),),
        balances=(Balance(("invocations",), ("successes", "errors"), rest="running"),),
        tells=(Tally("invocations"), Tally("errors"), Spread("Duration", "duration")),
    )

What a value may be made of: `simcore.recording.made`. From the readings of all types follow what is
done with every fact (`.uses`), catalogue, header and page of metrics (`.catalogue`, `.reference`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol

from simcore.facts import Ledgers, Row
from simcore.frozen import frozen
from simcore.recording.balance import Balance
from simcore.recording.board import Board
from simcore.recording.edges import Edges
from simcore.recording.fold.base import Fold
from simcore.recording.made import (
    Age,
    Count,
    Derived,
    Durations,
    Each,
    Fact,
    Last,
    Less,
    Made,
    Own,
    Positive,
    Sum,
    SumWhere,
    Total,
    Where,
)
from simcore.recording.parts import PART, the_part
from simcore.recording.told import Highest, Spread, Tally, Tells, Work

__all__ = [
    "OURS",
    "PART",
    "Age",
    "Balance",
    "Component",
    "Context",
    "Count",
    "Counter",
    "Derived",
    "Durations",
    "Each",
    "Flagged",
    "Handed",
    "Held",
    "Highest",
    "Last",
    "Less",
    "Listed",
    "Metric",
    "Own",
    "Positive",
    "Reading",
    "Spread",
    "Sum",
    "SumWhere",
    "Tally",
    "Total",
    "View",
    "Where",
    "the_part",
]

OURS = "Windtunnel's own"


@frozen
class Metric:
    """A series, and with ``counter`` the same number since the start of the run.

    ``made`` says of what; several are added up. Unit and statistic follow from it unless they are
    given. ``meaning`` is a sentence for the page of metrics; ``names`` are the words that values
    stand for, and ``explained`` a section of the page, where a metric needs them.
    """

    name: str
    made: Made | tuple[Made, ...]
    label: str
    meaning: str
    counter: str | None = None
    source: str = OURS
    unit: str = ""
    statistic: str = ""
    names: tuple[str, ...] = ()
    explained: str = ""

    @property
    def parts(self) -> tuple[Made, ...]:
        """What it is made of, one by one."""
        return _one_by_one(self.made)


@frozen
class Counter:
    """A total since the start, or a level as of now, of which there is no series."""

    name: str
    made: Made | tuple[Made, ...]
    meaning: str = ""
    """A few words, where the name says too little."""

    @property
    def parts(self) -> tuple[Made, ...]:
        """What it is made of, one by one."""
        return _one_by_one(self.made)


@frozen
class Listed:
    """A line in the list of events; ``text`` gives it and a detail beside it.

    ``kind`` is one of busy thr retry init err dlq end free; what has the lowest ``rarity`` is
    listed first. ``only`` names a column that has to be above zero, ``unless`` one that must not
    be. With ``sized`` it goes on with what was handed over then (of ``thr``: refused): `Handed`.
    ``part`` gives the place of the part whose name belongs where the texts have `PART`.
    """

    fact: Fact
    kind: str
    rarity: int
    text: Callable[[Row], tuple[str, str]]
    only: str | None = None
    unless: str | None = None
    sized: bool = False
    part: Callable[[Row], str] | None = None


@frozen
class Handed:
    """What is handed over, or ``refused``, along an edge, to whom lists it: `Listed.sized`."""

    fact: Fact
    text: Callable[[Row], str]
    refused: bool = False


@frozen
class Flagged:
    """A flag, raised once for a component, or once for each value of the column ``each``.

    ``only`` names a column that has to be above zero; ``part`` is that of `Listed`.
    """

    fact: Fact
    kind: str
    detail: Callable[[Row], str]
    only: str | None = None
    each: str | None = None
    part: Callable[[Row], str] | None = None


@frozen
class Held:
    """What is charged by time: the column ``change`` says how many more are held from then on.

    A component holds things of one kind at most.
    """

    fact: Fact
    change: str


class Component(Protocol):
    """What a recording needs to know of a live component."""

    id: str
    type: str
    ledgers: Ledgers


@frozen
class Context:
    """What a view may know: the boards of all components by id, the account's, and the edges."""

    boards: Mapping[str, Board]
    account: Board
    edges: Edges


class View:
    """What is shown of components beyond series, counters, events and flags.

    There is one of a kind for all components of a run, made with a `Context`; it is asked about the
    facts of those components whose type names it. ``key`` is its part of every frame; without one
    it has none, and only sets levels of boards. ``in_result`` is its part of the result, if it has
    one.
    """

    key = ""
    in_result = ""

    def __init__(self, context: Context) -> None:
        self.context = context

    @property
    def is_told(self) -> bool:
        """Whether it has a part of the frames: some leave it out where nobody is concerned."""
        return bool(self.key)

    def folds(self, part: Component, fact: Fact, board: Board) -> Sequence[Fold]:
        """What takes in the rows of a fact, if that is any of the view's business."""
        return ()

    def merge(self) -> None:
        """All ledgers have been taken in up to the same time."""

    def close_bin(self) -> None:
        """The bin is over; the boards close theirs afterwards.

        Not asked of a bin in which nothing was stated, but for levels that are what they were,
        where that goes for the bin before it, too: what is shown stays.
        """

    def total(self) -> dict[str, Any]:
        """Component id -> what the result says of it, as of the last closed bin."""
        return {}

    def payload(self, t1: float, bin_s: float) -> dict[str, Any]:
        """Component id -> what the frame that ends at ``t1`` shows of it; asked for once each."""
        return {}


@dataclass(frozen=True, eq=False)
class Reading:
    """How the facts of one type of component become what people see.

    Observations are stated at a bin's end and belong to the bin that ends there: those of `Last`,
    `Age` and ``observed``. A fact that only views take in is ``silent``; one that nothing mentions
    must not be stated. ``tells`` is what the summary of a run says of it, ``waits`` are the levels
    that are 0 when no work is left, ``works`` what becomes of it. Parts' readings are added up.
    """

    metrics: tuple[Metric, ...] = ()
    counters: tuple[Counter, ...] = ()
    events: tuple[Listed, ...] = ()
    handed: tuple[Handed, ...] = ()
    flags: tuple[Flagged, ...] = ()
    held: tuple[Held, ...] = ()
    observed: tuple[Fact, ...] = ()
    silent: tuple[Fact, ...] = ()
    balances: tuple[Balance, ...] = ()
    views: tuple[Callable[[Context], View], ...] = ()
    tells: tuple[Tells, ...] = ()
    waits: tuple[str, ...] = ()
    works: tuple[Work, ...] = ()

    def __add__(self, other: Reading) -> Reading:
        return Reading(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def waiting(self) -> tuple[str, ...]:
        """The series of the levels that are 0 when no work is left."""
        return tuple(metric.name for metric in self.metrics if metric.counter in self.waits)

    def summary(self) -> tuple[Tells, ...]:
        """What is told of a component, and what it was not done with in the end.

        All totals, where its type says nothing of it.
        """
        if not self.tells:
            return tuple(Tally(metric.counter) for metric in self.metrics if metric.counter)
        told = {name for one in self.tells if isinstance(one, Tally) for name in one.names}
        left = (Tally(name) for name in self.waits if name not in told)
        return (*self.tells, *left)


def _one_by_one(made: Made | tuple[Made, ...]) -> tuple[Made, ...]:
    return made if isinstance(made, tuple) else (made,)
