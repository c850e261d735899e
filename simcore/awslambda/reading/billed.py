"""Billed milliseconds: durations rounded up to 1 ms, one by one."""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np

from simcore.recording.board import Board
from simcore.recording.fold import BoardFold
from simcore.recording.layout import Column, Columns, Rows, column

# Guards against 0.07 s * 1000 = 70.00000000000001: a nanosecond is not billed.
SLACK_MS = 1e-6


class RoundedUpMs(BoardFold):
    """The sum of a column of seconds in milliseconds, each rounded up to 1 ms."""

    def __init__(
        self, fact: type[Any], board: Board, metric: str | None, counter: str | None, of: str
    ) -> None:
        super().__init__(fact, board, metric, counter)
        self.of, self.index = of, column(fact, of)
        board.declare_sum(metric, counter)

    def few(self, rows: Rows) -> None:
        """Add up."""
        index = self.index
        billed = sum([ceil(row[index] * 1000.0 - SLACK_MS) for row in rows])
        self.board.add(self.metric, self.counter, billed)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Add up."""
        self.board.add(self.metric, self.counter, _rounded_up_ms(columns[self.of]))


class InitMs(BoardFold):
    """What a cold start adds: its init, rounded up together with the duration.

    Counted apart, because not every profile bills it.
    """

    def __init__(
        self, fact: type[Any], board: Board, metric: str | None, counter: str | None
    ) -> None:
        super().__init__(fact, board, metric, counter)
        self.duration, self.init = column(fact, "duration_s"), column(fact, "init_s")
        board.declare_sum(metric, counter)

    def few(self, rows: Rows) -> None:
        """Add up."""
        duration, init, extra = self.duration, self.init, 0
        for row in rows:
            if row[init] > 0:
                extra += ceil((row[duration] + row[init]) * 1000.0 - SLACK_MS)
                extra -= ceil(row[duration] * 1000.0 - SLACK_MS)
        self.board.add(self.metric, self.counter, extra)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Add up."""
        cold = columns.positive("init_s")
        if len(cold):
            run_s, init_s = columns["duration_s"][cold], columns["init_s"][cold]
            extra = _rounded_up_ms(run_s + init_s) - _rounded_up_ms(run_s)
            self.board.add(self.metric, self.counter, extra)


def _rounded_up_ms(seconds: Column) -> int:
    return int(np.ceil(seconds * 1000.0 - SLACK_MS).sum())
