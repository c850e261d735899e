"""How records come into the shards of a stream or a table.

Models: a record goes to the shard of its key, if that shard's write quota has room for it.
Ignores: what a write is called and costs: see who owns the shards.
States: what its owner gives it the ledgers of.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simcore.engine.virtual_schedule import VirtualSchedule
from simcore.facts import Ledger
from simcore.roles.key_numbers import KeyNumbers, Numbers, numbered
from simcore.roles.sharded import Shard

Times = NDArray[np.float64]
Flags = NDArray[np.bool_]

Place = tuple[Shard, VirtualSchedule, int]
"""Of a key: the shard, its write quota, its number."""

Ways = tuple[Callable[[float, int], None], Callable[[float], bool], int]
"""The same as the hot path has it: how to write to the shard and to use its quota, its number."""


class KeyedWrites:
    """Puts records where ``place`` says, and remembers where that was.

    ``accepted`` are the columns of accepted writes (time, shard, size); ``refused`` takes time and
    shard of the others.
    """

    def __init__(
        self,
        place: Callable[[int], Place],
        accepted: tuple[array[Any], ...],
        refused: Ledger,
        size: int,
    ) -> None:
        self._place, self._accepted, self._refused, self._size = place, accepted, refused, size
        self.bind()

    def bind(self) -> None:
        """Nothing is remembered of where keys belong (after construction and unpickling)."""
        self._places: dict[int, Ways] = {}
        self._numbers = _Numbers(self.place)

    def __getstate__(self) -> dict[str, Any]:
        return {k: v for k, v in self.__dict__.items() if k not in ("_places", "_numbers")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.bind()

    def place(self, key: int) -> Place:
        """Where a record with the key goes, poisoned or not."""
        return self._place(numbered(key))

    def _find(self, key: int) -> Ways:
        shard, writes, number = self.place(key)
        self._places[key] = ways = shard.append, writes.take, number
        return ways

    def put(self, now: float, key: int, poison: bool) -> bool:
        """One write; False when the shard refuses it."""
        try:
            append, take, number = self._places[key]
        except KeyError:
            append, take, number = self._find(key)
        if not take(now):
            self._refused.append((now, number))
            return False
        at, of, sizes = self._accepted
        at.append(now)
        of.append(number)
        sizes.append(self._size)
        append(now, ~key if poison else key)
        return True

    def numbers_of(self, keys: array[int]) -> Numbers:
        """The numbers of the shards where the keys, poisoned or not, belong."""
        return self._numbers.of(keys)

    def state(self, times: Times, numbers: Numbers, accepted: Flags) -> None:
        """Writes to the shards of these numbers were accepted, or not."""
        if not accepted.all():
            refused = zip(times[~accepted].tolist(), numbers[~accepted].tolist(), strict=True)
            self._refused.rows.extend(refused)
            times, numbers = times[accepted], numbers[accepted]
        at, of, sizes = self._accepted
        at.frombytes(times.tobytes())
        of.frombytes(numbers.astype(np.int64).tobytes())
        sizes += array("q", [self._size]) * len(times)

    def forget_places(self) -> None:
        """The shards are others now."""
        self._places.clear()
        self._numbers.forget()


class _Numbers(KeyNumbers):
    """The number of the shard of a key."""

    def __init__(self, place: Callable[[int], Place]) -> None:
        super().__init__()
        self._place = place

    def find(self, key: int) -> int:
        """By what the place says."""
        return self._place(key)[2]
