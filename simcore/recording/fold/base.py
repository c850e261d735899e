"""What every consumer of a ledger's rows looks like."""

from __future__ import annotations

from typing import Any, Protocol

from simcore.recording.board import Board
from simcore.recording.layout import Columns, Rows


class Fold(Protocol):
    """Takes in rows of one kind of fact that belong to the open bin.

    ``few`` and ``many`` do the same; the first in plain Python for a handful of rows, where
    numpy's fixed cost would dominate, the second on the columns of the same rows.
    """

    def few(self, rows: Rows) -> None:
        """Take in the rows one by one."""

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in the rows as columns."""


class RowFold:
    """The common part of folds that have no use for columns."""

    def few(self, rows: Rows) -> None:
        """Take in the rows one by one."""
        raise NotImplementedError

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in the rows one by one."""
        self.few(rows)


class BoardFold(RowFold):
    """The common part of folds that give a number to a metric, a counter or both."""

    def __init__(
        self, fact: type[Any], board: Board, metric: str | None = None, counter: str | None = None
    ) -> None:
        self.fact, self.board = fact, board
        self.metric, self.counter = metric, counter
