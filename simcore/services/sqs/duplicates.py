"""At-least-once delivery: now and then SQS hands out a message that has been deleted.

Models: a server that keeps a copy of the message misses the deletion; the copy is visible again
    when the message's visibility timeout would have ended, with its receive count. How often is
    not published: a parameter.
Ignores: copies that are received while the message is in flight, and of messages deleted late.
States: MessagesDuplicated, StoryStep.

Sources: Amazon SQS Developer Guide, standard-queues (at-least-once delivery); AWS Lambda
Developer Guide, with-sqs (12 Jul 2026): the function has to be idempotent.
"""

from __future__ import annotations

from typing import Protocol

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import Ledgers, MessagesDuplicated
from simcore.roles.polled import Message
from simcore.services.sqs.settings import QueueSettings
from simcore.services.sqs.stories import Stories


class Duplicating(Protocol):
    """The queue."""

    env: Environment
    id: str
    settings: QueueSettings
    ledgers: Ledgers

    def reappear(self, now: float, message: Message) -> None:
        """Make the message visible."""


class Duplicates:
    """Tosses for each message that is deleted."""

    def __init__(self, queue: Duplicating, stories: Stories, seed: int) -> None:
        self.queue, self.stories = queue, stories
        self.rate = queue.settings.duplicate_rate
        self._tosses = Stream(generator(seed, f"{queue.id}/duplicate"), uniform, block=256)

    def deleted(self, now: float, messages: list[Message], deadline: float) -> None:
        """Does a copy of any of them remain?"""
        for message in messages if self.rate else ():
            if self._tosses.next() < self.rate:
                copy = Message(message.id, message.sent)
                copy.receives = message.receives
                self.queue.env.call_at(max(now, deadline), self._reappear, copy)

    def _reappear(self, copy: Message) -> None:
        now, queue = self.queue.env.now, self.queue
        queue.ledgers[MessagesDuplicated].append((now, 1))
        self.stories.step(now, copy.id, "duplicated")
        queue.reappear(now, copy)
