"""Exact maxima of concurrency in a bin: of one function, and of the account over all of them.

A bin begins with what is running (the carry), so a bin in which nothing starts has the carry as
its maximum. Over several functions, starts and ends are merged by time; at equal times ends go
first, so that an invocation that ends when another one starts does not overlap with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from simcore.awslambda.facts.invocations import InvocationEnded, InvocationStarted
from simcore.awslambda.facts.managed import EnvironmentOccupied
from simcore.recording.board import Board
from simcore.recording.fold import Fold
from simcore.recording.layout import Columns, Rows, column
from simcore.recording.made import Fact
from simcore.recording.reading import Component, Context, View

__all__ = ["METRIC", "UNRESERVED", "ConcurrencyView"]

METRIC = "ConcurrentExecutions"
UNRESERVED = "Unreserved" + METRIC
Times = Any  # an array of seconds

_CONCURRENCY = column(InvocationStarted, "concurrency")


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

    def has_moved(self) -> bool:
        """Whether any times are pending."""
        return bool(self.starts or self.ends)

    def forget(self) -> None:
        """The pending times have been merged."""
        self.starts, self.ends = [], []
        self.before = self.highest = self.carry

    def close_bin(self) -> None:
        """Show the maximum; the next bin starts with what is running."""
        self.board.level(METRIC, self.peak)
        self.peak = self.carry


class Starts:
    """Feeds `Running` with `InvocationStarted`."""

    def __init__(self, running: Running) -> None:
        self.running = running

    def few(self, rows: Rows) -> None:
        """Take in starts."""
        highest = max([row[_CONCURRENCY] for row in rows])
        self.running.started([row[0] for row in rows], highest)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in starts."""
        self.running.started(columns["t"], int(columns["concurrency"].max()))


class Ends:
    """Feeds `Running` with `InvocationEnded`."""

    def __init__(self, running: Running) -> None:
        self.running = running

    def few(self, rows: Rows) -> None:
        """Take in ends."""
        self.running.ended([row[0] for row in rows])

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in ends."""
        self.running.ended(columns["t"])


class AccountPeak:
    """The exact maximum of concurrency over several functions in a bin."""

    def __init__(self, board: Board, metric: str) -> None:
        self.board, self.metric = board, metric
        self.functions: list[Running] = []
        self.peak = 0
        board.declare_level(metric, 0)

    def merge(self) -> None:
        """Take in what the functions have pending (they forget it afterwards)."""
        moved = [running for running in self.functions if running.has_moved()]
        started = [running for running in moved if running.starts]
        base = sum([running.before for running in self.functions])
        for running in started:
            self.peak = max(self.peak, running.highest)
        if len(moved) == 1 and started:
            running = started[0]
            self.peak = max(self.peak, base - running.before + running.highest)
        elif started:
            self.peak = max(self.peak, base + _highest_sum(moved))

    def close_bin(self) -> None:
        """Show the maximum; the next bin starts with what is running."""
        self.board.level(self.metric, self.peak)
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


class ConcurrencyView(View):
    """The maxima of every function, and of the account over all and over the unreserved ones."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._running: dict[str, Running] = {}
        self._everything = AccountPeak(context.account, METRIC)
        self._unreserved = AccountPeak(context.account, UNRESERVED)

    def folds(self, part: Component, fact: Fact, board: Board) -> Sequence[Fold]:
        """Starts and ends of invocations."""
        if fact is InvocationStarted:
            return [Starts(self._running_of(part, board))]
        if fact is InvocationEnded:
            return [Ends(self._running_of(part, board))]
        return []

    def merge(self) -> None:
        """Up to here all starts and ends are known."""
        moved = [running for running in self._running.values() if running.has_moved()]
        if not moved:
            return
        self._everything.merge()
        if len(self._unreserved.functions) == len(self._everything.functions):
            self._unreserved.peak = self._everything.peak
        else:
            self._unreserved.merge()
        for running in moved:
            running.forget()

    def close_bin(self) -> None:
        """Show the maxima."""
        for running in self._running.values():
            running.close_bin()
        self._everything.close_bin()
        self._unreserved.close_bin()

    def _running_of(self, part: Component, board: Board) -> Running:
        if part.id not in self._running:
            running = self._running[part.id] = Running(board)
            self._everything.functions.append(running)
            if not _has_its_own(part):
                self._unreserved.functions.append(running)
        return self._running[part.id]


def _has_its_own(part: Component) -> bool:
    """Does it leave alone the concurrency that functions share: reserved, or managed instances?"""
    settings = getattr(part, "settings", None)
    reserved = getattr(settings, "reserved_concurrency", None)
    return reserved is not None or EnvironmentOccupied in part.ledgers
