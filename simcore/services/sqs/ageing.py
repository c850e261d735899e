"""The end of message retention.

Models: message retention, counted from when a message was first sent, also in a dead-letter
    queue (the age of its oldest message counts from the move: see the queue).
Ignores: the end of retention while a message is in flight (it ends when the message returns). A
    dead-letter queue expires its new messages in order of arrival.
States: nothing of its own; departures state MessagesExpired.

Sources: Amazon SQS Developer Guide, setting-up-dead-letter-queue-retention (2026): the enqueue
timestamp is unchanged by the move, ApproximateAgeOfOldestMessage counts from it.
"""

from __future__ import annotations

from collections import deque

from simcore.services.sqs.departures import Departures
from simcore.services.sqs.returned import ReturnedMessages
from simcore.services.sqs.settings import QueueSettings


class Ageing:
    """Of the visible messages of a queue; ``fresh`` are sending times."""

    def __init__(
        self,
        settings: QueueSettings,
        fresh: deque[float],
        returned: ReturnedMessages,
        departures: Departures,
    ) -> None:
        self._retention_s = settings.retention_s
        self._fresh, self._returned, self._departures = fresh, returned, departures

    def expire_fresh(self, now: float) -> int:
        """Drop the first in line whose retention is over; how many."""
        fresh, oldest, n = self._fresh, now - self._retention_s, 0
        while fresh and fresh[0] <= oldest:
            fresh.popleft()
            n += 1
        if n:
            self._departures.expired_unread(now, n)
        return n

    def expire_returned(self, now: float, *, anywhere: bool) -> None:
        """Drop those that have come back and are too old.

        ``anywhere``: the one that counts as the oldest may not be the first one sent.
        """
        oldest = now - self._retention_s
        if anywhere or self._returned.oldest() <= oldest:
            for message in self._returned.sweep(oldest):
                self._departures.expired(now, message)
