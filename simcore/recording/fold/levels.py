"""Levels: what was observed at the end of the bin."""

from __future__ import annotations

from typing import Any

from simcore.recording.board import Board
from simcore.recording.fold.base import BoardFold
from simcore.recording.layout import Columns, Rows, column


class Last(BoardFold):
    """The last row's value of a column; as a counter, too, when ``counter`` names one."""

    def __init__(
        self, fact: type[Any], board: Board, of: str, metric: str, counter: str | None = None
    ) -> None:
        super().__init__(fact, board)
        self.index, self.metric, self.counter = column(fact, of), metric, counter
        board.declare_level(metric, 0)
        if counter is not None:
            board.counters[counter] = 0

    def few(self, rows: Rows) -> None:
        """Remember the last."""
        value = rows[-1][self.index]
        self.board.level(self.metric, value)
        if self.counter is not None:
            self.board.counters[self.counter] = value

    def many(self, rows: Rows, columns: Columns) -> None:
        """Remember the last."""
        self.few(rows)


class Age(BoardFold):
    """Seconds between a time in the last row and the row itself; 0 when that time is negative."""

    def __init__(self, fact: type[Any], board: Board, of: str, metric: str) -> None:
        super().__init__(fact, board)
        self.index, self.metric = column(fact, of), metric
        board.declare_level(metric, 0.0)

    def few(self, rows: Rows) -> None:
        """Remember the last."""
        row = rows[-1]
        since = row[self.index]
        self.board.level(self.metric, round(row[0] - since, 6) if since >= 0 else 0.0)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Remember the last."""
        self.few(rows)
