"""Dealing out what a poller has read: each record to the lane of its key, in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from simcore.awslambda.event_source_mapping.streams.lane import LaneNumbers

Value = TypeVar("Value")

Columns = tuple[list[float], list[int], list[int]]
"""Times, keys and numbers of records."""


def dealt(
    lane_of: LaneNumbers, times: list[float], keys: list[int], numbers: Sequence[int]
) -> list[Columns]:
    """What each lane gets."""
    places: list[list[int]] = [[] for _ in range(lane_of.lanes)]
    for place, lane in enumerate(map(lane_of.__getitem__, keys)):
        places[lane].append(place)
    return [(_at(times, p), _at(keys, p), _at(numbers, p)) for p in places]


def _at(column: Sequence[Value], places: list[int]) -> list[Value]:
    """What a column has at these places (a look-up that is mapped, and not one by one)."""
    return list(map(column.__getitem__, places))
