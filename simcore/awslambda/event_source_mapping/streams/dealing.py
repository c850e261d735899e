"""Dealing out what a poller has read: each record to the lane of its key, in order.

Which lane a record belongs to its key alone says. So all that a shard knows of is dealt out at
once, what is still to come, too, and each poll takes its part of that.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from simcore.awslambda.event_source_mapping.streams.lane import LaneNumbers
from simcore.awslambda.event_source_mapping.streams.records import Records, records
from simcore.roles.key_numbers import in_order, reordered
from simcore.roles.sharded import Shard

FEW = 32
"""Fewer records are dealt out one by one: numpy breaks even at about so many."""
AT_ONCE = 4096
"""How far ahead what is known is dealt out."""


def dealt(lane_of: LaneNumbers, records: Records) -> list[Records]:
    """What each lane gets."""
    if len(records) < FEW:
        places: list[list[int]] = [[] for _ in range(lane_of.lanes)]
        for place, key in enumerate(records.keys):
            places[lane_of[key]].append(place)
        return [records.at(chosen) for chosen in places]
    lanes = lane_of.of(records.keys)
    order = in_order(lanes, lane_of.lanes)
    columns = records.times, records.keys, records.numbers
    by_lane = Records(*[reordered(column, order) for column in columns])
    edges = accumulate(np.bincount(lanes, minlength=lane_of.lanes).tolist(), initial=0)
    return [by_lane.part(begin, end) for begin, end in pairwise(edges)]


class Dealer:
    """Deals out one shard, read from the front to the end, to so many lanes."""

    def __init__(self, lane_of: LaneNumbers) -> None:
        self._lane_of = lane_of
        self._known: list[Records] = []  # by lane
        self._places: list[int] = []  # by lane, of the first record that has not been read
        self._next = self._end = self._version = -1  # numbers of records, and what was foreseen

    def dealt(self, shard: Shard, first: int, n: int) -> list[Records]:
        """What each lane gets of the next ``n`` records, from number ``first`` on."""
        end = first + n
        if n < 2 * self._lane_of.lanes:  # it costs more to look at every lane
            return dealt(self._lane_of, records(*shard.known(first, n), first))
        if first != self._next or end > self._end or shard.version != self._version:
            self._look_ahead(shard, first, n)
        self._next, parts, places = end, [], self._places
        for lane, known in enumerate(self._known):
            begin = places[lane]
            places[lane] = last = bisect_left(known.numbers, end, begin)
            parts.append(known.part(begin, last))
        return parts

    def _look_ahead(self, shard: Shard, first: int, n: int) -> None:
        known = records(*shard.known(first, max(n, AT_ONCE)), first)
        self._known = dealt(self._lane_of, known)
        self._places = [0] * len(self._known)
        self._end, self._version = first + len(known), shard.version

    def __reduce__(self) -> tuple[Any, ...]:
        return Dealer, (self._lane_of,)  # what it knows it finds out again
