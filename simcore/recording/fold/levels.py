"""Levels: what was observed at the end of the bin."""

from __future__ import annotations

from typing import Any

from simcore.recording.board import Board
from simcore.recording.fold.base import BoardFold
from simcore.recording.layout import Rows, column


class LastFold(BoardFold):
    """The last row's value of a column."""

    initial: int | float = 0

    def __init__(
        self, fact: type[Any], board: Board, metric: str | None, counter: str | None, of: str
    ) -> None:
        super().__init__(fact, board, metric, counter)
        self.index = column(fact, of)
        board.declare_level(metric, self.initial)
        if counter is not None:
            board.counters[counter] = self.initial

    def few(self, rows: Rows) -> None:
        """Remember the last."""
        self._show(rows[-1][self.index])

    def _show(self, value: int | float) -> None:
        if self.metric is not None:
            self.board.level(self.metric, value)
        if self.counter is not None:
            self.board.counters[self.counter] = value


class AgeFold(LastFold):
    """Seconds between a time in the last row and the row itself; 0 when that time is negative."""

    initial = 0.0

    def few(self, rows: Rows) -> None:
        """Remember the last."""
        row = rows[-1]
        since = row[self.index]
        self._show(round(row[0] - since, 6) if since >= 0 else 0.0)
