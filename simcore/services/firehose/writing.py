"""Writing objects to a bucket, again and again if need be.

Models: an object for each full buffer (PutObject); what the bucket refuses, for want of a
    permission, too, is written later, with longer and longer waits (assumed), for a day; then its
    records are lost.
Ignores: the time that it takes; names of objects, compression, formats, partitions.
States: ObjectDelivered, DeliveryRefused.
"""

from __future__ import annotations

from collections.abc import Callable

from simcore.engine.environment import Environment
from simcore.facts import Ledgers
from simcore.roles.again import Again
from simcore.roles.event import Event
from simcore.roles.taker import Denied, Taker
from simcore.services.firehose.buffer import Buffer, Chunk
from simcore.services.firehose.facts import DeliveryRefused, ObjectDelivered
from simcore.services.firehose.settings import Hints


class Writer:
    """Collects records of one ``kind`` and writes them; ``luck`` gives numbers from [0, 1)."""

    def __init__(
        self,
        env: Environment,
        kind: int,
        hints: Hints,
        again: Again,
        ledgers: Ledgers,
        luck: Callable[[], float],
    ) -> None:
        self.env, self.kind, self.again, self._ledgers = env, kind, again, ledgers
        self.luck: Callable[[], float] = luck
        self.buffer = Buffer(env, hints, self._write)
        self.bucket: Taker = Denied()
        self._pending: list[Chunk] = []

    def add(self, now: float, oldest: float, n: int, bytes: int) -> None:
        """Further records."""
        self.buffer.add(now, oldest, n, bytes)

    def _write(self, now: float, chunk: Chunk) -> None:
        self._pending.append(chunk)
        chunk.tried = now
        self._try(chunk)

    def _try(self, chunk: Chunk) -> None:
        now = self.env.now
        if self.bucket.deliver(now, Event(bytes=chunk.bytes)):
            self._pending.remove(chunk)
            row = (now, self.kind, chunk.n, chunk.bytes, chunk.oldest)
            self._ledgers[ObjectDelivered].append(row)
            return
        chunk.attempts += 1
        due = self.again.due(now, chunk.tried, chunk.attempts, self.luck())
        if due is None:
            self._pending.remove(chunk)
            self._ledgers[DeliveryRefused].append((now, self.kind, chunk.n))
        else:
            self._ledgers[DeliveryRefused].append((now, self.kind, 0))
            self.env.call_at(due, self._try, chunk)

    @property
    def waiting(self) -> int:
        """Records that are not written."""
        return self.buffer.waiting + sum([chunk.n for chunk in self._pending])

    def kept(self) -> list[Chunk]:
        """What is not written."""
        return self._pending if self.buffer.chunk is None else [*self._pending, self.buffer.chunk]
