"""Records of one shard that a poller has read, in typed columns."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

Number = TypeVar("Number", int, float)


class Records:
    """``times`` of writing, ``keys`` (those of poison as their complement), sequence ``numbers``.

    Batches are stretches of them, so that they may grow, and are never cut.
    """

    __slots__ = ("keys", "numbers", "times")

    def __init__(self, times: array[float], keys: array[int], numbers: array[int]) -> None:
        self.times, self.keys, self.numbers = times, keys, numbers

    def __len__(self) -> int:
        return len(self.times)

    def add(self, more: Records) -> None:
        """These come behind them."""
        self.times += more.times
        self.keys += more.keys
        self.numbers += more.numbers

    def part(self, begin: int, end: int | None = None) -> Records:
        """A copy of those from one place up to, not including, another."""
        cut = slice(begin, end)
        return Records(self.times[cut], self.keys[cut], self.numbers[cut])

    def at(self, places: Sequence[int]) -> Records:
        """A copy of those at these places."""
        columns = self.times, self.keys, self.numbers
        return Records(*[_at(column, places) for column in columns])


def records(times: array[float], keys: array[int], first: int) -> Records:
    """Records that lie in their shard one behind the other, from number ``first`` on."""
    numbers = np.arange(first, first + len(times), dtype=np.int64)
    return Records(times, keys, array("q", numbers.tobytes()))


def nothing() -> Records:
    """No records yet."""
    return Records(array("d"), array("q"), array("q"))


def _at(column: array[Number], places: Sequence[int]) -> array[Number]:
    return array(column.typecode, [column[place] for place in places])
