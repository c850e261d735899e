"""What feeds the grid of a function's execution environments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simcore import facts
from simcore.recording.board import Board
from simcore.recording.environments import Grid
from simcore.recording.fold.base import BoardFold, Fold
from simcore.recording.layout import Columns, Rows


class GridFold(BoardFold):
    """Feeds a grid with the rows of one kind of fact."""

    def __init__(self, fact: type[Any], board: Board, grid: Grid) -> None:
        super().__init__(fact, board)
        self.grid = grid

    def few(self, rows: Rows) -> None:
        """Take in the rows one by one."""
        raise NotImplementedError

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in the rows one by one, where columns are no faster."""
        self.few(rows)


class StartsGrid(GridFold):
    """`InvocationStarted`."""

    def few(self, rows: Rows) -> None:
        """Take in starts."""
        for t, slot, init_s, _ in rows:
            self.grid.started_one(t, slot, init_s)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in starts."""
        cold = columns.positive("init_s")
        self.grid.started(columns["t"], columns["slot"], columns["init_s"], cold)


class EndsGrid(GridFold):
    """`InvocationEnded`."""

    def few(self, rows: Rows) -> None:
        """Take in ends."""
        for t, slot, _, _, _, outcome in rows:
            self.grid.ended_one(t, slot, outcome)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in ends."""
        self.grid.ended(columns["t"], columns["slot"], columns.positive("outcome"))


class ReclaimedGrid(GridFold):
    """`EnvironmentReclaimed`."""

    def few(self, rows: Rows) -> None:
        """Take in ends of life."""
        for t, slot in rows:
            self.grid.reclaimed_one(t, slot)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in ends of life."""
        self.grid.reclaimed(columns["t"], columns["slot"])


class AllocatedGrid(GridFold):
    """`ProvisionedAllocated`."""

    def few(self, rows: Rows) -> None:
        """Take in environments that nobody has used yet."""
        for t, slot in rows:
            self.grid.allocated_one(t, slot)


class ReadyGrid(GridFold):
    """`ProvisionedReady`."""

    def few(self, rows: Rows) -> None:
        """Take in when all that were asked for began to serve."""
        for t, _ in rows:
            self.grid.provisioned.ready(t)


class ServingGrid(GridFold):
    """`ProvisionedObserved`: how many of those allocated serve."""

    def few(self, rows: Rows) -> None:
        """Take in the last."""
        t, _, allocated, ready, _ = rows[-1]
        self.grid.serving(t, allocated - ready)


class ThrottledGrid(GridFold):
    """`InvocationThrottled`."""

    def few(self, rows: Rows) -> None:
        """Count."""
        self.grid.throttled += len(rows)


class ObservedGrid(GridFold):
    """`FunctionObserved`: the limit."""

    def few(self, rows: Rows) -> None:
        """Remember the last."""
        self.grid.observed = rows[-1]


GRID_FOLDS: dict[type[Any], Callable[..., Fold]] = {
    facts.InvocationStarted: StartsGrid,
    facts.InvocationEnded: EndsGrid,
    facts.EnvironmentReclaimed: ReclaimedGrid,
    facts.ProvisionedAllocated: AllocatedGrid,
    facts.ProvisionedReady: ReadyGrid,
    facts.ProvisionedObserved: ServingGrid,
    facts.InvocationThrottled: ThrottledGrid,
    facts.FunctionObserved: ObservedGrid,
}
"""Fact -> the fold that feeds a grid with it."""
