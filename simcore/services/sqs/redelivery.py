"""Messages of a queue that are received again, or too often, or too late.

Models: redrive: a message that has been received maxReceiveCount times moves to the dead-letter
    queue instead of being received once more; the end of retention, at the receive.
Ignores: a message's share of the in-flight quota, which is the queue's business.
States: nothing of its own; departures state what becomes of a message.

Sources: Amazon SQS Developer Guide (2023: dead-letter queues).
"""

from __future__ import annotations

from collections import deque

from simcore.engine.environment import INF
from simcore.roles.polled import Message
from simcore.services.sqs.departures import Departures
from simcore.services.sqs.returned import ReturnedMessages
from simcore.services.sqs.settings import QueueSettings


class Redelivery:
    """Receives from ``returned``; ``fresh`` are the sending times of messages never received."""

    def __init__(
        self,
        settings: QueueSettings,
        fresh: deque[float],
        returned: ReturnedMessages,
        departures: Departures,
    ) -> None:
        self._retention_s, self._limit = settings.retention_s, settings.max_receive_count
        self._fresh, self._returned, self._departures = fresh, returned, departures

    def receive(self, now: float, most: int) -> list[Message]:
        """Those that became visible again before the oldest fresh message was sent."""
        messages: list[Message] = []
        returned, limit = self._returned, self._limit
        first_fresh = self._fresh[0] if self._fresh else INF
        while len(messages) < most and returned.next_at <= min(first_fresh, now):
            message = returned.take()
            if message.sent <= now - self._retention_s:
                self._departures.expired(now, message)
            elif limit is not None and message.receives >= limit:
                self._departures.dead_lettered(now, message)
            else:
                message.receives += 1
                messages.append(message)
        return messages
