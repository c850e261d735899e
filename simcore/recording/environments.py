"""The state of every execution environment of a function, for the grid.

An environment has a slot for its life. Nothing here follows environments one by one: per slot a
few numbers are kept in arrays (when it last started, ended in error, was reclaimed, how many more
starts than ends) from which the state at any later time follows.
"""

from __future__ import annotations

from itertools import chain
from typing import Any

import numpy as np

from simcore import facts
from simcore.recording.board import Board
from simcore.recording.fold.base import BoardFold, Rows
from simcore.recording.layout import Row, Table, column

FREE, INIT, BUSY, IDLE, ERROR = range(5)
LETTERS = ".NBIE"
MOVES_LIMIT = 1500
"""A frame with more transitions than this has their number only."""

NEVER = -1.0

_SHORT = {"account concurrency": "account", "reserved concurrency": "reserved"}


class Grid:
    """The environments of one function."""

    def __init__(self) -> None:
        self.used = 0  # slots that have ever been used
        self._open = np.zeros(0, dtype=np.int64)  # starts less ends
        self._started, self._initialized, self._failed, self._reclaimed = (
            np.zeros(0) for _ in range(4)
        )
        self.changes = 0
        self._moves: list[tuple[float, int, str]] = []
        self._initializing: list[tuple[float, int]] = []  # (end of init, slot), not yet over
        self.observed: Row | None = None
        self.throttled = 0  # in the open bin
        self.refused = 0  # in the bin closed last

    def started(self, t: Any, slots: Any, init_s: Any) -> None:
        """Environments began an invocation (arrays)."""
        self._reserve(int(slots.max()) + 1)
        self._open += np.bincount(slots, minlength=len(self._open))
        self._started[slots] = t
        self._initialized[slots] = t + init_s
        cold = init_s > 0
        self._note(t[~cold], slots[~cold], "B")
        if cold.any():
            self._note(t[cold], slots[cold], "N")
            ends = (t + init_s)[cold]
            self._initializing += zip(ends.tolist(), slots[cold].tolist(), strict=True)

    def ended(self, t: Any, slots: Any, outcomes: Any) -> None:
        """Environments finished an invocation (arrays)."""
        self._reserve(int(slots.max()) + 1)
        self._open -= np.bincount(slots, minlength=len(self._open))
        failed = outcomes != facts.SUCCESS
        self._note(t[~failed], slots[~failed], "I")
        if failed.any():
            self._failed[slots[failed]] = t[failed]
            self._note(t[failed], slots[failed], "E")

    def reclaimed(self, t: Any, slots: Any) -> None:
        """Environments were shut down (arrays)."""
        self._reserve(int(slots.max()) + 1)
        self._reclaimed[slots] = t
        self._note(t, slots, ".")

    def states(self, t: float, errors_since: float) -> Any:
        """State code of every slot at ``t`` (int8 array); ERROR if it failed after
        ``errors_since`` and is free to be used again."""
        used = slice(0, self.used)
        states = np.full(self.used, IDLE, dtype=np.int8)
        states[self._failed[used] >= errors_since] = ERROR
        gone = (self._started[used] < self._reclaimed[used]) | (self._started[used] < 0)
        states[gone] = FREE
        open_ = self._open[used] > 0
        states[open_] = BUSY
        states[open_ & (self._initialized[used] > t)] = INIT
        return states

    def close_bin(self) -> None:
        """Remember how much was refused in the bin."""
        self.refused, self.throttled = self.throttled, 0

    def payload(self, t: float, bin_s: float) -> dict[str, Any]:
        """The frame's picture at its end ``t``; the next frame's transitions begin anew."""
        self._finish_inits(t)
        limit, limited_by = self._limit()
        result: dict[str, Any] = {"slots": run_lengths(self.states(t, max(t - bin_s, 0.0)))}
        if self.changes <= MOVES_LIMIT:
            moves = sorted(self._moves, key=_move_time)
            result["moves"] = [list(part) for part in zip(*moves, strict=True)] or [[], [], []]
        result |= {
            "changes": self.changes,
            "limit": limit,
            "limited_by": limited_by,
            "refused": self.refused,
        }
        self.changes, self._moves = 0, []
        return result

    def _limit(self) -> tuple[int | None, str | None]:
        if self.observed is None:
            return None, None
        limit = self.observed[_LIMIT]
        name = facts.LIMITS[self.observed[_LIMITED_BY]]
        return (limit if limit >= 0 else None), _SHORT.get(name, name)

    def _finish_inits(self, t: float) -> None:
        over = [part for part in self._initializing if part[0] <= t]
        if over:
            self._initializing = [part for part in self._initializing if part[0] > t]
            self.changes += len(over)
            if self.changes <= MOVES_LIMIT:
                self._moves += [(end, slot, "B") for end, slot in over]

    def _note(self, t: Any, slots: Any, letter: str) -> None:
        self.changes += len(t)
        if self.changes > MOVES_LIMIT:
            self._moves = []
        elif len(t):
            letters = letter * len(t)
            self._moves += zip(t.tolist(), slots.tolist(), letters, strict=True)

    def _reserve(self, slots: int) -> None:
        self.used = max(self.used, slots)
        missing = self.used - len(self._open)
        if missing > 0:
            missing += len(self._open) + 16  # doubles: growing is rare
            self._open = np.append(self._open, np.zeros(missing, dtype=np.int64))
            for name in ("_started", "_initialized", "_failed", "_reclaimed"):
                setattr(self, name, np.append(getattr(self, name), np.full(missing, NEVER)))


_LIMIT = column(facts.FunctionObserved, "concurrency_limit")
_LIMITED_BY = column(facts.FunctionObserved, "limited_by")


def _move_time(move: tuple[float, int, str]) -> float:
    return move[0]


def run_lengths(states: Any) -> str:
    """ "B12I3.2" from an array of state codes: a letter and how often, slot after slot."""
    if not len(states):
        return ""
    starts = np.flatnonzero(np.diff(states, prepend=-1))
    lengths = np.diff(starts, append=len(states)).tolist()
    letters = [LETTERS[code] for code in states[starts].tolist()]
    return "".join(chain.from_iterable(zip(letters, map(str, lengths), strict=True)))


class GridFold(BoardFold):
    """Feeds a grid with the rows of one kind of fact."""

    def __init__(self, fact: type[Any], board: Board, grid: Grid) -> None:
        super().__init__(fact, board)
        self.grid = grid

    def few(self, rows: Rows) -> None:
        """Take in rows by way of columns: the grid is arrays anyway."""
        self._feed([np.array(part) for part in zip(*rows, strict=True)])

    def many(self, rows: Rows, table: Table) -> None:
        """Take in columns."""
        self._feed([table[name] for name in table.dtype.names or ()])

    def _feed(self, columns: list[Any]) -> None:
        raise NotImplementedError


class StartsGrid(GridFold):
    """`InvocationStarted`."""

    def _feed(self, columns: list[Any]) -> None:
        t, slots, init_s, _ = columns
        self.grid.started(t, slots, init_s)


class EndsGrid(GridFold):
    """`InvocationEnded`."""

    def _feed(self, columns: list[Any]) -> None:
        self.grid.ended(columns[0], columns[1], columns[5])


class ReclaimedGrid(GridFold):
    """`EnvironmentReclaimed`."""

    def _feed(self, columns: list[Any]) -> None:
        self.grid.reclaimed(columns[0], columns[1])


class ThrottledGrid(GridFold):
    """`InvocationThrottled`."""

    def few(self, rows: Rows) -> None:
        """Count."""
        self.grid.throttled += len(rows)

    def many(self, rows: Rows, table: Table) -> None:
        """Count."""
        self.grid.throttled += len(rows)


class ObservedGrid(GridFold):
    """`FunctionObserved`: the limit."""

    def few(self, rows: Rows) -> None:
        """Remember the last."""
        self.grid.observed = rows[-1]

    def many(self, rows: Rows, table: Table) -> None:
        """Remember the last."""
        self.grid.observed = rows[-1]


GRID_FOLDS: dict[type[Any], type[GridFold]] = {
    facts.InvocationStarted: StartsGrid,
    facts.InvocationEnded: EndsGrid,
    facts.EnvironmentReclaimed: ReclaimedGrid,
    facts.InvocationThrottled: ThrottledGrid,
    facts.FunctionObserved: ObservedGrid,
}
