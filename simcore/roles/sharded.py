"""A shard: records in the order in which they were written, until every reader has them.

What a stream and those who read it have of each other. Records are kept in typed columns (times
and keys), not as objects: a stalled shard holds very many of them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from hashlib import md5
from typing import Protocol

from simcore.engine.environment import Environment
from simcore.roles.read_limits import ReadLimit

HASH_SPACE = 2**128
"""Of the hash keys: Kinesis maps a partition key to a 128-bit number with MD5."""

UNREAD_KEPT = 1024
"""So many records that everybody has read stay before they are cut off: cutting costs."""


def hash_of(key: int) -> int:
    """The hash key of the partition key that is the number ``key`` written in digits."""
    return int.from_bytes(md5(b"%d" % key, usedforsecurity=False).digest(), "big")


class ShardReader(Protocol):
    """Who reads a shard."""

    def needs(self) -> int:
        """The sequence number of the first record that it has still to read."""

    def came(self, now: float) -> None:
        """A record was written to the shard, or the shard was closed."""


class Shard:
    """One shard with its range of hash keys, from ``low`` up to, not including, ``high``.

    A record's sequence number is its place in the shard, from ``first`` on. Of those that are
    foreseen nobody sees any before its time. Keys of poisoned records are written as their
    complement, ``~key``. The ``version`` of what is foreseen is another when some of it is not to
    come. ``parents`` are the shards that this one was made from; ``closed`` says
    that nothing more will be written to it.
    """

    __slots__ = (
        "_come",
        "_env",
        "_first",
        "_is_due",
        "_keys",
        "_readers",
        "_times",
        "_waiting",
        "closed",
        "high",
        "low",
        "number",
        "parents",
        "reads",
        "version",
    )

    def __init__(
        self,
        env: Environment,
        number: int,
        low: int,
        high: int,
        reads: ReadLimit,
        parents: tuple[Shard, ...] = (),
        first: int = 0,
    ) -> None:
        self.number, self.low, self.high = number, low, high
        self.reads, self.parents = reads, parents
        self.closed = False
        self._env = env
        self._come = 0  # how many of those kept have come for sure
        self._is_due = False  # will somebody be woken by the next that comes?
        self.version = 0
        self._first = first  # the sequence number of the first record that is kept
        self._times = array("d")
        self._keys = array("q")
        self._readers: list[ShardReader] = []
        self._waiting: list[ShardReader] = []

    @property
    def end(self) -> int:
        """The sequence number of the next record."""
        return self._first + self._here()

    def _here(self) -> int:
        """How many of those kept have come by now."""
        times, n = self._times, self._come
        if n < len(times) and times[n] < (now := self._env.now):
            self._come = n = bisect_left(times, now, n)
        return n

    def follow(self, reader: ShardReader) -> None:
        """Keep what ``reader`` has not read."""
        self._readers.append(reader)

    def append(self, now: float, key: int) -> None:
        """Write a record."""
        if not self._readers:
            self._first += 1
            return
        self._times.append(now)
        self._keys.append(key)
        self._come += 1
        if self._waiting:
            self._wake(now)

    def foresee(self, times: array[float], keys: array[int]) -> None:
        """These records come next; they have come when their time is over."""
        if not self._readers:
            self._drop(self._here())
        self._times += times
        self._keys += keys
        self._look_out()

    def forget(self) -> None:
        """What has been foreseen and has not come does not come."""
        n = self._here()
        del self._times[n:], self._keys[n:]
        self.version += 1
        self._is_due = False

    def _look_out(self) -> None:
        """Who waits is woken when the next record comes, if it is known."""
        n = self._here()
        if self._waiting and not self._is_due and n < len(self._times):
            self._is_due = True
            self._env.call_as_arrival(self._times[n], self._comes, self.version)

    def _comes(self, version: int) -> None:
        if version == self.version:
            self._is_due = False
            self._come = self._here() + 1
            self._wake(self._env.now)

    def close(self, now: float) -> None:
        """Nothing more will be written."""
        self.closed = True
        self._wake(now)

    def await_records(self, reader: ShardReader) -> None:
        """Call ``reader.came`` once, at the next record or at the end."""
        self._waiting.append(reader)
        self._look_out()

    def read(self, position: int, most: int) -> tuple[array[float], array[int]]:
        """Times and keys of up to ``most`` records from ``position`` on."""
        begin = position - self._first
        end = min(begin + most, self._here())
        return self._times[begin:end], self._keys[begin:end]

    def known(self, position: int, most: int) -> tuple[array[float], array[int]]:
        """The same of all that are known, whether they have come or not."""
        begin = position - self._first
        return self._times[begin : begin + most], self._keys[begin : begin + most]

    def first_from(self, t: float) -> int:
        """The sequence number of the first kept record written at ``t`` or later."""
        return self._first + bisect_left(self._times, t, 0, self._here())

    def is_before(self, position: int, t: float) -> bool:
        """Was the record written before ``t``, which is not to come? There may be none."""
        begin = position - self._first
        return begin < len(self._times) and self._times[begin] < t

    def written_at(self, position: int) -> float:
        """When the record was written."""
        return self._times[position - self._first]

    def trim(self) -> None:
        """Let go of what every reader has read."""
        n, here = min([reader.needs() for reader in self._readers]) - self._first, self._here()
        if n == here or (n > UNREAD_KEPT and 2 * n > here):
            self._drop(n)

    def _drop(self, n: int) -> None:
        del self._times[:n], self._keys[:n]
        self._first += n
        self._come -= n

    def _wake(self, now: float) -> None:
        waiting, self._waiting = self._waiting, []
        for reader in waiting:
            reader.came(now)


class Sharded(Protocol):
    """What is read shard by shard: a stream, or that of a table; ``shards`` are all it ever had."""

    id: str
    shards: list[Shard]
    record_bytes: int
    retention_s: float

    def subscribe(self, mapping: ShardedReader) -> None:
        """Tell the mapping of shards that are opened later."""

    def was_read(self, now: float, n: int, written: float, pushed: bool) -> None:
        """A call gave, or a push brought, ``n`` records, the last of them ``written`` then."""

    def refused(self, now: float, shard: Shard) -> None:
        """A call was refused."""

    def dedicated(self) -> ReadLimit:
        """Throughput of its own for one more reader (enhanced fan-out)."""


class ShardedReader(Protocol):
    """Who wants to know of new shards."""

    def opened(self, now: float, shards: list[Shard]) -> None:
        """The shards are open; their parents are closed."""

    def bind(self) -> None:
        """The stream keeps its records for another time."""
