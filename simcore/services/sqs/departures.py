"""How messages that have come back before leave a queue for good.

Models: deletion in time, and with a receipt whose visibility timeout has ended (it still deletes
    what nobody has received since); the move to the dead-letter queue; the end of retention.
Ignores: where each of them is decided: see the queue.
States: MessageDeleted, MessagesDeadLettered, MessagesExpired, StoryStep.

Sources: Amazon SQS Developer Guide (2023: visibility timeout, dead-letter queues).
"""

from __future__ import annotations

from typing import Protocol

from simcore import facts
from simcore.roles.polled import Message, Receipt
from simcore.services.sqs.moved import Destination, Origin
from simcore.services.sqs.returned import ReturnedMessages
from simcore.services.sqs.stories import Stories


class Source(Destination, Protocol):
    """The queue that the messages leave; they may come back to it."""

    ledgers: facts.Ledgers

    def origin(self, now: float, id: int, source: Destination | None) -> Origin:
        """What a queue that the message goes to is told of it."""


class Departures:
    """Deleted, dead-lettered or expired: forgets the message and states what became of it."""

    def __init__(
        self,
        queue: Source,
        returned: ReturnedMessages,
        stories: Stories,
        dead_letter_queue: Destination | None,
    ) -> None:
        self._queue, self._ledgers = queue, queue.ledgers
        self._returned, self._stories = returned, stories
        self._dead_letter_queue = dead_letter_queue

    def deleted(self, now: float, messages: list[Message]) -> None:
        """Their receiver deleted them in time."""
        for message in messages:
            self._returned.forget(message)
            self._state_deleted(now, message)

    def deleted_late(self, now: float, receipt: Receipt, wanted: list[Message]) -> int:
        """Delete those of a late receipt that nobody has received since; how many they are."""
        ids = {message.id for message in wanted}
        gone = [
            message
            for message, receives in zip(receipt.messages, receipt.receives, strict=True)
            if message.id in ids and self._returned.delete_late(message, receives)
        ]
        for message in gone:
            self._state_deleted(now, message)
            self._stories.step(now, message.id, "deleted")
        return len(gone)

    def dead_lettered(self, now: float, message: Message) -> None:
        """It was received too often; without a dead-letter queue at hand it is gone."""
        self._returned.forget(message)
        self._ledgers[facts.MessagesDeadLettered].append((now, 1))
        self._stories.step(now, message.id, "dead-lettered", message.receives)
        if self._dead_letter_queue is not None:
            origin = self._queue.origin(now, message.id, self._queue)
            self._dead_letter_queue.take_over(now, message.sent, origin)

    def expired_unread(self, now: float, n: int) -> None:
        """So many that were never received outlived the message retention period."""
        self._ledgers[facts.MessagesExpired].append((now, n))

    def expired(self, now: float, message: Message) -> None:
        """It outlived the message retention period."""
        self._returned.forget(message)
        self._ledgers[facts.MessagesExpired].append((now, 1))
        self._stories.step(now, message.id, "expired", message.receives)

    def _state_deleted(self, now: float, message: Message) -> None:
        self._ledgers[facts.MessageDeleted].append((now, message.sent, message.receives))
