"""A batch of records of one shard."""

from __future__ import annotations

from typing import Any


class StreamBatch:
    """Records that the function is invoked with together, in columns.

    ``numbers`` are their sequence numbers. ``attempts`` counts the failures that use up a retry.
    """

    __slots__ = ("attempts", "keys", "lane", "numbers", "times")

    def __init__(
        self, lane: Any, times: list[float], keys: list[int], numbers: list[int], attempts: int = 0
    ) -> None:
        self.lane, self.attempts = lane, attempts
        self.times, self.keys, self.numbers = times, keys, numbers

    def __len__(self) -> int:
        return len(self.times)

    def poisoned(self) -> tuple[int, ...]:
        """The places of the poison records."""
        return tuple([place for place, key in enumerate(self.keys) if key < 0])

    def part(self, begin: int, end: int | None = None) -> StreamBatch:
        """The records from one place up to, not including, another; as often tried."""
        cut = slice(begin, end)
        return StreamBatch(
            self.lane, self.times[cut], self.keys[cut], self.numbers[cut], self.attempts
        )
