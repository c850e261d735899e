"""Who refuses most of what is refused with 429, from one bin to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simcore.recording.board import Board
from simcore.recording.fold.base import BoardFold, Fold
from simcore.recording.layout import Rows, column
from simcore.recording.made import Derived, Fact
from simcore.recording.reading import Component, Context, Metric, View
from simcore.services.api_gateway.facts import REFUSED_BY, ApiThrottled

__all__ = ["METRIC", "NAMES", "REFUSED", "RefusalsView"]

METRIC = "RefusedBy"
NAMES = REFUSED_BY[1:]
"""What the values of the series mean: value 0 is the first of them."""

REFUSED = Metric(
    METRIC,
    Derived(ApiThrottled),
    "Refused by",
    "Who refused most of what was refused with 429 in the bin: the quota (QUOTA_EXCEEDED) or the "
    "throttle of the caller's usage plan, the throttle of the method, of the stage or of the "
    "account, or the rate of new connections (THROTTLED); nobody where nothing was refused.",
    unit="Limit",
    statistic="Most frequent",
    names=NAMES,
)

_BY = column(ApiThrottled, "by")


class Refusals(BoardFold):
    """What one API refused in the open bin, by who refused it."""

    def __init__(self, fact: type[Any], board: Board) -> None:
        super().__init__(fact, board)
        self.counts = [0] * len(NAMES)

    def few(self, rows: Rows) -> None:
        """Count."""
        for row in rows:
            self.counts[row[_BY] - 1] += 1

    def close_bin(self) -> None:
        """Say who refused most; the next bin begins."""
        most = max(self.counts)
        self.board.level(METRIC, self.counts.index(most) if most else None)
        if most:
            self.counts = [0] * len(NAMES)


class RefusalsView(View):
    """Who refuses, of every API: a level of its board."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._refusals: list[Refusals] = []

    def folds(self, part: Component, fact: Fact, board: Board) -> Sequence[Fold]:
        """What takes in refusals."""
        if fact is not ApiThrottled:
            return ()
        board.declare_level(METRIC)
        self._refusals.append(Refusals(fact, board))
        return (self._refusals[-1],)

    def close_bin(self) -> None:
        """Say it of each API."""
        for refusals in self._refusals:
            refusals.close_bin()
