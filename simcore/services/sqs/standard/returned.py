"""The messages of a standard queue that have been received and came back.

Models: messages that are visible again go before those that became visible later; a message that
    is too old, or was received too often, is not received once more.
Ignores: what becomes of it instead: see :mod:`simcore.services.sqs.retention` and
    :mod:`simcore.services.sqs.redrive`.

Sources: Amazon SQS Developer Guide (2023: visibility timeout).
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush

from simcore.engine.environment import INF
from simcore.roles.polled import Message
from simcore.services.sqs.consumers import Consumers
from simcore.services.sqs.redrive import Redrive
from simcore.services.sqs.retention import Retention
from simcore.services.sqs.standard.moved import MovedMessages

OFTEN = 3
"""From so many receives on, ApproximateAgeOfOldestMessage leaves a message out."""


class Oldest:
    """Who of some messages, ``ids``, is the oldest; the heap is cleaned when it is looked at."""

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self._heap: list[tuple[float, int]] = []  # (since, id)

    def add(self, since: float, id: int) -> None:
        """One more."""
        self.ids.add(id)
        heappush(self._heap, (since, id))

    def first(self) -> float:
        """From when the oldest counts; infinity without any."""
        heap, ids = self._heap, self.ids
        while heap and heap[0][1] not in ids:
            heappop(heap)
        return heap[0][0] if heap else INF


class ReturnedMessages:
    """Visible messages in the order in which they came back, and who has come back at all.

    ``next_at`` is when the first in line came back, infinity when there is none. Ids stay in the
    second part until their message leaves the queue, so that the oldest message and late
    deletions can be found without looking at all of them.
    """

    def __init__(
        self,
        consumers: Consumers,
        moved: MovedMessages,
        retention: Retention,
        redrive: Redrive[Message],
    ) -> None:
        self._consumers, self._moved = consumers, moved
        self._retention, self._redrive = retention, redrive
        self.next_at = INF
        self._line: deque[Message] = deque()
        self._deleted: set[int] = set()  # still in line, but deleted with a late receipt
        self._all = Oldest()  # by when they were sent
        self._few = Oldest()  # those not received often, by when they came to this queue
        self._alive = self._all.ids

    def __len__(self) -> int:
        return len(self._line) - len(self._deleted)

    def ids(self) -> set[int]:
        """Of those that have come back at all, and have not left the queue."""
        return self._alive

    def come_back(self, now: float, messages: list[Message]) -> None:
        """The messages are visible again."""
        for message in messages:
            self._put(now, message)
        self._consumers.wake(now)

    def _put(self, now: float, message: Message) -> None:
        message.visible_at = now
        if not self._line:
            self.next_at = now
        self._line.append(message)
        if message.id not in self._alive:
            self._all.add(message.sent, message.id)
            if message.receives < OFTEN:
                self._few.add(self._moved.since(message.id, message.sent), message.id)

    def receive(self, now: float, most: int, first_new: float) -> list[Message]:
        """Up to ``most`` that came back before the first new message was sent.

        What may not be received any more leaves the queue.
        """
        messages: list[Message] = []
        until = min(first_new, now)
        while len(messages) < most and self.next_at <= until:
            message = self._take()
            if message.sent <= now - self._retention.period_s:
                self.forget(message)
                self._retention.ended(now, message)
            elif message.receives >= self._redrive.most_receives:
                self.forget(message)
                self._redrive.move(now, message)
            else:
                message.receives += 1
                if message.receives >= OFTEN:
                    self._few.ids.discard(message.id)
                messages.append(message)
        return messages

    def _take(self) -> Message:
        """The first in line; only where :attr:`next_at` is finite."""
        message = self._line.popleft()
        self._skip_deleted()
        return message

    def take_out(self) -> Message:
        """The first in line, for good; only where :attr:`next_at` is finite."""
        message = self._take()
        self.forget(message)
        return message

    def _skip_deleted(self) -> None:
        line, deleted = self._line, self._deleted
        while line and line[0].id in deleted:
            deleted.remove(line.popleft().id)
        self.next_at = line[0].visible_at if line else INF

    def forget(self, message: Message) -> None:
        """The message has left the queue for good."""
        self._alive.discard(message.id)
        self._few.ids.discard(message.id)

    def delete_late(self, message: Message, receives: int) -> bool:
        """Delete a visible message with its receipt number ``receives``.

        False when it is not here any more, or has been received since.
        """
        here = message.id in self._alive and message.id not in self._deleted
        if not here or message.receives != receives:
            return False
        self.forget(message)
        self._deleted.add(message.id)
        self._skip_deleted()
        return True

    def clear(self) -> list[Message]:
        """Take all out for good, and forget those that are in flight again."""
        cleared = [message for message in self._line if message.id not in self._deleted]
        for some in (self._line, self._deleted, self._alive, self._few.ids):
            some.clear()
        self.next_at = INF
        return cleared

    def oldest(self) -> float:
        """From when the oldest one counts (visible or in flight again, not received often).

        Infinity without any.
        """
        return self._few.first()

    def expire(self, now: float) -> None:
        """Drop the visible ones whose retention is over, which counts from when they were sent."""
        oldest = now - self._retention.period_s
        if self._all.first() <= oldest:
            for message in self._sweep(oldest):
                self._retention.ended(now, message)

    def _sweep(self, oldest: float) -> list[Message]:
        """Remove and return the visible ones that were sent at ``oldest`` or before."""
        expired = [m for m in self._line if m.sent <= oldest and m.id not in self._deleted]
        if expired:
            gone = {message.id for message in expired}
            self._line = deque(m for m in self._line if m.id not in gone)
            self._alive -= gone
            self._few.ids -= gone
            self._skip_deleted()
        return expired
