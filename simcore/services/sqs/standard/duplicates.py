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

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import Ledgers
from simcore.roles.polled import Message
from simcore.services.sqs.facts import MessagesDuplicated
from simcore.services.sqs.settings import QueueSettings
from simcore.services.sqs.standard.returned import ReturnedMessages
from simcore.services.sqs.stories import MessageStories


class Duplicates:
    """Tosses for each message that is deleted."""

    def __init__(
        self,
        env: Environment,
        id: str,
        ledgers: Ledgers,
        stories: MessageStories,
        returned: ReturnedMessages,
        seed: int,
    ) -> None:
        self._env, self._ledgers = env, ledgers
        self._stories, self._returned = stories, returned
        self._tosses = Stream(generator(seed, f"{id}/duplicate"), uniform, block=256)

    def bind(self, settings: QueueSettings) -> None:
        """The queue's settings are these."""
        self.rate = settings.duplicate_rate

    def deleted(self, now: float, messages: list[Message], deadline: float) -> None:
        """Does a copy of any of them remain?"""
        for message in messages if self.rate else ():
            if self._tosses.next() < self.rate:
                copy = Message(message.id, message.sent)
                copy.receives = message.receives
                self._env.call_at(max(now, deadline), self._reappear, copy)

    def _reappear(self, copy: Message) -> None:
        now = self._env.now
        self._ledgers[MessagesDuplicated].append((now, 1))
        self._stories.step(now, copy.id, "duplicated")
        self._returned.come_back(now, [copy])
