"""Amazon Kinesis Data Streams: records in shards, in order, for as long as they are kept.

Models: PutRecord with a partition key, which MD5 maps to a shard's range of hash keys (key n of a
    client is the partition key "n"); the write limits of a shard, in records and in bytes, whose
    excess is refused; the read limits of a shard, or a reader's own with enhanced fan-out;
    retention; a change of the number of shards at a time (UpdateShardCount: even ranges; what was
    written before stays in the parents, which are closed); on-demand mode, as a number of shards
    that doubles (how soon and from which use on is assumed).
Ignores: the time that PutRecord, a change of shards and the push of enhanced fan-out take; the
    retries of producers (what is refused is lost); PutRecords, aggregation, explicit hash keys,
    splits of single shards, the limits of UpdateShardCount, shrinking on-demand streams; records
    of different sizes (all are as large as the largest client's). Of a limit a second's worth may
    be used at once (assumed).
States: RecordPut, WriteThrottled, RecordsRead, ReadThrottled, StreamObserved.

Sources: Amazon Kinesis Data Streams Developer Guide (2023) and its page of quotas (2026).
"""

from __future__ import annotations

from itertools import pairwise

from simcore import facts
from simcore.engine.environment import Environment
from simcore.engine.virtual_schedule import VirtualSchedule
from simcore.errors import RetuneError
from simcore.roles.keyed import KeyedWrites, Place
from simcore.roles.keyed_source import KeyedSource
from simcore.roles.read_limits import ReadLimit
from simcore.roles.sharded import HASH_SPACE, Shard, ShardedReader, hash_of
from simcore.services.kinesis.facts import ReadThrottled, RecordPut, RecordsRead, WriteThrottled
from simcore.services.kinesis.settings import TUNABLE, DataStreamSettings, Growth

UNCOUNTED_CALLS = 1e9  # pushes of enhanced fan-out are no calls
STATES = (
    WriteThrottled,
    RecordsRead,
    ReadThrottled,
    facts.StreamObserved,
)


class DataStream(KeyedSource):
    """One data stream; ``shards`` are all that it ever had, the open ones last."""

    type = "stream"

    def __init__(self, env: Environment, id: str, settings: DataStreamSettings) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.ledgers = facts.ledgers_for(*STATES) | facts.columns_for(
            RecordPut, blocks=RecordPut._fields
        )
        self.record_bytes, self.retention_s = settings.record_bytes, settings.retention_s
        self.shards: list[Shard] = []
        self._open: list[Shard] = []
        self._writes: list[VirtualSchedule] = []  # by number of the shard
        accepted = facts.columns_of(self.ledgers, RecordPut)
        refused = self.ledgers[WriteThrottled]
        self._keyed = KeyedWrites(self._place, accepted, refused, self.record_bytes)
        self._mappings: list[ShardedReader] = []
        self._written = 0  # until the last look of on-demand mode
        self._reshard(settings.shards)
        for t, shards in settings.resharding:
            env.call_at(t, self._reshard, shards)
        if settings.growth is not None:
            env.call_at(settings.growth.every_s, self._grow, settings.growth)

    def retune(self, settings: DataStreamSettings) -> None:
        """UpdateShardCount, and a change of the retention period, which counts for what is there.

        ``shards`` is how many there are from now on if it is another number than in the settings of
        before. Only a stream in provisioned mode can be told (Kinesis API reference,
        UpdateShardCount, 2023), at most twice or half as many as it had, ten times a day: that is
        not checked. That all is at once is assumed. Raises RetuneError for what is no attribute.
        """
        changed = TUNABLE.changes(self.id, self.settings, settings)
        if "shards" in changed and settings.growth is not None:
            why = "an on-demand stream has as many as it wants"
            raise RetuneError(self.id, "shards", why)
        self.settings, self.retention_s = settings, settings.retention_s
        if "shards" in changed:
            self._reshard(settings.shards)
        for mapping in self._mappings:
            mapping.bind()

    def subscribe(self, mapping: ShardedReader) -> None:
        """Tell the mapping of shards that are opened later."""
        self._mappings.append(mapping)

    def was_read(self, now: float, n: int, written: float, pushed: bool) -> None:
        """GetRecords gave, or a push brought, ``n`` records, the last of them ``written`` then."""
        self.ledgers[RecordsRead].append((now, n, n * self.record_bytes, written, int(pushed)))

    def refused(self, now: float, shard: Shard) -> None:
        """GetRecords was refused."""
        self.ledgers[ReadThrottled].append((now, shard.number))

    def dedicated(self) -> ReadLimit:
        """RegisterStreamConsumer: throughput of its own."""
        return ReadLimit(self.settings.read_bytes_per_s, UNCOUNTED_CALLS)

    def _place(self, key: int) -> Place:
        """The open shard whose range holds the key; the ranges are even."""
        shard = self._open[hash_of(key) * len(self._open) // HASH_SPACE]
        return shard, self._writes[shard.number], shard.number

    def _reshard(self, n: int) -> None:
        """UpdateShardCount: close what is open, and open shards of even ranges."""
        now, before = self.env.now, self._open
        edges = [-(-HASH_SPACE * i // n) for i in range(n + 1)]
        self._open = [self._opened(low, high, before) for low, high in pairwise(edges)]
        self.shards += self._open
        self.shards_changed()
        for mapping in self._mappings:
            mapping.opened(now, self._open)
        for shard in before:
            shard.close(now)

    def _opened(self, low: int, high: int, before: list[Shard]) -> Shard:
        settings, rate = self.settings, self.settings.writes_per_s
        self._writes.append(VirtualSchedule(rate))
        parents = tuple(shard for shard in before if shard.low < high and low < shard.high)
        reads = ReadLimit(settings.read_bytes_per_s, settings.read_calls_per_s)
        return Shard(self.env, len(self._writes) - 1, low, high, reads, parents)

    def _grow(self, growth: Growth) -> None:
        """On-demand mode: double the shards when they were used to more than a share."""
        written = sum([shard.end for shard in self.shards])
        used = (written - self._written) / growth.every_s
        self._written = written
        if used > growth.share * self.settings.writes_per_s * len(self._open):
            n = min(2 * len(self._open), growth.most_shards)
            if n > len(self._open):
                self._reshard(n)
        self.env.call_at(self.env.now + growth.every_s, self._grow, growth)

    def observe(self, now: float) -> None:
        """State the writes, and the open shards at ``now``."""
        self.state_writes()
        self.ledgers[facts.StreamObserved].append((now, len(self._open)))
