"""The grid of a function's execution environments: which facts move them, frame by frame.

On managed instances an environment runs many invocations at once, so its slot is busy from the
first that begins in it until the last has ended, and starts and ends of invocations say nothing to
the grid.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simcore.awslambda.facts.invocations import (
    EnvironmentReclaimed,
    FunctionObserved,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.awslambda.facts.managed import (
    EnvironmentOccupied,
    EnvironmentReady,
    EnvironmentVacated,
)
from simcore.awslambda.facts.provisioned import (
    ProvisionedAllocated,
    ProvisionedObserved,
    ProvisionedReady,
)
from simcore.awslambda.reading.views.environments import Grid
from simcore.recording.board import Board
from simcore.recording.fold import Fold
from simcore.recording.fold.base import RowFold
from simcore.recording.layout import Columns, Rows
from simcore.recording.made import Fact
from simcore.recording.reading import Component, Context, View

__all__ = ["GridView"]


class GridView(View):
    """The part ``environments`` of a frame."""

    key = "environments"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.grids: dict[str, Grid] = {}

    def folds(self, part: Component, fact: Fact, board: Board) -> Sequence[Fold]:
        """What tells of environments."""
        managed = EnvironmentOccupied in part.ledgers
        feeds = BY_ENVIRONMENT if managed else BY_INVOCATION
        if fact not in feeds:
            return []
        return [feeds[fact](self.grids.setdefault(part.id, Grid()))]

    def close_bin(self) -> None:
        """The grids remember how much was refused in the bin."""
        for grid in self.grids.values():
            grid.close_bin()

    def payload(self, t1: float, bin_s: float) -> dict[str, Any]:
        """Function -> its grid."""
        return {id: grid.payload(t1, bin_s) for id, grid in self.grids.items()}


class GridFold(RowFold):
    """Feeds a grid with the rows of one kind of fact."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid


class Starts(GridFold):
    """`InvocationStarted`."""

    def few(self, rows: Rows) -> None:
        """Take in starts."""
        for t, slot, init_s, _ in rows:
            self.grid.started_one(t, slot, init_s)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in starts."""
        cold = columns.positive("init_s")
        self.grid.started(columns["t"], columns["slot"], columns["init_s"], cold)


class Ends(GridFold):
    """`InvocationEnded`."""

    def few(self, rows: Rows) -> None:
        """Take in ends."""
        for t, slot, _, _, _, outcome in rows:
            self.grid.ended_one(t, slot, outcome)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in ends."""
        self.grid.ended(columns["t"], columns["slot"], columns.positive("outcome"))


class Reclaimed(GridFold):
    """`EnvironmentReclaimed`."""

    def few(self, rows: Rows) -> None:
        """Take in ends of life."""
        for t, slot in rows:
            self.grid.reclaimed_one(t, slot)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in ends of life."""
        self.grid.reclaimed(columns["t"], columns["slot"])


class Allocated(GridFold):
    """`ProvisionedAllocated`."""

    def few(self, rows: Rows) -> None:
        """Take in environments that nobody has used yet."""
        for t, slot in rows:
            self.grid.allocated_one(t, slot)


class AllReady(GridFold):
    """`ProvisionedReady`."""

    def few(self, rows: Rows) -> None:
        """Take in when all that were asked for began to serve."""
        for t, _ in rows:
            self.grid.provisioned.ready(t)


class ProvisionedServing(GridFold):
    """`ProvisionedObserved`: how many of those allocated serve."""

    def few(self, rows: Rows) -> None:
        """Take in the last."""
        t, _, allocated, ready, _ = rows[-1]
        self.grid.serving(t, allocated - ready)


class Throttled(GridFold):
    """`InvocationThrottled`."""

    def few(self, rows: Rows) -> None:
        """Count."""
        self.grid.throttled += len(rows)


class Observed(GridFold):
    """`FunctionObserved`: the limit."""

    def few(self, rows: Rows) -> None:
        """Remember the last."""
        self.grid.observed = rows[-1]


class ManagedReady(GridFold):
    """`EnvironmentReady`."""

    def few(self, rows: Rows) -> None:
        """Take in environments that nobody has used yet."""
        for t, slot in rows:
            self.grid.ready_one(t, slot)


class Occupied(GridFold):
    """`EnvironmentOccupied`."""

    def few(self, rows: Rows) -> None:
        """Take in when environments became busy."""
        for t, slot in rows:
            self.grid.started_one(t, slot, 0.0)


class Vacated(GridFold):
    """`EnvironmentVacated`."""

    def few(self, rows: Rows) -> None:
        """Take in when environments became idle."""
        for t, slot, outcome in rows:
            self.grid.ended_one(t, slot, outcome)


Feeds = Mapping[Fact, Callable[[Grid], Fold]]

_ALWAYS: Feeds = {
    EnvironmentReclaimed: Reclaimed,
    ProvisionedAllocated: Allocated,
    ProvisionedReady: AllReady,
    ProvisionedObserved: ProvisionedServing,
    InvocationThrottled: Throttled,
    FunctionObserved: Observed,
}
BY_INVOCATION: Feeds = {
    **_ALWAYS,
    InvocationStarted: Starts,
    InvocationEnded: Ends,
}
BY_ENVIRONMENT: Feeds = {
    **_ALWAYS,
    EnvironmentReady: ManagedReady,
    EnvironmentOccupied: Occupied,
    EnvironmentVacated: Vacated,
}
"""Fact -> the fold that feeds a grid with it."""
