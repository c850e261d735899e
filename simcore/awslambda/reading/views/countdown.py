"""The events that wait for their next attempt, function by function, for a countdown.

A retry that is stated has a time at which it is due; until then it waits. So the refusals and
failures alone say at any time what waits, and nobody has to be asked.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from typing import Any

from simcore.awslambda.facts.asynchronous import AsyncAttemptFailed, AsyncAttemptRefused
from simcore.recording.board import Board
from simcore.recording.fold import Fold
from simcore.recording.fold.base import RowFold
from simcore.recording.layout import Rows, column
from simcore.recording.made import Fact
from simcore.recording.reading import Component, Context, View

__all__ = ["MAX_NEXT", "CountdownView"]

MAX_NEXT = 50
"""How many of those that wait are told one by one, the next ones first."""

ADDS = {AsyncAttemptRefused: 0, AsyncAttemptFailed: 1}
"""Facts with a due time -> what is added to their attempt for the one that is waited for."""


class Countdown:
    """What waits in front of one function."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int]] = []

    def add(self, due: float, attempt: int) -> None:
        """An attempt will be made at ``due``."""
        insort(self._due, (due, attempt))

    def payload(self, t1: float) -> dict[str, Any]:
        """{waiting: n, next: [[due, attempt], ...]} as of ``t1`` seconds."""
        past = 0
        while past < len(self._due) and self._due[past][0] < t1:
            past += 1
        del self._due[:past]
        return {"waiting": len(self._due), "next": [list(part) for part in self._due[:MAX_NEXT]]}


class CountdownFold(RowFold):
    """Feeds a countdown with one kind of fact."""

    def __init__(self, fact: Fact, countdown: Countdown) -> None:
        self._countdown = countdown
        self._attempt, self._due = column(fact, "attempt"), column(fact, "due")
        self._more = ADDS[fact]

    def few(self, rows: Rows) -> None:
        """Take in those that come back."""
        for row in rows:
            if row[self._due] >= 0:
                self._countdown.add(row[self._due], row[self._attempt] + self._more)


class CountdownView(View):
    """The part ``async`` of a frame."""

    key = "async"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._countdowns: dict[str, Countdown] = {}

    def folds(self, part: Component, fact: Fact, board: Board) -> Sequence[Fold]:
        """What comes back, and when."""
        if fact not in ADDS:
            return []
        return [CountdownFold(fact, self._countdowns.setdefault(part.id, Countdown()))]

    def payload(self, t1: float, bin_s: float) -> dict[str, Any]:
        """Function -> its countdown."""
        return {id: countdown.payload(t1) for id, countdown in self._countdowns.items()}
