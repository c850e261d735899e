"""The message groups of a FIFO queue: whose messages may be received next.

Models: order within a group; a group with a message in flight is blocked as a whole; of the
    others that goes first whose first message was sent first; only the first messages of the
    queue, ``look_ahead`` many, are searched for groups; a message that is too old, or was received
    too often, is not received.
Ignores: that a message which returns takes a place in the look-ahead: one that has been seen is
    not lost from sight.
States: nothing: the queue does.

Sources: Amazon SQS Developer Guide (2023), FIFO-queues-understanding-logic; quotas-fifo. That only
the first 20,000 available messages are searched: pubudu.dev (fact 6.10).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from heapq import heappush

from simcore.roles.grouped import GroupedMessage
from simcore.services.sqs.redrive import Redrive
from simcore.services.sqs.retention import Retention


class Group:
    """One message group: its visible messages in order, and how many are in flight.

    ``sends_until`` is when its sends so far will have used up its share of the quota (seconds).
    """

    __slots__ = ("in_flight", "key", "line", "sends_until")

    def __init__(self, key: int) -> None:
        self.key = key
        self.line: deque[GroupedMessage] = deque()
        self.in_flight = 0
        self.sends_until = 0.0

    def is_active(self) -> bool:
        """Has it messages, visible or in flight?"""
        return bool(self.line or self.in_flight)


class MessageGroups:
    """The groups in sight; a group without messages is forgotten when the queue is observed.

    ``ready`` is a heap of (id of the first message, group): those that are not blocked, and some
    that are not any more. ``seen`` counts the visible messages of the groups in sight, ``count``
    the groups that have messages.
    """

    def __init__(
        self, look_ahead: int, retention: Retention, redrive: Redrive[GroupedMessage]
    ) -> None:
        self.look_ahead = look_ahead
        self._retention, self._redrive = retention, redrive
        self.all: dict[int, Group] = {}
        self.ready: list[tuple[int, Group]] = []
        self.seen = self.blocked = self.count = 0
        self._unseen: deque[GroupedMessage] = deque()
        self._without: list[Group] = []  # those that had no messages at some time

    @property
    def visible(self) -> int:
        """How many messages are neither in flight nor gone."""
        return self.seen + len(self._unseen)

    def new(self, key: int) -> Group:
        """The first message of the group is on its way."""
        group = self.all[key] = Group(key)
        self._without.append(group)
        return group

    def active(self) -> Iterator[Group]:
        """The groups with messages, those that were known first first."""
        return filter(Group.is_active, self.all.values())

    def forget(self, now: float) -> None:
        """Drop the groups without messages whose quota is whole again."""
        kept = []
        for group in self._without:
            if group.is_active() or self.all.get(group.key) is not group:
                continue
            if group.sends_until > now:
                kept.append(group)
            else:
                del self.all[group.key]
        self._without = kept

    def add(self, message: GroupedMessage) -> None:
        """The message became visible for the first time."""
        if self.seen >= self.look_ahead:
            self._unseen.append(message)
            return
        self.seen += 1
        group = message.group
        line = group.line
        if not line and not group.in_flight:
            self.count += 1
            heappush(self.ready, (message.id, group))
        line.append(message)

    def add_late(self, message: GroupedMessage) -> None:
        """The same for a message whose group may have been forgotten since it was sent."""
        key = message.group.key
        message.group = self.all.get(key) or self.new(key)
        self.add(message)

    def take_all(self, group: Group, messages: list[GroupedMessage], n: int) -> None:
        """Receive the group's ``n`` messages, all for the first time; it is blocked from now on."""
        line = group.line
        for message in line:
            message.receives = 1
            message.hidden = True
        messages += line
        group.in_flight = n
        line.clear()
        self.blocked += 1
        self.seen -= n
        if self._unseen:
            self._look_further()

    def take(self, now: float, group: Group, most: int, messages: list[GroupedMessage]) -> None:
        """Receive the group's messages, in order, until there are ``most`` in all."""
        line, oldest = group.line, now - self._retention.period_s
        looked_at, before = 0, len(messages)
        while line and len(messages) < most:
            message = line.popleft()
            looked_at += 1
            if message.sent <= oldest:
                self._expired(now, message)
            elif message.receives >= self._redrive.most_receives:
                message.gone = True
                self._redrive.move(now, message)
            else:
                message.receives += 1
                message.hidden = True
                messages.append(message)
        self._block(group, len(messages) - before, looked_at)

    def _expired(self, now: float, message: GroupedMessage) -> None:
        message.gone = True
        self._retention.ended(now, message)

    def _block(self, group: Group, in_flight: int, looked_at: int) -> None:
        """So many messages were taken from the group's line; ``in_flight`` of them are so now."""
        if in_flight:
            group.in_flight = in_flight
            self.blocked += 1
        elif not group.line:
            self._emptied(group)
        self.seen -= looked_at
        if self._unseen:
            self._look_further()

    def _emptied(self, group: Group) -> None:
        self.count -= 1
        self._without.append(group)

    def _look_further(self) -> None:
        while self._unseen and self.seen < self.look_ahead:
            self.add_late(self._unseen.popleft())

    def release(self, group: Group, n: int) -> None:
        """``n`` messages of the group are not in flight any more; after the last it goes on."""
        group.in_flight -= n
        if group.in_flight:
            return
        self.blocked -= 1
        if group.line:
            heappush(self.ready, (group.line[0].id, group))
        else:
            self._emptied(group)

    def put_back(self, message: GroupedMessage) -> None:
        """A message in flight is visible again, first in its group; the last one comes first."""
        message.group.line.appendleft(message)
        self.seen += 1
        self.release(message.group, 1)

    def expire(self, now: float, message: GroupedMessage) -> None:
        """The first of all visible messages is too old: it leaves the queue."""
        if self._unseen and self._unseen[0] is message:
            self._unseen.popleft()
        else:
            self._leave_line(message.group)
        self._expired(now, message)

    def _leave_line(self, group: Group) -> None:
        group.line.popleft()
        self.seen -= 1
        if not group.is_active():
            self._emptied(group)
        self._look_further()
