"""Dealing out what a poller has read: each record to the lane of its key, in order."""

from __future__ import annotations

from collections.abc import Sequence

from simcore.awslambda.event_source_mapping.streams.lane import LaneNumbers

Columns = tuple[list[float], list[int], list[int]]
"""Times, keys and numbers of records."""


def dealt(
    lane_of: LaneNumbers, times: list[float], keys: list[int], numbers: Sequence[int]
) -> list[Columns]:
    """What each lane gets."""
    parts: list[Columns] = [([], [], []) for _ in range(lane_of.lanes)]
    lanes = map(lane_of.__getitem__, keys)
    for n, t, key, number in zip(lanes, times, keys, numbers, strict=True):
        a, b, c = parts[n]
        a.append(t)
        b.append(key)
        c.append(number)
    return parts
