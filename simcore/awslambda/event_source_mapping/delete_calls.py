"""DeleteMessageBatch requests of a mapping."""

from __future__ import annotations

from typing import Any

from simcore.recording.board import Board
from simcore.recording.fold import BoardFold
from simcore.recording.layout import Columns, Rows, column

__all__ = ["DeleteCalls"]


class DeleteCalls(BoardFold):
    """One for every ten messages (or part) of a batch; ``of`` counts its messages."""

    PER_CALL = 10
    """ReceiveMessage and the batch actions take at most ten messages (facts 5.11, SQS quotas)."""

    def __init__(
        self, fact: type[Any], board: Board, metric: str | None, counter: str | None, of: str
    ) -> None:
        super().__init__(fact, board, metric, counter)
        self.of, self.index = of, column(fact, of)
        board.declare_sum(metric, counter)

    def few(self, rows: Rows) -> None:
        """Add up calls."""
        index, per_call = self.index, self.PER_CALL
        calls = sum([-(-row[index] // per_call) for row in rows])
        self.board.add(self.metric, self.counter, calls)

    def many(self, rows: Rows, columns: Columns) -> None:
        """Add up calls."""
        calls = -(-columns[self.of] // self.PER_CALL)
        self.board.add(self.metric, self.counter, int(calls.sum()))
