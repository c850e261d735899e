"""Amazon DynamoDB Streams: every write to a table as a record, in order for each item.

Models: writes to partitions by a hash of the item's key, one shard of the stream for each
    partition; the write ceiling of a partition, whose excess is refused; write units of 1 KB;
    retention of 24 hours; shards that are closed after some hours, each with one that follows it
    and goes on with its keys and sequence numbers (about every four hours, as was seen in the
    field; that the ages of shards are spread evenly at the beginning of a run is assumed).
Ignores: capacity modes of the table with their scaling, warm throughput, burst capacity, decreases
    (4 and then 1 an hour, 27 a day) and the quotas of table and account (40,000 and 80,000 units);
    how partitions split and hot keys are isolated; reads, transactions, writes that change nothing
    (they give no record); what an item cost before it was changed (a write costs the larger of
    both); the retries of clients (what is refused is lost), shards that are split, limits
    of the stream's readers (AWS publishes two a shard, with global tables one, and no throughput),
    the latency of writes; items of different sizes (all are as large as the
    largest client's). The hash is MD5 of the key, as in Kinesis, and of a ceiling a second's worth
    may be used at once (both assumed).
States: ItemWritten, ItemWriteThrottled, RecordsReturned, ShardRolledOver, StreamObserved.

Sources: Amazon DynamoDB Developer Guide (2026: Streams, partitions, capacity); field reports of
ages of 30 to 60 s several times an hour, with AWS's explanation (shards that roll over).
"""

from __future__ import annotations

from collections.abc import Sequence

from simcore import facts
from simcore.engine.environment import Environment
from simcore.engine.retuning import Tunable
from simcore.engine.virtual_schedule import VirtualSchedule
from simcore.frozen import frozen
from simcore.roles.keyed import KeyedWrites, Place
from simcore.roles.keyed_source import KeyedSource
from simcore.roles.read_limits import ReadLimit, ReadPlan, Unlimited
from simcore.roles.sharded import HASH_SPACE, Shard, ShardedReader, hash_of
from simcore.services.dynamodb.facts import (
    ItemWriteThrottled,
    ItemWritten,
    RecordsReturned,
    ShardRolledOver,
)

STATES = (ItemWriteThrottled, RecordsReturned, ShardRolledOver, facts.StreamObserved)


@frozen
class TableSettings:
    """``write_units`` are what one write takes of ``units_per_s``, a partition's ceiling.

    A shard of the stream is open for ``shard_lifetime_s``, for ever without one. A mapping reads as
    ``polled`` says.
    """

    partitions: int
    retention_s: float
    record_bytes: int
    write_units: int
    units_per_s: float
    polled: ReadPlan | None = None
    shard_lifetime_s: float = 0.0


TUNABLE = Tunable(
    TableSettings,
    frozenset(),
    {
        "partitions": "DynamoDB decides how many partitions a table has",
        "retention_s": "DynamoDB keeps the records of a stream for 24 hours",
        "record_bytes": "it is what the clients write, not an attribute of the table",
        "write_units": "it is what the clients write, not an attribute of the table",
        "shard_lifetime_s": "DynamoDB decides when it closes a shard of a stream",
        "polled": "how a mapping reads is AWS's, not an attribute of the table",
        "units_per_s": "the ceiling of a partition is AWS's, not an attribute of the table",
    },
)


class Table(KeyedSource):
    """One table with its stream; ``shards`` are those that are open, one for each partition."""

    type = "table"

    def __init__(
        self, env: Environment, id: str, settings: TableSettings, ages: Sequence[float] = ()
    ) -> None:
        """``ages`` are the shares of their life that the first shards have behind them."""
        self.env, self.id, self.settings = env, id, settings
        self.ledgers = facts.ledgers_for(*STATES) | facts.columns_for(
            ItemWritten, blocks=ItemWritten._fields
        )
        self.record_bytes, self.retention_s = settings.record_bytes, settings.retention_s
        n, rate = settings.partitions, settings.units_per_s / settings.write_units
        self.shards = [self._shard(number, n) for number in range(n)]
        self._writes = [VirtualSchedule(rate) for _ in range(n)]
        accepted = facts.columns_of(self.ledgers, ItemWritten)
        refused = self.ledgers[ItemWriteThrottled]
        self._keyed = KeyedWrites(self._place, accepted, refused, settings.write_units)
        self._mappings: list[ShardedReader] = []
        self._opened = n
        if settings.shard_lifetime_s:
            for number, age in enumerate(ages):
                env.call_at((1.0 - age) * settings.shard_lifetime_s, self._roll_over, number)

    def _shard(self, number: int, n: int) -> Shard:
        low, high = (-(-HASH_SPACE * i // n) for i in (number, number + 1))
        return Shard(self.env, number, low, high, Unlimited())

    def _place(self, key: int) -> Place:
        partition = hash_of(key) * len(self.shards) // HASH_SPACE
        shard = self.shards[partition]
        return shard, self._writes[partition], shard.number

    def _roll_over(self, partition: int) -> None:
        """The partition's shard is closed, and another one goes on with its keys."""
        now, before = self.env.now, self.shards[partition]
        low, high, end = before.low, before.high, before.end
        new = Shard(self.env, self._opened, low, high, Unlimited(), (before,), end)
        before.parents = ()  # who reads it has heard of them: no chain of all there ever were
        self.shards[partition] = new
        self._opened += 1
        self.shards_changed()
        self.ledgers[ShardRolledOver].append((now, before.number, new.number))
        for mapping in self._mappings:
            mapping.opened(now, [new])
        before.close(now)
        self.env.call_at(now + self.settings.shard_lifetime_s, self._roll_over, partition)

    def retune(self, settings: TableSettings) -> None:
        """Nothing of a table that is modelled here is for its owner to change.

        Raises RetuneError for whatever differs.
        """
        TUNABLE.changes(self.id, self.settings, settings)

    def subscribe(self, mapping: ShardedReader) -> None:
        """Tell the mapping of shards that are opened later."""
        self._mappings.append(mapping)

    def was_read(self, now: float, n: int, written: float, pushed: bool) -> None:
        """GetRecords gave ``n`` records, the last of them ``written`` then."""
        self.ledgers[RecordsReturned].append((now, n, n * self.record_bytes, written))

    def refused(self, now: float, shard: Shard) -> None:
        """No limit of the stream's readers is modelled."""

    def dedicated(self) -> ReadLimit:
        """There is no enhanced fan-out; a reader of its own is like any other."""
        return Unlimited()

    def observe(self, now: float) -> None:
        """State the writes, and the shards at ``now``."""
        self.state_writes()
        self.ledgers[facts.StreamObserved].append((now, len(self.shards)))
