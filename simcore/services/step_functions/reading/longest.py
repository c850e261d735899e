"""The longest history that there was."""

from __future__ import annotations

from simcore.recording.board import Board
from simcore.recording.fold.levels import LastFold
from simcore.recording.layout import Columns, Rows
from simcore.recording.made import Fact

__all__ = ["LongestHistory"]


class LongestHistory(LastFold):
    """The most events of an execution that has ended: so far, hence never less than before."""

    def __init__(self, fact: Fact, board: Board, metric: str | None, counter: str | None) -> None:
        super().__init__(fact, board, metric, counter, "events")
        self._most = 0

    def few(self, rows: Rows) -> None:
        """One by one."""
        self._see(max([row[self.index] for row in rows]))

    def many(self, rows: Rows, columns: Columns) -> None:
        """All at once."""
        self._see(int(columns["events"].max()))

    def _see(self, events: int) -> None:
        if events > self._most:
            self._most = events
            self._show(events)
