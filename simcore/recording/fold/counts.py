"""Counting: rows, sums of a column, rows in which a column is above zero."""

from __future__ import annotations

from typing import Any

from simcore.recording.board import Board
from simcore.recording.fold.base import BoardFold
from simcore.recording.layout import Columns, Rows, column


class CountFold(BoardFold):
    """The number of rows."""

    def __init__(
        self, fact: type[Any], board: Board, metric: str | None, counter: str | None
    ) -> None:
        super().__init__(fact, board, metric, counter)
        board.declare_sum(metric, counter)

    def few(self, rows: Rows) -> None:
        """Count."""
        self.board.add(self.metric, self.counter, len(rows))

    def many(self, rows: Rows, columns: Columns) -> None:
        """Count."""
        self.board.add(self.metric, self.counter, len(rows))


class SumFold(BoardFold):
    """The sum of a column of whole numbers."""

    def __init__(
        self, fact: type[Any], board: Board, metric: str | None, counter: str | None, of: str
    ) -> None:
        super().__init__(fact, board, metric, counter)
        self.of, self.index = of, column(fact, of)
        board.declare_sum(metric, counter)

    def few(self, rows: Rows) -> None:
        """Add up."""
        index = self.index
        self.board.add(self.metric, self.counter, sum([row[index] for row in rows]))

    def many(self, rows: Rows, columns: Columns) -> None:
        """Add up."""
        self.board.add(self.metric, self.counter, columns.total(self.of))


class LessFold(SumFold):
    """The sum of a column, taken off."""

    def few(self, rows: Rows) -> None:
        """Take off."""
        index = self.index
        self.board.add(self.metric, self.counter, -sum([row[index] for row in rows]))

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take off."""
        self.board.add(self.metric, self.counter, -columns.total(self.of))


class PositiveFold(SumFold):
    """The number of rows in which a column is above zero."""

    def few(self, rows: Rows) -> None:
        """Count those above zero."""
        index = self.index
        self.board.add(self.metric, self.counter, sum([row[index] > 0 for row in rows]))

    def many(self, rows: Rows, columns: Columns) -> None:
        """Count those above zero."""
        self.board.add(self.metric, self.counter, len(columns.positive(self.of)))
