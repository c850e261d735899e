"""What a mapping has polled: all that its queue handed out, where nobody else receives from it."""

from __future__ import annotations

from collections.abc import Sequence

from simcore.awslambda.event_source_mapping.facts import MappingObserved
from simcore.recording.board import Board
from simcore.recording.fold import Fold
from simcore.recording.made import Fact
from simcore.recording.reading import Component, Context, View

__all__ = ["COUNTER", "METRIC", "PolledView"]

METRIC, COUNTER = "PolledEventCount", "polled_events"

RECEIVED = "NumberOfMessagesReceived"
"""What a queue's board says of the messages that it handed out."""

POLLS = "receive"
"""The kind of the edge from a queue to a mapping."""


class PolledView(View):
    """A sum of the boards of those mappings that are the sole reader of their queue."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._sole: dict[str, str] = {}  # mapping -> its queue

    def folds(self, part: Component, fact: Fact, board: Board) -> Sequence[Fold]:
        """None: the queue's board has it."""
        if fact is MappingObserved:
            edges = self.context.edges
            for queue in edges.sources(part.id, POLLS):
                if edges.targets(queue, POLLS) == [part.id]:
                    self._sole[part.id] = queue
                    board.declare_sum(METRIC, COUNTER)
        return []

    def close_bin(self) -> None:
        """Take over what the queue handed out in the bin."""
        boards = self.context.boards
        for mapping, queue in self._sole.items():
            if polled := boards[queue].in_open_bin(RECEIVED):
                boards[mapping].add(METRIC, COUNTER, polled)
