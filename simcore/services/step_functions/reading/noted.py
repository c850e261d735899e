"""What was noted in the states of one machine, and what that comes to for each of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simcore.recording.fold.base import RowFold
from simcore.recording.layout import Columns, Rows
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
)

__all__ = ["Counts", "Noted", "NotedFold"]

LEAVES = [EXITED, UNCAUGHT, ABORTED]
Counts = npt.NDArray[np.int64]


class Noted:
    """How often each thing happened in each state; ``t`` is when the last of it did."""

    def __init__(self) -> None:
        self.t = 0.0
        self.counts: Counts = np.zeros((0, len(WHAT)), np.int64)

    def take(self, t: float, states: Counts, what: Counts) -> None:
        """So much more of what happened in which state, the last of it at ``t``; -1 is none."""
        self.t = max(self.t, t)
        inside = states >= 0
        states, what = states[inside], what[inside]
        if not len(states):
            return
        self._reach(int(states.max()))
        counted = np.bincount(states * len(WHAT) + what, minlength=self.counts.size)
        self.counts += counted.reshape(self.counts.shape)

    def _reach(self, state: int) -> None:
        missing = state + 1 - len(self.counts)
        if missing > 0:
            self.counts = np.vstack((self.counts, np.zeros((missing, len(WHAT)), np.int64)))

    def touched(self) -> list[int]:
        """The numbers of the states in which anything happened."""
        found: list[int] = np.flatnonzero(self.counts.any(axis=1)).tolist()
        return found

    def told(self, state: int) -> dict[str, int]:
        """In the words of frames and results; ``running`` is by how many more it has now."""
        row = self.counts[state]
        told = {
            "entered": row[ENTERED],
            "succeeded": row[EXITED] - row[CAUGHT],
            "failed": row[FAILED],
            "retried": row[RETRIED],
            "caught": row[CAUGHT],
            "aborted": row[ABORTED],
            "throttled": row[THROTTLED],
            "running": row[ENTERED] - row[LEAVES].sum(),
        }
        return {name: int(value) for name, value in told.items()}

    def clear(self) -> None:
        """Nothing happened yet."""
        self.counts[:] = 0


class NotedFold(RowFold):
    """Feeds what is noted of one machine."""

    def __init__(self, noted: Noted) -> None:
        self.noted = noted

    def few(self, rows: Rows) -> None:
        """Take in, row by row."""
        said = np.array([row[1:3] for row in rows], np.int64).reshape(-1, 2)
        self.noted.take(rows[-1][0], said[:, 0], said[:, 1] % IN_EXPRESS)

    def many(self, rows: Rows, columns: Columns) -> None:
        """The same as columns."""
        what = np.asarray(columns["what"], np.int64) % IN_EXPRESS
        self.noted.take(float(columns["t"][-1]), np.asarray(columns["state"], np.int64), what)
