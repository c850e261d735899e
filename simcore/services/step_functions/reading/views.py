"""What a frame tells of state machines: counts of their states bin by bin, and histories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from simcore.recording.board import Board
from simcore.recording.fold.base import Fold, RowFold
from simcore.recording.layout import Rows
from simcore.recording.made import Fact
from simcore.recording.reading import Component, Context, View
from simcore.services.step_functions.facts import HistoryEvent, StateNoted
from simcore.services.step_functions.histories import Texts
from simcore.services.step_functions.reading.noted import Noted, NotedFold

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


class States:
    """The states of one machine: what was noted in the open bin, and how many are in each."""

    def __init__(self) -> None:
        self.noted = Noted()
        self._running: Counter[int] = Counter()
        self._columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}

    def close_bin(self) -> None:
        """The bin is over: a row for each state in which anything happened; when, is its bin."""
        for state in self.noted.touched():
            told = self.noted.told(state)
            self._running[state] += told["running"]
            row = {**told, "bin": self.noted.t, "state": state, "running": self._running[state]}
            for name, column in self._columns.items():
                column.append(row[name])
        self.noted.clear()

    def payload(self, bin_s: float) -> dict[str, list[int]]:
        """The rows since the last call, column by column."""
        told, self._columns = self._columns, {name: [] for name in COLUMNS}
        return {**told, "bin": [int(t / bin_s + SLACK) for t in told["bin"]]}


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
        return [NotedFold(self._states.setdefault(part.id, States()).noted)]

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
