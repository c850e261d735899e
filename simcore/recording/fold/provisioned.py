"""Provisioned concurrency: the exact maximum in a bin, and what share of it that is."""

from __future__ import annotations

from typing import Any

from simcore.facts import ProvisionedInvocationStarted, ProvisionedObserved
from simcore.recording.board import Board
from simcore.recording.fold.base import BoardFold
from simcore.recording.layout import Columns, Rows, column

PEAK = "ProvisionedConcurrentExecutions"
UTILIZATION = "ProvisionedConcurrencyUtilization"
_CONCURRENCY = column(ProvisionedInvocationStarted, "concurrency")
_READY, _BUSY = column(ProvisionedObserved, "ready"), column(ProvisionedObserved, "busy")


class ProvisionedPeak(BoardFold):
    """`ProvisionedInvocationStarted`: concurrency is highest at one of the starts."""

    def __init__(self, fact: type[Any], board: Board) -> None:
        super().__init__(fact, board)
        board.declare_level(PEAK, 0)

    def few(self, rows: Rows) -> None:
        """Keep the highest."""
        self._keep(max([row[_CONCURRENCY] for row in rows]))

    def many(self, rows: Rows, columns: Columns) -> None:
        """Keep the highest."""
        self._keep(int(columns["concurrency"].max()))

    def _keep(self, highest: int) -> None:
        self.board.level(PEAK, max(int(self.board.now(PEAK) or 0), highest))


class Utilization(BoardFold):
    """`ProvisionedObserved`, at the bin's end: the highest share; the next bin begins."""

    def __init__(self, fact: type[Any], board: Board) -> None:
        super().__init__(fact, board)
        board.declare_level(UTILIZATION)

    def few(self, rows: Rows) -> None:
        """Take the last; without provisioned environments or invocations there is no share."""
        ready, peak = rows[-1][_READY], self.board.now(PEAK)
        self.board.level(UTILIZATION, round(peak / ready, 6) if peak and ready else None)
        self.board.begin_next(PEAK, rows[-1][_BUSY])

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take the last."""
        self.few(rows)
