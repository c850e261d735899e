"""Exact maxima of concurrency in a bin: of one function, and of the account over all of them.

A bin begins with what is running (the carry), so a bin in which nothing starts has the carry as
its maximum. Over several functions, starts and ends are merged by time; at equal times ends go
first, so that an invocation that ends when another one starts does not overlap with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from simcore.facts import InvocationStarted
from simcore.recording.board import Board
from simcore.recording.fold.base import BoardFold
from simcore.recording.layout import Columns, Rows, column

METRIC = "ConcurrentExecutions"
Times = Any  # an array of seconds


class Running:
    """How many invocations of one function are running, and the exact maximum of the open bin.

    The times of starts and ends are kept until `AccountPeak` has merged them.
    """

    def __init__(self, board: Board) -> None:
        self.board = board
        self.carry = 0  # running after the last row taken in
        self.peak = 0  # maximum of the open bin
        self.before = 0  # running when the pending times began
        self.highest = 0  # maximum among the pending starts, as the function counted them
        self.starts: list[Times] = []
        self.ends: list[Times] = []
        board.declare_level(METRIC, 0)

    def started(self, times: Times, highest: int) -> None:
        """Invocations started; ``highest`` is the largest concurrency any of them saw."""
        self.starts.append(times)
        self.carry += len(times)
        self.peak = max(self.peak, highest)
        self.highest = max(self.highest, highest)

    def ended(self, times: Times) -> None:
        """Invocations ended."""
        self.ends.append(times)
        self.carry -= len(times)

    def forget(self) -> None:
        """The pending times have been merged."""
        self.starts, self.ends = [], []
        self.before = self.highest = self.carry

    def close_bin(self) -> None:
        """Show the maximum; the next bin starts with what is running."""
        self.board.level(METRIC, self.peak)
        self.peak = self.carry


class Starts(BoardFold):
    """Feeds `Running` with `InvocationStarted`."""

    def __init__(self, board: Board, running: Running) -> None:
        super().__init__(InvocationStarted, board)
        self.running = running
        self._concurrency = column(InvocationStarted, "concurrency")

    def few(self, rows: Rows) -> None:
        """Take in starts."""
        index = self._concurrency
        self.running.started([row[0] for row in rows], max([row[index] for row in rows]))

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in starts."""
        self.running.started(columns["t"], int(columns["concurrency"].max()))


class Ends(BoardFold):
    """Feeds `Running` with `InvocationEnded`."""

    def __init__(self, fact: type[Any], board: Board, running: Running) -> None:
        super().__init__(fact, board)
        self.running = running

    def few(self, rows: Rows) -> None:
        """Take in ends."""
        self.running.ended([row[0] for row in rows])

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in ends."""
        self.running.ended(columns["t"])


class AccountPeak:
    """The exact maximum of concurrency over several functions in a bin."""

    def __init__(self, board: Board, metrics: Iterable[str], functions: Iterable[Running]) -> None:
        self.board, self.metrics, self.functions = board, list(metrics), list(functions)
        self.peak = 0
        for metric in self.metrics:
            board.declare_level(metric, 0)

    def merge(self) -> None:
        """Take in what the functions have pending (they forget it afterwards)."""
        base = sum([running.before for running in self.functions])
        moved = [running for running in self.functions if running.starts or running.ends]
        started = [running for running in moved if running.starts]
        for running in started:
            self.peak = max(self.peak, running.highest)
        if len(moved) == 1 and started:
            running = started[0]
            self.peak = max(self.peak, base - running.before + running.highest)
        elif started:
            self.peak = max(self.peak, base + _highest_sum(moved))

    def close_bin(self) -> None:
        """Show the maximum; the next bin starts with what is running."""
        for metric in self.metrics:
            self.board.level(metric, self.peak)
        self.peak = sum([running.carry for running in self.functions])


def _highest_sum(functions: list[Running]) -> int:
    """The highest net number of starts over the merged times, at least 0."""
    ends = [times for running in functions for times in running.ends]
    starts = [times for running in functions for times in running.starts]
    times = np.concatenate([*ends, *starts])
    steps = np.ones(len(times), dtype=np.int64)
    steps[: sum([len(part) for part in ends])] = -1
    order = np.argsort(times, kind="stable")  # ends were put first: they win ties
    return max(int(np.cumsum(steps[order]).max()), 0)
