"""Counting: rows, sums of a column, rows by what a column says."""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np

from simcore.recording.board import Board
from simcore.recording.fold.base import BoardFold
from simcore.recording.layout import Column, Columns, Rows, column

Target = tuple[str | None, str | None]
"""A metric and a counter (either may be missing) that get the same number."""


class Count(BoardFold):
    """The number of rows."""

    def __init__(
        self, fact: type[Any], board: Board, metric: str | None, counter: str | None
    ) -> None:
        super().__init__(fact, board)
        self.metric, self.counter = metric, counter
        board.declare_sum(metric, counter)

    def few(self, rows: Rows) -> None:
        """Count."""
        self.board.add(self.metric, self.counter, len(rows))

    def many(self, rows: Rows, columns: Columns) -> None:
        """Count."""
        self.board.add(self.metric, self.counter, len(rows))


class Sum(BoardFold):
    """The sum of a column of whole numbers."""

    def __init__(
        self, fact: type[Any], board: Board, of: str, metric: str | None, counter: str | None
    ) -> None:
        super().__init__(fact, board)
        self.of, self.index = of, column(fact, of)
        self.metric, self.counter = metric, counter
        board.declare_sum(metric, counter)

    def few(self, rows: Rows) -> None:
        """Add up."""
        index = self.index
        self.board.add(self.metric, self.counter, sum([row[index] for row in rows]))

    def many(self, rows: Rows, columns: Columns) -> None:
        """Add up."""
        self.board.add(self.metric, self.counter, int(columns[self.of].sum()))


class Positive(BoardFold):
    """The number of rows in which a column is above zero."""

    def __init__(
        self, fact: type[Any], board: Board, of: str, metric: str | None, counter: str | None
    ) -> None:
        super().__init__(fact, board)
        self.of, self.index = of, column(fact, of)
        self.metric, self.counter = metric, counter
        board.declare_sum(metric, counter)

    def few(self, rows: Rows) -> None:
        """Count those above zero."""
        index = self.index
        self.board.add(self.metric, self.counter, sum([row[index] > 0 for row in rows]))

    def many(self, rows: Rows, columns: Columns) -> None:
        """Count those above zero."""
        self.board.add(self.metric, self.counter, len(columns.positive(self.of)))


class Tally(BoardFold):
    """The number of rows by the value of a small whole-number column.

    ``targets[value]`` lists what a row with that value counts for; values without targets
    (or beyond the last) count for nothing.
    """

    def __init__(
        self, fact: type[Any], board: Board, of: str, targets: tuple[tuple[Target, ...], ...]
    ) -> None:
        super().__init__(fact, board)
        self.of, self.index, self.targets = of, column(fact, of), targets
        for target in targets:
            for metric, counter in target:
                board.declare_sum(metric, counter)

    def few(self, rows: Rows) -> None:
        """Count by value."""
        index = self.index
        for row in rows:
            self._count(row[index], 1)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Count by value."""
        counts = np.bincount(columns[self.of], minlength=len(self.targets))
        for value in np.flatnonzero(counts).tolist():
            self._count(value, int(counts[value]))

    def _count(self, value: int, n: int) -> None:
        if value < len(self.targets):
            for metric, counter in self.targets[value]:
                self.board.add(metric, counter, n)


class DeleteCalls(BoardFold):
    """DeleteMessageBatch requests: one for every ten messages (or part) of a batch."""

    PER_CALL = 10
    """ReceiveMessage and the batch actions take at most ten messages (facts 5.11, SQS quotas)."""

    def __init__(self, fact: type[Any], board: Board, of: str, counter: str) -> None:
        super().__init__(fact, board)
        self.of, self.index, self.counter = of, column(fact, of), counter
        board.declare_sum(None, counter)

    def few(self, rows: Rows) -> None:
        """Add up calls."""
        index, per_call = self.index, self.PER_CALL
        calls = sum([-(-row[index] // per_call) for row in rows])
        self.board.add(None, self.counter, calls)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Add up calls."""
        calls = -(-columns[self.of] // self.PER_CALL)
        self.board.add(None, self.counter, int(calls.sum()))


class BilledMs(BoardFold):
    """Billed milliseconds: each invocation's duration rounded up to 1 ms.

    What a cold start adds (the init, rounded up together with the duration) is counted apart,
    because not every profile bills it.
    """

    # Guards against 0.07 s * 1000 = 70.00000000000001: a nanosecond is not billed.
    SLACK_MS = 1e-6

    def __init__(self, fact: type[Any], board: Board, counter: str, init_counter: str) -> None:
        super().__init__(fact, board)
        self.duration, self.init = column(fact, "duration_s"), column(fact, "init_s")
        self.counter, self.init_counter = counter, init_counter
        board.declare_sum(None, counter)
        board.declare_sum(None, init_counter)

    def few(self, rows: Rows) -> None:
        """Add up."""
        duration, init, slack = self.duration, self.init, self.SLACK_MS
        billed = extra = 0
        for row in rows:
            run_ms = ceil(row[duration] * 1000.0 - slack)
            billed += run_ms
            if row[init] > 0:
                extra += ceil((row[duration] + row[init]) * 1000.0 - slack) - run_ms
        self.board.add(None, self.counter, billed)
        self.board.add(None, self.init_counter, extra)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Add up."""
        self.board.add(None, self.counter, self._billed_ms(columns["duration_s"]))
        cold = columns.positive("init_s")
        if len(cold):
            run_s, init_s = columns["duration_s"][cold], columns["init_s"][cold]
            extra = self._billed_ms(run_s + init_s) - self._billed_ms(run_s)
            self.board.add(None, self.init_counter, extra)

    def _billed_ms(self, seconds: Column) -> int:
        return int(np.ceil(seconds * 1000.0 - self.SLACK_MS).sum())


class RoundedUpMs(BoardFold):
    """The sum of a column of seconds in milliseconds, each rounded up to 1 ms."""

    def __init__(self, fact: type[Any], board: Board, of: str, counter: str) -> None:
        super().__init__(fact, board)
        self.of, self.index, self.counter = of, column(fact, of), counter
        board.declare_sum(None, counter)

    def few(self, rows: Rows) -> None:
        """Add up."""
        index = self.index
        billed = sum([ceil(row[index] * 1000.0 - BilledMs.SLACK_MS) for row in rows])
        self.board.add(None, self.counter, billed)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Add up."""
        ms = columns[self.of] * 1000.0 - BilledMs.SLACK_MS
        self.board.add(None, self.counter, int(np.ceil(ms).sum()))
