"""The poller of one shard.

Models: GetRecords at most once in the polling interval, again at once after a call that gave all
    that a call can; the shard's limits of throughput, shared by its readers, or with enhanced
    fan-out throughput of its own and no polling; the order of a key through a change of shards (a
    shard is read when its parents are processed).
Ignores: polls that find nothing (they are counted by nobody and cost nothing: a poller that waits
    is woken for the poll that finds something); the time that a call takes.

Sources: AWS Lambda Developer Guide, with-kinesis and with-ddb (2022, 12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, Protocol

from simcore.awslambda.event_source_mapping.streams.filtered import RecordFilter
from simcore.awslambda.event_source_mapping.streams.lane import Lane, LaneNumbers
from simcore.awslambda.event_source_mapping.streams.settings import Reading
from simcore.awslambda.event_source_mapping.streams.shard import ReadLimit, Shard, Source
from simcore.engine.environment import Environment

Columns = tuple[list[float], list[int], list[int]]
"""Times, keys and numbers of records."""


class Mapping(Protocol):
    """What a poller asks of its mapping."""

    env: Environment
    source: Source
    lane_of: LaneNumbers
    filter: RecordFilter | None

    def advance(self, now: float, lane: Lane) -> None:
        """Let a free lane do what there is to do."""

    def polled(self, now: float, n: int) -> None:
        """``n`` records were taken in."""

    def expired(self, now: float, reader: ShardPoller, n: int) -> None:
        """``n`` records expired before they were read."""

    def finished(self, now: float, reader: ShardPoller) -> None:
        """A closed shard is processed to its end."""


class ShardPoller:
    """Reads one shard into its lanes; ``position`` is what it reads next."""

    def __init__(
        self, mapping: Mapping, shard: Shard, position: int, lanes: int, reading: Reading
    ) -> None:
        self.mapping, self.shard, self.position, self.reading = mapping, shard, position, reading
        self.lanes = [Lane(self) for _ in range(lanes)]
        self.limit: ReadLimit = mapping.source.dedicated() if reading.dedicated else shard.reads
        self.is_stalled = False  # holds so much that it reads no further
        self.has_begun = self.finished = False
        self._next_poll = 0.0
        self._is_scheduled = self._is_waiting = False
        shard.follow(self)

    def start(self, now: float, first_poll: float) -> None:
        """Begin to read."""
        self.has_begun = True
        self._next_poll = first_poll
        self.look(now)

    def look(self, now: float) -> None:
        """A lane has nothing to do: read, or wait for records."""
        if self._is_scheduled or self.finished:
            return
        if self.position < self.shard.end:
            if self._room() > 0:
                self._poll_at(max(now, self._next_poll))
            else:
                self.is_stalled = True
        elif self.shard.closed:
            self._end(now)
        elif not self._is_waiting:
            self._is_waiting = True
            self._next_poll = max(now, self._next_poll)
            self.shard.await_records(self)

    def came(self, now: float) -> None:
        """The shard has a record, or its end: the next of the polls finds it."""
        self._is_waiting = False
        interval_s, at = self.reading.interval_s, self._next_poll
        if now > at:
            at = at + ceil((now - at) / interval_s) * interval_s if interval_s else now
        self._poll_at(max(at, now))

    def held(self) -> int:
        """Records that wait in the lanes."""
        return sum([lane.waiting for lane in self.lanes])

    def waiting(self) -> int:
        """Records that are not processed, without those that the function has."""
        unfinished = sum([lane.unfinished() for lane in self.lanes if not lane.invoking])
        again = sum([len(b) for lane in self.lanes if lane.invoking for b in lane.again])
        return self.shard.end - self.position + self.held() + unfinished + again

    def oldest(self) -> float:
        """When the oldest record that is not processed was written; -1 without any."""
        times = [t for lane in self.lanes if (t := lane.oldest()) is not None]
        if self.position < self.shard.end:
            times.append(self.shard.written_at(self.position))
        return min(times, default=-1.0)

    def expire(self, now: float) -> None:
        """Pass over what has outlived the stream's retention period."""
        if self.position < self.shard.end:
            first = self.shard.first_from(now - self.mapping.source.retention_s)
            if first > self.position:
                self.mapping.expired(now, self, first - self.position)
                self.position = first
                self.shard.trim()

    def _room(self) -> int:
        return min(self.reading.ahead - self.held(), self.reading.most_a_call)

    def _poll_at(self, t: float) -> None:
        if not self._is_scheduled:
            self._is_scheduled = True
            self.mapping.env.call_at(t, self._poll)

    def _poll(self, _: Any) -> None:
        """GetRecords, or the arrival of what enhanced fan-out pushes."""
        now = self.mapping.env.now
        self._is_scheduled = False
        opens = self.limit.open_at(now)
        if opens > now:
            self._put_off(now, opens)
            return
        self.expire(now)
        most = self._room()
        times, keys = self.shard.read(self.position, most) if most > 0 else ([], [])
        if times:
            self._take_in(now, times, keys)
        full = len(times) == self.reading.most_a_call
        self._next_poll = now + (self.reading.full_gap_s if full else self.reading.interval_s)
        for lane in self.lanes:
            if lane.is_free:
                self.mapping.advance(now, lane)

    def _put_off(self, now: float, opens: float) -> None:
        """The shard lets nobody read now; a poller learns it, a push waits."""
        if not self.reading.dedicated:
            self.mapping.source.refused(now, self.shard)
        self._poll_at(max(opens, now + self.reading.interval_s))

    def _take_in(self, now: float, times: list[float], keys: list[int]) -> None:
        n, first = len(times), self.position
        self.position += n
        self.shard.trim()
        self.limit.take(now, n * self.mapping.source.record_bytes)
        self.mapping.source.was_read(now, n, times[-1])
        self.mapping.polled(now, n)
        numbers: Sequence[int] = range(first, first + n)
        if self.mapping.filter is not None:
            places = self.mapping.filter.places(now, self.shard, first, n)
            times, keys = [times[i] for i in places], [keys[i] for i in places]
            numbers = [numbers[i] for i in places]
        if len(self.lanes) == 1:
            self.lanes[0].extend(times, keys, numbers)
        else:
            self._distribute(times, keys, numbers)

    def _distribute(self, times: list[float], keys: list[int], numbers: Sequence[int]) -> None:
        """Each record to the lane of its key."""
        lane_of = self.mapping.lane_of
        parts: list[Columns] = [([], [], []) for _ in self.lanes]
        for t, key, number in zip(times, keys, numbers, strict=True):
            a, b, c = parts[lane_of[key]]
            a.append(t)
            b.append(key)
            c.append(number)
        for lane, part in zip(self.lanes, parts, strict=True):
            lane.extend(*part)

    def _end(self, now: float) -> None:
        idle = all(lane.is_free and not lane.waiting and not lane.again for lane in self.lanes)
        if idle:
            self.finished = True
            self.mapping.finished(now, self)
