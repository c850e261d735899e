"""What a frame tells of state machines: counts of their states bin by bin, and histories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from simcore.recording.board import Board
from simcore.recording.fold.base import Fold, RowFold
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
    HistoryEvent,
    StateNoted,
)
from simcore.services.step_functions.histories import Texts

__all__ = ["COLUMNS", "HistoriesView", "StatesView"]

COLUMNS = (
    "bin",
    "state",
    "entered",
    "running",
    "succeeded",
    "failed",
    "retried",
    "caught",
    "throttled",
)
"""Of the part ``states``: ``running`` is as of the bin's end, all else in the bin."""

SLACK = 1e-9
"""Of a bin: 0.3 / 0.1 is less than three."""

LEAVES = (EXITED, UNCAUGHT, ABORTED)
Counts = npt.NDArray[np.int64]


class States:
    """The states of one machine: what was noted in the open bin, and how many are in each."""

    def __init__(self) -> None:
        self._noted: Counts = np.zeros((0, len(WHAT)), np.int64)
        self._running: Counts = np.zeros(0, np.int64)
        self._columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        self._t = 0.0

    def take(self, t: float, states: Counts, what: Counts) -> None:
        """So much more of what happened in which state, the last of it at ``t``; -1 is none."""
        self._t = max(self._t, t)
        inside = states >= 0
        states, what = states[inside], what[inside]
        if not len(states):
            return
        self._grow(int(states.max()) + 1)
        size = self._noted.size
        counted = np.bincount(states * len(WHAT) + what, minlength=size)
        self._noted += counted.reshape(self._noted.shape)

    def _grow(self, n: int) -> None:
        missing = n - len(self._running)
        if missing > 0:
            self._noted = np.vstack((self._noted, np.zeros((missing, len(WHAT)), np.int64)))
            self._running = np.append(self._running, np.zeros(missing, np.int64))

    def close_bin(self) -> None:
        """The bin is over: a row for each state in which anything happened; when, is its bin."""
        noted = self._noted
        for state in np.flatnonzero(noted.any(axis=1)).tolist():
            row = noted[state]
            self._running[state] += row[ENTERED] - row[list(LEAVES)].sum()
            values = (
                self._t,
                state,
                row[ENTERED],
                self._running[state],
                row[EXITED] - row[CAUGHT],
                row[FAILED],
                row[RETRIED],
                row[CAUGHT],
                row[THROTTLED],
            )
            for name, value in zip(COLUMNS, values, strict=True):
                self._columns[name].append(value if name == "bin" else int(value))
        noted[:] = 0

    def payload(self, bin_s: float) -> dict[str, list[int]]:
        """The rows since the last call, column by column."""
        told, self._columns = self._columns, {name: [] for name in COLUMNS}
        return {**told, "bin": [int(t / bin_s + SLACK) for t in told["bin"]]}


class NotedFold(RowFold):
    """Feeds the states of one machine."""

    def __init__(self, states: States) -> None:
        self.states = states

    def few(self, rows: Rows) -> None:
        """Take in, row by row."""
        noted = np.array([row[1:3] for row in rows], np.int64).reshape(-1, 2)
        self.states.take(rows[-1][0], noted[:, 0], noted[:, 1] % IN_EXPRESS)

    def many(self, rows: Rows, columns: Columns) -> None:
        """The same as columns."""
        self.states.take(float(columns["t"][-1]), columns["state"], columns["what"] % IN_EXPRESS)


class StatesView(View):
    """The part ``states`` of a frame: machine -> columns."""

    key = "states"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._states: dict[str, States] = {}

    @property
    def is_told(self) -> bool:
        """Where there is a machine."""
        return bool(self._states)

    def folds(self, part: Component, fact: Fact, board: Board) -> Sequence[Fold]:
        """What takes in what happens in states."""
        if fact is not StateNoted:
            return ()
        return [NotedFold(self._states.setdefault(part.id, States()))]

    def close_bin(self) -> None:
        """Of all machines."""
        for states in self._states.values():
            states.close_bin()

    def payload(self, t1: float, bin_s: float) -> dict[str, Any]:
        """Those in which something happened, by machine."""
        return {id: states.payload(bin_s) for id, states in self._states.items()}


class HistoryFold(RowFold):
    """Makes rows of the events of one machine: numbers of texts become texts."""

    def __init__(self, machine: Any) -> None:
        self.machine = machine
        self.told: list[list[Any]] = []

    def few(self, rows: Rows) -> None:
        """Take in."""
        texts: Texts = self.machine.texts
        types = list(texts.types)
        for t, number, id, previous, type, state, text in rows:
            said = texts.told(text)
            self.told.append([number, id, previous, t, types[type], state, said])


class HistoriesView(View):
    """The part ``histories`` of a frame.

    Machine -> rows [execution, event id, previous event id, t, type, state, details as JSON].
    """

    key = "histories"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._folds: dict[str, HistoryFold] = {}

    @property
    def is_told(self) -> bool:
        """Where there is a machine."""
        return bool(self._folds)

    def folds(self, part: Component, fact: Fact, board: Board) -> Sequence[Fold]:
        """What takes in events."""
        if fact is not HistoryEvent:
            return ()
        return [self._folds.setdefault(part.id, HistoryFold(part))]

    def payload(self, t1: float, bin_s: float) -> dict[str, Any]:
        """The events since the last call, by machine."""
        told = {}
        for id, fold in self._folds.items():
            told[id], fold.told = fold.told, []
        return told
