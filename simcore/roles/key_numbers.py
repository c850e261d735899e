"""A number for each key: which shard it belongs to, which lane.

Keys are whole numbers from 0, numbered as they come (:mod:`simcore.engine.keys`), so that a table
by key is short. A poisoned record has the complement of its key, ``~key``.
"""

from __future__ import annotations

from array import array
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Number = TypeVar("Number", int, float)
UNKNOWN = -1


def numbered(key: int) -> int:
    """The key's number, poisoned or not."""
    return key if key >= 0 else ~key


class KeyNumbers:
    """What :meth:`find` says of each key, which is asked once; the number is not negative."""

    def __init__(self) -> None:
        self._known = array("i")  # by key

    def find(self, key: int) -> int:
        """The number of a key."""
        raise NotImplementedError

    def forget(self) -> None:
        """Keys have other numbers from now on."""
        self._known = array("i")

    def __getitem__(self, key: int) -> int:
        """The number of a key, or of its complement."""
        key = numbered(key)
        if key >= len(self._known):
            self._reach(key)
        number = self._known[key]
        if number == UNKNOWN:
            number = self._known[key] = self.find(key)
        return number

    def of(self, keys: array[int]) -> Numbers:
        """The numbers of many keys, some of them complements."""
        given = np.frombuffer(keys, np.int64)
        places = np.maximum(given, ~given)
        try:
            numbers = self._numbers(places)
        except IndexError:
            self._reach(int(places.max()))
            numbers = self._numbers(places)
        if np.minimum.reduce(numbers) == UNKNOWN:
            for key in set(places[numbers == UNKNOWN].tolist()):
                self._known[key] = self.find(key)
            numbers = self._numbers(places)
        return numbers

    def _numbers(self, places: NDArray[np.int64]) -> Numbers:
        return np.frombuffer(self._known, np.int32)[places]

    def _reach(self, key: int) -> None:
        """Make room up to the key, and twice as much as there was, in a table of its own."""
        room = max(key + 1, 2 * len(self._known)) - len(self._known)
        self._known = self._known + array("i", [UNKNOWN]) * room

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_known": array("i")}  # it is worked out again


def in_order(numbers: Numbers, below: int) -> NDArray[np.intp]:
    """The places of the numbers, all less than ``below``, from the lowest on, equal ones in order.

    Numbers of 16 bits are sorted by their digits, thousands of them at a sixth of the cost.
    """
    small = numbers.astype(np.uint16) if below <= 2**16 else numbers
    return small.argsort(kind="stable")


def reordered(column: array[Number], order: NDArray[np.intp]) -> array[Number]:
    """A copy of the column in another order."""
    code = column.typecode
    return array(code, np.frombuffer(column, code)[order].tobytes())
