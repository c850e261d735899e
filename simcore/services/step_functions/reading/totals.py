"""What a result tells of state machines: what came to and out of each of their states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simcore.recording.board import Board
from simcore.recording.fold.base import Fold
from simcore.recording.made import Fact
from simcore.recording.reading import Component, Context, View
from simcore.services.step_functions.facts import StateNoted
from simcore.services.step_functions.reading.noted import Noted, NotedFold

__all__ = ["StateTotals"]


class StateTotals(View):
    """The part ``states`` of a result: machine -> a row for each state that was entered."""

    in_result = "states"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._noted: dict[str, Noted] = {}

    def folds(self, part: Component, fact: Fact, board: Board) -> Sequence[Fold]:
        """What takes in what happens in states."""
        if fact is not StateNoted:
            return ()
        return [NotedFold(self._noted.setdefault(part.id, Noted()))]

    def total(self) -> dict[str, Any]:
        """By machine."""
        return {id: _rows(noted) for id, noted in self._noted.items()}


def _rows(noted: Noted) -> list[dict[str, int]]:
    """Of each state that was entered."""
    rows = ({"state": state, **noted.told(state)} for state in noted.touched())
    return [row for row in rows if row["entered"]]
