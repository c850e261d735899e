"""A message group of a FIFO queue, and who of many has the oldest message."""

from __future__ import annotations

from heapq import heapify, heappop, heappush, heapreplace
from typing import Any, TypeAlias

from simcore.engine.environment import INF
from simcore.roles.grouped import GroupedMessage

SPARE = 64

KnownMessage: TypeAlias = tuple[Any, ...]
"""A `GroupedMessage` that goes from hand to hand as it is: compiled, others are made anew."""


class Group:
    """One message group: its visible messages in order, and how many are in flight.

    ``first`` of those is older than all that are visible. ``sends_until`` is when its sends so far
    will have used up its share of the quota (seconds). ``is_listed`` among :class:`OldestGroups`.
    """

    __slots__ = ("first", "in_flight", "is_listed", "key", "line", "sends_until")

    first: KnownMessage

    def __init__(self, key: int) -> None:
        self.key = key
        self.line: list[GroupedMessage] = []  # no longer than the queue's look-ahead
        self.in_flight = 0
        self.sends_until = 0.0
        self.is_listed = False

    def is_active(self) -> bool:
        """Has it messages, visible or in flight?"""
        return bool(self.line or self.in_flight)

    def oldest(self) -> KnownMessage:
        """The first of its messages; only while it is active."""
        return self.first if self.in_flight else self.line[0]


class OldestGroups:
    """A heap of the groups' oldest messages at some time, of each group at most one.

    It is put right when it is looked at, and only as far as that takes: messages that come and go
    cost nothing.
    """

    def __init__(self) -> None:
        self._heap: list[KnownMessage] = []

    def add(self, group: Group, message: KnownMessage) -> None:
        """A group that is not listed has its first message."""
        group.is_listed = True
        heappush(self._heap, message)

    def first(self) -> float:
        """When the oldest message of all groups was sent; infinity without any."""
        heap = self._heap
        while heap:
            listed = heap[0]
            group: Group = listed[2]
            if not group.is_active():
                heappop(heap)
                group.is_listed = False
                continue
            oldest = group.oldest()
            if oldest[0] == listed[0]:
                sent: float = oldest[1]
                return sent
            heapreplace(heap, oldest)
        return INF

    def tidy(self, active: int) -> None:
        """Drop those without messages when they are many."""
        if len(self._heap) > 2 * active + SPARE:
            for _, _, group in self._heap:
                group.is_listed = group.is_active()
            self._heap = [message for message in self._heap if message[2].is_listed]
            heapify(self._heap)
