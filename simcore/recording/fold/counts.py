"""Counting: rows, sums of a column, rows by what a column says."""

from __future__ import annotations

from typing import Any

import numpy as np

from simcore.recording.board import Board
from simcore.recording.fold.base import BoardFold, Rows
from simcore.recording.layout import Table, column

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

    def many(self, rows: Rows, table: Table) -> None:
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

    def many(self, rows: Rows, table: Table) -> None:
        """Add up."""
        self.board.add(self.metric, self.counter, int(table[self.of].sum()))


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

    def many(self, rows: Rows, table: Table) -> None:
        """Count those above zero."""
        self.board.add(self.metric, self.counter, int(np.count_nonzero(table[self.of] > 0)))


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

    def many(self, rows: Rows, table: Table) -> None:
        """Count by value."""
        counts = np.bincount(table[self.of], minlength=len(self.targets))
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

    def many(self, rows: Rows, table: Table) -> None:
        """Add up calls."""
        calls = -(-table[self.of] // self.PER_CALL)
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
        """Add up (by way of the columns: whole milliseconds, the same either way)."""
        durations = np.array([row[self.duration] for row in rows])
        self._add(durations, np.array([row[self.init] for row in rows]))

    def many(self, rows: Rows, table: Table) -> None:
        """Add up."""
        self._add(table["duration_s"], table["init_s"])

    def _add(self, duration_s: Any, init_s: Any) -> None:
        self.board.add(None, self.counter, self._billed_ms(duration_s))
        cold = init_s > 0
        if cold.any():
            run_s, init_s = duration_s[cold], init_s[cold]
            extra = self._billed_ms(run_s + init_s) - self._billed_ms(run_s)
            self.board.add(None, self.init_counter, extra)

    def _billed_ms(self, seconds: Any) -> int:
        return int(np.ceil(seconds * 1000.0 - self.SLACK_MS).sum())
