"""What managed instances show: folds of their facts, and what feeds their grid.

An environment there runs many invocations at once, so its slot is busy from the first that begins
in it until the last has ended, and starts and ends of invocations say nothing to the grid.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from simcore import facts
from simcore.recording.fold.base import Fold
from simcore.recording.fold.counts import Count
from simcore.recording.fold.grid import GRID_FOLDS, GridFold
from simcore.recording.fold.levels import Last
from simcore.recording.layout import Rows

MANAGED: dict[type[Any], tuple[Callable[..., Fold], ...]] = {
    facts.EnvironmentsRequested: (),
    facts.EnvironmentReady: (partial(Count, metric=None, counter="managed_environments_ready"),),
    facts.EnvironmentOccupied: (),
    facts.EnvironmentVacated: (),
    facts.ConcurrencyThrottled: (
        partial(Count, metric="ConcurrencyThrottles", counter="concurrency_throttles"),
    ),
    facts.CapacityObserved: (
        partial(Last, of="serving", metric="Managed.serving", counter="managed_serving"),
        partial(Last, of="preparing", metric="Managed.preparing", counter="managed_preparing"),
        partial(Last, of="leaving", metric="Managed.leaving", counter="managed_leaving"),
        partial(Last, of="room", metric="Managed.room", counter="managed_room"),
    ),
}
"""Fact -> makers of its folds: a part of `FOLDS`."""


class ReadyGrid(GridFold):
    """`EnvironmentReady`."""

    def few(self, rows: Rows) -> None:
        """Take in environments that nobody has used yet."""
        for t, slot in rows:
            self.grid.ready_one(t, slot)


class OccupiedGrid(GridFold):
    """`EnvironmentOccupied`."""

    def few(self, rows: Rows) -> None:
        """Take in when environments became busy."""
        for t, slot in rows:
            self.grid.started_one(t, slot, 0.0)


class VacatedGrid(GridFold):
    """`EnvironmentVacated`."""

    def few(self, rows: Rows) -> None:
        """Take in when environments became idle."""
        for t, slot, outcome in rows:
            self.grid.ended_one(t, slot, outcome)


BY_INVOCATION = (facts.InvocationStarted, facts.InvocationEnded)
BY_ENVIRONMENT: dict[type[Any], Callable[..., Fold]] = {
    facts.EnvironmentReady: ReadyGrid,
    facts.EnvironmentOccupied: OccupiedGrid,
    facts.EnvironmentVacated: VacatedGrid,
}


def grid_folds(ledgers: facts.Ledgers) -> dict[type[Any], Callable[..., Fold]]:
    """Fact -> the fold that feeds the grid of a component with these ledgers."""
    if facts.EnvironmentOccupied not in ledgers:
        return GRID_FOLDS
    others = {fact: fold for fact, fold in GRID_FOLDS.items() if fact not in BY_INVOCATION}
    return others | BY_ENVIRONMENT
