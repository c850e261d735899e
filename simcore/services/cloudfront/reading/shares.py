"""Percentages that CloudWatch tells of a distribution, of what the open bin has counted."""

from __future__ import annotations

from typing import Any

from simcore.recording.board import Board
from simcore.recording.fold.base import BoardFold
from simcore.recording.layout import Rows

__all__ = ["Percentage"]


class Percentage(BoardFold):
    """What the metrics ``of`` are of the metrics ``to``, in percent; None where these are 0.

    Folded with an observation, as that comes when all else of the bin is counted.
    """

    def __init__(
        self,
        fact: type[Any],
        board: Board,
        metric: str | None,
        counter: str | None,
        of: tuple[str, ...],
        to: tuple[str, ...],
    ) -> None:
        super().__init__(fact, board, metric, counter)
        self.of, self.to = of, to
        board.declare_level(metric)

    def few(self, rows: Rows) -> None:
        """At the end of the bin."""
        count = self.board.in_open_bin
        whole = sum(count(name) for name in self.to)
        part = sum(count(name) for name in self.of)
        assert self.metric is not None
        self.board.level(self.metric, round(100.0 * part / whole, 4) if whole else None)
