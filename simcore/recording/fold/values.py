"""Counting by what a small whole-number column says: all of its values in one pass."""

from __future__ import annotations

from typing import Any

import numpy as np

from simcore.recording.board import Board
from simcore.recording.fold.base import BoardFold
from simcore.recording.layout import Columns, Rows, column

Target = tuple[str | None, str | None]
"""A metric and a counter (either may be missing) that get the same number."""

Targets = tuple[tuple[Target, ...], ...]
"""What a row counts for, by the value of its column; beyond the last, for nothing."""


class TallyFold(BoardFold):
    """The number of rows by the value of the column ``by``."""

    def __init__(self, fact: type[Any], board: Board, by: str, targets: Targets) -> None:
        super().__init__(fact, board)
        self.by, self.index, self.targets = by, column(fact, by), targets
        for target in targets:
            for metric, counter in target:
                board.declare_sum(metric, counter)

    def few(self, rows: Rows) -> None:
        """Count by value."""
        index = self.index
        for row in rows:
            self._add(row[index], 1)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Count by value."""
        counts = np.bincount(columns[self.by], minlength=len(self.targets))
        for value in np.flatnonzero(counts).tolist():
            self._add(value, int(counts[value]))

    def _add(self, value: int, n: int) -> None:
        if value < len(self.targets):
            for metric, counter in self.targets[value]:
                self.board.add(metric, counter, n)


class SumByFold(TallyFold):
    """The sum of the column ``of`` by the value of the column ``by``."""

    def __init__(self, fact: type[Any], board: Board, of: str, by: str, targets: Targets) -> None:
        super().__init__(fact, board, by, targets)
        self.of, self.summed = of, column(fact, of)

    def few(self, rows: Rows) -> None:
        """Add up by value."""
        for row in rows:
            self._add(row[self.index], row[self.summed])

    def many(self, rows: Rows, columns: Columns) -> None:
        """Add up by value; whole numbers in floats are exact below 2**53."""
        sums = np.bincount(columns[self.by], columns[self.of], len(self.targets))
        for value in np.flatnonzero(sums).tolist():
            self._add(value, int(sums[value]))
