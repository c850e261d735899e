"""A lane: what of a shard is processed in order, one batch at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from simcore.awslambda.event_source_mapping.streams.batch import StreamBatch
from simcore.roles.sharded import hash_of, numbered

CUT_AT = 4096
"""So many records that were taken stay before they are cut off: cutting costs."""


class LaneNumbers(dict[int, int]):
    """The number of a key's lane, the same always; asked for with the key or its complement."""

    def __init__(self, lanes: int) -> None:
        super().__init__()
        self.lanes = lanes

    def __missing__(self, key: int) -> int:
        lane = self[key] = hash_of(numbered(key)) % self.lanes
        return lane

    def __reduce__(self) -> tuple[Any, ...]:
        return (LaneNumbers, (self.lanes,))  # what it has remembered is worked out again


class Lane:
    """Records that were read and wait for their batch; a shard has one lane or, in parallel, more.

    ``again`` holds what has to be tried before anything else, the next one last; ``batch`` is
    what the function has, or what waits after a throttle. ``closes`` is when the open batching
    window ends, ``window`` the end of the open tumbling window, -1 without one. ``failures`` and
    ``refusals`` count those in a row. ``passed`` of its records were passed over because it was
    full, none of them before number ``missed``, which is -1 without any.
    """

    __slots__ = (
        "_head",
        "_keys",
        "_numbers",
        "_times",
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
        "window",
        "worked",
    )

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.again: list[StreamBatch] = []
        self.batch: StreamBatch | None = None
        self.closes = self.window = -1.0
        self.failures = self.refusals = self.passed = 0
        self.missed = -1
        self.invoking = self.failing = self.holding = self.worked = False
        self._times: list[float] = []
        self._keys: list[int] = []
        self._numbers: list[int] = []
        self._head = 0

    @property
    def waiting(self) -> int:
        """Records that no batch has had yet."""
        return len(self._times) - self._head

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
        return self._times[self._head] if self.waiting else None

    def before(self, end: float, end_of: Callable[[float], float]) -> int:
        """How many records wait that belong to a window up to ``end``; ``end_of`` tells theirs."""
        return bisect_right(self._times, end, self._head, key=end_of) - self._head

    def extend(self, times: list[float], keys: list[int], numbers: Sequence[int]) -> None:
        """Records were read for this lane."""
        self._times += times
        self._keys += keys
        self._numbers += numbers

    def take_back(self) -> list[tuple[int, float, int]]:
        """Number, time and key of all records that wait; they are not this lane's any longer."""
        columns = self._numbers, self._times, self._keys
        records = list(zip(*[column[self._head :] for column in columns], strict=True))
        self._times, self._keys, self._numbers, self._head = [], [], [], 0
        return records

    def take(self, n: int) -> StreamBatch:
        """A batch of the next ``n`` records."""
        begin, end = self._head, self._head + n
        times, keys = self._times[begin:end], self._keys[begin:end]
        batch = StreamBatch(self, times, keys, self._numbers[begin:end])
        self._head = end
        if end == len(self._times) or end >= CUT_AT:
            del self._times[:end], self._keys[:end], self._numbers[:end]
            self._head = 0
        return batch

    def unfinished(self) -> int:
        """Records of batches that were tried, or are being tried."""
        tried = sum([len(batch) for batch in self.again])
        return tried + (len(self.batch) if self.batch is not None else 0)

    def oldest(self) -> float | None:
        """When the oldest record that is not processed was written."""
        for batch in (self.batch, *self.again[-1:]):
            if batch is not None and batch.times:
                return batch.times[0]
        return self.first()
