"""How messages leave a FIFO queue without having been deleted.

Models: the move to the dead-letter queue, in order; the end of retention.
Ignores: where each of them is decided: see the queue.
States: MessagesDeadLettered, MessagesExpired, StoryStep.

Sources: Amazon SQS Developer Guide (2023: dead-letter queues).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from simcore import facts
from simcore.roles.grouped import GroupedMessage
from simcore.services.sqs.stories import Stories


class DeadLetterQueue(Protocol):
    """Where messages go that were received too often."""

    def take_over(self, now: float, dead: GroupedMessage, content: float) -> None:
        """Take in a message, which stays in its group and holds what it held."""


class Departures:
    """Dead-lettered or expired: marks the message as gone and states what became of it."""

    def __init__(
        self,
        ledgers: facts.Ledgers,
        stories: Stories,
        dead_letter_queue: DeadLetterQueue | None,
        content_of: Callable[[int], float],
    ) -> None:
        self._ledgers, self._stories, self._content_of = ledgers, stories, content_of
        self._dead_letter_queue = dead_letter_queue

    def dead_lettered(self, now: float, message: GroupedMessage) -> None:
        """It was received too often; without a dead-letter queue at hand it is gone."""
        message.gone = True
        self._ledgers[facts.MessagesDeadLettered].append((now, 1))
        self._stories.step(now, message.id, "dead-lettered", message.receives)
        if self._dead_letter_queue is not None:
            self._dead_letter_queue.take_over(now, message, self._content_of(message.id))

    def expired(self, now: float, message: GroupedMessage) -> None:
        """It outlived the message retention period."""
        message.gone = True
        self._ledgers[facts.MessagesExpired].append((now, 1))
        self._stories.step(now, message.id, "expired", message.receives)
