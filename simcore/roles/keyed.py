"""How records come into the shards of a stream or a table.

Models: a record goes to the shard of its key, if that shard's write quota has room for it.
Ignores: what a write is called and costs: see who owns the shards.
States: what its owner gives it the ledgers of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simcore.engine.virtual_schedule import VirtualSchedule
from simcore.facts import Ledger
from simcore.roles.event import Event
from simcore.roles.sharded import Shard

Place = tuple[Shard, VirtualSchedule, int]
"""Of a key: the shard, its write quota, its number."""

Ways = tuple[Callable[[float, int], bool], Callable[[float], bool], int]
"""The same as the hot path has it: how to write to the shard and to use its quota, its number."""


class KeyedWrites:
    """Puts records where ``place`` says, and remembers where that was.

    ``accepted`` are the columns of accepted writes (time, shard, size); ``refused`` takes time and
    shard of the others.
    """

    def __init__(
        self,
        place: Callable[[int], Place],
        accepted: tuple[list[Any], ...],
        refused: Ledger,
        size: int,
    ) -> None:
        self._place, self._accepted, self._refused, self._size = place, accepted, refused, size
        self._places: dict[int, Ways] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_places": {}}  # they are found again

    def _find(self, key: int) -> Ways:
        shard, writes, number = self._place(key)
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

    def put_many(self, times: list[float], next_key: Callable[[], int]) -> int:
        """A write at each of the times, up to the first that wakes a reader; how many they were."""
        at, of, sizes = self._accepted
        came, told = at.append, of.append
        places, tried = self._places, 0
        for now in times:
            tried += 1
            key = next_key()
            try:
                append, take, number = places[key]
            except KeyError:
                append, take, number = self._find(key)
            if not take(now):
                self._refused.append((now, number))
                continue
            came(now)
            told(number)
            if append(now, key):
                break
        sizes += [self._size] * (len(at) - len(sizes))
        return tried

    def forget_places(self) -> None:
        """The shards are others now."""
        self._places.clear()


class KeyedSource:
    """What a stream and a table have in common: records are put by key (PutRecord, PutItem)."""

    _keyed: KeyedWrites
    reads_keys = True
    spreads_keys = True

    def bind(self) -> None:
        """Nothing: the writes have no aliases that do not pickle."""

    def deliver(self, now: float, event: Event) -> bool:
        """Put what another part sends; False when its shard refuses it."""
        return self._keyed.put(now, event.key, event.poison)

    @property
    def put(self) -> Callable[[float, int, bool], bool]:
        """:meth:`KeyedWrites.put`, without a call in between."""
        return self._keyed.put

    @property
    def put_many(self) -> Callable[[list[float], Callable[[], int]], int]:
        """:meth:`KeyedWrites.put_many`, likewise."""
        return self._keyed.put_many
