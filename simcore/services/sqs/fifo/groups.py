"""The message groups of a FIFO queue: whose messages may be received next.

Models: order within a group; a group with a message in flight is blocked as a whole; of the
    others that goes first whose first message was sent first; only the first messages of the
    queue, ``look_ahead`` many, are searched for groups.
Ignores: that a message which returns takes a place in the look-ahead: one that has been seen is
    not lost from sight.
States: nothing: the queue does.

Sources: Amazon SQS Developer Guide (2023), FIFO-queues-understanding-logic; quotas-fifo. That only
the first 20,000 available messages are searched: pubudu.dev (fact 6.10).
"""

from __future__ import annotations

from collections import deque
from heapq import heappush

from simcore.awslambda.event_source_mapping.grouped_batch import GroupedMessage


class Group:
    """One message group: its visible messages in order, and how many are in flight."""

    __slots__ = ("in_flight", "key", "line")

    def __init__(self, key: int) -> None:
        self.key = key
        self.line: deque[GroupedMessage] = deque()
        self.in_flight = 0


class MessageGroups:
    """The groups in sight; a group without messages is forgotten.

    ``ready`` is a heap of (id of the first message, group): those that are not blocked, and some
    that are not any more. ``visible`` counts all messages that are neither in flight nor gone.
    """

    def __init__(self, look_ahead: int) -> None:
        self.look_ahead = look_ahead
        self.all: dict[int, Group] = {}
        self.ready: list[tuple[int, int]] = []
        self.visible = self.blocked = 0
        self._unseen: deque[GroupedMessage] = deque()

    def add(self, message: GroupedMessage) -> None:
        """The message became visible for the first time."""
        self.visible += 1
        if self.visible > self.look_ahead:
            self._unseen.append(message)
            return
        group = self.all.get(message.group)
        if group is not None:
            if not group.line and not group.in_flight:
                heappush(self.ready, (message.id, group.key))
            group.line.append(message)
        else:
            self._see(message)

    def _see(self, message: GroupedMessage) -> None:
        group = self.all.get(message.group)
        if group is None:
            group = self.all[message.group] = Group(message.group)
        if not group.in_flight and not group.line:
            heappush(self.ready, (message.id, group.key))
        group.line.append(message)

    def block(self, group: Group, in_flight: int, looked_at: int) -> None:
        """So many messages were taken from the group's line; ``in_flight`` of them are so now."""
        if in_flight:
            group.in_flight = in_flight
            self.blocked += 1
        elif not group.line:
            del self.all[group.key]
        self.visible -= looked_at
        if self._unseen:
            self._look_further()

    def _look_further(self) -> None:
        unseen, most = self._unseen, self.look_ahead
        while unseen and self.visible - len(unseen) < most:
            self._see(unseen.popleft())

    def release(self, key: int, n: int) -> None:
        """``n`` messages of the group are not in flight any more; after the last it goes on."""
        group = self.all[key]
        group.in_flight -= n
        if group.in_flight:
            return
        self.blocked -= 1
        if group.line:
            heappush(self.ready, (group.line[0].id, key))
        else:
            del self.all[key]

    def put_back(self, message: GroupedMessage) -> None:
        """A message in flight is visible again, first in its group; the last one comes first."""
        group = self.all[message.group]
        group.line.appendleft(message)
        self.visible += 1
        self.release(message.group, 1)

    def expire(self, message: GroupedMessage) -> None:
        """The first of all visible messages leaves the queue."""
        if self._unseen and self._unseen[0] is message:
            self._unseen.popleft()
            self.visible -= 1
            return
        group = self.all[message.group]
        group.line.popleft()
        if not group.line and not group.in_flight:
            del self.all[group.key]
        self.visible -= 1
        self._look_further()
