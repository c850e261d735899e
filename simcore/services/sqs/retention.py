"""The end of message retention.

Models: message retention, counted from when a message was first sent, also in a dead-letter
    queue (the age of its oldest message counts from the move: see the queue).
Ignores: the end of retention while a message is in flight (it ends when the message returns). A
    dead-letter queue expires its new messages in order of arrival.
States: MessagesExpired, StoryStep.

Sources: Amazon SQS Developer Guide, setting-up-dead-letter-queue-retention (2026): the enqueue
timestamp is unchanged by the move, ApproximateAgeOfOldestMessage counts from it.
"""

from __future__ import annotations

from simcore import facts
from simcore.services.sqs.facts import MessagesExpired
from simcore.services.sqs.redrive import Received
from simcore.services.sqs.settings import QueueSettings
from simcore.services.sqs.stories import MessageStories


class Retention:
    """Says which messages are too old, and states that they are gone; their owner drops them."""

    def __init__(self, ledgers: facts.Ledgers, stories: MessageStories) -> None:
        self._ledgers, self._stories = ledgers, stories

    def bind(self, settings: QueueSettings) -> None:
        """The queue's settings are these."""
        self.period_s = settings.retention_s

    def ended(self, now: float, message: Received) -> None:
        """The message outlived the retention period."""
        self._ledgers[MessagesExpired].append((now, 1))
        self._stories.step(now, message.id, "expired", message.receives)

    def ended_unread(self, now: float, n: int) -> None:
        """So many did that were never received."""
        self._ledgers[MessagesExpired].append((now, n))
