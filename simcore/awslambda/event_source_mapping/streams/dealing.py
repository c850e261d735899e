"""Dealing out what a poller has read: each record to the lane of its key, in order."""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np

from simcore.awslambda.event_source_mapping.streams.lane import LaneNumbers
from simcore.awslambda.event_source_mapping.streams.records import Records
from simcore.roles.key_numbers import in_order, reordered

FEW = 32
"""Fewer records are dealt out one by one: numpy breaks even at about so many."""


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
