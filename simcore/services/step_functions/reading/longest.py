"""The longest history that there was, of those that have a limit."""

from __future__ import annotations

from simcore.recording.board import Board
from simcore.recording.fold.levels import LastFold
from simcore.recording.layout import Columns, Rows, column
from simcore.recording.made import Fact

__all__ = ["LongestHistory"]


class LongestHistory(LastFold):
    """The most events of a standard execution that has ended: so far, hence never less than before.

    AWS names no limit of an express one's, also where a standard machine's Map Run began it: those
    are told by the memory that they are charged for.
    """

    def __init__(self, fact: Fact, board: Board, metric: str | None, counter: str | None) -> None:
        super().__init__(fact, board, metric, counter, "events")
        self._express = column(fact, "billed_mb")
        self._most = 0

    def few(self, rows: Rows) -> None:
        """One by one."""
        self._see(max([row[self.index] for row in rows if not row[self._express]], default=0))

    def many(self, rows: Rows, columns: Columns) -> None:
        """All at once."""
        self._see(int(columns["events"].max(where=columns["billed_mb"] == 0, initial=0)))

    def _see(self, events: int) -> None:
        if events > self._most:
            self._most = events
            self._show(events)
