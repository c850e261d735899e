"""Amazon Data Firehose, a delivery stream: many small records become few large objects.

Models: Direct PUT, whose limits (records, requests and bytes a second, which scale together) refuse
    what is above them and are raised while they do (how fast is assumed); a data stream as source,
    read once a second; buffers by size or time, whichever comes first; a function that transforms
    the records (:mod:`.transforming`); objects in a bucket, those of records that could not be
    processed beside them; a bucket for all records as they came (:mod:`.writing`).
Ignores: destinations other than S3, and what they retry; dynamic partitions, conversion of formats,
    encryption; a buffer that grows by itself when delivery falls behind; records that are
    delivered twice; the moment when PutRecordBatch refuses some of its records only.
States: RecordsTaken, RecordThrottled, LimitsRaised, ProcessingStarted, ProcessingEnded,
    RecordsProcessed, ObjectDelivered, DeliveryRefused, DeliveryStreamObserved.

Sources: Amazon Data Firehose Developer Guide (Mar 2023: basic-deliver, data-transformation) and its
page of limits (2026); API model 2015-08-04 (botocore 1.44.8).
"""

from __future__ import annotations

from math import ceil
from typing import ClassVar

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream, generator, uniform
from simcore.engine.virtual_schedule import VirtualSchedule
from simcore.errors import RetuneError
from simcore.facts import ledgers_for
from simcore.roles.event import Event
from simcore.roles.invocable import Invocable, Reply
from simcore.roles.sharded import Shard, Sharded
from simcore.roles.taker import Taker
from simcore.services.firehose.facts import (
    BACKUP,
    FAILED,
    KINDS,
    RECORDS,
    DeliveryRefused,
    DeliveryStreamObserved,
    LimitsRaised,
    ObjectDelivered,
    ProcessingEnded,
    ProcessingStarted,
    RecordsProcessed,
    RecordsTaken,
    RecordThrottled,
)
from simcore.services.firehose.reader import SourceReader
from simcore.services.firehose.settings import DeliveryStreamSettings
from simcore.services.firehose.transforming import Transformer
from simcore.services.firehose.writing import Writer

STATES = (
    RecordsTaken,
    RecordThrottled,
    LimitsRaised,
    ObjectDelivered,
    DeliveryRefused,
    DeliveryStreamObserved,
)
PROCESSING = (ProcessingStarted, ProcessingEnded, RecordsProcessed)
LOOK_S = 60.0
NOBODY = -1.0


class DeliveryStream:
    """One delivery stream; with a ``source`` it reads that and takes nothing by Direct PUT."""

    type = "delivery_stream"
    takes_as: ClassVar[str] = "customer"  # SNS tries it again as it does what customers run

    def __init__(
        self, env: Environment, id: str, settings: DeliveryStreamSettings, seed: int
    ) -> None:
        self.env, self.id, self.settings = env, id, settings
        transform = settings.transform
        self.ledgers = ledgers_for(*STATES, *(PROCESSING if transform is not None else ()))
        self._seed = seed
        self._quota = VirtualSchedule(settings.records_per_s)
        self._per_s, self._was_refused, self._is_looking = settings.records_per_s, False, False
        self._records, self._failed = self._writer(RECORDS), self._writer(FAILED)
        self._backup: Writer | None = None
        self._transformer: Transformer | None = None
        if transform is not None:
            lucks = self._stream("dropped"), self._stream("again/transformation")
            onward, aside = self._records.add, self._failed.add
            self._transformer = Transformer(env, transform, self.ledgers, lucks, onward, aside)
        self._source: Sharded | None = None
        self._most = 1
        self._readers: list[SourceReader] = []

    def _writer(self, kind: int) -> Writer:
        said = self.settings
        luck = self._stream(f"again/{KINDS[kind]}").next
        return Writer(self.env, kind, said.hints, said.again, self.ledgers, luck)

    def _stream(self, what: str) -> Stream:
        return Stream(generator(self._seed, f"{self.id}/{what}"), uniform, block=256)

    # Who is around.

    def connect(
        self, destination: Taker, backup: Taker | None, function: Invocable[Reply] | None
    ) -> None:
        """Where records go, and through which function."""
        self._records.bucket = self._failed.bucket = destination
        if backup is not None:
            self._backup = self._backup or self._writer(BACKUP)
            self._backup.bucket = backup
        if self._transformer is not None and function is not None:
            self._transformer.function = function

    def follow(self, source: Sharded, most: int) -> None:
        """Read a data stream, so many records a call."""
        self._source, self._most = source, most
        source.subscribe(self)
        self.opened(self.env.now, source.shards)

    def opened(self, now: float, shards: list[Shard]) -> None:
        """The source has further shards."""
        assert self._source is not None
        new = [SourceReader(self, self._source, shard, self._most) for shard in shards]
        self._readers += new

    def retune(self, settings: DeliveryStreamSettings) -> None:
        """UpdateDestination: what is collected goes on when the new hints say so.

        An interval counts from the next first record on. Raises RetuneError where a function is
        added or taken away.
        """
        if (settings.transform is None) != (self._transformer is None):
            raise RetuneError(self.id, "transformation", "it has none, or it keeps it")
        if settings.records_per_s != self.settings.records_per_s:
            self._limit(settings.records_per_s)
        self.settings = settings
        for writer in (self._records, self._failed, self._backup):
            if writer is not None:
                writer.buffer.hints, writer.again = settings.hints, settings.again
        if self._transformer is not None and settings.transform is not None:
            self._transformer.retune(settings.transform)

    # Taking records.

    def deliver(self, now: float, event: Event) -> bool:
        """PutRecord; False is ServiceUnavailableException."""
        if not self._quota.take(now):
            self._refuse(now)
            return False
        self._take(now, 1, event.bytes or self.settings.record_bytes, now, event.poison)
        return True

    def read(self, now: float, n: int, oldest: float, poison: int) -> None:
        """Records of the source stream, some of them poison."""
        size = self.settings.record_bytes
        if n > poison:
            self._take(now, n - poison, size, oldest, False, read=1)
        if poison:
            self._take(now, poison, size, oldest, True, read=1)

    def _take(
        self, now: float, n: int, size: int, oldest: float, poison: bool, read: int = 0
    ) -> None:
        """``n`` records of one ``size``; billed is each rounded up."""
        step, bytes = self.settings.billed_bytes, n * size
        billed = n * ceil(size / step) * step
        self.ledgers[RecordsTaken].append((now, n, bytes, billed, read))
        if self._backup is not None:
            self._backup.add(now, oldest, n, bytes)
        if self._transformer is None:
            self._records.add(now, oldest, n, bytes)
        else:
            self._transformer.buffer.add(now, oldest, n, bytes, poison)

    def _refuse(self, now: float) -> None:
        self.ledgers[RecordThrottled].append((now,))
        self._was_refused = True
        if self.settings.raised_per_min and not self._is_looking:
            self._is_looking = True
            self.env.call_at(now + LOOK_S, self._look)

    def _look(self, _: None) -> None:
        """Raise the limits that refused something within the last minute."""
        self._is_looking = self._was_refused
        if self._was_refused:
            self._was_refused = False
            self._limit(self._per_s * (1.0 + self.settings.raised_per_min))
            self.ledgers[LimitsRaised].append((self.env.now, self._per_s))
            self.env.call_at(self.env.now + LOOK_S, self._look)

    def _limit(self, per_s: float) -> None:
        used_until = self._quota.used_until
        self._per_s, self._quota = per_s, VirtualSchedule(per_s)
        self._quota.used_until = used_until

    # The end of a bin.

    def bind(self) -> None:
        """Nothing of it is on the hot path."""

    def observe(self, now: float) -> None:
        """State what is kept, and since when."""
        transformer = self._transformer
        kept = self._records.kept() + self._failed.kept()
        waiting, processing = self._records.waiting + self._failed.waiting, 0
        if transformer is not None:
            kept = kept + transformer.kept()
            waiting += transformer.waiting
            processing = transformer.processing
        oldest = min([chunk.oldest for chunk in kept], default=NOBODY)
        backups = 0 if self._backup is None else self._backup.waiting
        row = (now, waiting, processing, oldest, backups)
        self.ledgers[DeliveryStreamObserved].append(row)
