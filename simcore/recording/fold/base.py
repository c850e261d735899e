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

    def close_bin(self) -> None:
        """The open bin is complete: hand its values to the board."""


class BoardFold:
    """The common part of folds that only add to the board."""

    def __init__(self, fact: type[Any], board: Board) -> None:
        self.fact = fact
        self.board = board

    def close_bin(self) -> None:
        """Nothing to hand over: the board has it already."""
