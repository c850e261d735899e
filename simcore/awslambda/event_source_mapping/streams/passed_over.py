"""What was passed over: records of lanes that were full when their shard was read.

Models: a lane that holds as much as it may remembers from which record on it is short; the poller
    reads on for the others and comes back for that lane when it holds no full batch, so that a
    failing lane or a hot key stops nobody else, and nothing is held without bound. While other
    lanes want new records, too, every other call is theirs.
Ignores: nothing further. Assumed altogether: AWS says that order is kept for each key, and not what
    its pollers do with the records of a lane that stands still. Records that are read again count
    against the shard's throughput, and once only as polled.
States: nothing.

Sources: none; the limits that it keeps to are those of :mod:`.reader`.
"""

from __future__ import annotations

from array import array
from typing import Any

from simcore.awslambda.event_source_mapping.streams.lane import Lane
from simcore.awslambda.event_source_mapping.streams.records import Records, records


class PassedOver:
    """Of one poller; ``lanes`` are those that are short of records, each holding ``most``."""

    def __init__(self, poller: Any, most: int) -> None:
        self.poller, self.most = poller, most
        self.lanes: list[Lane] = []
        self._was_turn = False

    def add(self, lane: Lane, more: Records) -> None:
        """New records, if any: the lane takes what it has room for, in order.

        One that was given back what it was short of may hold more than it has room for.
        """
        if not more:
            return
        room = 0 if lane.missed >= 0 else max(self.most - lane.waiting, 0)
        if lane.missed < 0:
            lane.missed = more.numbers[room]
            self.lanes.append(lane)
        lane.extend(more.part(0, room))
        lane.passed += len(more) - room

    def since(self) -> int:
        """The number of the first record that a lane may be short of."""
        return min([lane.missed for lane in self.lanes])

    def lane(self) -> Lane | None:
        """The lane to read again for: of those that hold no full batch, the farthest behind."""
        least = self.poller.least()
        asking = [lane for lane in self.lanes if lane.waiting < least]
        return min(asking, key=_missed, default=None)

    def turn(self) -> Lane | None:
        """The same, if this call is not for new records."""
        lane = self.lane()
        self._was_turn = lane is not None and not (self._was_turn and self._others_ask())
        return lane if self._was_turn else None

    def take(self, lane: Lane, times: array[float], keys: array[int]) -> None:
        """Records from the first one on that the lane may be short of were read again."""
        first, room = lane.missed, self.most - lane.waiting
        found = self._places(lane, keys)
        places = found[:room]
        lane.extend(records(times, keys, first).at(places))
        self._go_on(lane, len(places), first + (found[room] if len(found) > room else len(times)))

    def give_back(self) -> None:
        """Every lane takes what it is short of, whether it has room or not."""
        for lane in self.lanes.copy():
            first, end = lane.missed, self.poller.position
            times, keys = self.poller.shard.read(first, end - first)
            places = self._places(lane, keys)
            lane.extend(records(times, keys, first).at(places))
            self._go_on(lane, lane.passed, end)

    def expire(self, first: int) -> int:
        """All before number ``first`` have left the stream: how many of them are there?"""
        lost = 0
        for lane in [lane for lane in self.lanes if lane.missed < first]:
            end = min(first, self.poller.position)
            _, keys = self.poller.shard.read(lane.missed, end - lane.missed)
            n = len(self._places(lane, keys))
            self._go_on(lane, n, end)
            lost += n
        return lost

    def _others_ask(self) -> bool:
        poller, least = self.poller, self.poller.least()
        asks = any(lane.waiting < least and lane.missed < 0 for lane in poller.lanes)
        return asks and bool(poller.position < poller.shard.end)

    def _places(self, lane: Lane, keys: array[int]) -> list[int]:
        """Which of the records, from the first one on that it may be short of, are the lane's."""
        poller, mapping, lane_of = self.poller, self.poller.mapping, self.poller.lane_of
        places: Any = range(len(keys))
        if mapping.filter is not None:
            places = mapping.filter.places_again(poller.shard, lane.missed, len(keys))
        number = poller.lanes.index(lane)
        return [place for place in places if lane_of[keys[place]] == number]

    def _go_on(self, lane: Lane, n: int, missed: int) -> None:
        """``n`` records fewer are passed over, the first of them now at ``missed`` or later."""
        lane.passed -= n
        lane.missed = missed
        if not lane.passed:
            lane.missed = -1
            self.lanes.remove(lane)


def _missed(lane: Lane) -> int:
    return lane.missed
