"""Lanes: the shards or message groups of a mapping at the end of a frame, to be drawn one by one.

At most `MOST_LANES` of a mapping are told; those that fail or hold a batch come first, then those
with the oldest record. The others are told as a sum. A lane keeps its place as long as it is told,
and a new one gets the first place that is free, so that nothing jumps while one looks at it.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from simcore import facts
from simcore.awslambda.event_source_mapping.streams.facts import (
    ShardObserved,
    StreamMappingObserved,
)
from simcore.facts import Row
from simcore.facts.lanes import MOST_LANES
from simcore.recording.board import Board
from simcore.recording.fold import Fold
from simcore.recording.fold.base import RowFold
from simcore.recording.layout import Rows, column
from simcore.recording.made import Fact
from simcore.recording.reading import Component, Context, View

__all__ = ["LanesView"]

LANES = {ShardObserved: "shard", facts.GroupObserved: "group"}
"""Fact about one lane -> what kind of lane it is."""

ALL_LANES = {StreamMappingObserved: "shard", facts.GroupsPolled: "group"}
"""Fact about all lanes of a mapping together -> what kind of lanes they are."""

NOBODY = -1
"""A free place."""

IDLE, INVOKING, FAILING, HOLDING, FREE = "IBFH."

_T = column(ShardObserved, "t")


class Lane(NamedTuple):
    """What is told of one lane, or of several: then ``invoking`` to ``waiting`` are sums."""

    number: int
    invoking: int
    failing: int
    holding: int
    waiting: int
    age_s: float | None

    @property
    def state(self) -> str:
        """The worst of what goes on in it."""
        if self.failing:
            return FAILING
        if self.holding:
            return HOLDING
        return INVOKING if self.invoking else IDLE

    @property
    def urgency(self) -> tuple[int, float, int]:
        """What comes first is told one by one."""
        return (-(self.failing > 0) - (self.holding > 0), -(self.age_s or 0.0), self.number)


class Lanes:
    """The lanes of one mapping as they were observed last."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._seen = -1.0
        self._lanes: list[Lane] = []
        self._all: tuple[int, Lane] | None = None
        self._places: list[int] = []

    def take(self, rows: Rows) -> None:
        """Rows about one lane each; what is observed later replaces what was before."""
        latest = rows[-1][_T]
        self._begin(latest)
        self._lanes += [_lane(row) for row in rows if row[_T] >= latest]

    def take_all(self, row: Row) -> None:
        """What all lanes come to; of shards, each is stated, if there are any."""
        self._begin(row[_T])
        if self.kind == "group":
            self._all = row[1], Lane(NOBODY, row[2], row[3], row[4], row[5], None)

    def _begin(self, t: float) -> None:
        if t > self._seen:
            self._seen, self._lanes, self._all = t, [], None

    def payload(self) -> dict[str, Any]:
        """``{kind, n, lane, state, running, waiting, age_s}``, and ``more`` if there are."""
        shown = {lane.number: lane for lane in sorted(self._lanes, key=_urgency)[:MOST_LANES]}
        self._place(shown)
        told = [shown.get(number) for number in self._places]
        n, everything = self._all or (len(self._lanes), _sum(self._lanes))
        told_n = sum(lane is not None for lane in told)
        part = {"kind": self.kind, "n": n, **_columns(told)}
        return part if n <= told_n else {**part, "more": self._more(n - told_n, everything, shown)}

    def _place(self, shown: dict[int, Lane]) -> None:
        """Everybody stays; those that are new take free places."""
        self._places = [number if number in shown else NOBODY for number in self._places]
        new = sorted(set(shown) - set(self._places))
        free = [place for place, number in enumerate(self._places) if number == NOBODY]
        for place, number in zip(free, new, strict=False):
            self._places[place] = number
        self._places += new[len(free) :]
        while self._places and self._places[-1] == NOBODY:
            self._places.pop()

    def _more(self, n: int, everything: Lane, shown: dict[int, Lane]) -> dict[str, Any]:
        """The sum of the lanes that are not shown one by one."""
        one_by_one = _sum(shown.values())
        rest = {
            name: max(getattr(everything, name) - getattr(one_by_one, name), 0)
            for name in ("invoking", "failing", "holding", "waiting")
        }
        hidden = [lane.age_s for lane in self._lanes if lane.number not in shown and lane.age_s]
        return {"n": n, **rest, "age_s": max(hidden, default=None)}


class LaneFold(RowFold):
    """Feeds the lanes of a mapping with what is observed of each."""

    def __init__(self, lanes: Lanes) -> None:
        self.lanes = lanes

    def few(self, rows: Rows) -> None:
        """Take in."""
        self.lanes.take(rows)


class AllLanesFold(LaneFold):
    """Feeds them with what is observed of all together."""

    def few(self, rows: Rows) -> None:
        """Take in."""
        self.lanes.take_all(rows[-1])


class LanesView(View):
    """The part ``lanes`` of a frame."""

    key = "lanes"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._lanes: dict[str, Lanes] = {}

    def folds(self, part: Component, fact: Fact, board: Board) -> Sequence[Fold]:
        """What is observed of lanes."""
        if fact in LANES:
            return [LaneFold(self._lanes.setdefault(part.id, Lanes(LANES[fact])))]
        if fact in ALL_LANES:
            return [AllLanesFold(self._lanes.setdefault(part.id, Lanes(ALL_LANES[fact])))]
        return []

    def payload(self, t1: float, bin_s: float) -> dict[str, Any]:
        """Mapping -> its lanes."""
        return {id: lanes.payload() for id, lanes in self._lanes.items()}


def _lane(row: Row) -> Lane:
    """From a row of any of `LANES`; ``invoking`` are those that worked in the bin, if told."""
    t, number, invoking, failing, holding, waiting, oldest, *worked = row
    age_s = round(t - oldest, 3) if oldest >= 0.0 else None
    return Lane(number, max(invoking, *worked, 0), failing, holding, waiting, age_s)


def _urgency(lane: Lane) -> tuple[int, float, int]:
    return lane.urgency


def _sum(lanes: Iterable[Lane]) -> Lane:
    """One lane as if it were a state each: a lane that fails and works counts in both."""
    invoking = failing = holding = waiting = 0
    for lane in lanes:
        invoking += lane.invoking > 0
        failing += lane.failing > 0
        holding += lane.holding > 0
        waiting += lane.waiting
    return Lane(NOBODY, invoking, failing, holding, waiting, None)


def _columns(told: list[Lane | None]) -> dict[str, Any]:
    """Column by column; nobody in a place is told by the state alone."""
    none = Lane(NOBODY, 0, 0, 0, 0, None)
    lanes = [lane or none for lane in told]
    return {
        "lane": [lane.number for lane in lanes],
        "state": "".join([lane.state if lane else FREE for lane in told]),
        "running": [lane.invoking for lane in lanes],
        "waiting": [lane.waiting for lane in lanes],
        "age_s": [lane.age_s for lane in lanes],
    }
