"""A lane: what of a shard is processed in order, one batch at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING

from simcore.awslambda.event_source_mapping.streams.batch import StreamBatch
from simcore.awslambda.event_source_mapping.streams.records import Records, nothing
from simcore.engine.state import State, state_of
from simcore.roles.key_numbers import KeyNumbers
from simcore.roles.sharded import hash_of

if TYPE_CHECKING:
    from simcore.awslambda.event_source_mapping.streams.reader import ShardPoller

TAKEN_KEPT = 256
"""So many records that were taken are not worth a cut."""


class LaneNumbers(KeyNumbers):
    """The number of a key's lane, the same always."""

    def __init__(self, lanes: int) -> None:
        super().__init__()
        self.lanes = lanes

    def find(self, key: int) -> int:
        """By the key's hash."""
        return hash_of(key) % self.lanes


class Lane:
    """Records that were read and wait for their batch; a shard has one lane or, in parallel, more.

    ``again`` holds what has to be tried before anything else, the next one last; ``batch`` is
    what the function has, or what waits after a throttle. ``closes`` is when the open batching
    window ends, ``window`` the end of the open tumbling window, -1 without one. ``failures`` and
    ``refusals`` count those in a row, ``waiting`` the records that no batch has had yet. ``passed``
    of its records were passed over because it was full, none of them before number ``missed``,
    which is -1 without any.
    """

    __slots__ = (
        "_records",
        "again",
        "batch",
        "closes",
        "failing",
        "failures",
        "holding",
        "invoking",
        "missed",
        "passed",
        "reader",
        "refusals",
        "waiting",
        "window",
        "worked",
    )

    def __init__(self, reader: ShardPoller) -> None:
        self.reader = reader
        self.again: list[StreamBatch] = []
        self.batch: StreamBatch | None = None
        self.closes = self.window = -1.0
        self.failures = self.refusals = self.passed = 0
        self.missed = -1
        self.invoking = self.failing = self.holding = self.worked = False
        self._records = nothing()  # the last of them are those that wait
        self.waiting = 0

    @property
    def is_free(self) -> bool:
        """Is there nothing that the lane is doing?"""
        return not (self.invoking or self.failing or self.holding)

    @property
    def is_blocked(self) -> bool:
        """Does another lane of the shard fail, and this one not?"""
        return not self.failures and any(other.failures for other in self.reader.lanes)

    def first(self) -> float | None:
        """When the first record that waits was written."""
        return self._records.times[-self.waiting] if self.waiting else None

    def before(self, end: float, end_of: Callable[[float], float]) -> int:
        """How many records wait that belong to a window up to ``end``; ``end_of`` tells theirs."""
        times = self._records.times
        begin = len(times) - self.waiting
        return bisect_right(times, end, begin, key=end_of) - begin

    def extend(self, records: Records) -> None:
        """Records were read for this lane, and are nobody else's.

        What has been taken is let go of when it is as much as what waits: cutting costs.
        """
        waiting = self.waiting
        if not waiting:
            self._records = records
        else:
            if len(self._records.times) - waiting > max(waiting, TAKEN_KEPT):
                self._records = self._left()
            self._records.add(records)
        self.waiting = waiting + len(records.times)

    def take_back(self) -> Records:
        """All records that wait; they are not this lane's any longer."""
        left = self._left()
        self._records, self.waiting = nothing(), 0
        return left

    def _left(self) -> Records:
        return self._records.part(len(self._records) - self.waiting)

    def take(self, most: int) -> StreamBatch:
        """A batch of the next records, ``most`` of them or all."""
        records, waiting = self._records, self.waiting
        n = most if most < waiting else waiting
        times = records.times
        begin = len(times) - waiting
        self.waiting = waiting - n
        return StreamBatch(self, records, begin, begin + n, times[begin])

    def unfinished(self) -> int:
        """Records of batches that were tried, without those that the function has."""
        tried = sum([len(batch) for batch in self.again]) if self.again else 0
        return tried if self.batch is None or self.invoking else tried + len(self.batch)

    def oldest(self) -> float | None:
        """When the oldest record that is not processed was written."""
        for batch in (self.batch, *self.again[-1:]):
            if batch:
                return batch.begins
        return self.first()

    def __getstate__(self) -> State:
        """Without what has been taken."""
        return state_of(self, instead={"_records": self._left()})
