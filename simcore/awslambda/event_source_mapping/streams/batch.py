"""A batch of records of one shard."""

from __future__ import annotations

from typing import Any


class StreamBatch:
    """Records that the function is invoked with together, in columns.

    ``numbers`` are their sequence numbers. ``attempts`` counts the failures that use up a retry.
    A tumbling window's final invocation has no records: the window's end is ``closes``, else -1,
    and the invocation was ``due`` then.
    """

    __slots__ = ("attempts", "closes", "due", "keys", "lane", "numbers", "times")

    def __init__(
        self,
        lane: Any,
        times: list[float],
        keys: list[int],
        numbers: list[int],
        attempts: int = 0,
        closes: float = -1.0,
        due: float = -1.0,
    ) -> None:
        self.lane, self.attempts, self.closes, self.due = lane, attempts, closes, due
        self.times, self.keys, self.numbers = times, keys, numbers

    def __len__(self) -> int:
        return len(self.times)

    @property
    def begins(self) -> float:
        """When its first record was written; without any, when it was due."""
        return self.times[0] if self.times else self.due

    def poisoned(self) -> tuple[int, ...]:
        """The places of the poison records."""
        return tuple([place for place, key in enumerate(self.keys) if key < 0])

    def part(self, begin: int, end: int | None = None) -> StreamBatch:
        """The records from one place up to, not including, another; as often tried."""
        cut = slice(begin, end)
        return StreamBatch(
            self.lane, self.times[cut], self.keys[cut], self.numbers[cut], self.attempts
        )
