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
from heapq import heappop, heappush
from operator import itemgetter

from simcore.roles.grouped import GroupedMessage
from simcore.services.sqs.fifo.group import Group, KnownMessage, OldestGroups
from simcore.services.sqs.fifo.unusual import Leaving, UnusualMessages
from simcore.services.sqs.redrive import Redrive
from simcore.services.sqs.retention import Retention


class MessageGroups:
    """The groups in sight; a group without messages is forgotten when the queue is observed.

    ``ready`` is a heap of the first messages of groups: those that are not blocked, and some that
    are not any more. ``seen`` counts the visible messages of the groups in sight, ``count``
    the groups that have messages. ``next_id`` is that of the next message to come.
    """

    def __init__(
        self,
        look_ahead: int,
        unusual: UnusualMessages,
        retention: Retention,
        redrive: Redrive[Leaving],
    ) -> None:
        self.look_ahead, self.unusual = look_ahead, unusual
        self._retention, self._redrive = retention, redrive
        self.next_id = 0
        self.all: dict[int, Group] = {}
        self.ready: list[KnownMessage] = []
        self.oldest = OldestGroups()
        self.seen = self.blocked = self.count = 0
        self._unseen: deque[tuple[int, float, int]] = deque()  # id, sent, key of the group
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

    def forget(self, now: float) -> list[int]:
        """Drop the groups without messages whose quota is whole again; their keys.

        What still holds such a group, ``ready`` too, holds an old one: the next message of its key
        comes to a new one.
        """
        kept, forgotten = [], []
        for group in self._without:
            if group.line or group.in_flight or self.all.get(group.key) is not group:
                continue
            if group.sends_until > now:
                kept.append(group)
            else:
                del self.all[group.key]
                forgotten.append(group.key)
        self._without = kept
        return forgotten

    def add(self, id: int, sent: float, group: Group) -> None:
        """The message became visible for the first time."""
        if self.seen >= self.look_ahead:
            self._unseen.append((id, sent, group.key))
            return
        self.seen += 1
        line, message = group.line, (id, sent, group)
        if not line and not group.in_flight:
            self.count += 1
            heappush(self.ready, message)
            if not group.is_listed:
                self.oldest.add(group, message)
        line.append(message)

    def add_late(self, id: int, sent: float, key: int) -> None:
        """The same for a message whose group may have been forgotten since it was sent."""
        self.add(id, sent, self.all.get(key) or self.new(key))

    def add_known(self, group: Group, message: KnownMessage) -> None:
        """A message comes to a group that has none in flight; it is in sight, and counted later."""
        if not group.line:
            if self.all.get(group.key) is not group:
                self.all[group.key] = group
                self._without.append(group)
            self.count += 1
            heappush(self.ready, message)
            if not group.is_listed:
                self.oldest.add(group, message)
        group.line.append(message)

    def receive(self, now: float, most: int, mixes_groups: bool) -> list[GroupedMessage]:
        """At least one message, if there is any, and at most so many; their groups are blocked."""
        messages: list[GroupedMessage] = []
        ready, again, oldest = self.ready, self.unusual.again, now - self._retention.period_s
        room = most
        while ready and (not messages or (mixes_groups and room)):
            group: Group = heappop(ready)[2]
            line = group.line
            if group.in_flight or not line:
                continue
            first, n = line[0], len(line)
            if n > room or first[1] <= oldest or (again and first[0] in again):
                self.take(now, group, most, messages)
                room = most - len(messages)
            else:  # all of the group's, which are new
                group.first, group.in_flight = first, n
                group.line = []
                messages = messages + line if messages else line
                room -= n
                self.blocked += 1
                self.seen -= n
                if self._unseen:
                    self._look_further()
        return messages

    def take(self, now: float, group: Group, most: int, messages: list[GroupedMessage]) -> None:
        """Receive the group's messages, in order, until there are ``most`` in all."""
        line, oldest = group.line, now - self._retention.period_s
        unusual, looked_at, before = self.unusual, 0, len(messages)
        for message in line:
            if len(messages) == most:
                break
            looked_at += 1
            if message[1] <= oldest:
                self._retention.ended(now, unusual.leaves(message))
            elif unusual.receives(message[0]) >= self._redrive.most_receives:
                self._redrive.move(now, unusual.leaves(message))
            else:
                unusual.received_again(message[0])
                messages.append(message)
        del line[:looked_at]
        if len(messages) > before:
            group.first = messages[before]
        self._block(group, len(messages) - before, looked_at)

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

    def ids(self) -> list[int]:
        """Of all visible messages."""
        seen = [id for group in self.active() for id, _, _ in group.line]
        return seen + [id for id, _, _ in self._unseen]

    def returned(self) -> list[int]:
        """The ids of the visible messages that have come back."""
        again = self.unusual.again
        return [id for group in self.active() for id, _, _ in group.line if id in again]

    def delete_all(self) -> None:
        """No group has messages any more, visible or in flight."""
        for group in self.all.values():
            if group.is_active():
                group.line.clear()
                group.in_flight = 0
                self._emptied(group)
        self._unseen.clear()
        self.ready.clear()
        self.seen = self.blocked = 0

    def _look_further(self) -> None:
        while self._unseen and self.seen < self.look_ahead:
            self.add_late(*self._unseen.popleft())

    def release(self, group: Group, n: int) -> None:
        """``n`` messages of the group are not in flight any more; after the last it goes on."""
        group.in_flight -= n
        if not group.in_flight:
            self.free(group)

    def free(self, group: Group) -> None:
        """No message of the group is in flight any more: it goes on."""
        group.in_flight = 0
        self.blocked -= 1
        line = group.line
        if line:
            heappush(self.ready, line[0])
        else:
            self.count -= 1
            self._without.append(group)

    def put_back(self, group: Group, messages: list[GroupedMessage]) -> None:
        """The messages in flight are visible again, first in their group."""
        group.line[:0] = messages
        self.seen += len(messages)
        self.release(group, len(messages))

    def expire(self, now: float) -> None:
        """The visible messages whose retention is over leave the queue, first ones first."""
        oldest = now - self._retention.period_s
        if self.oldest_sent() > oldest:
            return
        while old := [message for group in self.active() for message in _until(group, oldest)]:
            for message in sorted(old, key=itemgetter(0)):
                group: Group = message[2]
                del group.line[0]
                self._retention.ended(now, self.unusual.leaves(message))
                self._left_line(group)

    def _left_line(self, group: Group) -> None:
        self.seen -= 1
        if not group.is_active():
            self._emptied(group)
        self._look_further()

    def oldest_sent(self) -> float:
        """When the first message, visible or in flight, was sent; infinity without any."""
        self.oldest.tidy(self.count)
        return self.oldest.first()


def _until(group: Group, t: float) -> Iterator[GroupedMessage]:
    """The group's visible messages that were sent at ``t`` or before, in order."""
    for message in group.line:
        if message[1] > t:
            break
        yield message
