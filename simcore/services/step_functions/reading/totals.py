"""What a result tells of state machines: what came to and out of each of their states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from simcore.recording.board import Board
from simcore.recording.fold.base import Fold
from simcore.recording.layout import Columns, Rows
from simcore.recording.made import Fact
from simcore.recording.reading import Component, Context, View
from simcore.services.step_functions.facts import (
    ABORTED,
    CAUGHT,
    ENTERED,
    EXITED,
    FAILED,
    IN_EXPRESS,
    RETRIED,
    THROTTLED,
    UNCAUGHT,
    WHAT,
    StateNoted,
)

__all__ = ["StateTotals"]

LEAVES = (EXITED, UNCAUGHT, ABORTED)


class TotalsFold:
    """How often each thing happened in each state of one machine; -1 is no state."""

    def __init__(self) -> None:
        self.counts: npt.NDArray[np.int64] = np.zeros(0, np.int64)

    def few(self, rows: Rows) -> None:
        """Take in, row by row."""
        inside = [row for row in rows if row[1] >= 0]
        if inside:
            self._reach(max(row[1] for row in inside))
        for row in inside:
            self.counts[row[1] * len(WHAT) + row[2] % IN_EXPRESS] += 1

    def many(self, rows: Rows, columns: Columns) -> None:
        """The same as columns."""
        states = np.asarray(columns["state"], np.int64)
        inside = states >= 0
        places = states[inside] * len(WHAT) + np.asarray(columns["what"], np.int64)[inside] % (
            IN_EXPRESS
        )
        if len(places):
            self._reach(int(states.max()))
            self.counts += np.bincount(places, minlength=len(self.counts))

    def _reach(self, state: int) -> None:
        missing = (state + 1) * len(WHAT) - len(self.counts)
        if missing > 0:
            self.counts = np.append(self.counts, np.zeros(missing, np.int64))

    def rows(self) -> list[dict[str, int]]:
        """Of each state that was entered."""
        noted = self.counts.reshape(-1, len(WHAT)).tolist()
        return [{"state": n, **_row(row)} for n, row in enumerate(noted) if row[ENTERED]]


def _row(row: list[int]) -> dict[str, int]:
    return {
        "entered": row[ENTERED],
        "succeeded": row[EXITED] - row[CAUGHT],
        "failed": row[FAILED],
        "retried": row[RETRIED],
        "caught": row[CAUGHT],
        "aborted": row[ABORTED],
        "throttled": row[THROTTLED],
        "running": row[ENTERED] - sum(row[way] for way in LEAVES),
    }


class StateTotals(View):
    """The part ``states`` of a result: machine -> a row for each state that was entered."""

    in_result = "states"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._folds: dict[str, TotalsFold] = {}

    def folds(self, part: Component, fact: Fact, board: Board) -> Sequence[Fold]:
        """What takes in what happens in states."""
        if fact is not StateNoted:
            return ()
        return [self._folds.setdefault(part.id, TotalsFold())]

    def total(self) -> dict[str, Any]:
        """By machine."""
        return {id: fold.rows() for id, fold in self._folds.items()}
