"""A message group of a FIFO queue, and who of many has the oldest message."""

from __future__ import annotations

from collections import deque
from heapq import heapify, heappop, heappush, heapreplace

from simcore.engine.environment import INF
from simcore.roles.grouped import GroupedMessage

SPARE = 64


class Group:
    """One message group: its visible messages in order, and how many are in flight.

    ``first`` of those is older than all that are visible. ``sends_until`` is when its sends so far
    will have used up its share of the quota (seconds). ``is_listed`` among :class:`OldestGroups`.
    """

    __slots__ = ("first", "in_flight", "is_listed", "key", "line", "sends_until")

    first: GroupedMessage

    def __init__(self, key: int) -> None:
        self.key = key
        self.line: deque[GroupedMessage] = deque()
        self.in_flight = 0
        self.sends_until = 0.0
        self.is_listed = False

    def is_active(self) -> bool:
        """Has it messages, visible or in flight?"""
        return bool(self.line or self.in_flight)

    def oldest(self) -> GroupedMessage:
        """The first of its messages; only while it is active."""
        return self.first if self.in_flight else self.line[0]


class OldestGroups:
    """A heap of (id of the group's oldest message at some time, group), each group at most once.

    It is put right when it is looked at, and only as far as that takes: messages that come and go
    cost nothing.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[int, Group]] = []

    def add(self, entry: tuple[int, Group]) -> None:
        """A group that is not listed has its first message."""
        entry[1].is_listed = True
        heappush(self._heap, entry)

    def first(self) -> float:
        """When the oldest message of all groups was sent; infinity without any."""
        heap = self._heap
        sent: float
        while heap:
            id, group = heap[0]
            if not group.is_active():
                heappop(heap)
                group.is_listed = False
                continue
            now_first, sent, _ = group.oldest()
            if now_first == id:
                return sent
            heapreplace(heap, (now_first, group))
        return INF

    def tidy(self, active: int) -> None:
        """Drop those without messages when they are many."""
        if len(self._heap) > 2 * active + SPARE:
            for _, group in self._heap:
                group.is_listed = group.is_active()
            self._heap = [entry for entry in self._heap if entry[1].is_listed]
            heapify(self._heap)
