"""The poller of one shard.

Models: GetRecords at most once in the polling interval, and as soon as the shard allows after a
    call that left something unread; reading ahead: while the function works on a batch, too, the
    poller reads until every lane has a full batch waiting; the shard's limits of throughput, shared
    by its readers, or with enhanced fan-out throughput of its own and no polling; the order of a
    key through a change of shards (a shard is read when its parents are processed). A lane holds so
    many records and no more: what comes for a full one is passed over, and read again, for that
    lane alone, when it has done most of what it holds (:mod:`.passed_over`). A refused reader tries
    again when the shard gives more, a random moment later, and so does each reader after another
    one was refused: that all of them share a shard was seen in the field, how is assumed, as are
    when the poller reads ahead and how much a lane holds.
Ignores: polls that find nothing (they are counted by nobody and cost nothing: a poller that waits
    is woken for the poll that finds something); the time that a call takes.

Sources: AWS Lambda Developer Guide, with-kinesis and with-ddb (2022, 12 Jul 2026).
"""

from __future__ import annotations

from array import array
from math import ceil
from typing import Any, Protocol

from simcore.awslambda.event_source_mapping.streams.dealing import Dealer, dealt
from simcore.awslambda.event_source_mapping.streams.filtered import RecordFilter
from simcore.awslambda.event_source_mapping.streams.lane import Lane, LaneNumbers
from simcore.awslambda.event_source_mapping.streams.passed_over import PassedOver
from simcore.awslambda.event_source_mapping.streams.records import Records, nothing, records
from simcore.engine.environment import Environment
from simcore.roles.read_limits import ReadLimit, ReadPlan
from simcore.roles.sharded import Shard, Sharded


class Mapping(Protocol):
    """What a poller asks of its mapping."""

    env: Environment
    source: Sharded
    lane_of: LaneNumbers
    filter: RecordFilter | None
    batch_size: int

    def luck(self) -> float:
        """From 0 to 1: how much later than it could a poller asks a contested shard."""

    def advance(self, now: float, lane: Lane) -> None:
        """Let a free lane do what there is to do."""

    def polled(self, now: float, n: int) -> None:
        """``n`` records were taken in."""

    def refused(self, now: float, shard: Shard) -> None:
        """The shard refused a call."""

    def expired(self, now: float, reader: ShardPoller, n: int) -> None:
        """``n`` records expired before they were read."""

    def finished(self, now: float, reader: ShardPoller) -> None:
        """A closed shard is processed to its end."""


class ShardPoller:
    """Reads one shard into its lanes; ``position`` is what it reads next."""

    def __init__(
        self, mapping: Mapping, shard: Shard, position: int, lanes: int, reading: ReadPlan
    ) -> None:
        self.mapping, self.shard, self.position, self.reading = mapping, shard, position, reading
        self.lanes = [Lane(self) for _ in range(lanes)]
        self.lane_of = mapping.lane_of
        self._dealer = Dealer(self.lane_of)
        self.coming: list[Lane] = []  # lanes that take over when these have nothing in process
        self.limit: ReadLimit = mapping.source.dedicated() if reading.dedicated else shard.reads
        self.passed_over = PassedOver(self, reading.ahead)
        self.awaits: list[ShardPoller] = []  # of the parents, until they are processed
        self.has_begun = self.finished = self._is_stopped = False
        self._rests = False  # it does not read: finished, stopped, or about to change its lanes
        self._next_poll = 0.0
        self._refused = 0  # of the shard's calls, when this poller asked last
        self._is_scheduled = self._is_waiting = False
        shard.follow(self)

    def start(self, now: float, first_poll: float) -> None:
        """Begin to read."""
        self.has_begun = True
        self._next_poll = first_poll
        self.look(now)

    def look(self, now: float) -> None:
        """Read, or wait for records, if a lane holds less than a full batch."""
        if self._is_scheduled or self._rests:
            if self.coming:
                self._change_lanes(now)
        elif self._is_waiting and not self.passed_over.lanes:
            return  # nothing has come
        elif self.position < self.shard.end:
            if self._is_asked():
                self._poll_at(max(now, self._next_poll))
        elif self.passed_over.lanes and self.passed_over.lane() is not None:
            self._poll_at(max(now, self._next_poll))
        elif self.shard.closed:
            self._end(now)
        elif not self._is_waiting and self._is_asked():
            self._is_waiting = True
            self._next_poll = max(now, self._next_poll)
            self.shard.await_records(self)

    def least(self) -> int:
        """A lane that holds fewer records asks for more."""
        return min(self.mapping.batch_size, self.reading.ahead)

    def _is_asked(self) -> bool:
        return min([lane.waiting for lane in self.lanes]) < self.least()

    def came(self, now: float) -> None:
        """The shard has a record, or its end: the next poll finds it."""
        self._is_waiting = False
        self._poll_at(max(self._in_rhythm(now), now))

    def _in_rhythm(self, now: float) -> float:
        """The first of the polls, of which most find nothing, that is not before ``now``."""
        interval_s, at = self.reading.interval_s, self._next_poll
        if now > at:
            return at + ceil((now - at) / interval_s) * interval_s if interval_s else now
        return at

    def pause(self, until: float) -> None:
        """Do not read before then."""
        self._next_poll = max(self._next_poll, until)

    def stop(self) -> None:
        """Read no more; what was read stays."""
        self._is_stopped = self._rests = True

    def resume(self, now: float) -> None:
        """Read on from where it stopped, in the rhythm of before."""
        self._is_stopped = False
        self._rests = self.finished or bool(self.coming)
        self._next_poll = self._in_rhythm(now)
        if self.has_begun:
            self.advance(now)

    def divide(self, now: float, lanes: int) -> None:
        """Go on with so many lanes, once no lane has a batch in process.

        What was read is theirs, in order, however much they hold then.
        """
        if self.passed_over.lanes:
            self.expire(now)
            self.passed_over.give_back()
            self.shard.trim()
        held = nothing()
        for lane in (*self.lanes, *self.coming):
            held.add(lane.take_back())
        self.lane_of, self.coming = self.mapping.lane_of, [Lane(self) for _ in range(lanes)]
        self._dealer = Dealer(self.lane_of)
        in_order = held.at(sorted(range(len(held)), key=held.numbers.__getitem__))
        for lane, part in zip(self.coming, dealt(self.lane_of, in_order), strict=True):
            lane.extend(part)
        self._rests = True
        self._change_lanes(now)

    def _change_lanes(self, now: float) -> None:
        if all(lane.is_free and not lane.again for lane in self.lanes):
            self.lanes, self.coming = self.coming, []
            self._rests = self.finished or self._is_stopped
            if self.has_begun:
                self.advance(now)

    def advance(self, now: float) -> None:
        """Let the lanes that are free do what there is to do."""
        for lane in self.lanes:
            if lane.is_free:
                self.mapping.advance(now, lane)

    def needs(self) -> int:
        """The number of the first record that it has still to read."""
        return self.passed_over.since() if self.passed_over.lanes else self.position

    def expire(self, now: float) -> None:
        """Pass over what has outlived the stream's retention period."""
        if self.position < self.shard.end or self.passed_over.lanes:
            first = self.shard.first_from(now - self.mapping.source.retention_s)
            n = max(first - self.position, 0)
            if self.passed_over.lanes:
                n += self.passed_over.expire(first)
            if n:
                self.mapping.expired(now, self, n)
                self.position = max(first, self.position)
                self.shard.trim()

    def _has_expired(self, now: float) -> bool:
        return self.shard.is_before(self.position, now - self.mapping.source.retention_s)

    def _room(self) -> int:
        """How many records a call may give: the emptiest lane might take them all."""
        reading, lanes = self.reading, self.lanes
        if self.passed_over.lanes:
            lanes = [lane for lane in lanes if lane.missed < 0]
        least = min([lane.waiting for lane in lanes], default=reading.ahead)
        return min(reading.ahead - least, reading.most_a_call)

    def _poll_at(self, t: float) -> None:
        if not self._is_scheduled:
            self._is_scheduled = True
            self.mapping.env.call_at(t, self._poll)

    def _poll(self, _: Any) -> None:
        """GetRecords, or the arrival of what enhanced fan-out pushes."""
        now = self.mapping.env.now
        self._is_scheduled = False
        if self._rests:
            return
        if now < self._next_poll:  # it was paused in the meantime
            self._poll_at(self._next_poll)
            return
        opens = self.limit.open_at(now)
        if opens > now:
            self._put_off(now, opens)
            return
        if self.passed_over.lanes or self._has_expired(now):
            self.expire(now)
        again = self.passed_over.turn() if self.passed_over.lanes else None
        if again is not None:
            self._read_again(now, again)
        elif (most := self._room()) > 0:
            times, keys = self.shard.read(self.position, most)
            if times:
                self._take_in(now, times, keys)
        behind = self.position < self.shard.end or (again is not None and again.missed >= 0)
        self._next_poll = now + (self.reading.full_gap_s if behind else self.reading.interval_s)
        if self.limit.refused != self._refused:
            self._next_poll += self._spread_s()
        self.advance(now)
        self.look(now)

    def _put_off(self, now: float, opens: float) -> None:
        """The shard lets nobody read now; a poller learns it, a push waits."""
        if self.reading.dedicated:
            self._poll_at(opens)
            return
        self.limit.refused += 1
        self.mapping.refused(now, self.shard)
        self._poll_at(opens + self._spread_s())

    def _spread_s(self) -> float:
        """How much later to ask a shard that refused somebody."""
        self._refused = self.limit.refused
        return self.reading.spread_s * self.mapping.luck()

    def _called(self, now: float, times: array[float]) -> None:
        """GetRecords gave records that were written at these times."""
        n, source = len(times), self.mapping.source
        self.limit.take(now, n * source.record_bytes)
        source.was_read(now, n, times[-1], self.reading.dedicated)

    def _read_again(self, now: float, lane: Lane) -> None:
        """Read, for one lane, what was passed over when it was full."""
        times, keys = self.shard.read(
            lane.missed, min(self.position - lane.missed, self.reading.most_a_call)
        )
        self._called(now, times)
        self.passed_over.take(lane, times, keys)
        self.shard.trim()

    def _take_in(self, now: float, times: array[float], keys: array[int]) -> None:
        n, first = len(times), self.position
        self.position += n
        self._called(now, times)
        self.mapping.polled(now, n)
        if self.mapping.filter is None and len(self.lanes) > 1:
            self._distribute(self._dealer.dealt(self.shard, first, n))
        else:
            found = records(times, keys, first)
            if self.mapping.filter is not None:
                found = found.at(self.mapping.filter.places(now, self.shard, first, n))
            self._distribute(dealt(self.lane_of, found) if len(self.lanes) > 1 else [found])
        self.shard.trim()

    def _distribute(self, parts: list[Records]) -> None:
        """To each lane its part; what one has no room for is passed over."""
        ahead = self.reading.ahead
        for lane, part in zip(self.lanes, parts, strict=True):
            if lane.missed < 0 and lane.waiting + len(part.times) <= ahead:
                lane.extend(part)
            else:
                self.passed_over.add(lane, part)

    def _end(self, now: float) -> None:
        idle = all(lane.is_free and not lane.waiting and not lane.again for lane in self.lanes)
        if idle and not self.passed_over.lanes:
            self.finished = self._rests = True
            self.mapping.finished(now, self)
