"""A batch of records of one shard."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from simcore.awslambda.event_source_mapping.streams.records import Records, nothing
from simcore.engine.state import State, state_of

if TYPE_CHECKING:
    from simcore.awslambda.event_source_mapping.streams.lane import Lane


class StreamBatch:
    """Records that the function is invoked with together: ``records`` from ``begin`` to ``end``.

    ``begins`` is when the first of them was written. ``attempts`` counts the failures that use up a
    retry; ``is_told`` says that a story may tell of some of them. A tumbling window's final
    invocation has no records: the window's end is ``closes``, else -1, and it ``begins`` when it
    was due.
    """

    __slots__ = ("attempts", "begin", "begins", "closes", "end", "is_told", "lane", "records")

    is_told: bool

    def __init__(
        self, lane: Lane, records: Records, begin: int, end: int, begins: float, attempts: int = 0
    ) -> None:
        self.lane, self.records = lane, records
        self.begin, self.end, self.begins = begin, end, begins
        self.attempts = attempts
        self.closes = -1.0
        self.is_told = True

    def __len__(self) -> int:
        return self.end - self.begin

    @property
    def times(self) -> array[float]:
        """When its records were written."""
        return self.records.times[self.begin : self.end]

    @property
    def keys(self) -> array[int]:
        """Their keys."""
        return self.records.keys[self.begin : self.end]

    @property
    def numbers(self) -> array[int]:
        """Their sequence numbers."""
        return self.records.numbers[self.begin : self.end]

    def poisoned(self) -> tuple[int, ...]:
        """The places of the poison records."""
        return tuple([place for place, key in enumerate(self.keys) if key < 0])

    def part(self, begin: int, end: int | None = None) -> StreamBatch:
        """The records from one place up to, not including, another; as often tried."""
        first, last = self.begin + begin, self.end if end is None else self.begin + end
        begins = self.records.times[first] if first < last else self.begins
        return StreamBatch(self.lane, self.records, first, last, begins, self.attempts)

    def __getstate__(self) -> State:
        """Of the records only its own."""
        own = self.records.part(self.begin, self.end)
        return state_of(self, instead={"records": own, "begin": 0, "end": len(self)})


def final_batch(lane: Lane, closes: float, due: float) -> StreamBatch:
    """The final invocation of a tumbling window."""
    batch = StreamBatch(lane, nothing(), 0, 0, due)
    batch.closes = closes
    return batch
