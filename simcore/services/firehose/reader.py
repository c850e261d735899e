"""Reading a source stream.

Models: GetRecords for each shard once a second, as far as the shard's limits, which all of its
    readers share, allow.
Ignores: the order of a key through a change of shards; the time that a call takes.

Sources: Amazon Data Firehose Developer Guide, writing-with-kinesis-streams (Mar 2023).
"""

from __future__ import annotations

from typing import Protocol

from simcore.engine.environment import Environment
from simcore.roles.sharded import Shard, Sharded

POLL_S = 1.0


class Taking(Protocol):
    """Who takes what was read."""

    env: Environment

    def read(self, now: float, n: int, oldest: float, poison: int) -> None:
        """``n`` records, ``poison`` of them poisoned, the first written at ``oldest``."""


class SourceReader:
    """Reads one shard into a delivery stream; at the start what is written from now on."""

    def __init__(self, taking: Taking, source: Sharded, shard: Shard, most: int) -> None:
        self._taking, self._source, self.shard, self._most = taking, source, shard, most
        self._position = shard.end
        self._next_poll = taking.env.now
        shard.follow(self)
        shard.await_records(self)

    def needs(self) -> int:
        """The sequence number of the first record that it has still to read."""
        return self._position

    def came(self, now: float) -> None:
        """There is something to read, or the shard is closed."""
        if self._position < self.shard.end or not self.shard.closed:
            self._taking.env.call_at(max(now, self._next_poll), self._poll)

    def _poll(self, _: None) -> None:
        now = self._taking.env.now
        opens = self.shard.reads.open_at(now)
        if opens > now:
            self._source.refused(now, self.shard)
            self._taking.env.call_at(opens, self._poll)
            return
        self._expire(now)
        times, keys = self.shard.read(self._position, self._most)
        n = len(times)
        self.shard.reads.take(now, n * self._source.record_bytes)
        self._next_poll = now + POLL_S
        if n:
            self._position += n
            self._source.was_read(now, n, times[-1], False)
            self.shard.trim()
            self._taking.read(now, n, times[0], sum([key < 0 for key in keys]))
        if self._position < self.shard.end:
            self._taking.env.call_at(self._next_poll, self._poll)
        elif not self.shard.closed:
            self.shard.await_records(self)

    def _expire(self, now: float) -> None:
        """Records that the stream does not keep any longer are gone."""
        first = self.shard.first_from(now - self._source.retention_s)
        self._position = max(self._position, first)
