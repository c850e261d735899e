"""Writes that are known before they come: clients that write at their own pace, and nobody else.

What lies between two writes changes none of them, so they are dealt to the shards a block ahead.
A shard shows of them what has come by the clock, and wakes who waits for the next one; facts are
stated of those that have come.

Models: what :mod:`simcore.roles.keyed` models of a single write, in the same order.
Ignores: nothing further.
States: what its owner gives it the ledgers of, and the client's RequestSent.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simcore.engine.arrivals import ArrivalSource
from simcore.engine.environment import Environment
from simcore.engine.foresight import Foresight, Owners, Times
from simcore.engine.virtual_schedule import VirtualSchedule
from simcore.roles.key_numbers import Number, in_order, reordered
from simcore.roles.keyed import KeyedWrites
from simcore.roles.sharded import Shard

Keys = NDArray[np.int64]
NOTHING: Times = np.empty(0)
NOBODY: Owners = np.empty(0, np.int64)


class Writer(Protocol):
    """Who writes at its own pace."""

    arrivals: ArrivalSource

    def next_keys(self, n: int) -> array[int]:
        """The keys of its next ``n`` records; of poison their complement."""

    def state_sent(self, times: array[float]) -> None:
        """It has written at these times."""


class ForeseenWrites:
    """The writes to one stream or table; ``writes`` says where they go and what is stated."""

    def __init__(self, env: Environment, writes: KeyedWrites) -> None:
        self.env, self._writes = env, writes
        self._writers: list[Writer] = []
        self._again: list[array[int]] = []  # by writer, keys of records that were taken back
        self._foresight = Foresight(env, self)
        self._keep(NOTHING, NOBODY, NOBODY)

    def _keep(self, times: Times, owners: Owners, keys: Keys) -> None:
        """These are known now."""
        self._times, self._owners, self._keys = times, owners, keys
        self._stated = 0
        self._used: list[tuple[VirtualSchedule, float, array[float]]] = []
        self._dealt: list[Shard] = []

    def follow(self, writer: Writer) -> None:
        """One more client; before the environment's first run."""
        self._writers.append(writer)
        self._again.append(array("q"))
        self._foresight.follow(writer.arrivals)

    # Dealing out.

    def deal(self, times: Times, owners: Owners) -> None:
        """The next block; all that was known before has come."""
        self._state_up_to(len(self._times))
        keys = np.empty(len(times), np.int64)
        for number in range(len(self._writers)):
            places = owners == number
            keys[places] = self._keys_of(number, int(np.count_nonzero(places)))
        self._keep(times, owners, keys)
        self._spread()

    def _keys_of(self, number: int, n: int) -> array[int]:
        again = self._again[number]
        self._again[number] = again[n:]
        return again[:n] + self._writers[number].next_keys(n - len(again[:n]))

    def _spread(self) -> None:
        """To each shard its own, in order, those that it refuses left out."""
        writes = self._writes
        times, keys = array("d", self._times.tobytes()), array("q", self._keys.tobytes())
        shards = self._numbers = writes.numbers_of(keys)
        self._accepted = np.ones(len(times), bool)
        order = in_order(shards, int(shards.max()) + 1)
        edges = np.flatnonzero(np.diff(shards[order], prepend=-1)).tolist()
        times, keys = reordered(times, order), reordered(keys, order)
        for begin, end in pairwise([*edges, len(times)]):
            part, part_keys = times[begin:end], keys[begin:end]
            shard, quota, _ = writes.place(part_keys[0])
            self._used.append((quota, quota.used_until, part))
            self._dealt.append(shard)
            if refused := quota.take_all(part):
                self._accepted[order[begin:end][refused]] = False
                part, part_keys = _without(refused, part), _without(refused, part_keys)
            shard.foresee(part, part_keys)

    # What has come, and what has not.

    def state(self) -> None:
        """State what has come."""
        self._state_up_to(int(np.searchsorted(self._times, self.env.now)))

    def _state_up_to(self, end: int) -> None:
        if end > self._stated:
            cut = slice(self._stated, end)
            self._stated = end
            times = self._times[cut]
            self._writes.state(times, self._numbers[cut], self._accepted[cut])
            for number, writer in enumerate(self._writers):
                sent = times[self._owners[cut] == number]
                writer.state_sent(array("d", sent.tobytes()))

    def make_way(self) -> None:
        """Somebody else writes now after all: what has not come is foreseen anew, behind that."""
        self._foresight.begin_anew()

    def take_back(self) -> tuple[Times, Owners]:
        """Forget those that have not come, and say which they are."""
        times, owners, keys = self._forget()
        for number in range(len(self._writers)):
            again = array("q", keys[owners == number].tobytes())
            self._again[number] = again + self._again[number]
        return times, owners

    def shards_changed(self) -> None:
        """What has not come goes where its keys belong now."""
        rest = self._forget()
        if len(rest[0]):
            self._keep(*rest)
            self._spread()

    def _forget(self) -> tuple[Times, Owners, Keys]:
        """Leave the shards and their quotas as if nothing were known that has not come."""
        self.state()
        now, n = self.env.now, self._stated
        for quota, before, times in self._used:
            quota.used_until = before
            quota.take_all(times[: bisect_left(times, now)])
        for shard in self._dealt:
            shard.forget()
        rest = self._times[n:], self._owners[n:], self._keys[n:]
        self._keep(NOTHING, NOBODY, NOBODY)
        return rest


def _without(places: list[int], column: array[Number]) -> array[Number]:
    out = set(places)
    rest = [value for place, value in enumerate(column) if place not in out]
    return array(column.typecode, rest)
